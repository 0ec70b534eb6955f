"""Read the blocks of a page that are run: fenced blocks, and comments that set how.

CONTRIBUTING.md explains each kind to the person who writes a page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt

OUTPUT_TITLE = "Output"

_TITLE = re.compile(r"""\btitle=(?P<quote>["'])(?P<title>.*?)(?P=quote)""")
_COMMENT = re.compile(r"<!--\s*(?P<name>run|exit):\s*(?P<text>.*?)\s*-->", re.DOTALL)
# An admonition or a content tab: its content is indented.
_CONTAINER = re.compile(r"^(?P<indent> *)(?:!!!|\?\?\?\+?|===[!+]*) ")


@dataclass(frozen=True)
class Block:
    """A fenced block, or a hidden command.

    Attributes:
        line: The line of its fence, from 1.
        end: The line of its closing fence.
        language: The first word after the fence, or an empty text; `"run"` for a hidden command.
        title: The value of `title=`, or `None`.
        text: Its content.
        status: The expected exit status of its last command.
    """

    line: int
    end: int
    language: str
    title: str | None
    text: str
    status: int = 0

    @property
    def is_output(self) -> bool:
        return self.title == OUTPUT_TITLE

    @property
    def is_file(self) -> bool:
        return self.title is not None and not self.is_output

    @property
    def is_python(self) -> bool:
        return self.title is None and self.language in {"python", "ipython"}

    @property
    def is_console(self) -> bool:
        return self.title is None and self.language == "console"

    @property
    def prints(self) -> bool:
        """Whether its output can be shown."""
        return self.is_python or self.is_console

    def commands(self) -> Iterator[tuple[int, str]]:
        r"""Each command of a `console` block or of a hidden one, with its line; `\` continues."""
        pending: list[str] = []
        start = self.line if self.language == "run" else self.line + 1
        first = start
        for number, line in enumerate(self.text.splitlines(), start):
            if not pending and (not line.strip() or line.lstrip().startswith("#")):
                continue
            if not pending:
                first = number
            pending.append(line)
            if not line.endswith("\\"):
                yield first, "\n".join(pending).strip()
                pending = []
        if pending:
            yield first, "\n".join(pending).strip()


@dataclass(frozen=True)
class Page:
    """A page and its blocks, from top to bottom."""

    path: Path
    name: str
    lines: list[str] = field(repr=False)
    blocks: list[Block]

    def at(self, line: int) -> str:
        """A place on the page, as messages name it."""
        return f"{self.name}:{line}"


def read_page(path: Path, name: str) -> Page:
    """Read a page.

    Args:
        path: The file.
        name: Its name in messages.
    """
    text = path.read_text(encoding="utf-8")
    return Page(path, name, text.splitlines(), list(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    status = 0
    for token in MarkdownIt("commonmark").parse(_without_containers(text)):
        if token.type in {"fence", "code_block"}:
            language, _, rest = token.info.partition(" ")
            title = _TITLE.search(rest)
            yield Block(
                token.map[0] + 1,
                token.map[1],
                language,
                title["title"] if title else None,
                token.content,
                status,
            )
            status = 0
        elif token.type == "html_block":
            for comment in _COMMENT.finditer(token.content):
                line = token.map[0] + 1 + token.content.count("\n", 0, comment.start("text"))
                if comment["name"] == "exit":
                    status = int(comment["text"])
                else:
                    yield Block(line, token.map[1], "run", None, comment["text"])


def _without_containers(text: str) -> str:
    """Move the content of admonitions and tabs to the margin, on the same lines.

    Markdown itself has neither, and would read their content as indented code.
    """
    result: list[str] = []
    inside: list[int] = []
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        if line.strip():
            while inside and indent < inside[-1]:
                inside.pop()
        if container := _CONTAINER.match(line):
            inside.append(len(container["indent"]) + 4)
            result.append("")
        else:
            result.append(line[inside[-1] :] if inside else line)
    return "\n".join(result) + "\n"
