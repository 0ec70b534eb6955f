"""Find, read, name and filter run files and the numbers in them."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.runs.collecting import collection_paused as collection_paused
    from benchmem_io.runs.decoding import (
        Entry as Entry,
        Stats as Stats,
        decode_header as decode_header,
    )
    from benchmem_io.runs.dims import (
        DimValue as DimValue,
        column_of as column_of,
        in_order as in_order,
        is_number as is_number,
        node_parts as node_parts,
    )
    from benchmem_io.runs.facts import (
        commit_text as commit_text,
        date_text as date_text,
        interpreter_text as interpreter_text,
        moment as moment,
        node_text as node_text,
        processor_text as processor_text,
    )
    from benchmem_io.runs.labels import checked_labels as checked_labels, labels_of as labels_of
    from benchmem_io.runs.locations import (
        STORAGE as STORAGE,
        discover_runs as discover_runs,
        is_folder as is_folder,
        is_same_file as is_same_file,
        resolve_runs as resolve_runs,
        runs_by_date as runs_by_date,
        saved_runs as saved_runs,
    )
    from benchmem_io.runs.natural import natural_key as natural_key
    from benchmem_io.runs.numbers import BenchmarkNumbers as BenchmarkNumbers
    from benchmem_io.runs.outcomes import OUTCOME as OUTCOME, with_outcome as with_outcome
    from benchmem_io.runs.pandas_module import import_pandas as import_pandas, inferred as inferred
    from benchmem_io.runs.run import Benchmark as Benchmark, Run as Run, load_run as load_run
    from benchmem_io.runs.samples import (
        Sample as Sample,
        check_stat as check_stat,
        from_pytest_benchmark as from_pytest_benchmark,
        load_samples as load_samples,
        memory_from_pytest_benchmark as memory_from_pytest_benchmark,
        metric_of as metric_of,
        warn_of as warn_of,
    )
    from benchmem_io.runs.selection import (
        dim_name as dim_name,
        parse_where as parse_where,
        require_dim as require_dim,
        select as select,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".collecting": ("collection_paused",),
        ".decoding": ("Entry", "Stats", "decode_header"),
        ".dims": ("DimValue", "column_of", "in_order", "is_number", "node_parts"),
        ".facts": (
            "commit_text",
            "date_text",
            "interpreter_text",
            "moment",
            "node_text",
            "processor_text",
        ),
        ".labels": ("checked_labels", "labels_of"),
        ".locations": (
            "STORAGE",
            "discover_runs",
            "is_folder",
            "is_same_file",
            "resolve_runs",
            "runs_by_date",
            "saved_runs",
        ),
        ".natural": ("natural_key",),
        ".numbers": ("BenchmarkNumbers",),
        ".outcomes": ("OUTCOME", "with_outcome"),
        ".pandas_module": ("import_pandas", "inferred"),
        ".run": ("Benchmark", "Run", "load_run"),
        ".samples": (
            "Sample",
            "check_stat",
            "from_pytest_benchmark",
            "load_samples",
            "memory_from_pytest_benchmark",
            "metric_of",
            "warn_of",
        ),
        ".selection": ("dim_name", "parse_where", "require_dim", "select"),
    },
)
