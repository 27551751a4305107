"""A teacher's network as one page that needs nothing else.

The text and the table are complete without JavaScript; the picture becomes
interactive with it.
"""

from dataclasses import dataclass
from typing import Any

from plnbuddy.out.webpage import embed_json, render_page, template_text
from plnbuddy.picture.colors import DARK_BACKGROUND, LIGHT_BACKGROUND, readable_color
from plnbuddy.picture.elements import draw_elements, drawing_order
from plnbuddy.picture.labels import place_labels, region_name
from plnbuddy.picture.layout import HEIGHT, WIDTH, Layout, lay_out
from plnbuddy.picture.presentable import presentable
from plnbuddy.picture.svg import describe, draw_labels
from plnbuddy.picture.tie_runs import encode_ties
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.shape import Person, Shape

_ROOM = "plnbuddy.picture"
_SCRIPTS = (
    "network_state.js",
    "network_names.js",
    "network_picture.js",
    "network_people.js",
    "network.js",
)


@dataclass(frozen=True)
class _Row:
    """One line of the table; `place` is the person's place in `Shape.people`."""

    place: int
    person: Person
    circle: int
    circle_name: str
    percent: str


def build_page(shape: Shape) -> str:
    """The whole page as HTML.

    Texts from other people stay text, whatever they contain, and are cut to what can
    be read (`presentable`). Links lead only to http and https addresses.
    """
    from markupsafe import Markup

    shape = presentable(shape)
    layout = lay_out(shape)
    style = template_text(_ROOM, "network.css") + _palette(shape)
    # One function around all of it, so that no name meets one of the browser's own.
    script = "(() => {\n" + "\n".join(template_text(_ROOM, name) for name in _SCRIPTS) + "})();"
    picture = "\n".join(
        [*draw_elements(shape, layout, titles=False), *draw_labels(place_labels(shape, layout))]
    )
    return render_page(
        _ROOM,
        "network.html",
        style,  # our own file and checked colours
        script,
        shape=shape,
        picture=Markup(picture),  # escaped where it was drawn
        data=Markup(embed_json(_picture_data(shape, layout))),
        words=describe(shape, layout),
        width=WIDTH,
        height=HEIGHT,
        rows=_rows(shape, layout),
        legend=_legend(shape, layout),
        some_unknown=not all(person.known for person in shape.people),
    )


def _palette(shape: Shape) -> str:
    """The colour of each circle as a CSS variable, in a shade for light and one for dark."""
    ids = {ALONE, *(circle.id for circle in shape.circles)}
    colors = {circle: shape.circle_color(circle) for circle in sorted(ids)}
    return "".join(
        f".k{circle}{{--light:{readable_color(color, LIGHT_BACKGROUND)};"
        f"--dark:{readable_color(color, DARK_BACKGROUND)}}}\n"
        for circle, color in colors.items()
    )


def _picture_data(shape: Shape, layout: Layout) -> dict[str, Any]:
    """What the script needs to know beyond the table: who is where, and the ties."""
    bridges = set(layout.bridges)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "people": [
            [
                person.name,
                person.handle,
                layout.regions[int(layout.region[i])].circle,
                round(float(layout.x[i]), 1),
                round(float(layout.y[i]), 1),
                round(float(layout.radius[i]), 1),
                int(i in bridges),
            ]
            for i, person in enumerate(shape.people)
        ],
        "regions": [
            [r.circle, round(r.x, 1), round(r.y, 1), round(r.radius, 1), region_name(shape, r)]
            for r in layout.regions
        ],
        "drawn": drawing_order(layout),
        "ties": encode_ties(shape.ties, len(shape.people)),
    }


def _rows(shape: Shape, layout: Layout) -> list[_Row]:
    """Everybody, those who link most circles first."""
    order = sorted(
        range(len(shape.people)), key=lambda i: (-shape.people[i].bridging, -layout.radius[i], i)
    )
    return [_row(shape, layout, place) for place in order]


def _row(shape: Shape, layout: Layout, place: int) -> _Row:
    person = shape.people[place]
    circle = layout.regions[int(layout.region[place])].circle
    return _Row(place, person, circle, shape.circle_name(circle), f"{person.bridging:.0%}")


def _legend(shape: Shape, layout: Layout) -> list[tuple[int, str, int, str]]:
    """For each circle that has people: its number, name, size, and what it is about."""
    about = {circle.id: circle.about for circle in shape.circles}
    return [
        (
            region.circle,
            shape.circle_name(region.circle),
            len(region.members),
            about.get(region.circle, ""),
        )
        for region in layout.regions
    ]
