"""A server that is close to Mastodon but not it: plnbuddy checks the answer, not the request."""

import sqlite3
from contextlib import closing

from tests import close_server as close
from tests.accounts import (
    COULD_NOT,
    HERE,
    RATE_LIMITED,
    journal,
    log_in,
)
from tests.close_server import CLEO, DORA, POSTS, TOMORROW, lay_people_open, shown
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer, faults

# Fixtures.
anna, community, server, synced_home = (
    close.anna,
    close.community,
    close.server,
    close.synced_home,
)


def follows(community: Community, who: str) -> bool:
    return (community.find("anna").id, community.find(who.removeprefix("@")).id) in (
        community.follows
    )


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
