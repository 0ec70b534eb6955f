"""Colours of a change: blue where it shrank, grey where it is the same, orange where it grew."""

SCALE: tuple[tuple[float, str], ...] = (
    (0.0, "#1f63a8"),
    (0.25, "#86b6dd"),
    (0.5, "#dedede"),
    (0.75, "#f2a66f"),
    (1.0, "#c2410c"),
)
"""Blue and orange differ for every kind of colour blindness, and their lightness is symmetric."""
