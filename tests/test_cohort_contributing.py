"""What members show the others: public posts alone, after a yes, and taken out again."""

import json
import os
import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from plnbuddy.cohort.contribute import (
    TEXT_LIMIT,
    WEEK_LIMIT,
    Contribution,
    PublicText,
    build_contribution,
    contribution_text,
    write_contribution,
)
from plnbuddy.cohort.members import remove_member
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.store.activities import add_activity
from plnbuddy.store.database import Store
from tests import cohorts, stored
from tests.cohorts import show_something, shown_file
from tests.conftest import Plnbuddy

anna, store = cohorts.anna, stored.store
file = cohorts.file


def test_counts_go_in_without_texts_or_names(anna: Plnbuddy, file: Path) -> None:
    anna("log", "collaborate", "secret plan with @ben@example.org", "--minutes", "30")
    anna("log", "contribute", "my #rhythm https://example.org/r")
    anna("cohort", "contribute", "--yes")
    written = shown_file(file, "@anna@example.org").read_text()
    assert json.loads(written)["weeks"] == [
        {"week": "2026-11-23", "connect": 0, "collaborate": 1, "contribute": 1}
    ]
    assert json.loads(written)["texts"] == []
    for secret in ("secret", "ben", "rhythm", "30"):
        assert secret not in written
    assert "last 4 weeks: 0 connect, 1 collaborate, 1 contribute" in anna("cohort").output


def test_texts_are_the_public_ones_of_the_footprint(anna: Plnbuddy, file: Path) -> None:
    anna("log", "contribute", "my rhythm https://example.org/r", "--note", "hush")
    anna("log", "contribute", "hidden one https://example.org/h")
    anna("log", "contribute", "no link at all")
    anna("footprint", "hide", "2")
    preview = anna("cohort", "contribute", "--texts", "--dry-run").output
    assert "my rhythm" in preview
    assert not shown_file(file, "@anna@example.org").exists()
    anna("cohort", "contribute", "--texts", "--yes")
    texts = json.loads(shown_file(file, "@anna@example.org").read_text())["texts"]
    assert [text["link"] for text in texts] == ["https://example.org/r"]
    assert "hush" not in json.dumps(texts)
    assert "Anna, today: my rhythm" in anna("cohort").output
    anna("cohort", "contribute", "--yes")  # Each time anew: now without texts.
    assert json.loads(shown_file(file, "@anna@example.org").read_text())["texts"] == []


def test_without_anybody_to_ask_nothing_is_written(anna: Plnbuddy, file: Path) -> None:
    answer = anna("cohort", "contribute", ok=False)
    assert answer.exit_code == 2
    assert "--yes" in answer.messages
    assert "The others would see this" in answer.output
    assert anna("cohort", "contribute", "--json", ok=False).exit_code == 2
    assert not file.with_name("seminar.cohort").exists()


def test_counts_begin_with_the_day_of_joining(anna: Plnbuddy, file: Path) -> None:
    anna("log", "connect", "long ago", "--date", "2026-09-01")
    weeks = anna("cohort", "contribute", "--dry-run", "--json").data["contribution"]["weeks"]
    assert weeks == []
    words = ("cohort", "contribute", "--dry-run", "--json", "--since", "2026-08-01")
    data = anna(*words).data
    assert data["form"] == "plnbuddy.cohort-contribution.1"
    assert data["written"] is False
    assert [week["week"] for week in data["contribution"]["weeks"]] == ["2026-08-31"]


def test_whoever_is_removed_while_being_asked_writes_nothing(anna: Plnbuddy, file: Path) -> None:
    built = Contribution(parse_handle("@anna@example.org"), date(2026, 11, 24), ())
    remove_member(file, "anna@example.org")
    with pytest.raises(PlnbuddyError, match="not a member"):
        write_contribution(file, built)
    assert not file.with_name("seminar.cohort").exists()


@pytest.mark.parametrize(("answer", "written"), [("yes", True), ("no", False)])
def test_at_a_terminal_it_is_shown_and_asked_for(
    anna: Plnbuddy, file: Path, answer: str, written: bool
) -> None:
    with anna.terminal("cohort", "contribute") as child:
        child.expect("The others would see")
        child.expect("Show this to the cohort")
        child.sendline(answer)
        child.exit_code()
    assert shown_file(file, "@anna@example.org").exists() is written


def test_a_contribution_is_taken_out_again(anna: Plnbuddy, file: Path) -> None:
    anna("cohort", "contribute", "--yes")
    anna("cohort", "contribute", "--remove")
    assert not shown_file(file, "@anna@example.org").exists()
    assert anna("cohort", "contribute", "--remove", ok=False).exit_code == 6


