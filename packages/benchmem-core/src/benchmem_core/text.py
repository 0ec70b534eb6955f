"""Make texts from elsewhere harmless for a terminal."""


def escape_controls(text: str) -> str:
    """Replace characters that could harm a terminal (such as controls) by backslash escapes."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def shorten(text: str, width: int) -> str:
    """Cut the middle out of a text that is longer than `width`.

    Args:
        text: The text.
        width: The most characters; at least 3.
    """
    if len(text) <= width:
        return text
    tail = (width - 3) // 2
    return f"{text[: width - 3 - tail]}...{text[len(text) - tail :]}"
