"""Hide users and passwords in URLs, so that they never get into a log or a file."""

import re

_CREDENTIALS = re.compile(r"(https?://)[^/\s@]+@", re.IGNORECASE)


def without_credentials(text: str) -> str:
    """Return a text with the user and password in each URL masked."""
    return _CREDENTIALS.sub(r"\1****@", text)
