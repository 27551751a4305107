"""Regions, ties and dots of the picture as SVG elements, without any text."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby
from math import hypot

import numpy as np

from plnbuddy.picture.colors import LIGHT_BACKGROUND, readable_color
from plnbuddy.picture.discs import Floats
from plnbuddy.picture.layout import Layout
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.shape import Shape

_TIES_AT_MOST = 700  # with more, only what leads between circles is drawn
_LEADS_AT_MOST = 3  # for each bridge


def draw_elements(shape: Shape, layout: Layout, *, titles: bool) -> Iterator[str]:
    """Regions, ties and people as SVG elements, without text.

    Every element of circle 3 has the class "k3", everybody's dot the class "p"; people
    stand in the order of `drawing_order`. With `titles` each dot says who it is.
    """
    yield '<g class="bands" stroke="#8a93a1" stroke-opacity="0.35" fill="none">'
    yield from _draw_bands(shape, layout)
    yield "</g>"
    all_ties = len(shape.ties) <= _TIES_AT_MOST
    if not all_ties:
        yield '<g class="ties" stroke="#68717f" stroke-opacity="0.4" stroke-width="0.8">'
        yield from _draw_leads(shape, layout)
        yield "</g>"
    for place, region in enumerate(layout.regions):
        yield from _draw_region(shape, layout, place, region.circle)
    if all_ties:
        yield '<g class="ties" stroke="#68717f" stroke-opacity="0.22" stroke-width="0.8">'
        yield from _draw_ties(shape, layout)
        yield "</g>"
    for circle, group in groupby(drawing_order(layout), lambda one: _circle_of(layout, one)):
        fill = _fill(shape, circle)
        yield (
            f'<g class="people k{circle}" fill="{fill}" stroke="{LIGHT_BACKGROUND}" '
            f'stroke-width="1">'
        )
        for person in group:
            yield _draw_person(shape, layout, person, titles=titles)
        yield "</g>"


def drawing_order(layout: Layout) -> list[int]:
    """Everybody, small circles last, and within a circle the largest dots on top."""
    return sorted(
        range(len(layout.x)), key=lambda one: (layout.region[one], layout.radius[one], one)
    )


def _circle_of(layout: Layout, person: int) -> int:
    return layout.regions[int(layout.region[person])].circle


def _fill(shape: Shape, circle: int) -> str:
    return readable_color(shape.circle_color(circle), LIGHT_BACKGROUND)


def _draw_region(shape: Shape, layout: Layout, place: int, circle: int) -> Iterator[str]:
    """The disc of a circle, with a tongue to each of its bridges."""
    if circle == ALONE:
        return
    region, color = layout.regions[place], _fill(shape, circle)
    disc = f'<circle cx="{region.x:.1f}" cy="{region.y:.1f}" r="{region.radius:.1f}"'
    # What runs below a circle is hidden, so that lines show only between circles.
    yield f'{disc} class="under" fill="{LIGHT_BACKGROUND}"/>'
    yield f'<g class="region k{circle}" fill="{color}" stroke="{color}" opacity="0.13">'
    yield f'{disc} stroke="none"/>'
    for one in layout.bridges:
        if layout.region[one] == place:
            yield (
                f'<path d="M{region.x:.1f} {region.y:.1f}L{layout.x[one]:.1f} '
                f'{layout.y[one]:.1f}" stroke-linecap="round" '
                f'stroke-width="{2 * layout.radius[one] + 8:.1f}"/>'
            )
    yield "</g>"


def _draw_bands(shape: Shape, layout: Layout) -> Iterator[str]:
    """A band between each two circles with ties, as wide as they have ties."""
    table: Counter[tuple[int, int]] = Counter()
    for one, other in shape.ties:
        ends = sorted((int(layout.region[one]), int(layout.region[other])))
        if ends[0] != ends[1]:
            table[ends[0], ends[1]] += 1
    most = max(table.values(), default=1)
    for (a, b), count in sorted(table.items(), key=lambda item: (-item[1], item[0])):
        start, end = _edge(layout, a, b), _edge(layout, b, a)
        if not _in_sight(layout, start, end, a, b):
            continue
        width = max(1.0, 12 * (count / most) ** 0.5)
        yield f'<path d="M{_at(start)}L{_at(end)}" stroke-width="{width:.1f}"/>'


def _draw_ties(shape: Shape, layout: Layout) -> Iterator[str]:
    for one, other in sorted({(min(tie), max(tie)) for tie in shape.ties}):
        yield f'<path d="M{_at(_spot(layout, one))}L{_at(_spot(layout, other))}"/>'


def _draw_leads(shape: Shape, layout: Layout) -> Iterator[str]:
    """From each bridge to the circles it has most ties with."""
    bridges = set(layout.bridges)
    leads: dict[int, Counter[int]] = {one: Counter() for one in layout.bridges}
    for tie in shape.ties:
        for one, other in (tie, tie[::-1]):
            if one in bridges and layout.region[one] != layout.region[other]:
                leads[one][int(layout.region[other])] += 1
    for one, table in leads.items():
        for place, _ in sorted(table.items(), key=lambda item: (-item[1], item[0]))[
            :_LEADS_AT_MOST
        ]:
            region = layout.regions[place]
            start = _spot(layout, one)
            away = start - np.array([region.x, region.y])
            end = start - away * (1 - region.radius / max(float(np.hypot(*away)), region.radius))
            if _in_sight(layout, start, end, int(layout.region[one]), place):
                yield f'<path d="M{_at(start)}L{_at(end)}"/>'


def _in_sight(layout: Layout, start: Floats, end: Floats, one: int, other: int) -> bool:
    """Whether a line between two regions passes no third one, nor the people in no circle."""
    regions = layout.regions
    if ALONE in (regions[one].circle, regions[other].circle):
        return False
    (x, y), (right, down) = start.tolist(), (end - start).tolist()
    length = max(right * right + down * down, 1e-9)
    for place, region in enumerate(regions):
        along = ((region.x - x) * right + (region.y - y) * down) / length
        along = min(max(along, 0.0), 1.0)
        near = hypot(x + along * right - region.x, y + along * down - region.y)
        if place not in (one, other) and near < region.radius * 0.9:
            return False
    return True


def _edge(layout: Layout, here: int, there: int) -> Floats:
    """The point at the edge of one region that looks at another."""
    one, other = layout.regions[here], layout.regions[there]
    start, away = np.array([one.x, one.y]), np.array([other.x - one.x, other.y - one.y])
    return np.asarray(start + away / max(float(np.hypot(*away)), 1e-9) * one.radius)


def _spot(layout: Layout, person: int) -> Floats:
    return np.array([layout.x[person], layout.y[person]])


def _at(point: Floats) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _draw_person(shape: Shape, layout: Layout, person: int, *, titles: bool) -> str:
    who = shape.people[person]
    attributes = (
        f'class="{"p" if who.known else "p hollow"}" cx="{layout.x[person]:.1f}" '
        f'cy="{layout.y[person]:.1f}" r="{layout.radius[person]:.1f}"'
    )
    if not who.known:
        color = _fill(shape, _circle_of(layout, person))
        attributes += f' fill="{LIGHT_BACKGROUND}" stroke="{color}" stroke-width="1.6"'
    if not titles:
        return f"<circle {attributes}/>"
    words = escape(" - ".join(filter(None, (f"{who.name} {who.handle}", who.why))))
    return f"<circle {attributes}><title>{words}</title></circle>"
