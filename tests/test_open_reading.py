"""Whom open reading brings, with which words, and whom it never shows."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import terminal_picture
from tests.conftest import Plnbuddy
from tests.conversations import WHICH, conversation
from tests.open_village import (
    BIG,
    DIRK,
    MATHS,
    NAYSAYERS,
    PRIYA,
    SAM,
    TEACHERS,
    TOM,
    host_of,
    open_world,
    staff_rooms,
    teachers,
)

from .mastodon_server import Pack, PackServer, faults

TOMORROW = "2026-11-25T09:00:00+00:00"


def offered(plnbuddy: Plnbuddy, what: str = "people", **options: Any) -> dict[str, dict[str, Any]]:
    """What open reading has to suggest, by handle or hashtag, whatever the day's order."""
    answer = plnbuddy(
        "suggest", what, "--source", "open", "-n", "50", "--offline", "--json", ok=False, **options
    )
    found: list[dict[str, Any]] = answer.data["sections"][0]["suggestions"]
    return {each["subject"]["label"]: each for each in found}


@pytest.fixture
def read(plnbuddy: Plnbuddy) -> Plnbuddy:
    with open_world(plnbuddy):
        plnbuddy("explore")
    return plnbuddy


def test_teachers_of_the_topic_come_with_the_words_that_show_it(read: Plnbuddy) -> None:
    people = offered(read)
    assert set(people) == TEACHERS
    reasons = {label: each["reasons"] for label, each in people.items()}
    assert "says 'KS3/KS4 maths teacher' in the bio" in reasons[PRIYA]
    assert "posted under #ITeachMath yesterday" in reasons[PRIYA]
    assert "posted under #MTBoS yesterday" in reasons[TOM]
    assert f"followed by {PRIYA}, who teaches this too" in reasons[SAM]
    assert f"asked to be listed on {MATHS}" in reasons[DIRK]


