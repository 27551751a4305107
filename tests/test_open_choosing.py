"""What open reading asks next: where most colleagues came from, and under words used elsewhere."""

from datetime import timedelta

import pytest

from plnbuddy.core.model import Profile
from plnbuddy.open_reading.choosing import Question, best_question
from plnbuddy.open_reading.plan import make_plan

from .accounts import MOMENT
from .conftest import Plnbuddy, become_a_music_teacher
from .mastodon_server import Several
from .open_village import BIG, MATHS, SCHULE, open_world


def question(kind: str, host: str, what: str, after: str = "") -> Question:
    return Question(kind, host, what, lambda: None, after)


def following(count: int) -> list[Question]:
    return [question("following", "a", f"following {n}") for n in range(count)]


def test_the_kind_that_gave_most_is_asked_next() -> None:
    every = [question("gathering", "a", "posts #x"), *following(3)]
    asked = {("a", "following 0"): 9}

    def is_open(each: Question) -> bool:
        return (each.host, each.what) not in asked

    best = best_question(every, asked, is_open)
    assert best
    assert best.kind == "following"
    barren = best_question(every, {("a", "following 0"): 0, ("a", "following 1"): 0}, is_open)
    assert barren
    assert barren.kind == "gathering"


def test_a_page_that_gave_nothing_is_followed_by_something_else() -> None:
    pages = [question("common", "a", "posts #x"), question("common", "a", "posts #x 2", "posts #x")]
    other = question("likely", "b", "posts #y")
    asked = {("a", "posts #x"): 0}
    best = best_question([*pages, other], asked, lambda each: each.what != "posts #x")
    assert best is other
    richer = best_question(
        [*pages, other], {("a", "posts #x"): 6}, lambda each: each.what != "posts #x"
    )
    assert richer is pages[1]


@pytest.mark.parametrize(
    ("topic", "language", "elsewhere", "made"),
    [
        ("music", "en", "musiced", "musicteacher"),
        ("english", "en", "engchat", "englishteacher"),
        ("math", "de", "Mathelehrer", "mathe"),
        ("math", "fr", None, "profdemaths"),
        ("math", "es", None, "profesdemates"),
        ("chemistry", "sv", None, "kemiundervisning"),
    ],
)
def test_words_that_teachers_use_on_other_networks_are_asked_about_too(
    topic: str, language: str, elsewhere: str | None, made: str
) -> None:
    plan = make_plan(Profile(topics=(topic,), levels=("secondary",), languages=(language,)))
    if elsewhere:
        assert elsewhere in [tag.name for tag in plan.likely]
    assert made in [tag.name for tag in plan.made]
    assert not set(plan.made) & set(plan.known_tags)
    groups = (plan.gathering, plan.likely, plan.made, plan.common, plan.broad, plan.subject)
    assert all(len(tags) <= 5 for tags in groups)


def test_a_teacher_met_under_a_hashtag_known_from_elsewhere_is_shown(plnbuddy: Plnbuddy) -> None:
    world = Several(MATHS, SCHULE, BIG, now=MOMENT)
    handle = f"@mia@{SCHULE}"
    world.person(handle, note="<p>I teach music at a secondary school.</p>")
    world.post(handle, "Ukuleles #musiced", at=MOMENT - timedelta(days=1))
    with open_world(plnbuddy, world):
        become_a_music_teacher(plnbuddy)
        plnbuddy("explore")
    answer = plnbuddy("suggest", "people", "--offline", "--json").data
    first = answer["sections"][0]["suggestions"][0]
    assert first["subject"]["label"] == handle
    assert any("posted under #musiced" in reason for reason in first["reasons"])


def test_a_timeline_full_of_colleagues_is_read_further(plnbuddy: Plnbuddy) -> None:
    world = Several(MATHS, SCHULE, BIG, now=MOMENT)
    for number in range(60):
        handle = f"@t{number}@{BIG}"
        world.person(handle, note="<p>I teach maths at a secondary school.</p>")
        world.post(handle, "Fractions #ITeachMath", at=MOMENT - timedelta(minutes=number + 1))
    with open_world(plnbuddy, world) as servers:
        answer = plnbuddy("explore", "--json")
        assert sum(server.log.count() for server in servers.values()) <= 30
    assert answer.data
    shown = plnbuddy("suggest", "people", "-n", "50", "--offline", "--json").data
    people = [each["subject"]["label"] for each in shown["sections"][0]["suggestions"]]
    assert sum(label.endswith(f"@{BIG}") for label in people) == 50
