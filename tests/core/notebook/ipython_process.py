"""IPython in a process of its own: it runs the cells that come in, and writes what they showed.

IPython replaces `__main__` and hooks of the interpreter, which other tests need as they are.
"""

import json
import sys

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


def serve() -> None:
    """Answer a line of JSON, which lists cells, with one that lists what each showed."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    shell = InteractiveShell.instance(config=config)
    # What cells print goes elsewhere.
    answers = sys.stdout
    for line in sys.stdin:
        shell.reset(new_session=True)
        answers.write(json.dumps([run(shell, cell) for cell in json.loads(line)]) + "\n")
        answers.flush()


def run(shell: InteractiveShell, cell: str) -> dict[str, object]:
    """Run a cell as a notebook does."""
    with capture_output() as captured:
        done = shell.run_cell(cell, store_history=True)
    error = done.error_before_exec or done.error_in_exec
    shown = [output.data for output in captured.outputs]
    if done.result is not None:
        shown.append(shell.display_formatter.format(done.result)[0])
    return {
        "out": captured.stdout,
        "err": captured.stderr,
        "shown": shown,
        "error": None if error is None else type(error).__name__,
    }


if __name__ == "__main__":
    serve()
