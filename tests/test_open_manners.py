"""How public servers are asked: with a yes, politely, within a budget, whatever they answer."""

import json
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from plnbuddy import __version__
from plnbuddy.core.model import Profile
from plnbuddy.open_reading.plan import FIRST_EVENING, LATER_DAY, make_plan
from tests.accounts import NO_ACCOUNT
from tests.conftest import Plnbuddy
from tests.open_village import (
    BIG,
    MATHS,
    PRIYA,
    SCHULE,
    TEACHERS,
    TOM,
    all_requests,
    host_of,
    open_world,
    teachers,
)

from .mastodon_server import ServerSettings, faults
from .mastodon_server.exchange import Request, Response

TOMORROW = "2026-11-25T09:00:00+00:00"
TONIGHT = "2026-11-24T21:00:00+00:00"


def known(plnbuddy: Plnbuddy) -> set[str]:
    """Everybody whom the store holds as somebody who may be suggested."""
    with closing(sqlite3.connect(plnbuddy.home / "plnbuddy.sqlite3")) as store:
        return {row[0] for row in store.execute("SELECT handle FROM open_person")}


# The yes


def test_without_a_yes_nobody_is_asked(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy, agreed=False) as servers:
        answer = plnbuddy("explore", ok=False)
        assert answer.exit_code == NO_ACCOUNT
        assert "explore --yes" in answer.messages
        plnbuddy("suggest", ok=False)
        plnbuddy("config", "set", "explore.open_reading", "no")
        assert plnbuddy("explore", ok=False).exit_code == NO_ACCOUNT
        assert all_requests(servers) == 0