def test_it_reaches_back_two_years_and_holds_a_hundred_texts(store: Store) -> None:
    today = date(2026, 11, 24)
    oldest = week_start(today) - timedelta(weeks=WEEK_LIMIT - 1)
    with store.writing():
        for number, day in enumerate((oldest - timedelta(days=1), oldest, today)):
            moment = datetime.combine(day, time(9), UTC)
            kind = ActivityKind.CONNECT
            add_activity(store, Activity(0, f"u{number}", kind, moment, day, "met somebody"))
    texts = (PublicText(today, str(n), "https://example.org") for n in range(TEXT_LIMIT + 5))
    me = parse_handle("@a@example.org")
    built = build_contribution(store, me, date(2000, 1, 1), today, texts)
    assert [week.week for week in built.weeks] == [oldest, week_start(today)]
    assert [each.text for each in built.texts] == [str(n) for n in range(TEXT_LIMIT)]


def test_a_contribution_stays_within_its_size(file: Path) -> None:
    link = "https://example.org/" + "a" * 1_900
    texts = (PublicText(date(2026, 11, 24), "ä" * 300, link),) * TEXT_LIMIT
    built = Contribution(parse_handle("@a@example.org"), date(2026, 11, 24), (), texts)
    written = contribution_text(built)
    assert len(written.encode()) < 256_000
    assert json.loads(written)["texts"]


@pytest.mark.parametrize(
    "changed",
    [
        {"weeks": [{"week": "2026-11-23", "connect": -1, "collaborate": 0, "contribute": 0}]},
        {"weeks": [{"week": "2026-11-23", "connect": 1e9, "collaborate": 0, "contribute": 0}]},
        {"weeks": [{"week": "9999-11-23", "connect": 1, "collaborate": 0, "contribute": 0}]},
        {"weeks": {"week": 1}},
        {"weeks": "words"},
        {"texts": [{"day": "2026-11-24", "text": "x", "link": "javascript:alert(1)"}]},
        {"texts": [{"day": "2026-11-24", "text": 7, "link": "https://example.org"}]},
        {"handle": "@anna@example.org"},
        {"handle": 5},
        {"form": "something.else"},
        {"written_on": "yesterday"},
    ],
)
def test_a_contribution_that_does_not_hold_together_is_passed_over(
    anna: Plnbuddy, file: Path, changed: dict[str, object]
) -> None:
    show_something(file, "@ben@example.org", **changed)
    data = anna("cohort", "--json").data
    assert [each["file"] for each in data["ignored"]] == ["ben@example.org.json"]
    assert data["this_week"]["members"] == 0


def test_hostile_contributions_do_no_harm(anna: Plnbuddy, file: Path, tmp_path: Path) -> None:
    show_something(file, "@stranger@example.org")
    deep = shown_file(file, "@ben@example.org")
    deep.write_text('{"form":' + "[" * 100_000)
    huge = shown_file(file, "@anna@example.org")
    huge.write_bytes(b" " * 300_000)
    (deep.parent / "\x1b[31mred.json").write_text("{}")
    output = anna("cohort").output
    assert "Passed over: stranger@example.org.json is not of a member." in output
    assert "Passed over: ben@example.org.json does not hold what plnbuddy writes." in output
    assert "Passed over: anna@example.org.json is larger than 256 kB." in output
    assert "\x1b" not in output


def test_texts_of_others_are_cleaned(anna: Plnbuddy, file: Path) -> None:
    text = {"day": "2026-11-24", "text": "a\x1b[2Jb\n\u202ec", "link": "https://example.org/x"}
    show_something(file, "@ben@example.org", texts=[text])
    assert "Ben, today: ab c" in anna("cohort").output


def test_links_are_neither_read_nor_written_through(
    anna: Plnbuddy, file: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.json"
    shutil.move(show_something(file, "@ben@example.org"), secret)
    shown_file(file, "@ben@example.org").symlink_to(secret)
    shown_file(file, "@anna@example.org").symlink_to(secret)
    before = secret.read_text()
    assert "ben@example.org.json is a link" in anna("cohort").output
    assert anna("cohort", "contribute", "--yes", ok=False).exit_code == 1
    assert secret.read_text() == before
    anna("cohort", "leave")  # Removes the link, not what it leads to.
    assert not shown_file(file, "@anna@example.org").is_symlink()
    assert secret.read_text() == before


def test_a_linked_folder_of_contributions_is_refused(
    anna: Plnbuddy, file: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file.with_name("seminar.cohort").symlink_to(elsewhere)
    assert anna("cohort", "contribute", "--yes", ok=False).exit_code == 1
    assert list(elsewhere.iterdir()) == []
    assert "seminar.cohort is a link" in anna("cohort").output
    of_somebody_else = elsewhere / "anna@example.org.json"
    of_somebody_else.write_text("{}")
    assert anna("cohort", "contribute", "--remove", ok=False).exit_code == 6
    anna("cohort", "leave")
    assert of_somebody_else.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_place_of_a_file_does_not_hang(anna: Plnbuddy, file: Path) -> None:
    shown_file(file, "@ben@example.org").parent.mkdir()
    os.mkfifo(shown_file(file, "@ben@example.org"))
    assert "ben@example.org.json is not an ordinary file" in anna("cohort").output
    file.unlink()
    os.mkfifo(file)
    assert anna("cohort", ok=False).exit_code == 1