def test_posts_that_are_not_for_everybody_tell_nothing(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        for server in servers.values():
            unlisted = faults.replaced_fields(visibility="unlisted")
            server.faults.schedule(unlisted, "/api/v1/timelines/tag/*", times=None)
        plnbuddy("explore")
    people = offered(plnbuddy)
    assert people
    assert "posted under" not in str(people)


def test_people_of_a_full_day_are_living_teachers_first(read: Plnbuddy) -> None:
    answer = read("suggest", "people", "-n", "5", "--offline", "--json")
    labels = {each["subject"]["label"] for each in answer.data["sections"][0]["suggestions"]}
    assert {PRIYA, TOM} <= labels


def test_who_says_no_in_any_way_is_never_shown_and_never_kept(read: Plnbuddy) -> None:
    shown = offered(read)
    named = {f"@{name}@{BIG}" for name in NAYSAYERS} | {f"@hidden@{MATHS}"}
    assert not named & set(shown)
    with closing(sqlite3.connect(read.home / "plnbuddy.sqlite3")) as store:
        kept = {row[0] for row in store.execute("SELECT key FROM open_person")}
    assert not {name.removeprefix("@") for name in named} & kept


def test_a_no_that_only_ones_own_server_tells_holds_for_all(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    world.post(f"@hidden@{MATHS}", "Primes #MTBoS")
    with open_world(plnbuddy, world):
        plnbuddy("explore")
        plnbuddy("explore", now=TOMORROW)
    assert f"@hidden@{MATHS}" not in offered(plnbuddy, now=TOMORROW)


def test_who_changes_their_mind_is_gone_after_the_next_reading(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    with open_world(plnbuddy, world):
        plnbuddy("explore")
        assert TOM in offered(plnbuddy)
        world.change(TOM, note="<p>I teach maths. Do not list me.</p>")
        plnbuddy("explore", now=TOMORROW)
    assert TOM not in offered(plnbuddy, now=TOMORROW)
    answer = plnbuddy("suggest", "people", "-n", "50", "--offline", now=TOMORROW)
    assert TOM not in answer.output


def test_who_is_forgotten_stays_forgotten(read: Plnbuddy) -> None:
    read("lists", "forget", PRIYA)
    assert PRIYA not in offered(read)


def test_hashtags_come_with_this_weeks_numbers_and_silent_ones_sink(read: Plnbuddy) -> None:
    tags = offered(read, "hashtags")
    told = next(reason for reason in tags["#ITeachMath"]["reasons"] if "this week" in reason)
    assert told == f"13 posts by 12 people this week, on {BIG}"
    order = list(tags)
    assert order[0] == "#ITeachMath"
    everything = read("suggest", "hashtags", "-n", "50", "--offline", "--json").data
    score = {
        each["subject"]["label"]: each["score"] for each in everything["sections"][0]["suggestions"]
    }
    assert score["#ITeachMath"] > score["#MTBoS"]
    silent = [label for label in ("#proofinatoot", "#mathematics") if label in score]
    assert all(score[label] < score["#MTBoS"] for label in silent)


def test_a_busy_hashtag_is_counted_by_the_server_and_said_so(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    for number in range(60):
        world.post(PRIYA, f"Lesson {number} #ITeachMath")
    with open_world(plnbuddy, world):
        plnbuddy("explore")
    reasons = offered(plnbuddy, "hashtags")["#ITeachMath"]["reasons"]
    assert any(reason.startswith("73 posts by at most ") for reason in reasons), reasons


def test_another_topic_counts_fully(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy):
        plnbuddy("explore")
        plnbuddy("config", "set", "profile.topics", "music")
    people = offered(plnbuddy)
    assert not TEACHERS & set(people)


def test_a_collection_brings_those_who_agreed(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    world.person(f"@coll@{BIG}", note="<p>Secondary maths teacher</p>", discoverable=True)
    here = world.at[MATHS]
    here.collect("priya", "Maths people", f"coll@{BIG}", asked=[f"unlisted@{BIG}"])
    with open_world(plnbuddy, world):
        plnbuddy("explore")
        plnbuddy("explore", now=TOMORROW)
    reasons = offered(plnbuddy, now=TOMORROW)[f"@coll@{BIG}"]["reasons"]
    assert "agreed to be in the collection 'Maths people'" in reasons


@pytest.mark.parametrize(
    "bio",
    [
        "\x1b]0;owned\x07\x1b[31mMaths teacher\x1b[0m",
        "\u202erehcaet\u202c Maths teacher at a secondary school",
        "Maths teacher at a secondary school. " + "<b>x</b> " * 30_000,
        "[bold]Maths teacher[/bold] at a secondary school {0} %s",
    ],
)
def test_hostile_bios_are_harmless(plnbuddy: Plnbuddy, bio: str) -> None:
    world = teachers()
    world.change(PRIYA, note=f"<p>{bio}</p>")
    with open_world(plnbuddy, world):
        plnbuddy("explore")
    answer = plnbuddy("suggest", "people", "-n", "50", "--offline")
    assert TOM in answer.output
    assert not any(sign in answer.output for sign in ("\x1b", "\x07", "\u202e"))
    assert all(len(line) < 300 for line in answer.output.splitlines())


def test_the_readme_shows_what_the_program_says(plnbuddy: Plnbuddy) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    with open_world(plnbuddy, staff_rooms()):
        plnbuddy("explore")
    shown = plnbuddy("suggest", "--offline").output
    sample = re.search(r"So is the whole first evening.*?```text\n(.*?)```", readme, re.DOTALL)
    assert sample
    assert shown.strip() == sample[1].strip()


def test_the_readmes_picture_shows_what_a_terminal_shows(plnbuddy: Plnbuddy) -> None:
    kept = terminal_picture.FILE.read_text(encoding="utf-8")
    drawn = terminal_picture.draw(terminal_picture.see_terminal(plnbuddy))
    assert terminal_picture.words_in(kept) == terminal_picture.words_in(drawn)
    assert "@ana@aula.example" in kept
    assert "Next:" in kept
    assert "@font-face" not in kept


# On the first evening, with `start`


def test_start_asks_once_and_shows_living_people(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy, agreed=False) as servers:
        with conversation(plnbuddy, asks=True) as talk:
            talk.hear(host_of(servers[BIG]))
            talk.hear("see your computer's address")
            talk.ask("Ask them?", "")
            talk.hear("neither yes nor no")
            talk.ask("Ask them?", "yes")
            shown = talk.hear(WHICH)
            assert "@priya@maths.example" in shown
            assert "says 'KS3/KS4 maths teacher' in the bio" in shown
            talk.press_ctrl_c()
            talk.end()
        with conversation(plnbuddy, asks=True) as talk:
            assert "Ask them?" not in talk.hear(WHICH)
            talk.press_ctrl_c()
            talk.end()


def test_a_no_is_remembered_and_nobody_is_asked(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy, agreed=False) as servers:
        with conversation(plnbuddy, asks=True) as talk:
            talk.ask("Ask them?", "no")
            talk.hear("plnbuddy config set explore.open_reading yes")
            talk.hear(WHICH)
            talk.press_ctrl_c()
            talk.end()
        assert sum(server.log.count() for server in servers.values()) == 0
    assert 'open_reading = "no"' in (plnbuddy.home / "config.toml").read_text("utf-8")


def test_start_offers_trunks_list_and_reads_it_on_a_yes(
    plnbuddy: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plnbuddy.core.clock import read_clock
    from plnbuddy.core.model import Profile
    from plnbuddy.open_reading.plan import make_plan
    from plnbuddy.open_reading.read import read_openly
    from plnbuddy.store.database import open_store
    from plnbuddy.suggest.more import best_list, known_lists

    with PackServer(trunk={"Mathematics": ["tom@big.example"], "Knitting": []}) as trunk:
        monkeypatch.setenv("PLNBUDDY_ALLOW_LOOPBACK", "1")
        monkeypatch.setattr("plnbuddy.open_reading.plan.TRUNK", f"{trunk.url}/trunk")
        monkeypatch.setattr("plnbuddy.open_reading.plan.LARGE_SERVER", "127.0.0.1:1")
        profile = Profile(topics=("math",), languages=("en",))
        plan = make_plan(profile)
        only_trunk = type(plan)((), (), (), (), (), (), (), frozenset(), plan.trunk)
        plnbuddy("start", "--topic", "math", "--language", "en", "--yes")
        with open_store(plnbuddy.home / "plnbuddy.sqlite3") as store:
            read_openly(store, profile, only_trunk, read_clock(), lambda *_: None)
            named = known_lists(store)
            offered_list = best_list(profile, [each for each in named if each.format == "trunk"])
        assert offered_list is not None
        assert offered_list.url == f"{trunk.url}/trunk/api/v1/list/Mathematics"
        plnbuddy("lists", "add", offered_list.url, "--yes", PLNBUDDY_ALLOW_LOOPBACK="1")
    assert TOM in plnbuddy("suggest", "people", "--source", "lists", "--offline").output


def test_a_pack_is_added_without_those_who_do_not_want_to_be_found(plnbuddy: Plnbuddy) -> None:
    members = ("@priya@maths.example", "@hidden@maths.example")
    pack = Pack("Maths teachers", members, hidden=members[1:])
    with PackServer({"maths": pack}) as server:
        address = f"{server.url}/s/maths/?format=json"
        answer = plnbuddy("lists", "add", address, "--yes", PLNBUDDY_ALLOW_LOOPBACK="1")
    assert "@priya@maths.example" in answer.output
    assert "@hidden" not in answer.output


def test_the_address_of_a_fedidevs_pack_is_enough() -> None:
    from plnbuddy.lists.source import table_address

    address = "https://fedidevs.com/s/MTIz/"
    assert table_address(address) == f"{address}?format=json"
    assert table_address("https://fedidevs.com/starter-packs/") == (
        "https://fedidevs.com/starter-packs/"
    )
