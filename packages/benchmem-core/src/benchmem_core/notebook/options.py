"""Read the options of the magics."""

import argparse
import functools
import re
from dataclasses import dataclass
from typing import Any

from benchmem_core.callsites import Site
from benchmem_core.checks import ALLOCATOR_MODES

_DESCRIPTION = """\
Measure the memory of a line or a cell.

The code runs several times, as `measure_memory` decides. It reads your variables; those that it
assigns are local, and gone after each run. The setup, in the first line of a cell, runs before
every pass and is not measured; the cell sees its variables."""
_USAGE = """%(prog)s [options] code

  %%%%%(prog)s [options] [setup]
  code
  ..."""


@dataclass(frozen=True)
class MagicLine:
    """The line of a magic.

    Attributes:
        code: The text after the options.
        arguments: Arguments of `measure_memory`.
        output: Whether the result is returned.
        quiet: Whether nothing is shown.
    """

    code: str
    arguments: dict[str, Any]
    output: bool
    quiet: bool


@functools.cache
def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the options; an option that is not given sets no attribute."""
    from IPython.core.magic_arguments import MagicArgumentParser

    parser: argparse.ArgumentParser = MagicArgumentParser(
        "benchmem", usage=_USAGE, description=_DESCRIPTION, argument_default=argparse.SUPPRESS
    )
    # The code after the options may begin like one of them.
    parser.allow_abbrev = False
    # Python 3.14 would colour the text, which becomes a docstring.
    parser.color = False  # type: ignore[attr-defined,unused-ignore]
    add = parser.add_argument
    add("-r", "--repeats", type=int, metavar="N", help="take exactly N passes (default: adaptive)")
    add("-w", "--warmup", type=int, metavar="N", help="runs before the first pass (default 1)")
    add("-c", "--calls", type=int, metavar="N", help="runs in one pass (default 1)")
    add("--max-time", type=float, metavar="SECONDS", help="start no pass after this time")
    add(
        "--allocators",
        choices=tuple(ALLOCATOR_MODES),
        help="count every Python object, or only what reaches the system's allocator",
    )
    add("--retained", action="store_true", help="measure the memory that stays allocated, too")
    add(
        "--sites",
        type=int,
        metavar="N",
        help=f"find the N lines (default {Site.DEFAULT_COUNT}) that own most at the peak",
    )
    add("-o", "--output", action="store_true", help="return the result, and print just one line")
    add("-q", "--quiet", action="store_true", help="print nothing")
    add("code", nargs=argparse.REMAINDER, help="write `--` before code that begins with a dash")
    return parser


def parse_line(line: str) -> MagicLine:
    """Read options up to where the code begins."""
    from IPython.core.error import UsageError

    words = list(re.finditer(r"\S+", line))
    texts = [word[0] for word in words]
    for i, text in enumerate(texts):
        # The number may be left out; `argparse` would then take the code for it.
        if text == "--sites" and not "".join(texts[i + 1 : i + 2]).isdecimal():
            texts[i] = f"--sites={Site.DEFAULT_COUNT}"
    try:
        arguments = vars(make_parser().parse_args(texts))
    except UsageError as error:
        raise UsageError(f"{error}; `%benchmem?` lists the options") from None
    # Before Python 3.13 the code includes a leading `--`.
    code = [*arguments.pop("code", ())]
    start = len(texts) - len([each for each in code[:1] if each != "--"] + code[1:])
    return MagicLine(
        code=line[words[start].start() :] if start < len(words) else "",
        output=arguments.pop("output", False),
        quiet=arguments.pop("quiet", False),
        arguments=arguments,
    )
