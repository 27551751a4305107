import builtins
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bench.sample_network import sample_network
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.picture.colors import (
    DARK_BACKGROUND,
    LIGHT_BACKGROUND,
    contrast,
    readable_color,
    valid_color,
)
from plnbuddy.picture.labels import CIRCLE_SIZE, PERSON_SIZE, Label, place_labels, text_width
from plnbuddy.picture.layout import HEIGHT, WIDTH, Layout, lay_out
from plnbuddy.picture.png import draw_png
from plnbuddy.picture.presentable import presentable, safe_link
from plnbuddy.picture.seats import CLOSEST, sunflower
from plnbuddy.picture.svg import draw_svg
from plnbuddy.picture.tie_runs import encode_ties
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.palette import color_of
from plnbuddy.shape.shape import Circle, Shape
from tests.counted_work import within_steps
from tests.network_samples import SHAPES, hostile_network

SVG = "{http://www.w3.org/2000/svg}"


@cache
def made(shape: str) -> Shape:
    """Made once for all tests; a shape never changes."""
    return SHAPES[shape]()


@cache
def view_of(shape: str) -> Shape:
    """Made fit to be shown."""
    return presentable(made(shape))


@cache
def layout_of(shape: str) -> Layout:
    """Laid out once for all tests, which only look at it."""
    return lay_out(view_of(shape))


def box(label: Label) -> tuple[float, float, float, float]:
    bold = label.region >= 0
    half = text_width(label.text, CIRCLE_SIZE if bold else PERSON_SIZE, bold=bold) / 2
    return label.x - half, label.y - label.size / 2, label.x + half, label.y + label.size / 2


@pytest.mark.parametrize("shape", SHAPES)
def test_everybody_stands_inside_the_picture(shape: str) -> None:
    layout = layout_of(shape)
    assert len(layout.x) == len(view_of(shape).people)
    assert (layout.x >= layout.radius).all()
    assert (layout.x <= WIDTH - layout.radius).all()
    assert (layout.y >= layout.radius).all()
    assert (layout.y <= HEIGHT - layout.radius).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_hardly_any_dots_overlap(shape: str) -> None:
    layout = layout_of(shape)
    apart = np.hypot(layout.x[:, None] - layout.x, layout.y[:, None] - layout.y)
    overlap = apart < 0.9 * (layout.radius[:, None] + layout.radius)
    assert np.triu(overlap, 1).sum() <= 0.02 * len(layout.x)


@pytest.mark.parametrize("shape", SHAPES)
def test_circles_keep_their_own_region(shape: str) -> None:
    regions = layout_of(shape).regions
    for i, one in enumerate(regions):
        for other in regions[:i]:
            apart = np.hypot(one.x - other.x, one.y - other.y)
            assert apart >= one.radius + other.radius - 1e-6


def test_people_in_no_circle_have_no_disc_and_keep_what_they_are_called() -> None:
    sample = sample_network(30, circles=2)
    loners = (*sample.people[:25], *(replace(one, circle=ALONE) for one in sample.people[25:]))
    alone = Circle(ALONE, "on their own", color_of(ALONE), "in no circle", 5)
    text = draw_svg(replace(sample, people=loners, circles=(*sample.circles, alone)))
    assert "on their own (5)" in text
    assert f'class="region k{ALONE}"' not in text
    assert 'class="region k1"' in text


@pytest.mark.parametrize("shape", SHAPES)
def test_labels_never_collide(shape: str) -> None:
    boxes = [box(label) for label in place_labels(view_of(shape), layout_of(shape))]
    for i, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= WIDTH
        for other in boxes[:i]:
            beside = one[2] <= other[0] or other[2] <= one[0]
            assert beside or one[3] <= other[1] or other[3] <= one[1]


def test_every_one_of_ten_circles_has_its_label() -> None:
    view, layout = view_of("thousand"), layout_of("thousand")
    named = {label.region for label in place_labels(view, layout)} - {-1}
    assert named == set(range(len(layout.regions)))


