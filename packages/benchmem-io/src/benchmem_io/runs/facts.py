"""When, where and of what a run was made, as texts; empty where its file does not say."""

from datetime import UTC, datetime

from benchmem_io.runs.run import Run


def date_text(run: Run) -> str:
    """The date and the time, to the minute."""
    return run.date[:16].replace("T", " ")


def moment(text: object) -> datetime | None:
    """Read a date and time as pytest-benchmark writes it; `None` where there is none.

    Without a zone it is UTC, as pytest-benchmark means it.
    """
    try:
        date = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def commit_text(run: Run) -> str:
    """The commit and its branch; empty where pytest-benchmark found no repository."""
    id_, branch = run.commit.get("id"), run.commit.get("branch")
    if not id_ or id_ == "unversioned":
        return ""
    dirty = "+" if run.commit.get("dirty") else ""
    named = f" {branch}" if branch and branch != "(unknown)" else ""
    return f"{str(id_)[:10]}{dirty}{named}"


def node_text(run: Run) -> str:
    """What the machine is called."""
    return str(run.machine.get("node") or "")


def interpreter_text(run: Run) -> str:
    """The interpreter and its version."""
    found = (run.machine.get(f"python_{key}") for key in ("implementation", "version"))
    return " ".join(str(each) for each in found if each)


def processor_text(run: Run) -> str:
    """The processor, by the name that its maker gave it."""
    cpu = run.machine.get("cpu")
    brand = cpu.get("brand_raw") if isinstance(cpu, dict) else None
    return str(brand or run.machine.get("processor") or "")
