"""Exploring the living network: whom it brings and why, and what the command says."""

import re
from typing import Any

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    NO_ACCOUNT,
    NOTHING_FOUND,
    THERE,
    log_in,
    serving,
)
from tests.conftest import Plnbuddy
from tests.village import (
    DIRECTORY,
    FAMILIAR,
    FAY,
    GIL,
    HANA,
    IDA,
    JON,
    KAI,
    LISTS,
    LIVING,
    QUIET,
    found,
    settle,
    village,
    with_hashtags,
    write,
)
from tests.village_truths import facts, is_true

from .mastodon_server import (
    MastodonServer,
    faults,
)

# Fixtures.
anna, explored, explored_home, synced_home, village_server = (
    homes.anna,
    homes.explored,
    homes.explored_home,
    homes.synced_home,
    homes.village_server,
)


# Whom it brings, and why


def test_each_source_brings_its_people(explored: Plnbuddy) -> None:
    people = found(explored)
    assert {label: set(each["sources"]) for label, each in people.items()} == {
        FAY: {"follows", "directory"},
        GIL: {"follows", "directory"},
        HANA: {"hashtag", "directory"},
        IDA: {"interaction"},
        JON: {"interaction", "directory"},
        KAI: {"directory"},
    }


def test_every_reason_is_true(explored: Plnbuddy, village_server: MastodonServer) -> None:
    told = {label: facts(each["reasons"]) for label, each in found(explored).items()}
    community = village_server.community
    for label, reasons in told.items():
        assert reasons, label
        for reason in reasons:
            assert is_true(community, label, reason), (label, reason)
    named = " and ".join(told[FAY])
    assert "1 other you follow" in named  # Three of them: hal hides whom he follows.
    assert "suggested by your server" in named
    assert told[GIL][0] == f"followed by @dan@{THERE}, whom you follow"
    assert "posted under #musiced last Saturday" in told[HANA]
    assert told[IDA] == ["wrote to you last Sunday"]
    assert "follows you" in told[JON]


def test_what_somebody_is_about_comes_from_the_hashtags_of_the_bio_and_the_language_of_posts(
    explored: Plnbuddy,
) -> None:
    people = found(explored)
    assert people[FAY]["topics"] == ["music"]
    assert people[FAY]["reasons"][:2] == [
        "a teacher: music, in English",
        "says 'Teacher' in the bio",
    ]
    assert people[HANA]["reasons"][0] == "posts in English"
    assert people[HANA]["link"] == f"https://{THERE}/@hana"


def test_who_is_followed_by_more_of_ones_follows_comes_first(explored: Plnbuddy) -> None:
    people = found(explored, sources=["follows"])
    assert list(people) == [FAY, GIL]
    assert people[FAY]["score"] > people[GIL]["score"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("follows", {FAY, GIL}),
        ("hashtag", {HANA}),
        ("interaction", {IDA, JON}),
        ("directory", {FAY, GIL, HANA, JON, KAI}),
    ],
)
def test_a_source_narrows_the_list(explored: Plnbuddy, source: str, expected: set[str]) -> None:
    assert set(found(explored, sources=[source])) == expected


def test_sources_can_be_turned_off(explored: Plnbuddy) -> None:
    explored("config", "set", "suggest.sources", "hashtag", "interaction")
    answer = explored("suggest", "people", "-n", "50", "--offline", "--json")
    shown = {each["subject"]["label"] for each in answer.data["sections"][0]["suggestions"]}
    assert shown == {HANA, IDA, JON}
    explored("config", "set", "suggest.sources", "curated")
    explored("config", "set", "profile.topics", "computing")
    answer = explored("suggest", "people", "-n", "50", "--offline", "--json")
    sources = [each["sources"] for each in answer.data["sections"][0]["suggestions"]]
    assert sources and all(each == ["curated"] for each in sources)


def test_an_unknown_source_is_refused(explored: Plnbuddy) -> None:
    answer = explored("suggest", "--source", "gossip", ok=False)
    assert answer.exit_code != 0
    assert "gossip" in answer.messages
    assert "follows" in answer.messages


def test_suggest_mixes_curated_and_living_people(explored: Plnbuddy) -> None:
    explored("config", "set", "profile.topics", "music", "computing")
    answer = explored("suggest", "people", "-n", "8", "--offline", "--json")
    sources = [set(each["sources"]) for each in answer.data["sections"][0]["suggestions"]]
    assert any("curated" in each for each in sources)
    assert len(set.union(*sources) & set(LIVING)) >= 3


