"""The colours of circles: apart for colour-blind eyes, visible on white and on dark."""

from collections.abc import Collection

ON_THEIR_OWN = "#7f7f7f"
"""For people who belong to no circle."""

PALETTE = (
    "#ff22ff", "#2288dd", "#cc0011", "#889966", "#9900ee", "#ee6600",
    "#556688", "#cc77aa", "#aa00bb", "#885555", "#cc44bb", "#887777",
)  # fmt: skip
"""Twelve colours with a contrast of at least 3 to 1 on white and on #121212 (WCAG 1.4.11).

Found by search: the least distance between two of them in OKLab (Ottosson 2020) is 0.078,
for normal sight and for simulated protanopia, deuteranopia and tritanopia (Machado et al.
2009). A colour never carries a meaning alone: every circle also has its name.
"""


def color_of(circle: int) -> str:
    """The colour of a circle, "#rrggbb"; always the same for the same id."""
    return PALETTE[(circle - 1) % len(PALETTE)] if circle > 0 else ON_THEIR_OWN


def next_circle_id(after: int, used: Collection[int]) -> int:
    """The next id above `after`, with a colour that no circle in `used` has, while there is one."""
    taken = {color_of(circle) for circle in used}
    ids = range(after + 1, after + 1 + len(PALETTE))
    return next((number for number in ids if color_of(number) not in taken), after + 1)
