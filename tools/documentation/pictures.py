"""Pictures for light and for dark pages."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)#\s]+)\.png\)")


def in_both_colors(markdown: str, folder: str = "") -> str:
    """Return a page that shows the dark version of a picture, if there is one, in dark colours.

    The pages name only the light version, so that they can also be read without the site.

    Args:
        markdown: The page.
        folder: The folder of the page, below `docs/`.
    """

    def both(picture: re.Match[str]) -> str:
        dark = f"{picture['path']}-dark.png"
        if not (DOCS / folder / dark).is_file():
            return picture[0]
        alt, light = picture["alt"], f"{picture['path']}.png"
        return f"![{alt}]({light}#only-light)\n![{alt}]({dark}#only-dark)"

    return _PICTURE.sub(both, markdown)
