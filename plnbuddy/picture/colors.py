"""Colours that stay readable on a light and on a dark background."""

import re

from plnbuddy.shape.palette import ON_THEIR_OWN

LIGHT_BACKGROUND = "#ffffff"
DARK_BACKGROUND = "#12161c"
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_SHAPE_CONTRAST = 3.2  # WCAG 2.2, 1.4.11: 3 to 1 for shapes, with a little room for tints
_STEPS = 50


def valid_color(color: str) -> str:
    """The colour in lower case, or a grey when it is not "#rrggbb"."""
    return color.lower() if _COLOR.fullmatch(color) else ON_THEIR_OWN


def contrast(one: str, other: str) -> float:
    """Contrast of two "#rrggbb" colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_color(color: str, background: str) -> str:
    """The nearest lighter or darker shade of `color` that stands out on `background`.

    A shape needs a contrast of 3 to 1 (WCAG 2.2, 1.4.11).
    """
    towards = "#000000" if _luminance(background) > 0.5 else "#ffffff"
    shades = (_mix(valid_color(color), towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in shades if contrast(shade, background) >= _SHAPE_CONTRAST)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _mix(color: str, other: str, share: float) -> str:
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
