"""Texts from elsewhere, made harmless for a terminal."""


def printable(text: str) -> str:
    """Write what no terminal should be sent (control characters, escapes) as a backslash escape.

    Args:
        text: Any text, lone surrogates included.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def shortened(text: str, width: int) -> str:
    """Cut the middle out of a text that is longer than so many characters.

    Args:
        text: The text.
        width: At least 3.
    """
    if len(text) <= width:
        return text
    tail = (width - 3) // 2
    return f"{text[: width - 3 - tail]}...{text[len(text) - tail :]}"
