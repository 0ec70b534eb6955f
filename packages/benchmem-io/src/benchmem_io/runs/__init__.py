"""Find, read, name and filter run files and the numbers in them."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.runs.decoding import (
        Entry as Entry,
        Stats as Stats,
        decode_header as decode_header,
        gc_paused as gc_paused,
        record_outcome as record_outcome,
    )
    from benchmem_io.runs.dims import (
        DimValue as DimValue,
        is_number as is_number,
        name_column as name_column,
        natural_key as natural_key,
        sort_values as sort_values,
        split_node_id as split_node_id,
    )
    from benchmem_io.runs.locations import (
        STORAGE as STORAGE,
        check_labels as check_labels,
        discover_runs as discover_runs,
        find_saved_runs as find_saved_runs,
        is_folder as is_folder,
        is_same_file as is_same_file,
        list_runs_by_date as list_runs_by_date,
        make_labels as make_labels,
        resolve_runs as resolve_runs,
    )
    from benchmem_io.runs.numbers import BenchmarkNumbers as BenchmarkNumbers
    from benchmem_io.runs.pandas_module import (
        import_pandas as import_pandas,
        infer_type as infer_type,
    )
    from benchmem_io.runs.run import Benchmark as Benchmark, Run as Run, load_run as load_run
    from benchmem_io.runs.samples import (
        TIME_STATS as TIME_STATS,
        Sample as Sample,
        check_stat as check_stat,
        find_metric as find_metric,
        from_pytest_benchmark as from_pytest_benchmark,
        issue_warnings as issue_warnings,
        load_samples as load_samples,
        memory_from_pytest_benchmark as memory_from_pytest_benchmark,
    )
    from benchmem_io.runs.selection import (
        Where as Where,
        load_runs as load_runs,
        require_dim as require_dim,
        strip_param as strip_param,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".decoding": ("Entry", "Stats", "decode_header", "gc_paused", "record_outcome"),
        ".dims": (
            "DimValue",
            "is_number",
            "name_column",
            "natural_key",
            "sort_values",
            "split_node_id",
        ),
        ".locations": (
            "STORAGE",
            "check_labels",
            "discover_runs",
            "find_saved_runs",
            "is_folder",
            "is_same_file",
            "list_runs_by_date",
            "make_labels",
            "resolve_runs",
        ),
        ".numbers": ("BenchmarkNumbers",),
        ".pandas_module": ("import_pandas", "infer_type"),
        ".run": ("Benchmark", "Run", "load_run"),
        ".samples": (
            "TIME_STATS",
            "Sample",
            "check_stat",
            "from_pytest_benchmark",
            "load_samples",
            "memory_from_pytest_benchmark",
            "find_metric",
            "issue_warnings",
        ),
        ".selection": ("Where", "load_runs", "require_dim", "strip_param"),
    },
)
