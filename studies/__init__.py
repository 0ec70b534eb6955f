"""Studies: what they print stands on the pages, and what they measure decides on rules."""
