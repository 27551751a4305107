"""A teacher's network as one page that needs nothing else.

The text and the table are complete without JavaScript; the picture becomes
interactive with it.
"""

from dataclasses import dataclass
from typing import Any

from plnbuddy.out.webpage import embed_json, render_page, template_text
from plnbuddy.picture.colors import DARK_BACKGROUND, LIGHT_BACKGROUND, NEUTRAL, readable_color
from plnbuddy.picture.labels import place_labels, region_name
from plnbuddy.picture.layout import HEIGHT, NO_CIRCLE, WIDTH, Layout, lay_out
from plnbuddy.picture.picture import describe, draw_labels
from plnbuddy.picture.shapes import draw_shapes, drawing_order
from plnbuddy.picture.shown import shown_view
from plnbuddy.picture.tie_runs import encode_ties
from plnbuddy.shape.view import NetworkView, Person

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
    """One line of the table; `place` is the person's place in `NetworkView.people`."""

    place: int
    person: Person
    circle: int
    circle_name: str
    percent: str


def build_page(view: NetworkView) -> str:
    """The whole page as HTML.

    Texts from other people stay text, whatever they contain, and are cut to what can
    be read (`shown_view`). Links lead only to http and https addresses.
    """
    from markupsafe import Markup

    view = shown_view(view)
    layout = lay_out(view)
    style = template_text(_ROOM, "network.css") + _palette(view)
    # One function around all of it, so that no name meets one of the browser's own.
    script = "(() => {\n" + "\n".join(template_text(_ROOM, name) for name in _SCRIPTS) + "})();"
    picture = "\n".join(
        [*draw_shapes(view, layout, titles=False), *draw_labels(place_labels(view, layout))]
    )
    return render_page(
        _ROOM,
        "network.html",
        style,  # our own file and checked colours
        script,
        view=view,
        picture=Markup(picture),  # escaped where it was drawn
        data=Markup(embed_json(_picture_data(view, layout))),
        words=describe(view, layout),
        width=WIDTH,
        height=HEIGHT,
        rows=_rows(view, layout),
        legend=_legend(view, layout),
        some_unknown=not all(person.known for person in view.people),
    )


def _palette(view: NetworkView) -> str:
    """The colour of each circle as a CSS variable, in a shade for light and one for dark."""
    colors = {NO_CIRCLE: NEUTRAL} | {i: circle.color for i, circle in enumerate(view.circles)}
    return "".join(
        f".k{circle}{{--light:{readable_color(color, LIGHT_BACKGROUND)};"
        f"--dark:{readable_color(color, DARK_BACKGROUND)}}}\n"
        for circle, color in colors.items()
    )


def _picture_data(view: NetworkView, layout: Layout) -> dict[str, Any]:
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
            for i, person in enumerate(view.people)
        ],
        "regions": [
            [r.circle, round(r.x, 1), round(r.y, 1), round(r.radius, 1), region_name(view, r)]
            for r in layout.regions
        ],
        "drawn": drawing_order(layout),
        "ties": encode_ties(view.ties, len(view.people)),
    }


def _rows(view: NetworkView, layout: Layout) -> list[_Row]:
    """Everybody, those who link most circles first."""
    order = sorted(
        range(len(view.people)), key=lambda i: (-view.people[i].bridging, -layout.radius[i], i)
    )
    return [_row(view, layout, place) for place in order]


def _row(view: NetworkView, layout: Layout, place: int) -> _Row:
    person = view.people[place]
    circle = layout.regions[int(layout.region[place])].circle
    name = "In no circle" if circle == NO_CIRCLE else view.circles[circle].name
    return _Row(place, person, circle, name, f"{person.bridging:.0%}")


def _legend(view: NetworkView, layout: Layout) -> list[tuple[int, str, int, str]]:
    """For each circle that has people: its number, name, size, and what it is about."""
    return [
        (
            region.circle,
            "In no circle" if region.circle == NO_CIRCLE else view.circles[region.circle].name,
            len(region.members),
            "" if region.circle == NO_CIRCLE else view.circles[region.circle].about,
        )
        for region in layout.regions
    ]
