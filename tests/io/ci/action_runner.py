"""What a runner of GitHub Actions makes of a step's output."""

import re
from dataclasses import dataclass

NAMES = {
    *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group"),
    *("notice", "remove-matcher", "save-state", "set-env", "set-output", "stop-commands"),
    "warning",
}


@dataclass(frozen=True)
class Command:
    """A workflow command, its texts as they were before they were escaped."""

    name: str
    properties: dict[str, str]
    message: str

    @property
    def place(self) -> tuple[str | None, str | None]:
        """The file and the line that it is shown in."""
        return self.properties.get("file"), self.properties.get("line")


def obeyed(output: str) -> list[Command]:
    """The commands in an output, each line read as the runner reads it."""
    commands = (_command(line) for line in re.split(r"\r\n|\r|\n", output))
    return [command for command in commands if command is not None]


def _command(line: str) -> Command | None:
    found = re.match(r"\s*::([^ :]+)(?: (.*?))?::(.*)", line)
    if found and found[1].lower() in NAMES:
        pairs = (pair.split("=", 1) for pair in (found[2] or "").split(",") if "=" in pair)
        properties = {name: _unescaped(value, ":", ",") for name, value in pairs}
        return Command(found[1].lower(), properties, _unescaped(found[3]))
    # The form that came before is obeyed wherever it stands in a line.
    found = re.search(r"##\[([^ \]]+)[^\]]*\](.*)", line)
    if found and found[1].lower() in NAMES:
        return Command(found[1].lower(), {}, found[2])
    return None


def _unescaped(text: str, *more: str) -> str:
    for char in ("\r", "\n", *more, "%"):
        text = text.replace(f"%{ord(char):02X}", char)
    return text
