"""Exploring Bluesky without an account: packs by name, their people, and whom those follow."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.bluesky.stand_in import did, labelled, refusal, view
from tests.bluesky.world import LIST, SEARCH, World
from tests.conftest import Plnbuddy
from tests.terminals import without_looks

TOMORROW = "2026-11-25T09:00:00+00:00"


@pytest.fixture
def teacher(teacher: Plnbuddy) -> Plnbuddy:
    """Somebody who chose Bluesky and teaches maths."""
    teacher("config", "set", "profile.networks", "bluesky")
    teacher("config", "set", "profile.topics", "math")
    return teacher


def reasons(teacher: Plnbuddy, **options: Any) -> dict[str, list[str]]:
    """Who is suggested from open reading, with the reasons."""
    answer = teacher("suggest", "people", "-n", "50", "--json", ok=False, **options)
    [section] = answer.data["sections"]
    return {each["subject"]["label"]: each["reasons"] for each in section["suggestions"]}


def kept(teacher: Plnbuddy, table: str, column: str) -> set[str]:
    with closing(sqlite3.connect(teacher.home / "plnbuddy.sqlite3")) as store:
        return {row[0] for row in store.execute(f"SELECT {column} FROM {table}")}


ANNA = view("anna", "Maths teacher in Leeds, KS3")


def test_packs_are_named_before_their_people_with_the_command_that_adds_them(
    teacher: Plnbuddy, world: World
) -> None:
    world.pack("Maths teachers UK", ANNA, view("dev", "Software developer"))
    world.pack("Music teachers", view("mo", "Music teacher"))
    world.pack("Maths jokes", view("joe", "Maths teacher, and jokes"))
    found = teacher("explore", "--yes")
    address = f"https://bsky.app/starter-pack/{did('kit')}/pack0"
    assert "Maths teachers UK, 2 people, by @kit.test" in found.output
    assert f"plnbuddy lists add {address}" in found.output
    assert "jokes" not in found.output
    assert "Music" not in found.output
    shown = teacher("suggest", "people").output
    assert shown.index("Maths teachers UK, 2 people") < shown.index("@anna.test")
    assert reasons(teacher) == {
        "@anna.test": [
            "a teacher: maths, for secondary, in English",
            "says 'Maths teacher in Leeds, KS3' in the bio",
            "in the starter pack 'Maths teachers UK' by @kit.test",
        ]
    }
    [pack] = teacher("explore", "--json").data["packs"]
    assert pack == {
        "title": "Maths teachers UK", "people": 2, "by": "@kit.test", "address": address,
    }  # fmt: skip


def test_the_command_that_adds_a_pack_is_copied_in_one_piece(
    teacher: Plnbuddy, world: World
) -> None:
    world.pack("Maths teachers UK", ANNA)
    teacher("explore", "--yes")
    with teacher.terminal("suggest", "people", "--offline", columns=40) as child:
        plain = without_looks(child.rest())
    assert f"plnbuddy lists add https://bsky.app/starter-pack/{did('kit')}/pack0\n" in plain


def test_a_pack_that_was_added_is_named_no_more(teacher: Plnbuddy, world: World) -> None:
    world.pack("Maths teachers UK", ANNA)
    teacher("explore", "--yes")
    world.server.answers["app.bsky.graph.getStarterPack"] = lambda _call: {
        "starterPack": {
            "record": {"name": "Maths teachers UK"},
            "creator": view("kit"),
            "list": {"uri": f"at://{did('kit')}/app.bsky.graph.list/0"},
        }
    }
    teacher("lists", "add", f"https://bsky.app/starter-pack/{did('kit')}/pack0", "--no-input")
    assert teacher("explore", "--json").data["packs"] == []


def test_it_is_searched_in_the_teachers_languages(teacher: Plnbuddy, world: World) -> None:
    teacher("config", "set", "profile.languages", "de,fr")
    world.pack("Mathelehrkräfte", view("ute", "Ich bin Mathelehrerin am Gymnasium"))
    world.pack("Profs de maths", view("luc", "Professeur de mathématiques au collège"))
    world.pack("Maths teachers UK", ANNA)
    teacher("explore", "--yes")
    asked = {call.values["q"] for call in world.server.asked(SEARCH)}
    assert {"mathe", "maths"} <= asked
    assert set(reasons(teacher)) == {"@ute.test", "@luc.test"}


def test_nobody_who_says_no_is_kept_and_no_pack_of_theirs(teacher: Plnbuddy, world: World) -> None:
    bio = "Maths teacher at a secondary school"
    world.pack(
        "Maths teachers UK",
        ANNA,
        labelled("hidden", "!no-unauthenticated", description=bio),
        labelled("spammy", "spam", description=bio),
        view("nolist", f"{bio}. Please do not list me."),
        view("robot", bio, labels=[{"val": "bot"}]),
        {"did": "nobody"},
    )
    world.pack("Maths teachers hidden", ANNA, keeper=labelled("shy", "!no-unauthenticated"))
    found = teacher("explore", "--yes")
    assert "Maths teachers hidden" not in found.output
    assert set(reasons(teacher)) == {"@anna.test"}
    assert kept(teacher, "open_person", "key") == {"@anna.test"}


def test_who_hides_later_is_gone_after_the_next_reading(teacher: Plnbuddy, world: World) -> None:
    world.pack("Maths teachers UK", ANNA, view("ben", "Maths teacher"))
    teacher("explore", "--yes")
    assert "@ben.test" in reasons(teacher)
    hidden = labelled("ben", "!no-unauthenticated", description="Maths teacher")
    world.pack("Maths teachers UK", ANNA, hidden)
    later = "2026-12-26T09:00:00+00:00"
    teacher("explore", now=later)
    assert set(reasons(teacher, now=later)) == {"@anna.test"}


def test_whom_teachers_found_there_follow_is_read_too(teacher: Plnbuddy, world: World) -> None:
    world.pack("Maths teachers UK", ANNA)
    hidden = labelled("hidden", "!no-unauthenticated", description="Maths teacher")
    world.follows[did("anna")] = [view("dan", "Secondary maths teacher"), hidden]
    teacher("explore", "--yes")
    found = reasons(teacher)
    assert set(found) == {"@anna.test", "@dan.test"}
    assert "followed by @anna.test, who teaches this too" in found["@dan.test"]


def test_whom_the_people_one_follows_follow_is_read_without_an_account(
    teacher: Plnbuddy, world: World
) -> None:
    teacher("follow", "@kim.test")
    world.follows["kim.test"] = [view("dan", "Secondary maths teacher")]
    teacher("explore", "--yes")
    assert "followed by @kim.test, whom you follow" in reasons(teacher)["@dan.test"]


def test_a_large_pack_is_read_to_its_end(teacher: Plnbuddy, world: World) -> None:
    people = [
        view(f"p{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}", "Maths teacher") for n in range(100)
    ]
    world.pack("Maths teachers UK", *people, ANNA)
    teacher("explore", "--yes")
    assert [call.values.get("cursor") for call in world.server.asked(LIST)] == [None, "100"]
    assert len(kept(teacher, "open_person", "key")) == 101


def test_no_more_is_asked_than_a_day_allows_and_nothing_twice(
    teacher: Plnbuddy, world: World
) -> None:
    for number in range(40):
        world.pack(f"Maths teachers {number}", ANNA)
    teacher("explore", "--yes")
    first = len(world.server.calls)
    assert first <= 30
    teacher("explore", now=TOMORROW)
    assert len(world.server.calls) - first <= 10
    lists = [call.values["list"] for call in world.server.asked(LIST)]
    assert len(lists) == len(set(lists))


@pytest.mark.parametrize(
    ("status", "error"), [(502, ""), (429, "RateLimitExceeded"), (500, "InternalServerError")]
)
def test_a_bluesky_in_trouble_is_a_sentence_and_the_next_day_mends_it(
    teacher: Plnbuddy, world: World, status: int, error: str
) -> None:
    world.pack("Maths teachers UK", ANNA)
    world.server.answers[SEARCH] = lambda _call: refusal(status, error, Retry_After="0")
    failed = teacher("explore", "--yes")
    assert "Bluesky" in failed.messages
    assert "left alone for a day" in failed.messages
    World.__init__(world, world.server)
    world.pack("Maths teachers UK", ANNA)
    teacher("explore", now=TOMORROW)
    assert "@anna.test" in reasons(teacher, now=TOMORROW)


@pytest.mark.parametrize(
    "answer", [[], {"starterPacks": "none"}, {"starterPacks": [1, {}, {"record": {"name": 3}}]}]
)
def test_answers_of_the_wrong_shape_find_nobody(
    teacher: Plnbuddy, world: World, answer: object
) -> None:
    world.server.answers[SEARCH] = lambda _call: answer
    found = teacher("explore", "--yes", "--json").data
    assert (found["people"], found["packs"]) == (0, [])


def test_nobody_is_asked_on_a_network_that_was_not_chosen(teacher: Plnbuddy, world: World) -> None:
    teacher("config", "set", "profile.networks", "twitter")
    refused = teacher("explore", "--yes", ok=False)
    assert refused.exit_code == 6
    assert "profile.networks" in refused.messages
    teacher("config", "set", "profile.networks", "mastodon")
    assert "Bluesky" not in teacher("explore", "--offline").output
    assert world.server.calls == []
    teacher("config", "set", "profile.networks", "bluesky")
    plan = teacher("explore", "--offline").output
    assert "Bluesky" in plan
    assert "mastodon.social" not in plan


def test_who_does_not_use_bluesky_loads_none_of_it(music_teacher: Plnbuddy) -> None:
    told = music_teacher.new_python("suggest", "--offline", PYTHONPROFILEIMPORTTIME="1").messages
    loaded = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    assert "plnbuddy.suggest.today" in loaded
    bluesky = {name for name in loaded if "bluesky" in name}
    assert bluesky == {"plnbuddy.platforms.bluesky", "plnbuddy.platforms.bluesky.offer"}
    others = ("suggest.one_person", "suggest.packs", "store.namings", "cli.open_reading")
    assert not loaded & {f"plnbuddy.{name}" for name in others}
