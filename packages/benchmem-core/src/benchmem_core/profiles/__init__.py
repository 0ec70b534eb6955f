"""Keep captures in a folder, and print memray's reports of them."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.profiles.reading import read_captures as read_captures
    from benchmem_core.profiles.reports import (
        PAGES as PAGES,
        browse_tree as browse_tree,
        render_text as render_text,
        write_page as write_page,
    )
    from benchmem_core.profiles.store import Profile as Profile, ProfileFolder as ProfileFolder

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".reading": ("read_captures",),
        ".reports": ("PAGES", "browse_tree", "render_text", "write_page"),
        ".store": ("Profile", "ProfileFolder"),
    },
)
