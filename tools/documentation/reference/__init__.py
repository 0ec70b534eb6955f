"""Generate the parts of the reference from the code, so that they cannot differ from it.

A page marks the place of each part with a comment on its own line: `<!-- reference: flags -->`.
The parts are Markdown, and need no mkdocs; `python_api` and `fixture` leave the docstrings to
mkdocstrings.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tools.documentation.reference.blob import blob
from tools.documentation.reference.commands import commands
from tools.documentation.reference.fixture import fixture
from tools.documentation.reference.flags import flags
from tools.documentation.reference.markers import benchmem_marker, scaling_marker
from tools.documentation.reference.python_api import python_api

PARTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "blob": blob,
        "commands": commands,
        "fixture": fixture,
        "flags": flags,
        "benchmem marker": benchmem_marker,
        "benchmem_scaling marker": scaling_marker,
        "python": python_api,
    }
)
"""The function that makes each part, by the name that pages use."""

_PLACE = re.compile(r"^<!-- reference: (?P<part>.+?) -->$", re.MULTILINE)


def filled(markdown: str) -> str:
    """Return a page with its parts filled in.

    Raises:
        KeyError: The page names an unknown part.
    """
    return _PLACE.sub(lambda place: PARTS[place["part"]](), markdown)
