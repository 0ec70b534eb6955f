"""Write and read memray's captures, and check that they are complete."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.captures.files import (
        ScratchFile as ScratchFile,
        explain_open_files as explain_open_files,
        explain_spoiled_capture as explain_spoiled_capture,
        explain_write_error as explain_write_error,
        keep as keep,
        make_scratch_file as make_scratch_file,
        prepare_capture_path as prepare_capture_path,
    )
    from benchmem_core.captures.frames import (
        Frame as Frame,
        HighWater as HighWater,
        StackUse as StackUse,
        read_high_water as read_high_water,
    )
    from benchmem_core.captures.integrity import is_whole as is_whole
    from benchmem_core.captures.memray_module import import_memray as import_memray

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".files": (
            "ScratchFile",
            "keep",
            "prepare_capture_path",
            "make_scratch_file",
            "explain_open_files",
            "explain_write_error",
            "explain_spoiled_capture",
        ),
        ".frames": ("Frame", "HighWater", "StackUse", "read_high_water"),
        ".integrity": ("is_whole",),
        ".memray_module": ("import_memray",),
    },
)
