"""Users and passwords in URLs, which no log and no file may name."""

import re

_CREDENTIALS = re.compile(r"(https?://)[^/\s@]+@", re.IGNORECASE)


def without_credentials(text: str) -> str:
    """A text whose URLs name no user and password: it may go into a file."""
    return _CREDENTIALS.sub(r"\1****@", text)
