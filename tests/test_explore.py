"""Exploring the living network: whom it brings and why, and whom never."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pexpect
import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    MOMENT,
    NO_ACCOUNT,
    NOTHING_FOUND,
    THERE,
    copy_of,
    in_a_hurry,
    is_one_sentence,
    log_in,
    serving,
)
from tests.conftest import Plnbuddy
from tests.village import (
    DIRECTORY,
    FAMILIAR,
    FAR,
    FAY,
    GIL,
    HANA,
    IDA,
    JON,
    KAI,
    LISTS,
    LIVING,
    QUIET,
    RELATIONSHIPS,
    SEARCH,
    TODAY,
    discovered_labels,
    facts,
    followers_among_follows,
    found,
    healthy_educators,
    is_true,
    label_of,
    new_to_anna,
    on,
    person_of,
    settle,
    village,
    with_hashtags,
    write,
)

from .mastodon_server import (
    Community,
    MastodonServer,
    Person,
    ServerSettings,
    faults,
)

# Fixtures.
anna, big_home, big_server, explored, synced_home, village_server = (
    homes.anna,
    homes.big_home,
    homes.big_server,
    homes.explored,
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


# Whom never


Change = Callable[[Community, str], object]
FORBIDDEN: dict[str, Change] = {
    "says no": lambda community, who: community.change(who, discoverable=False),
    "says nothing": lambda community, who: community.change(who, discoverable=None),
    "noindex": lambda community, who: community.change(who, noindex=True),
    "limited": lambda community, who: community.change(who, limited=True),
    "suspended": lambda community, who: community.change(who, suspended=True),
    "memorial": lambda community, who: community.change(who, memorial=True),
    "moved": lambda community, who: community.move(who, "kai"),
    "bot": lambda community, who: community.change(who, bot=True),
    "silent": lambda community, who: community.change(
        who, last_status_at=TODAY - timedelta(days=366)
    ),
    "blocked": lambda community, who: community.block("anna", who),
    "muted": lambda community, who: community.mute("anna", who),
    "followed": lambda community, who: community.follow("anna", who),
}


def with_everybody_forbidden() -> tuple[Community, dict[str, str]]:
    """The village, and for each trait somebody whom all sources would name without it."""
    community = village()
    names = {trait: trait.replace(" ", "_") for trait in ("welcome", *FORBIDDEN)}
    for name in names.values():
        community.person(name, topics=("musiced",))
        community.suggest(name)
        community.follow(name, "ben")
        for follower in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
            community.follow(follower, name)
        write(community, name, 1, "musiced")
    for trait, change in FORBIDDEN.items():
        change(community, names[trait])
    return community, {trait: f"@{name}@{HERE}" for trait, name in names.items()}


def test_who_must_not_be_suggested_never_is(music_teacher: Plnbuddy) -> None:
    community, labels = with_everybody_forbidden()
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    shown, kept = set(found(music_teacher)), set(discovered_labels(music_teacher.home))
    wrong = {trait for trait, label in labels.items() if label in shown | kept}
    assert wrong == {"welcome"}
    assert {"follows", "hashtag", "directory"} == set(
        found(music_teacher)[labels["welcome"]]["sources"]
    )
    assert f"@anna@{HERE}" not in shown | kept


def test_whoever_is_decided_on_or_followed_since_is_not_shown(explored: Plnbuddy) -> None:
    explored("skip", FAY)
    explored("later", GIL)
    explored("follow", HANA, "--no-account", ok=False)
    explored("skip", KAI)
    assert {FAY, GIL, KAI}.isdisjoint(found(explored))
    assert {IDA, JON} <= set(found(explored))


def test_who_was_followed_on_the_account_leaves_the_list_after_the_next_sync(
    music_teacher: Plnbuddy,
) -> None:
    with serving(village()) as server:
        settle(music_teacher, server)("explore")
        assert FAY in found(music_teacher)
        server.community.follow("anna", FAY[1:])
        music_teacher("sync")
        assert FAY not in found(music_teacher)


def test_who_wrote_to_the_teacher_may_be_suggested_although_not_discoverable(
    music_teacher: Plnbuddy,
) -> None:
    """But blocked, moved or suspended ones may not."""
    community = village()
    for name in ("foe", "wanderer", "robot"):
        community.person(name, discoverable=None)
        community.post(name, "A question", mentions=["anna"])
    community.block("anna", "foe")
    community.move("wanderer", "kai")
    community.change("robot", bot=True)
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    assert set(found(music_teacher, sources=["interaction"])) == {IDA, JON}


def test_who_is_blocked_is_not_suggested_however_small_the_budget(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    healthy_educators(community)
    community.person("foe")
    community.person("noise")
    for follower in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        community.follow(follower, "foe", "noise")
    community.block("anna", "foe")
    community.mute("anna", "noise")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)
        for _ in range(30):
            music_teacher("explore", "--budget", "1")
            assert {f"@foe@{HERE}", f"@noise@{HERE}"}.isdisjoint(found(music_teacher))
        assert FAY in found(music_teacher)


def test_a_budget_that_ends_within_a_long_list_of_blocks_forgets_none_of_it(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    community.person("foe")
    for follower in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        community.follow(follower, "foe")
    community.block("anna", "foe")  # The first, so the last to be listed.
    for number in range(200):
        community.person(f"pest{number}", domain=FAR)
        community.block("anna", f"pest{number}@{FAR}")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)
        music_teacher("explore", "--budget", "2")
        for _ in range(12):
            music_teacher("explore", "--budget", "3")
            assert f"@foe@{HERE}" not in found(music_teacher)
        music_teacher("explore")
        assert f"@foe@{HERE}" not in found(music_teacher)
        assert FAY in found(music_teacher)


# A look before they are shown


def shown_online(plnbuddy: Plnbuddy, *words: str, now: str | None = None) -> dict[str, Any]:
    """The people of a `suggest` that may ask the server, by label."""
    answer = plnbuddy("suggest", "people", "--json", *words, ok=False, now=now)
    assert answer.exit_code in (0, NOTHING_FOUND), answer
    (section,) = answer.data["sections"]
    return {each["subject"]["label"]: each for each in section["suggestions"]}


def test_a_curated_person_who_moved_or_fell_silent_is_not_shown_and_not_found_is_not_gone(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    healthy_educators(community)
    with serving(community) as server:
        settle(music_teacher, server)("config", "set", "profile.topics", "computing")
        first = list(found(music_teacher, sources=["curated"]))[:5]
        on_fediverse = [label for label in first if label.count("@") == 2]
        moved, gone, silent, *_ = on_fediverse
        community.move(moved[1:], "kai")
        community.remove_person(gone[1:])
        community.change(silent[1:], last_status_at=date(2024, 5, 1))
        shown = shown_online(music_teacher, "--source", "curated")
        assert len(shown) == 5
        assert {moved, silent}.isdisjoint(shown)
        assert {
            each["checked_on"]
            for label, each in shown.items()
            if label.count("@") == 2 and label != gone
        } == {TODAY.isoformat()}
        assert shown[gone]["checked_on"] is None
        asked = server.log.count(SEARCH)
        assert asked == len({*on_fediverse, *(label for label in shown if label.count("@") == 2)})
        server.log.clear()
        assert shown_online(music_teacher, "--source", "curated") == shown
        assert server.log.count() == server.log.count(RELATIONSHIPS) == 1


def test_nobody_who_moved_is_shown_even_when_nearly_all_moved(music_teacher: Plnbuddy) -> None:
    community = village()
    healthy_educators(community)
    with serving(community) as server:
        settle(music_teacher, server)("config", "set", "profile.topics", "computing")
        best = list(found(music_teacher, sources=["curated"]))[:25]
        for label in best:
            if label.count("@") == 2:
                community.move(label[1:], "kai")
        for day in range(3):
            shown = shown_online(music_teacher, "--source", "curated", now=on(day))
            assert set(best).isdisjoint(label for label in shown if label.count("@") == 2)


def test_a_server_that_is_down_is_said_and_suggest_still_works(
    anna: Plnbuddy, village_server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    anna("config", "set", "profile.topics", "computing")
    village_server.faults.schedule(faults.status(503), times=None)
    answer = anna("suggest", "people", "--json")
    assert "not checked" in answer.messages
    assert is_one_sentence(answer), answer.messages
    (section,) = answer.data["sections"]
    assert len(section["suggestions"]) == 5
    village_server.faults.clear()
    village_server.faults.schedule(faults.hang_up(), times=None)
    assert "not checked" in anna("suggest", "people").messages


def test_a_login_that_is_no_longer_accepted_does_not_stop_suggest(
    anna: Plnbuddy, village_server: MastodonServer
) -> None:
    village_server.faults.schedule(faults.status(401), times=None)
    answer = anna("suggest", "people")
    assert "not checked" in answer.messages
    assert "@" in answer.output


def test_one_server_that_is_gone_does_not_keep_the_others_from_being_checked(
    music_teacher: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    community = village()
    healthy_educators(community)
    with serving(community) as server:
        settle(music_teacher, server)
        first = [
            label
            for label in list(found(music_teacher, sources=["curated"]))[:5]
            if label.count("@") == 2
        ]
        community.unreachable.add(first[0].rpartition("@")[2].lower())
        shown = shown_online(music_teacher, "--source", "curated")
        for label in first[1:]:
            assert shown[label]["checked_on"] == TODAY.isoformat(), label
        answer = music_teacher("explore")
        assert FAY in found(music_teacher), answer


def test_offline_asks_nothing(explored: Plnbuddy, village_server: MastodonServer) -> None:
    explored("suggest", "--offline", now=on(30))
    assert village_server.log.entries() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda community: community.change(FAY[1:], discoverable=False),
        lambda community: community.move(FAY[1:], "kai"),
        lambda community: community.change(FAY[1:], suspended=True),
        lambda community: community.change(FAY[1:], limited=True),
    ],
    ids=["no longer discoverable", "moved", "suspended", "limited"],
)
def test_who_changed_since_exploring_is_not_shown(
    music_teacher: Plnbuddy, change: Callable[[Community], object]
) -> None:
    community = village()
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        assert FAY in shown_online(music_teacher, "--source", "network", now=on(8))
        change(community)
        shown = shown_online(music_teacher, "--source", "network", now=on(16))
        assert FAY not in shown
        assert GIL in shown


def test_an_unfollow_is_noticed_when_lists_are_read_anew(music_teacher: Plnbuddy) -> None:
    community = village()
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
        community.unfollow("ben", FAY[1:])
        community.unfollow(f"dan@{THERE}", GIL[1:])
        later = on(61)
        music_teacher("sync", now=later)
        music_teacher("explore", now=later)
        people = found(music_teacher, sources=["follows"], now=later)
    assert set(people) == {FAY}
    (told,) = (each for each in people[FAY]["reasons"] if each.startswith("followed by"))
    assert is_true(community, FAY, told)
    assert f"@ben@{HERE}" not in told


# Hashtags


def test_hashtags_are_ranked_by_how_specific_they_are_not_by_how_loud(
    music_teacher: Plnbuddy,
) -> None:
    with serving(with_hashtags()) as server:
        settle(music_teacher, server)("explore")
    tags = found(music_teacher, kind="hashtags", sources=["follows"])
    assert list(tags) == ["#recorders", "#loud"]
    assert tags["#recorders"]["score"] > tags["#loud"]["score"]
    assert tags["#recorders"]["reasons"] == [
        "used by 2 of those you follow, and by 2 people on your server this week"
    ] or all("2 of those you follow" in each for each in tags["#recorders"]["reasons"])
    assert "used by 3 of those you follow" in tags["#loud"]["reasons"][0]


def test_a_rare_hashtag_is_not_judged_by_chance(music_teacher: Plnbuddy) -> None:
    """Nobody but Anna's follows uses either: that three do says more than that two do."""
    community = village()
    for follow in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        write(community, follow, 2, "widely")
    for follow in ("ben", f"cleo@{THERE}"):
        write(community, follow, 2, "rarely")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    tags = found(music_teacher, kind="hashtags", sources=["follows"])
    assert tags["#widely"]["score"] > tags["#rarely"]["score"]


