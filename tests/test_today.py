"""`plnbuddy` alone: today's page."""

import json
from pathlib import Path

from tests.accounts import HERE, log_in
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer


def test_who_has_not_begun_is_told_how_and_nothing_is_made(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy()
    assert "plnbuddy start" in answer.messages
    assert not plnbuddy.home.exists()
    assert plnbuddy("--json").data == {"form": "plnbuddy.today.1", "begun": False, "today": None}


def test_it_says_where_the_steps_and_the_week_stand_and_what_is_next(
    music_teacher: Plnbuddy,
) -> None:
    music_teacher("log", "connect", "met Ben", "--minutes", "15")
    music_teacher("log", "contribute", "long ago", "--date", "2026-11-01")
    answer = music_teacher()
    assert "Tuesday 24 November" in answer.output
    assert "1 of 5 done; now follow a few good people (0 of 10" in answer.output
    assert "connect 1 of 2, collaborate 0 of 2, contribute 0 of 1; 15 minutes" in answer.output
    assert answer.messages.count("Next: ") == 1
    assert not answer.output.endswith("\n\n")
    assert "plnbuddy suggest people" in answer.messages
    data = music_teacher("--json").data["today"]
    assert (data["week"]["connect"], data["week"]["contribute"]) == (1, 0)
    assert data["waiting"] is None
    assert music_teacher("-q").messages == ""


def test_the_next_chat_of_ones_own_is_named_with_its_time_here(music_teacher: Plnbuddy) -> None:
    assert "Next chat" not in music_teacher().output
    music_teacher(
        "chats", "add", "#staffroom", "--day", "wed", "--time", "19:30", "--timezone", "UTC"
    )
    assert "#staffroom, Wednesday 25 November at 19:30" in music_teacher().output
    assert "Next chat" not in music_teacher("--json", now="2026-11-26T09:00:00+00:00").output


def test_who_waits_for_an_answer_comes_first(
    music_teacher: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    log_in(music_teacher, server)
    community.post("ben", "How do you teach rhythm?", mentions=["anna"])
    music_teacher("sync")
    answer = music_teacher()
    assert f"Waiting   @ben@{HERE} wrote to you today" in answer.output
    assert f'log collaborate "answered @ben@{HERE}"' in answer.messages


def test_options_of_the_page_belong_behind_a_command(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("--json", "suggest", ok=False)
    assert answer.exit_code == 2
    assert "plnbuddy suggest --json" in answer.messages


def test_help_is_as_ever(plnbuddy: Plnbuddy) -> None:
    assert plnbuddy("--help").output.startswith("Usage: plnbuddy")


def test_the_page_asks_no_server(
    music_teacher: Plnbuddy, server: MastodonServer, tmp_path: Path
) -> None:
    log_in(music_teacher, server)
    server.log.clear()
    music_teacher()
    assert server.log.entries() == []
    assert json.loads(music_teacher("--json").output)["begun"] is True
