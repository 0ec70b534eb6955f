"""The date, commit and machine of a run as texts; empty if the file does not name them."""

from datetime import UTC, datetime

from benchmem_io.runs.run import Run


def date_text(run: Run) -> str:
    """Return the date and the time, to the minute."""
    return run.date[:16].replace("T", " ")


def parse_date(text: object) -> datetime | None:
    """Read a date and time as pytest-benchmark writes it; return `None` for any other text.

    Without a time zone it is UTC, as pytest-benchmark intends.
    """
    try:
        date = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def commit_text(run: Run) -> str:
    """Return the commit and its branch; empty if pytest-benchmark found no repository."""
    id_, branch = run.commit.get("id"), run.commit.get("branch")
    if not id_ or id_ == "unversioned":
        return ""
    dirty = "+" if run.commit.get("dirty") else ""
    named = f" {branch}" if branch and branch != "(unknown)" else ""
    return f"{str(id_)[:10]}{dirty}{named}"


def node_text(run: Run) -> str:
    """Return the name of the machine."""
    return str(run.machine.get("node") or "")


def interpreter_text(run: Run) -> str:
    """Return the interpreter and its version."""
    found = (run.machine.get(f"python_{key}") for key in ("implementation", "version"))
    return " ".join(str(each) for each in found if each)


def processor_text(run: Run) -> str:
    """Return the brand name of the processor, or its type."""
    cpu = run.machine.get("cpu")
    brand = cpu.get("brand_raw") if isinstance(cpu, dict) else None
    return str(brand or run.machine.get("processor") or "")