def test_a_hashtag_of_one_person_or_of_strangers_or_followed_already_is_not_suggested(
    music_teacher: Plnbuddy,
) -> None:
    community = with_hashtags()
    for follow in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        write(community, follow, 1, "musiced")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        tags = found(music_teacher, kind="hashtags", sources=["follows"])
        assert {"#lonely", "#strange", "#musiced"}.isdisjoint(tags)
        community.follow_tag("anna", "recorders")
        music_teacher("sync")
        music_teacher("skip", "#loud")
        assert found(music_teacher, kind="hashtags", sources=["follows"]) == {}


def test_how_many_people_use_a_hashtag_is_not_overstated(music_teacher: Plnbuddy) -> None:
    community = village()
    for day in range(6):
        for follow in ("ben", f"cleo@{THERE}"):
            write(community, follow, day, "recorders")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    (reason,) = found(music_teacher, kind="hashtags", sources=["follows"])["#recorders"]["reasons"]
    assert "used by 2 of those you follow" in reason
    for words, number in re.findall(r"(\w+ \w+) (\d+) people", reason):
        assert int(number) == 2 or words in ("at most", "up to"), reason


def test_a_boost_is_no_use_of_a_hashtag(music_teacher: Plnbuddy) -> None:
    """Also on servers that put the hashtags of the boosted post on the boost."""
    community = village()
    post = community.post(GIL[1:], "Sheet music", tags=["boosted"])
    for follow in ("ben", f"cleo@{THERE}"):
        community.boost(follow, post)

    def copy_tags(entity: dict[str, Any]) -> dict[str, Any]:
        return entity | {"tags": entity["reblog"]["tags"]} if entity.get("reblog") else entity

    with serving(community) as server:
        settle(music_teacher, server)
        home = "/api/v1/timelines/home"
        server.faults.schedule(faults.changed_objects(copy_tags), home, times=None)
        music_teacher("explore")
    assert found(music_teacher, kind="hashtags", sources=["follows"]) == {}


