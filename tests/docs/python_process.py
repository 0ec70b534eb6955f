"""Run the Python of a page: one process and one namespace for all of its blocks.

A line of JSON per block comes in at stdin; the answers go to the descriptor that is named on the
command line, because what the blocks print is captured as a terminal would get it, also from the
processes that they start.
"""

import importlib
import json
import linecache
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial

BLOCK_FILE = "example.py"


def serve(answers: int, *, ipython: bool) -> None:
    """Run the blocks that come in.

    Args:
        answers: The descriptor for a line of JSON per block: `output`, and `error` with the
            `line` in the block.
        ipython: Whether they are cells of IPython.
    """
    # As at a prompt: the page's folder can be imported from, and these tests cannot.
    sys.path[0] = ""
    run = _ipython_runner() if ipython else _python_runner()
    with os.fdopen(answers, "w", encoding="utf-8") as channel, tempfile.TemporaryFile() as captured:
        for request in sys.stdin:
            # A file that was written since may be imported now.
            importlib.invalidate_caches()
            answer = _captured(partial(run, json.loads(request)), captured)
            channel.write(json.dumps(answer) + "\n")
            channel.flush()


def _captured(run: Callable[[], dict[str, object]], target: object) -> dict[str, object]:
    target.seek(0)
    target.truncate()
    kept = os.dup(1), os.dup(2)
    os.dup2(target.fileno(), 1)
    os.dup2(target.fileno(), 2)
    try:
        answer = run()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        for number, copy in enumerate(kept, 1):
            os.dup2(copy, number)
            os.close(copy)
    target.seek(0)
    return {**answer, "output": target.read().decode("utf-8", "replace")}


def _python_runner() -> Callable[[str], dict[str, object]]:
    module = type(sys)("__main__")
    sys.modules["__main__"] = module
    file = os.path.abspath(BLOCK_FILE)

    def run(code: str) -> dict[str, object]:
        linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
        try:
            exec(compile(code, file, "exec"), vars(module))
        except SyntaxError as error:
            return {"error": traceback.format_exc(), "line": error.lineno}
        except Exception as error:  # noqa: BLE001 - the page gets every error
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == file]
            return {"error": "".join(_told(error, file)), "line": lines[0] if lines else 1}
        return {"error": None}

    return run


def _told(error: BaseException, file: str) -> list[str]:
    """Format a traceback without the frames of this module."""
    told = traceback.TracebackException.from_exception(error)
    while told.stack and told.stack[0].filename != file:
        del told.stack[0]
    return list(told.format())


def _ipython_runner() -> Callable[[str], dict[str, object]]:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    shell = InteractiveShell.instance(config=config)

    def run(cell: str) -> dict[str, object]:
        done = shell.run_cell(cell, store_history=True)
        error = done.error_before_exec or done.error_in_exec
        if error is None:
            return {"error": None}
        return {"error": f"{type(error).__name__}: {error}", "line": 1}

    return run


if __name__ == "__main__":
    serve(int(sys.argv[1]), ipython=sys.argv[2] == "ipython")
