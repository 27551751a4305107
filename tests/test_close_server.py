"""A server that is close to Mastodon but not it: plnbuddy checks the answer, not the request."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from tests.accounts import (
    COULD_NOT,
    HERE,
    MOMENT,
    RATE_LIMITED,
    THERE,
    journal,
    kept,
    log_in,
    serving,
    staff_room,
    told,
)
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer, faults
from .mastodon_server.close import be_close

POSTS = "/api/v1/accounts/*/statuses"
RELATIONSHIPS = "/api/v1/accounts/relationships"
TOMORROW = "2026-11-25T09:00:00+00:00"
BEN = f"@ben@{HERE}"
CLEO = f"@cleo@{THERE}"
DORA = f"@dora@{HERE}"


@pytest.fixture
def community() -> Community:
    made = staff_room()
    made.change("anna", has_avatar=False)
    for number in range(90):
        made.post("anna", f"Post {number}", at=MOMENT - timedelta(hours=100 - number))
    return made


@pytest.fixture
def server(community: Community) -> Iterator[MastodonServer]:
    with serving(community) as running:
        be_close(running)
        yield running


def follows(community: Community, who: str) -> bool:
    return (community.find("anna").id, community.find(who.removeprefix("@")).id) in (
        community.follows
    )


def steps_so_far(plnbuddy: Plnbuddy) -> str:
    steps = plnbuddy("start", "--json", ok=False).data["steps"]
    return str(next(s["so_far"] for s in steps if "people followed" in s["so_far"]))


def shown(plnbuddy: Plnbuddy, *options: str, now: str | None = None) -> list[str]:
    answer = plnbuddy("suggest", "people", "--json", *options, now=now)
    return [each["subject"]["label"] for each in answer.data["sections"][0]["suggestions"]]


def lay_people_open(community: Community, labels: list[str]) -> None:
    """Let those whom the bundled lists name be there, as they would be."""
    for label in labels:
        name, _, domain = label[1:].partition("@")
        if domain:
            community.person(name, domain=domain, last_status_at=MOMENT.date())


# Syncing


def test_reading_stops_at_the_first_post_that_is_known(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    anna("sync", now=TOMORROW)
    assert server.log.count(POSTS) == 1
    server.community.post("anna", "Newest of all")
    server.log.clear()
    anna("sync", now=TOMORROW)
    assert server.log.count(POSTS) == 1
    assert "Newest of all" in {entry["text"] for entry in journal(anna)}


def test_a_daily_sync_takes_the_six_requests_that_are_promised(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    anna("sync", now=TOMORROW)
    assert server.log.count() <= 7  # and one for the page that a last page announces


def test_every_list_ends_though_its_last_page_announces_another(anna: Plnbuddy) -> None:
    with closing(sqlite3.connect(anna.home / "plnbuddy.sqlite3")) as store:
        cursors = dict(store.execute("SELECT stream, state FROM cursor"))
    for stream in ("following", "follower"):
        assert '"whole_on"' in cursors[stream], stream
        assert '"next"' not in cursors[stream], stream


def test_the_network_is_seen_though_last_pages_announce_others(
    anna: Plnbuddy, community: Community
) -> None:
    for name in ("ben", "fay", "gus", "hal"):
        if name != "ben":
            community.person(name, topics=("musiced",))
        community.follow("anna", name)
    for name in ("fay", "gus", "hal"):
        community.follow(name, "ben")
        community.follow("ben", name)
    later = "2026-12-02T09:00:00+00:00"
    anna("sync", now=later)
    anna("explore", "--budget", "60", now=later)
    with closing(sqlite3.connect(anna.home / "plnbuddy.sqlite3")) as store:
        readings = store.execute("SELECT ended FROM list_reading").fetchall()
    assert readings
    assert all(ended for (ended,) in readings)
    seen = anna("network", "--json", now=later).data
    assert len(seen["ties"]) >= 6
    assert all(person["known"] for person in seen["people"])


def test_what_was_removed_stays_removed(anna: Plnbuddy, community: Community) -> None:
    number = next(str(e["id"]) for e in journal(anna) if e["text"] == "Post 89")
    anna("log", "remove", number)
    anna("sync", now=TOMORROW)
    assert "Post 89" not in {entry["text"] for entry in journal(anna)}
    anna("undo", now=TOMORROW)
    assert "Post 89" in {entry["text"] for entry in journal(anna)}


def test_a_pause_of_unstated_length_ends_sync_with_one_sentence(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    server.faults.schedule(faults.rate_limited(60, retry_after=True), times=None)
    answer = anna("sync", ok=False)
    assert answer.exit_code == RATE_LIMITED
    assert "asks for a pause" in answer.messages


def test_links_of_posts_and_people_are_those_that_the_server_gave(
    anna: Plnbuddy, community: Community
) -> None:
    (entry,) = (each for each in journal(anna) if each["text"] == "Post 89")
    assert entry["links"][0].startswith(f"https://social.{HERE}/@anna/")
    community.follow("anna", "old")
    anna("sync", now=TOMORROW)
    (entry,) = (each for each in journal(anna) if each["text"] == f"Followed @old@{HERE}")
    assert entry["links"] == [f"https://social.{HERE}/@old"]


# Following


def test_following_oneself_is_named_and_the_names_after_it_go_on(
    anna: Plnbuddy, community: Community
) -> None:
    answer = anna("follow", f"@anna@{HERE}", CLEO, ok=False)
    assert answer.exit_code == COULD_NOT
    assert "That is your own account" in answer.output
    assert follows(community, CLEO)


def test_a_refusal_with_an_unusual_number_stops_nobody_and_says_why(
    anna: Plnbuddy, server: MastodonServer, community: Community
) -> None:
    wanted = "/api/v1/accounts/*/follow"
    refusal = faults.status(406, "Not Acceptable: we do not like that")
    server.faults.schedule(refusal, wanted, times=1)
    answer = anna("follow", DORA, CLEO, ok=False)
    assert answer.exit_code == COULD_NOT
    assert "we do not like that" in answer.output
    assert "software" not in answer.output + answer.messages
    assert follows(community, CLEO)


def test_people_are_found_by_their_handle_with_its_at_sign(
    anna: Plnbuddy, server: MastodonServer, community: Community
) -> None:
    anna("follow", CLEO, "eva@far.example")
    assert follows(community, CLEO)
    assert follows(community, "eva@far.example")
    asked = [entry.values["q"][0] for entry in server.log.entries("/api/v2/search")]
    assert asked == [CLEO, "@eva@far.example"]


def test_a_read_only_teacher_gets_the_page_that_the_server_names(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server, "anna", "--read-only")
    plnbuddy("sync")
    answer = plnbuddy("follow", DORA, "#recorders")
    assert f"https://social.{HERE}/@dora" in answer.output
    assert "authorize_interaction" not in answer.output
    assert "config set account.server" not in answer.output + answer.messages
    address = server.url.partition("://")[2]
    assert f"https://{address}/tags/recorders" in answer.output


def test_a_suggestion_links_to_the_page_that_the_server_names(
    anna: Plnbuddy, community: Community
) -> None:
    first = shown(anna, "--offline")
    lay_people_open(community, first)
    answer = anna("suggest", "people", "--json")
    links = {
        each["subject"]["label"]: each["link"] for each in answer.data["sections"][0]["suggestions"]
    }
    assert links
    assert not any("authorize_interaction" in link for link in links.values())


# Counting


TWEETER, IDA = "@mrteacher", f"@ida@{HERE}"
OTHERS = ("fay", "gus", "hal")


LATER = "2027-01-20T09:00:00+00:00"


@pytest.fixture
def confusing(music_teacher: Plnbuddy, server: MastodonServer, community: Community) -> Plnbuddy:
    """A teacher for whom decisions, the account and the journal name different people.

    She follows ben, cleo, ida, fay, and somebody on Twitter. She decided to follow herself
    before she logged in; blocked gus on the web; dora has not agreed yet; and hal was
    unfollowed with plnbuddy.
    """
    music_teacher("config", "set", "profile.networks", "mastodon,twitter")
    for kind in ("connect", "collaborate", "contribute"):
        music_teacher("config", "set", f"goals.{kind}", "0")
    music_teacher("follow", f"@anna@{HERE}", TWEETER)
    for name in ("ida", *OTHERS):
        community.person(name)
    log_in(music_teacher, server)
    music_teacher("sync")
    music_teacher("follow", CLEO, DORA, IDA, *(f"@{name}@{HERE}" for name in OTHERS), "--yes")
    music_teacher("unfollow", f"@hal@{HERE}")
    community.block("anna", "gus")
    music_teacher("sync")
    music_teacher("explore", "--budget", "5")
    return music_teacher


def test_one_place_counts_people_for_the_step_the_day_and_the_report(
    confusing: Plnbuddy, community: Community
) -> None:
    def agreed(now: str | None = None) -> str:
        steps = confusing("start", "--json", ok=False, now=now).data["steps"]
        today = confusing("--json", now=now).data["today"]["steps"]["steps"]
        said = {s["so_far"] for s in (*steps, *today) if "people followed" in s["so_far"]}
        return said.pop() if len(said) == 1 else str(said)

    assert agreed() == "5 of 10 people followed"
    community.unfollow("anna", "fay")
    confusing("sync", now=LATER)
    confusing("explore", "--budget", "5", now=LATER)
    assert agreed(LATER) == "4 of 10 people followed"
    said = " ".join(confusing("report", now=LATER).output.split())
    named = re.findall(r"You follow (@\S+) for over", said)
    assert len(named) == 2
    assert set(named) <= {CLEO, IDA, TWEETER}


def test_the_conversation_counts_like_the_step(confusing: Plnbuddy) -> None:
    with confusing.terminal("start") as child:
        child.expect(r"(\d+) of 10 people")
        assert child.match[1] == "5"


# Suggestions


def test_who_was_followed_on_the_web_since_is_not_suggested(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    first = shown(anna, "--offline")
    lay_people_open(community, first)
    before = shown(anna)
    elsewhere = next(label for label in before if label.count("@") == 2)
    community.unfollow("anna", "ben")
    community.follow("anna", elsewhere[1:])  # the counts are as before
    server.log.clear()
    after = shown(anna)
    assert elsewhere not in after
    assert server.log.count(RELATIONSHIPS) <= 2  # one more for who took the free place
    anna("sync", now=TOMORROW)
    assert ("connect", f"Followed {elsewhere}") in told(anna)


@pytest.mark.parametrize("how", ["asked", "blocked", "muted"])
def test_who_was_asked_blocked_or_muted_on_the_web_is_not_suggested(
    anna: Plnbuddy, community: Community, how: str
) -> None:
    first = shown(anna, "--offline")
    lay_people_open(community, first)
    before = shown(anna)
    who = next(label for label in before if label.count("@") == 2)
    if how == "asked":
        community.ask_to_follow("anna", who[1:])
    elif how == "blocked":
        community.block("anna", who[1:])
    else:
        community.mute("anna", who[1:])
    assert who not in shown(anna)


def test_one_request_asks_for_all_people_of_the_day(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    lay_people_open(community, shown(anna, "--offline"))
    first = shown(anna)
    server.log.clear()
    assert shown(anna) == first
    assert server.log.count() == 1
    (asked,) = server.log.entries(RELATIONSHIPS)
    assert len(asked.values["id"]) == sum(label.count("@") == 2 for label in first)


def test_what_the_server_lacks_is_no_failure_of_exploring(anna: Plnbuddy) -> None:
    answer = anna("explore", "--budget", "60")
    assert "stumbled" not in answer.messages
    again = anna("explore", "--budget", "60")
    assert again.exit_code == 0


def test_people_whom_a_search_does_not_return_are_unchecked_and_not_gone(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    before = shown(anna, "--offline")
    after = shown(anna)  # nobody of them is known there
    assert after == before
    assert "gone" not in " ".join(kept(anna.home)["known_person"])


# The profile


def checked(plnbuddy: Plnbuddy) -> Any:
    findings = plnbuddy("doctor", "--json", ok=False).data["findings"]
    (account,) = (each for each in findings if each["part"] == "account")
    return account


def test_a_default_picture_is_none(anna: Plnbuddy, community: Community) -> None:
    assert "a picture" in checked(anna)["fact"]
    community.change("anna", has_avatar=True)
    assert "a picture" not in checked(anna)["fact"]


def test_a_post_that_was_not_asked_for_is_no_introduction(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    assert "introduction" not in checked(anna)["fact"]  # not known, so neither there nor missing
    said = log_in(anna, server)
    assert re.search(r"\? a post with #introduction: your server does not tell", said.output)
    community.post("anna", "Hello, I teach music #introduction")
    assert "✓ a post with #introduction" in log_in(anna, server).output
