"""The runner of click 8.1, made to give what that of click 8.2 gives."""

import inspect

from click.testing import CliRunner, Result


def separate_streams() -> None:
    """Keep what goes to stderr out of stdout: up to 8.1 a runner mixes them unless told not to."""
    if "mix_stderr" in inspect.signature(CliRunner).parameters:
        *others, _ = CliRunner.__init__.__defaults__
        CliRunner.__init__.__defaults__ = (*others, False)
        Result.output = property(lambda self: self.stdout + self.stderr)
