"""Teachers for whom the lists hold little: what they see is true, and names one step."""

import re
from datetime import timedelta
from typing import Any

import pytest

from plnbuddy.curated.bundled import read_chats, read_hashtags
from tests.accounts import MOMENT, NOTHING_FOUND
from tests.conftest import Plnbuddy
from tests.open_village import BIG, PRIYA, TOM, host_of, open_world, teachers

STEPS = ("plnbuddy explore", "plnbuddy lists add", "plnbuddy suggest people --topic",
         "plnbuddy login")  # fmt: skip


def begin(plnbuddy: Plnbuddy, topic: str, level: str, language: str, *networks: str) -> None:
    options = [part for network in networks for part in ("--network", network)]
    plnbuddy("start", "--topic", topic, "--level", level, "--language", language, *options, "--yes")


def shown(plnbuddy: Plnbuddy, what: str, *options: str) -> list[dict[str, Any]]:
    answer = plnbuddy("suggest", what, "--offline", "--json", *options, ok=False)
    found: list[dict[str, Any]] = answer.data["sections"][0]["suggestions"]
    return found


def test_a_primary_music_teacher_in_germany_gets_the_one_that_fits_and_one_step(
    plnbuddy: Plnbuddy,
) -> None:
    begin(plnbuddy, "music", "primary", "de")
    answer = plnbuddy("suggest", "--offline")
    assert [each["subject"]["label"] for each in shown(plnbuddy, "people")] == [
        "@DeutscherBildungsserver@bildung.social"
    ]
    assert "1 person today: nobody else is known to fit you." in answer.messages
    assert [step for step in STEPS if step in answer.messages] == ["plnbuddy explore"]


@pytest.mark.parametrize(
    ("topic", "level", "language", "networks"),
    [
        ("history", "secondary", "fr", ["mastodon"]),
        ("languages", "secondary", "es", ["mastodon"]),
        ("pe", "secondary", "nb", ["mastodon"]),
        ("arts", "primary", "fi", ["mastodon"]),
        ("ai", "secondary", "it", ["mastodon", "bluesky"]),
        ("library", "middle", "en", ["bluesky"]),
        ("special-education", "primary", "en", ["mastodon"]),
        ("math", "secondary", "pt", ["bluesky"]),
    ],
)
def test_whoever_gets_little_is_told_exactly_one_step(
    plnbuddy: Plnbuddy, topic: str, level: str, language: str, networks: list[str]
) -> None:
    begin(plnbuddy, topic, level, language, *networks)
    answer = plnbuddy("suggest", "--offline", ok=False)
    people = shown(plnbuddy, "people")
    assert len(people) < 5
    said = f"{answer.output}{answer.messages}"
    if not people:
        assert "No people that fit you are known." in said
    assert [step for step in STEPS if step in said] == ["plnbuddy explore"]
    assert answer.exit_code == (0 if "Hashtags" in said or people else NOTHING_FOUND)


@pytest.mark.parametrize("language", ["en", "de", "es"])
@pytest.mark.parametrize("topic", ["science", "library", "general"])
def test_on_bluesky_alone_hashtags_are_those_seen_there(
    plnbuddy: Plnbuddy, topic: str, language: str
) -> None:
    begin(plnbuddy, topic, "secondary", language, "bluesky")
    there = {str(row.tag).lower() for row in read_hashtags() if "bluesky" in row.platforms}
    for each in shown(plnbuddy, "hashtags", "-n", "20"):
        reasons = " ".join(each["reasons"])
        seen = re.search(r"seen on [^:]*Bluesky", reasons)
        assert seen or "not checked whether it is used" in reasons
        if seen:
            assert each["subject"]["label"].lower() in there
        assert each["link"].startswith("https://bsky.app/hashtag/")


def test_a_step_for_who_is_on_bluesky_alone_speaks_of_bluesky(plnbuddy: Plnbuddy) -> None:
    begin(plnbuddy, "library", "middle", "en", "bluesky")
    said = plnbuddy("suggest", "--offline").messages
    assert "Exploring asks Bluesky for starter packs" in said
    assert "servers" not in said