def test_a_curated_person_whom_the_network_names_too_has_the_reasons_of_both(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    community.person("strudel", domain="social.toplap.org")
    community.follow("ben", "strudel@social.toplap.org")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        (strudel,) = (
            each
            for label, each in found(music_teacher, sources=["curated", "follows"]).items()
            if label == "@strudel@social.toplap.org"
        )
        alone = found(music_teacher, sources=["curated"])["@strudel@social.toplap.org"]
    assert strudel["sources"][0] == "curated"
    assert "follows" in strudel["sources"]
    assert f"followed by @ben@{HERE}, whom you follow" in strudel["reasons"]
    assert set(alone["reasons"]) < set(strudel["reasons"])
    assert strudel["score"] > alone["score"]


def test_the_language_is_that_of_the_latest_post(music_teacher: Plnbuddy) -> None:
    community = village()
    write(community, KAI[1:], 20, "musiced", language="de")
    write(community, KAI[1:], 1, "musiced", language="de")
    write(community, KAI[1:], 1, "musiced", language="en")  # The last of that day.
    write(community, JON[1:], 20, "musiced", language="en")
    write(community, JON[1:], 1, "musiced", language="de")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
        people = found(music_teacher, sources=["hashtag"])
    assert KAI in people
    assert "a teacher: music, in English" in people[KAI]["reasons"]
    assert "posted under #musiced yesterday" in people[KAI]["reasons"]
    assert JON not in people  # Anna reads no German.


def test_two_logins_that_met_the_same_person_offer_her_once(music_teacher: Plnbuddy) -> None:
    with serving(village()) as server, serving(village()) as other:
        settle(music_teacher, server)("explore")
        other.community.domain = HERE
        log_in(music_teacher, other)
        music_teacher("sync")
        music_teacher("explore")
        words = ("--source", "network")
        answer = music_teacher("suggest", "people", "-n", "50", "--offline", "--json", *words)
    labels = [each["subject"]["label"] for each in answer.data["sections"][0]["suggestions"]]
    assert sorted(labels) == sorted(set(labels))


# The command


def test_exploring_before_the_first_sync_says_what_to_do(
    music_teacher: Plnbuddy, village_server: MastodonServer
) -> None:
    log_in(music_teacher, village_server)
    village_server.log.clear()
    answer = music_teacher("explore", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "plnbuddy sync" in answer.messages
    assert village_server.log.entries() == []


def test_exploring_without_an_account_says_so(music_teacher: Plnbuddy) -> None:
    answer = music_teacher("explore", ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "plnbuddy login" in answer.messages


def test_the_result_as_json(anna: Plnbuddy) -> None:
    data = anna("explore", "--json").data
    assert data["form"] == "plnbuddy.explore.1"
    told = {
        "form",
        "people",
        "hashtags",
        "by_source",
        "requests",
        "budget",
        "accounts",
        "open_reading",
        "packs",
    }
    assert set(data) == told
    assert data["open_reading"] is None
    assert data["people"] == 6
    assert data["hashtags"] == 0
    assert data["by_source"] == {"follows": 2, "hashtag": 1, "interaction": 2, "directory": 5}
    assert data["budget"] == 60


def test_the_result_in_words(anna: Plnbuddy, village_server: MastodonServer) -> None:
    answer = anna("explore")
    assert "6 people" in answer.output
    assert f"{village_server.log.count()} of 60 requests" in answer.output
    assert "plnbuddy suggest" in answer.messages
    assert anna("explore", "--quiet").messages == ""


def test_progress_is_shown_in_a_terminal(anna: Plnbuddy, village_server: MastodonServer) -> None:
    anna("config", "set", "explore.open_reading", "no")
    village_server.faults.schedule(faults.delay(0.3), DIRECTORY)
    with anna.terminal("explore") as child:
        child.expect("Exploring")
        child.expect("6 people")
        assert child.exit_code() == 0


def test_a_pipe_gets_no_progress(anna: Plnbuddy) -> None:
    answer = anna.process("explore")
    assert "Exploring" not in answer.output + answer.messages
    assert "\x1b" not in answer.output + answer.messages


# What is strange


HOSTILE = "\x1b[31m<b>Fay</b>\u202e[bold]x[/bold]\n\u0000DROP TABLE"


def test_hostile_names_and_hashtags_stay_harmless_text(music_teacher: Plnbuddy) -> None:
    community = village()
    community.change(FAY[1:], display_name=HOSTILE)
    for follow in ("ben", f"cleo@{THERE}"):
        write(community, follow, 1, "evil\x1b[2Jtag", "a'; DROP TABLE known_person;--", "<script>")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        answer = music_teacher("suggest", "-n", "50", "--offline", FORCE_COLOR="1", COLUMNS="200")
        people = found(music_teacher)
        tags = found(music_teacher, kind="hashtags", sources=["follows"])
    assert FAY in people
    for text in (people[FAY]["name"], *people[FAY]["reasons"], *tags):
        assert not set(text) & set("\x1b\u202e\n\x00"), text
    assert "\x1b[2J" not in answer.output
    assert "\u202e" not in answer.output
    assert "[bold]x[/bold]" in people[FAY]["name"]  # Text, not markup.
    assert "[bold]x[/bold]" in answer.output
    assert all(re.fullmatch(r"#\w+", tag) for tag in tags)


def test_an_account_without_a_readable_handle_is_passed_over(music_teacher: Plnbuddy) -> None:
    with serving(village(), QUIET) as server:
        settle(music_teacher, server)

        def spoil(entity: dict[str, Any]) -> dict[str, Any]:
            return entity | {"acct": "ev il\x1b@@x"} if entity.get("username") == "gil" else entity

        server.faults.schedule(faults.changed_objects(spoil), LISTS, times=None)
        server.faults.schedule(faults.changed_objects(spoil), FAMILIAR, times=None)
        music_teacher("explore")
        assert set(found(music_teacher, sources=["follows"])) == {FAY}


@pytest.mark.parametrize("fault", [faults.unknown_fields(), faults.null_fields("history")])
def test_fields_that_nobody_knows_or_that_are_empty_do_no_harm(
    music_teacher: Plnbuddy, fault: faults.Fault
) -> None:
    with serving(with_hashtags()) as server:
        settle(music_teacher, server)
        server.faults.schedule(fault, times=None)
        music_teacher("explore")
    assert FAY in found(music_teacher)


def test_a_flag_that_a_server_does_not_send_means_no(music_teacher: Plnbuddy) -> None:
    with serving(village()) as server:
        settle(music_teacher, server)
        server.faults.schedule(faults.without_fields("discoverable"), times=None)
        music_teacher("explore")
    assert set(found(music_teacher)) <= {IDA, JON}


def test_a_list_without_end_ends_with_the_budget(
    anna: Plnbuddy, village_server: MastodonServer
) -> None:
    village_server.faults.schedule(faults.endless_pages(), LISTS, times=None)
    anna("explore", "--budget", "40", ok=False)
    assert village_server.log.count() <= 40
