"""Pictures for light and for dark pages."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)#\s]+)\.png\)")


def in_both_colors(markdown: str, folder: str = "") -> str:
    """Return a page whose pictures go with its colours, light and dark where there are two.

    The pages name the light one alone, so that they can be read as they are too.

    Args:
        markdown: The page.
        folder: Where it is, below `docs/`.
    """

    def both(picture: re.Match[str]) -> str:
        dark = f"{picture['path']}-dark.png"
        if not (DOCS / folder / dark).is_file():
            return picture[0]
        alt, light = picture["alt"], f"{picture['path']}.png"
        return f"![{alt}]({light}#only-light)\n![{alt}]({dark}#only-dark)"

    return _PICTURE.sub(both, markdown)