def test_the_hashtag_of_a_chat_is_suggested_where_people_use_it(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    for hours, handle in enumerate((PRIYA, TOM, f"@mia@{'schule.example'}")):
        at = MOMENT - timedelta(hours=hours + 1)
        world.post(handle, "Books #TLChat", at=at)
    with open_world(plnbuddy, world):
        plnbuddy("config", "set", "profile.topics", "math,library")
        before = {each["subject"]["label"]: each for each in shown(plnbuddy, "hashtags")}
        said = plnbuddy("explore").output
    after = {each["subject"]["label"]: each for each in shown(plnbuddy, "hashtags", "-n", "20")}
    assert "#TLChat" not in before
    assert any("3 posts by 3 people this week" in why for why in after["#TLChat"]["reasons"])
    assert set(after["#TLChat"]["topics"]) == set(
        next(chat.topics for chat in read_chats() if str(chat.tag) == "#TLChat")
    )
    assert "4 of them your colleagues by subject and level" in said


def test_a_hashtag_that_lives_is_no_longer_called_doubtful(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    for hours, handle in enumerate((PRIYA, TOM, "@mia@schule.example")):
        at = MOMENT - timedelta(hours=hours + 1)
        world.post(handle, "Ein Kanon #Musikunterricht", at=at)
    with open_world(plnbuddy, world):
        plnbuddy("config", "set", "profile.topics", "music")
        plnbuddy("config", "set", "profile.languages", "de")
        plnbuddy("explore")
    found = {each["subject"]["label"]: each["reasons"] for each in shown(plnbuddy, "hashtags")}
    assert "3 posts by 3 people this week" in " ".join(found["#Musikunterricht"])
    assert "look first" not in " ".join(found["#Musikunterricht"])


def test_a_word_for_school_that_lives_is_shown_where_no_table_has_hashtags(
    plnbuddy: Plnbuddy,
) -> None:
    world = teachers()
    for number, handle in enumerate((PRIYA, TOM, "@mia@schule.example")):
        world.post(handle, "God morgen #skole", at=MOMENT - timedelta(hours=number + 1))
    with open_world(plnbuddy, world):
        plnbuddy("config", "set", "profile.languages", "nb")
        plnbuddy("config", "set", "profile.topics", "pe")
        plnbuddy("explore")
    found = shown(plnbuddy, "hashtags")
    assert [each["subject"]["label"] for each in found] == ["#skole"]
    assert "3 posts by 3 people this week" in " ".join(found[0]["reasons"])


def test_where_people_are_enough_a_missing_hashtag_sends_nobody_to_lists_of_people(
    plnbuddy: Plnbuddy,
) -> None:
    with open_world(plnbuddy) as servers:
        plnbuddy("explore")
        assert host_of(servers[BIG])
    plnbuddy("config", "set", "suggest.people", "2")
    plnbuddy("config", "set", "suggest.hashtags", "20")
    answer = plnbuddy("suggest", "--offline")
    assert "hashtags today" in answer.messages
    assert [step for step in STEPS if step in answer.messages] == []


def test_options_of_start_take_several_with_commas(plnbuddy: Plnbuddy) -> None:
    begin(plnbuddy, "math,music", "primary,secondary", "en,de", "mastodon,bluesky")
    told = plnbuddy("config", "show", "--json").data
    assert "bluesky" in str(told)
    assert shown(plnbuddy, "hashtags")


@pytest.mark.parametrize("language", ["no", "nb", "nn", "nb-NO", "norsk", "Norwegian"])
def test_norwegian_is_one_language_however_it_is_named(plnbuddy: Plnbuddy, language: str) -> None:
    plnbuddy("config", "set", "profile.languages", f"en,{language}")
    values = plnbuddy("config", "show", "--json").data["values"]
    assert values["profile.languages"] == ["en", "nb"]


def test_who_posts_in_norwegian_is_shown_to_who_reads_it(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    rune = f"@rune@{BIG}"
    world.person(rune, note="<p>Matematikklærer på ungdomsskolen</p>")
    world.post(rune, "Brøk #ITeachMath", at=MOMENT - timedelta(hours=2), language="no")
    with open_world(plnbuddy, world):
        plnbuddy("config", "set", "profile.languages", "en,nb")
        plnbuddy("explore")
    assert rune in [each["subject"]["label"] for each in shown(plnbuddy, "people", "-n", "20")]