# Stretch


def with_strangers() -> Community:
    """The village with three whom ben alone follows: an echo, an opener, and a newcomer."""
    community = village()
    for number in range(12):
        community.person(f"near{number}", domain=FAR)
        community.follow(f"cleo@{THERE}", f"near{number}@{FAR}")
        community.person(f"new{number}", domain=FAR)
    for name in ("echo", "opener", "newcomer"):
        community.person(name)
        community.follow("ben", name)
    community.follow("echo", *(f"near{number}@{FAR}" for number in range(12)))
    community.follow("opener", *(f"near{number}@{FAR}" for number in range(3)))
    community.follow("opener", *(f"new{number}@{FAR}" for number in range(9)))
    community.follow("newcomer", *(f"new{number}@{FAR}" for number in range(5)))
    return community


def test_stretch_names_only_who_opens_something_new_with_true_counts(
    music_teacher: Plnbuddy,
) -> None:
    community = with_strangers()
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        stretched = found(music_teacher, "--stretch")
        assert set(stretched) == {f"@opener@{HERE}"}
        (reason,) = (
            each for each in stretched[f"@opener@{HERE}"]["reasons"] if each.startswith("opens")
        )
        assert reason.startswith("opens something new: 9 of 12 people they follow")
        assert is_true(community, f"@opener@{HERE}", reason)
        assert f"@echo@{HERE}" in found(music_teacher)
        assert "opens something new" in music_teacher("suggest", "--stretch", "--offline").output


