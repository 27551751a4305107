"""The picture of a network as SVG: circles by colour and label, size by bridging."""

from collections.abc import Iterator
from html import escape

from plnbuddy.picture.colors import LIGHT_BACKGROUND
from plnbuddy.picture.elements import draw_elements
from plnbuddy.picture.labels import Label, place_labels, short_text
from plnbuddy.picture.layout import HEIGHT, WIDTH, Layout, lay_out
from plnbuddy.picture.presentable import presentable
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.shape import Shape

_INK = "#1f2430"
_QUIET = "#5b6472"
_FONT = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def draw_svg(shape: Shape) -> str:
    """The picture as one SVG document, for slides and browsers.

    It has a light background, a title and a description in words, and says who each
    dot is. It loads nothing from outside.
    """
    shape = presentable(shape)
    layout = lay_out(shape)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-labelledby="picture-title picture-text">',
        f'<title id="picture-title">{escape(_title(shape))}</title>',
        f'<desc id="picture-text">{escape(describe(shape, layout))}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT_BACKGROUND}"/>',
        *draw_elements(shape, layout, titles=True),
        *draw_labels(place_labels(shape, layout)),
        *_draw_key(shape),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def describe(shape: Shape, layout: Layout) -> str:
    """The picture in words: how many people, which circles, who stands between them."""
    if not shape.people:
        return "Nobody is in this picture yet."
    circles = [
        f"{shape.circle_name(region.circle)} ({len(region.members)})"
        for region in layout.regions
        if region.circle != ALONE
    ]
    people = "1 person" if len(shape.people) == 1 else f"{len(shape.people)} people"
    texts = [f"A picture of {people} you follow."]
    if circles:
        texts.append(f"Circles: {', '.join(circles)}.")
    names = [shape.people[one].name for one in layout.bridges[:5]]
    if names:
        texts.append(f"Between the circles: {', '.join(names)}.")
    return " ".join([*texts, *shape.sentences])


def draw_labels(labels: tuple[Label, ...]) -> Iterator[str]:
    """Names of circles (class "circle-name") and people (class "person-name")."""
    yield (
        f'<g class="labels" font-family="{_FONT}" text-anchor="middle" fill="{_INK}" '
        f'stroke="{LIGHT_BACKGROUND}" stroke-width="3" stroke-linejoin="round" '
        'paint-order="stroke">'
    )
    for label in labels:
        kind, weight = (
            ("circle-name", ' font-weight="700"')
            if label.region >= 0
            else (
                "person-name",
                "",
            )
        )
        y = label.y + label.size * 0.35  # from the middle of the line to its baseline
        yield (
            f'<text class="{kind}" x="{label.x:.1f}" y="{y:.1f}" '
            f'font-size="{label.size:g}"{weight}>{escape(label.text)}</text>'
        )
    yield "</g>"


def _title(shape: Shape) -> str:
    return f"The network of {shape.owner}, {shape.day}"


def _draw_key(shape: Shape) -> Iterator[str]:
    """One line below the picture that says what the shapes mean."""
    if not shape.people:
        yield _key_text(WIDTH / 2, HEIGHT / 2, "Nobody is in this picture yet.", "middle")
        return
    y = HEIGHT - 18
    yield f'<g class="key" fill="{_QUIET}" stroke="{_QUIET}">'
    yield f'<circle cx="30" cy="{y}" r="4"/><circle cx="46" cy="{y}" r="9"/>'
    yield "</g>"
    yield _key_text(63, y, "bigger: more of the way between circles leads through them", "start")
    if not all(person.known for person in shape.people):
        yield (
            f'<circle cx="492" cy="{y}" r="6" fill="{LIGHT_BACKGROUND}" stroke="{_QUIET}" '
            'stroke-width="1.6"/>'
        )
        yield _key_text(506, y, "hollow: their ties are not known", "start")
    yield _key_text(WIDTH - 24, y, _title(shape), "end")


def _key_text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text class="key" x="{x:g}" y="{y + 5:g}" font-family="{_FONT}" font-size="14" '
        f'text-anchor="{anchor}" fill="{_QUIET}">{escape(short_text(text, 70))}</text>'
    )
