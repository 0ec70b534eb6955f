"""Time the engine and the plugin against the floor and against the yardstick.

`hatch run bench:engine [--rounds N] [--only NAME]... [--json FILE]`

The floor is a bare `memray.Tracker` around the same action, to an uncompressed, buffered
file, and memray's own statistics call. The yardstick is pytest-benchmem 0.5.5 from the
registry, in an environment of its own. A and B take turns, round by round, in one run; each
figure is the median over the rounds, each ratio the median of the rounds' ratios.
"""

from figures import FIGURES
from harness import run

if __name__ == "__main__":
    run(__doc__.split("\n", 1)[0], FIGURES)