def test_the_largest_bridges_have_labels_in_a_network_of_sixty() -> None:
    view = presentable(sample_network(60))
    layout = lay_out(view)
    named = {label.person for label in place_labels(view, layout)}
    assert set(layout.bridges) <= named


def test_the_same_network_gives_the_same_picture() -> None:
    assert draw_svg(sample_network(200)) == draw_svg(sample_network(200))


def test_people_with_most_ties_stand_in_the_middle() -> None:
    layout = layout_of("star")
    region = layout.regions[0]
    out = np.hypot(layout.x - region.x, layout.y - region.y)
    assert out.argmin() == 0


def test_bridges_stand_outside_their_circle_and_dots_grow_with_bridging() -> None:
    view = sample_network(250)
    layout = lay_out(presentable(view))
    assert layout.bridges
    for one in layout.bridges:
        region = layout.regions[layout.region[one]]
        away = np.hypot(layout.x[one] - region.x, layout.y[one] - region.y)
        assert away >= region.radius
    order = np.argsort([person.bridging for person in view.people], kind="stable")
    assert (np.diff(layout.radius[order]) >= -1e-9).all()


def test_a_thousand_people_are_laid_out_without_looking_at_every_two_of_them() -> None:
    within_steps(200_000, lambda: lay_out(view_of("thousand")))  # Pairs would be 499,500.


@pytest.mark.parametrize("count", [2, 5, 6, 50, 700])
def test_no_two_seats_are_too_near(count: int) -> None:
    seats = sunflower(count)
    apart = np.hypot(*(seats[:, None] - seats).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() >= CLOSEST - 1e-9


@pytest.mark.parametrize("shape", SHAPES)
def test_the_svg_is_well_formed_and_says_what_it_shows(shape: str) -> None:
    text = draw_svg(made(shape))
    root = ET.fromstring(text)
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert len(root.findall(f".//{SVG}circle[@cx]")) >= len(view_of(shape).people)
    assert not root.findall(f".//{SVG}script")
    assert "href" not in text


def test_hostile_text_stays_text_in_the_svg() -> None:
    root = ET.fromstring(draw_svg(made("hostile")))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "rect", "g", "circle", "path", "text",
    }  # fmt: skip


def test_a_png_has_the_width_asked_for() -> None:
    pytest.importorskip("resvg_py")
    png = draw_png(sample_network(20), width=640)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (640, 400)


def test_without_the_extra_a_png_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *arguments: object, **named: object) -> object:
        if name == "resvg_py":
            raise ImportError(name)
        return real(name, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(PlnbuddyError) as refusal:
        draw_png(sample_network(3))
    assert "plnbuddy[png]" in refusal.value.remedy


@pytest.mark.parametrize("color", ["#ffff00", "#000000", "#ffffff", "#1b9e77", "nonsense"])
@pytest.mark.parametrize("background", [LIGHT_BACKGROUND, DARK_BACKGROUND])
def test_every_colour_becomes_one_that_can_be_seen(color: str, background: str) -> None:
    assert contrast(readable_color(color, background), background) >= 3
    assert len(valid_color(color)) == 7


def test_a_view_made_fit_to_be_shown_stays_the_same() -> None:
    once = presentable(hostile_network())
    assert presentable(once) == once
    assert once.ties == ((0, 1),)
    assert once.people[0].link == ""
    assert len(once.people[0].name) <= 80


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "https:", "http://[", "", "ftp://a"],
)
def test_other_links_than_web_addresses_are_dropped(link: str) -> None:
    assert safe_link(link) == ""


def test_ties_take_few_bytes_in_a_clique_and_in_a_thin_network() -> None:
    assert len(encode_ties(view_of("clique").ties, 300)) < 3_000
    thin = view_of("thousand")
    assert len(encode_ties(thin.ties, 1_000)) < 4 * len(thin.ties)
    assert encode_ties((), 5) == ""
    assert replace(thin, ties=()).ties == ()
