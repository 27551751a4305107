"""What is named where no more fits: a list of teachers, the topic next door, the login."""

import re

from plnbuddy.core.model import ExternalList, Profile, Seen
from plnbuddy.core.vocabulary import TOPICS
from plnbuddy.curated.bundled import read_external_lists
from plnbuddy.suggest.more import best_list
from tests.conftest import Plnbuddy
from tests.made_up_people import TEACHER


def external(name: str, *topics: str, **about: object) -> ExternalList:
    plain = ExternalList(
        name, f"https://{name}.example/sheet", "google-sheet", topics, ("en",), None, "yes", "",
        "", Seen("https://a.example/"),
    )  # fmt: skip
    return plain._replace(**about)  # type: ignore[arg-type]


def test_the_best_list_is_one_of_teachers_by_consent_on_the_topic() -> None:
    teachers = external("music-teachers", "music")
    everybody = external("educators", "general")
    scholars = external("musicologists", "music")
    lists = [scholars, everybody, teachers]
    assert best_list(TEACHER, lists) == teachers
    assert best_list(TEACHER, lists, [teachers.url]) == everybody
    assert best_list(TEACHER, [scholars, external("sport-teachers", "pe")]) == scholars
    for unfit in (
        external("no-consent-teachers", "music", opt_in="unknown"),
        external("spanish-teachers", "music", languages=("es",)),
        external("some-page-of-teachers", "music", format="web"),
    ):
        assert best_list(TEACHER, [unfit]) is None


def test_every_english_reading_teacher_is_named_a_list_of_teachers() -> None:
    for topic in TOPICS:
        found = best_list(Profile(topics=(topic,)), read_external_lists())
        assert found is not None
        assert found.opt_in == "yes"


def test_dry_names_a_list_then_the_topic_next_door_then_the_login(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "drama", "--level", "primary", "--language", "en", "--yes")
    assert "To find more: plnbuddy explore\n" in plnbuddy("suggest").messages
    plnbuddy("config", "set", "explore.open_reading", "no")
    words = plnbuddy("suggest").messages
    assert re.search(r"To find more: plnbuddy lists add https://docs\.google\.com/\S+", words)
    assert words.count("To find more:") == 1
    plnbuddy("start", "--topic", "biology", "--level", "secondary", "--language", "de", "--yes")
    found = re.search(
        r"To find more: (plnbuddy suggest people --topic \w+)", plnbuddy("suggest").messages
    )
    assert found
    assert plnbuddy(*found[1].split()[1:]).output