def test_offline_says_whom_it_would_ask_what_and_asks_nobody(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        plan = plnbuddy("explore", "--offline", "--json").data
        answer = plnbuddy("explore", "--offline")
        assert all(host_of(server) in answer.output for server in servers.values())
        assert plan["form"] == "plnbuddy.explore-plan.1"
        assert {host_of(server) for server in servers.values()} <= set(plan["servers"])
        assert "#ITeachMath" in answer.output
        assert "your computer's address" in answer.output
        assert f"At most {FIRST_EVENING} requests" in answer.output
        assert all_requests(servers) == 0


def test_a_yes_is_given_once_and_remembered(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy, agreed=False) as servers:
        plnbuddy("explore", "--yes")
        first = all_requests(servers)
        assert first > 0
        assert 'open_reading = "yes"' in (plnbuddy.home / "config.toml").read_text("utf-8")
        plnbuddy("explore", now=TOMORROW)
        assert all_requests(servers) > first


def test_servers_that_fit_are_chosen_by_topic_and_language() -> None:
    maths = make_plan(Profile(topics=("math",), languages=("en",)))
    assert maths.names[0] == "mathstodon.xyz"
    assert maths.names[-1] == "mastodon.social"
    assert "mathstodon.xyz" in maths.directories
    assert "mastodon.social" not in maths.directories
    german = make_plan(Profile(topics=("music",), languages=("de",)), server="schule.social")
    assert german.names[0] == "schule.social"
    assert german.names[1] in {"bildung.social", "colearn.social", "mastodon.schule"}
    assert "fedilz" in {tag.key for tag in german.tags}
    for plan in (maths, german):
        assert len(plan.names) <= 4


# Manners


def test_the_first_evening_takes_thirty_requests_at_most_and_later_days_ten(
    plnbuddy: Plnbuddy,
) -> None:
    with open_world(plnbuddy) as servers:
        told = plnbuddy("explore", "--json").data
        assert told["requests"] == all_requests(servers) <= FIRST_EVENING
        plnbuddy("explore", now=TONIGHT)
        assert all_requests(servers) <= FIRST_EVENING
        before = all_requests(servers)
        plnbuddy("explore", now=TOMORROW)
        plnbuddy("explore", now=TOMORROW)
        assert 0 < all_requests(servers) - before <= LATER_DAY


def test_nothing_is_asked_twice_in_a_day(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        plnbuddy("explore")
        plnbuddy("explore", now=TONIGHT)
        for server in servers.values():
            asked = Counter((entry.path, entry.query) for entry in server.log.entries())
            assert set(asked.values()) == {1}


def test_a_budget_of_ones_own_is_kept(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        plnbuddy("explore", "--budget", "4")
        assert all_requests(servers) == 4


def _looked_at(seen: list[Request]) -> faults.Fault:
    def look(request: Request, answer: faults.Answer) -> Response:
        seen.append(request)
        return answer(request)

    return look


def test_the_program_gives_its_name_and_nothing_about_the_teacher(plnbuddy: Plnbuddy) -> None:
    seen: list[Request] = []
    with open_world(plnbuddy) as servers:
        plnbuddy("config", "set", "profile.name", "Anna Secret")
        plnbuddy("config", "set", "profile.school", "Hidden School")
        for server in servers.values():
            server.faults.schedule(_looked_at(seen), times=None)
        plnbuddy("explore")
    assert seen
    for request in seen:
        assert request.headers["user-agent"] == f"plnbuddy/{__version__}"
        assert not {"authorization", "cookie", "referer", "from"} & set(request.headers)
        assert "secret" not in str(request).lower()
        assert "hidden school" not in str(request).lower()


def test_a_pause_that_a_server_asks_for_is_kept(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        big = servers[BIG]
        big.faults.schedule(faults.status(429, headers={"Retry-After": "7200"}), times=1)
        answer = plnbuddy("explore")
        assert "asks for a pause" in answer.messages
        assert big.log.count() == 1
        plnbuddy("explore", now="2026-11-24T10:00:00+00:00")
        assert big.log.count() == 1
        plnbuddy("explore", now="2026-11-24T11:30:00+00:00")
        assert big.log.count() > 1


def test_a_server_that_fails_is_left_alone_for_a_day(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        servers[BIG].faults.schedule(faults.status(500), times=None)
        plnbuddy("explore")
        plnbuddy("explore", now=TONIGHT)
        assert servers[BIG].log.count() == 1
        plnbuddy("explore", now=TOMORROW)
        assert servers[BIG].log.count() == 2


# What servers may answer


_BAD = {
    "hangs up": faults.hang_up(),
    "server error": faults.status(500),
    "web page": faults.html(),
    "half an answer": faults.truncated(),
    "number": faults.json_body(7),
    "nothing": faults.json_body(None),
    "other type": faults.wrong_type(),
    "too large": faults.oversized(6_000_000),
    "bomb": faults.oversized(60_000_000, compressed=True),
    "another place": faults.redirect("http://127.0.0.1:1/elsewhere"),
    "private place": faults.redirect("http://10.0.0.1/"),
    "for ever on": faults.redirect("{path}"),
    "endless nesting": lambda _request, _answer: Response(body=b"[" * 200_000),
}


@pytest.mark.parametrize("kind", sorted(_BAD))
def test_a_bad_answer_is_one_sentence_and_loses_nothing_of_the_others(
    plnbuddy: Plnbuddy, kind: str
) -> None:
    """One server answers everything badly, another one question."""
    with open_world(plnbuddy) as servers:
        servers[SCHULE].faults.schedule(_BAD[kind], times=None)
        servers[MATHS].faults.schedule(_BAD[kind], "/api/v1/directory", times=None)
        answer = plnbuddy("explore")
        told = [line for line in answer.messages.splitlines() if host_of(servers[SCHULE]) in line]
        assert len(told) == 1, answer
        assert "Traceback" not in answer.messages
        assert servers[MATHS].log.count("/api/v1/directory") > 0
        assert servers[MATHS].log.count() > 3
    assert known(plnbuddy) >= {PRIYA, TOM}


def test_who_asks_a_server_that_fails_meets_everybody_on_the_others(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        servers[SCHULE].faults.schedule(faults.status(500), times=None)
        plnbuddy("explore")
    assert known(plnbuddy) >= TEACHERS


def test_a_server_that_never_answers_does_not_hold_the_others_up(
    plnbuddy: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plnbuddy.platforms.mastodon.open_reading.SECONDS", 0.3)
    with open_world(plnbuddy) as servers:
        servers[SCHULE].faults.schedule(faults.delay(30), times=None)
        answer = plnbuddy("explore")
        assert "takes too long" in answer.messages
    assert known(plnbuddy) >= TEACHERS


def test_entries_that_make_no_sense_are_passed_over(plnbuddy: Plnbuddy) -> None:
    odd = {
        "id": [],
        "acct": 7,
        "display_name": {},
        "note": None,
        "fields": "none",
        "followers_count": 10**40,
        "following_count": 10**40,
        "last_status_at": "yesterday",
    }

    def spoil(entity: dict[str, Any]) -> dict[str, Any]:
        return entity | odd if entity.get("username") == "dev" else entity

    with open_world(plnbuddy) as servers:
        for server in servers.values():
            server.faults.schedule(faults.changed_objects(spoil), "/api/v1/*", times=None)
        plnbuddy("explore")
    assert known(plnbuddy) >= TEACHERS


def test_closed_timelines_are_passed_over_without_asking_them(plnbuddy: Plnbuddy) -> None:
    closed = ServerSettings(hashtag_feeds=("authenticated", "authenticated"))
    off = ServerSettings(hashtag_feeds=("disabled", "disabled"))
    with open_world(plnbuddy, settings={BIG: closed, SCHULE: off}) as servers:
        plnbuddy("explore")
        for domain in (BIG, SCHULE):
            assert servers[domain].log.count("/api/v1/timelines/*") == 0
            assert servers[domain].log.count("/api/v1/directory") > 0
        told = plnbuddy("suggest", "people", "--offline", "--explain").output
        assert f"{host_of(servers[BIG])}: it shows posts under hashtags to its own" in told
        assert f"{host_of(servers[SCHULE])}: it shows no posts under hashtags" in told


def test_a_server_that_closes_without_saying_so_is_no_failure(plnbuddy: Plnbuddy) -> None:
    shut = ServerSettings(api_open=False, states_access=False)
    with open_world(plnbuddy, settings={BIG: shut}):
        answer = plnbuddy("explore")
        assert "left alone" not in answer.messages
    assert PRIYA in known(plnbuddy)


def test_ctrl_c_keeps_what_was_read(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        servers[BIG].faults.schedule(faults.delay(30), "/api/v1/timelines/*", times=None)
        process = plnbuddy.begin("explore")
        end = time.monotonic() + 60
        while not servers[BIG].log.count("/api/v1/timelines/*") and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate()
    assert process.wait() == 130
    assert b"Traceback" not in messages
    assert PRIYA in known(plnbuddy)


def test_no_bio_and_no_field_is_kept_anywhere(plnbuddy: Plnbuddy) -> None:
    world = teachers()
    world.change(PRIYA, note="<p>KS3 maths teacher. Xylophone zebras everywhere.</p>")
    with open_world(plnbuddy, world):
        plnbuddy("explore")
    assert PRIYA in known(plnbuddy)
    for file in Path(plnbuddy.home).glob("plnbuddy.sqlite3*"):
        assert b"ylophone" not in file.read_bytes()


def test_the_json_of_an_evening_is_as_documented(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        told = json.loads(plnbuddy("explore", "--json").output)
        assert told["form"] == "plnbuddy.explore.1" if "form" in told else True
        assert told["open_reading"]["servers"] == [host_of(server) for server in servers.values()]
        assert told["people"] == len(known(plnbuddy))
        assert set(told["by_source"]) <= {"hashtag", "directory", "followed", "collection"}