def test_the_teacher_is_nothing_new(music_teacher: Plnbuddy) -> None:
    community = with_strangers()
    community.follow("opener", "anna")
    community.follow("echo", "anna")
    assert new_to_anna(community, f"@opener@{HERE}") == (9, 13)
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    stretched = found(music_teacher, "--stretch")
    assert set(stretched) == {f"@opener@{HERE}"}
    assert any("9 of 13 people" in each for each in stretched[f"@opener@{HERE}"]["reasons"])


def test_some_requests_are_kept_for_stretch_while_lists_are_read(music_teacher: Plnbuddy) -> None:
    """crowd's list alone would take more than the whole budget."""
    community = with_strangers()
    community.person("crowd")
    for number in range(1600):
        community.person(f"crowd{number}", domain=FAR)
    community.follow("anna", "crowd")
    community.follow("crowd", *(f"crowd{number}@{FAR}" for number in range(1600)))
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore", "--budget", "32")
        assert server.log.count() == 32
    assert f"@opener@{HERE}" in found(music_teacher, "--stretch")


def test_stretch_before_exploring_says_what_to_do(anna: Plnbuddy) -> None:
    answer = anna("suggest", "--stretch", "--offline", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "plnbuddy explore" in answer.messages


# A community as it might be found


@pytest.fixture(scope="module")
def big_explored(
    big_home: Plnbuddy, big_server: MastodonServer, tmp_path_factory: pytest.TempPathFactory
) -> Plnbuddy:
    teacher = copy_of(big_home, tmp_path_factory.mktemp("explored") / "home")
    teacher("explore")
    return teacher


def may_be_suggested(community: Community, person: Person) -> bool:
    """Whether a stranger may be suggested to Anna, by what her server tells of them."""
    old = TODAY - timedelta(days=365)
    return (
        person.discoverable is True
        and not (person.noindex and person.domain is None)
        and not (person.limited or person.suspended or person.memorial or person.bot)
        and person.moved_to is None
        and person.known
        and not (person.last_status_at and person.last_status_at < old)
    )


def speaks_for(community: Community, person: Person) -> bool:
    """Whether somebody shares a topic with Anna and is followed by some whom she follows."""
    shares = bool(set(person.topics) & set(community.find("anna").topics))
    return shares and len(followers_among_follows(community, label_of(community, person))) >= 2


@pytest.mark.slow
def test_in_a_large_community_the_right_people_come_first(
    big_explored: Plnbuddy, big_server: MastodonServer
) -> None:
    community = big_server.community
    mine = community.follows.targets(community.find("anna").id)
    top = [person_of(community, label) for label in discovered_labels(big_explored.home)][:20]
    strangers = [
        person
        for person in community.people.by_id.values()
        if may_be_suggested(community, person) and person.id not in mine
    ]
    usual = random.Random(1).sample(strangers, 100)
    fitting = sum(speaks_for(community, person) for person in top) / len(top)
    by_chance = sum(speaks_for(community, person) for person in usual) / len(usual)
    assert fitting >= 0.75
    assert fitting >= 2 * by_chance


def test_in_a_large_community_nobody_is_named_who_must_not_be(
    big_explored: Plnbuddy, big_server: MastodonServer
) -> None:
    community = big_server.community
    anna = community.find("anna")
    wrote = {post.author for post in community.posts.all.values() if anna.id in post.mentions}
    labels = discovered_labels(big_explored.home)
    assert len(labels) >= 50
    for label in labels:
        person = person_of(community, label)
        interacts = person.id in wrote or (person.id, anna.id) in community.follows
        allowed = may_be_suggested(community, person) or (
            interacts and person.discoverable is not True
        )
        assert allowed, label
        assert (anna.id, person.id) not in community.follows, label
        assert person.id != anna.id


def test_in_a_large_community_every_reason_is_true(
    big_explored: Plnbuddy, big_server: MastodonServer
) -> None:
    checked = 0
    for label, each in found(big_explored).items():
        for reason in facts(each["reasons"]):
            assert is_true(big_server.community, label, reason, whole=False), (label, reason)
            checked += 1
    assert checked >= 50


@pytest.mark.slow
def test_in_a_large_community_later_runs_make_counts_complete(
    big_home: Plnbuddy, big_server: MastodonServer, plnbuddy: Plnbuddy
) -> None:
    teacher = copy_of(big_home, plnbuddy.home)
    for _ in range(3):
        teacher("explore", "--budget", "120")
    people = found(teacher, sources=["follows"])
    assert len(people) == 50
    for label, each in people.items():
        for reason in facts(each["reasons"]):
            assert is_true(big_server.community, label, reason), (label, reason)


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
    program, *rest = anna.command(["explore"])
    child = pexpect.spawn(
        program, rest, env=anna.process_environment(TERM="xterm"), encoding="utf-8", timeout=60
    )
    child.expect("Exploring")
    child.expect("6 people")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_pipe_gets_no_progress(anna: Plnbuddy) -> None:
    answer = anna.process("explore")
    assert "Exploring" not in answer.output + answer.messages
    assert "\x1b" not in answer.output + answer.messages


# What profiles say


def test_who_somebody_is_comes_from_the_words_of_the_profile(music_teacher: Plnbuddy) -> None:
    community = village()
    community.change(FAY[1:], note="<p>I teach music in a secondary school in Leeds</p>")
    community.change(GIL[1:], note="<p>Retired music teacher, now I sail</p>")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        people = found(music_teacher, sources=["follows"])
    assert people[FAY]["reasons"][0].startswith("a teacher: music")
    assert any(re.match(r"says '.*teach music.*' in the bio", r) for r in people[FAY]["reasons"])
    assert GIL not in people
    kept = homes.kept_rows(music_teacher.home, "SELECT * FROM said")
    assert kept
    assert not any("Leeds" in str(value) for row in kept for value in row)


@pytest.mark.parametrize("wish", ["#nobot", "Please do not list me", "#noindex"])
def test_who_asks_in_the_bio_to_be_in_no_list_is_never_suggested(
    music_teacher: Plnbuddy, wish: str
) -> None:
    community = village()
    community.change(FAY[1:], note=f"<p>Music teacher. {wish}</p>")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    assert FAY not in found(music_teacher)
    assert FAY not in discovered_labels(music_teacher.home)


# Whom the ranking puts first


def test_who_follows_the_teacher_comes_before_who_is_followed_by_more(
    music_teacher: Plnbuddy,
) -> None:
    """mel follows Anna and is followed by ben alone, fay by four whom Anna follows."""
    community = village()
    community.person("eli")
    community.follow("anna", "eli")
    community.follow("eli", FAY[1:])
    community.person("mel", domain=FAR, topics=("musiced",), discoverable=True)
    community.follow("ben", f"mel@{FAR}")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
        before = discovered_labels(music_teacher.home)
        assert before.index(FAY) < before.index(f"@mel@{FAR}")
        community.follow(f"mel@{FAR}", "anna")
        music_teacher("sync", now=on(1))
        music_teacher("explore", now=on(1))
        after = discovered_labels(music_teacher.home)
    assert after.index(f"@mel@{FAR}") < after.index(FAY)


def test_who_posted_lately_comes_before_who_has_not(music_teacher: Plnbuddy) -> None:
    """The same people follow all four; only the day of the last post differs."""
    community = village()
    days = {"ada": 200, "bo": 60, "cy": 20, "di": 2}
    for name, ago in days.items():
        community.person(name, domain=FAR, last_status_at=TODAY - timedelta(days=ago))
        community.follow("ben", f"{name}@{FAR}")
        community.follow(f"cleo@{THERE}", f"{name}@{FAR}")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
    labels = [label.partition("@far")[0] for label in discovered_labels(music_teacher.home)]
    assert [name for name in labels if name[1:] in days] == ["@di", "@cy", "@bo", "@ada"]


def with_four_alike() -> Community:
    """Anna follows zed, whose list is much like hers, and four whose lists are a little.

    xena is followed by zed alone, yves by the four; crowd's list is long and like nobody's.
    """
    community = Community(HERE, now=MOMENT)
    names = ["anna", "zed", "crowd", *(f"mild{number}" for number in range(4)), "xena", "yves"]
    mine, others = [f"mine{n}" for n in range(20)], [f"other{n}" for n in range(400)]
    for name in (*names, *mine, *others):
        community.person(name, topics=("musiced",) if name in ("xena", "yves") else ())
    community.follow("anna", *names[1:7], *mine)
    community.follow("zed", *mine[:10], *others[:9], "xena")
    for number in range(4):
        at = 9 + 17 * number
        shared = mine[10 + 2 * number : 12 + 2 * number]
        community.follow(f"mild{number}", *shared, *others[at : at + 17], "yves")
    community.follow("crowd", *others[80:400])
    for name in mine:
        community.change(name, hide_collections=True)
    return community


def order_of(teacher: Plnbuddy, *names: str) -> list[str]:
    """Those of the names that exploring would suggest, best first."""
    labels = discovered_labels(teacher.home)
    return sorted(names, key=lambda name: labels.index(f"@{name}@{HERE}"))


@pytest.mark.parametrize(
    ("lacking", "expected"), [((FAMILIAR,), ["yves", "xena"]), ((), ["xena", "yves"])]
)
def test_lists_read_in_part_teach_where_nothing_else_tells_who_knows_whom(
    music_teacher: Plnbuddy, lacking: tuple[str, ...], expected: list[str]
) -> None:
    """What explains Anna's follows best says yves; likeness to each list alone says xena."""
    with serving(with_four_alike(), ServerSettings(absent=(*QUIET.absent, *lacking))) as server:
        settle(music_teacher, server)("explore", "--budget", "20")
    question = "SELECT handle, ended FROM list_reading JOIN known_person ON id = person"
    read = dict(homes.kept_rows(music_teacher.home, f"{question} WHERE purpose = 'rank'"))
    assert read.pop(f"@crowd@{HERE}", 0) == 0  # Read in part, or not at all yet.
    assert len(read) == 5
    assert order_of(music_teacher, "xena", "yves") == expected
