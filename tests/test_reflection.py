"""The question of the week: asked at a terminal, kept with the week, shown in every form."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pexpect
import pytest

from plnbuddy.journal.reflect import QUESTIONS, question_of
from tests.conftest import Plnbuddy

MONDAY = date(2026, 11, 23)
QUESTION = question_of(MONDAY)


def answer(plnbuddy: Plnbuddy, text: str, *arguments: str, now: str | None = None) -> None:
    with plnbuddy.terminal("report", *arguments, now=now, columns=100) as child:
        child.expect_exact(QUESTION)
        child.sendline(text)
        assert child.exit_code() == 0


def is_asked(plnbuddy: Plnbuddy, *arguments: str, now: str | None = None) -> bool:
    with plnbuddy.terminal("report", *arguments, now=now, columns=100) as child:
        return bool(child.expect_exact([pexpect.EOF, "Enter skips it"]))


def reflections(plnbuddy: Plnbuddy, *arguments: str, now: str | None = None) -> Any:
    return plnbuddy("report", "--json", *arguments, now=now).data["reflections"]


def test_the_first_question_is_about_class_and_eight_rotate() -> None:
    assert QUESTIONS[0] == "What did you try in class because of your network?"
    weeks = [MONDAY + timedelta(weeks=at) for at in range(16)]
    asked = [question_of(week) for week in weeks]
    assert set(asked[:8]) == set(QUESTIONS)
    assert asked[8:] == asked[:8]
    assert question_of(MONDAY - timedelta(days=1)) != asked[1]  # A week may start on Sunday.


def test_an_answer_is_kept_with_its_week_and_nobody_asks_again(music_teacher: Plnbuddy) -> None:
    answer(music_teacher, "Exit tickets, as @anna does")
    (kept,) = reflections(music_teacher)
    assert kept == {
        "week": "2026-11-23",
        "question": QUESTION,
        "answer": "Exit tickets, as @anna does",
        "written_at": "2026-11-24T09:00:00Z",
    }
    assert not is_asked(music_teacher)
    assert is_asked(music_teacher, now="2026-11-30T09:00:00Z")


def test_enter_skips_the_question_until_tomorrow(music_teacher: Plnbuddy) -> None:
    answer(music_teacher, "")
    assert reflections(music_teacher) == []
    assert not is_asked(music_teacher)
    assert is_asked(music_teacher, now="2026-11-25T09:00:00Z")


@pytest.mark.parametrize("word", ["-", "back"])
def test_words_that_mean_no_answer_elsewhere_are_no_answer_here(
    music_teacher: Plnbuddy, word: str
) -> None:
    answer(music_teacher, word)
    assert reflections(music_teacher) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--no-input",),
        ("--quiet",),
        ("--json",),
        ("--format", "md"),
        ("--month",),
        ("--since", "yesterday"),
        ("--evidence",),
        ("-o", "r.txt"),
        ("--reflection", "written already"),
    ],
    ids=" ".join,
)
def test_nobody_is_asked_when(
    music_teacher: Plnbuddy,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not is_asked(music_teacher, *arguments)


def test_without_a_terminal_nobody_is_asked(music_teacher: Plnbuddy) -> None:
    done = music_teacher.process("report", input=b"an answer\n")
    assert QUESTION not in done.output + done.messages
    assert reflections(music_teacher) == []


def test_an_answer_can_be_given_and_replaced_without_a_terminal(music_teacher: Plnbuddy) -> None:
    assert "first try" in music_teacher("report", "--reflection", "first try").output
    music_teacher("report", "--reflection", "second thought")
    assert [each["answer"] for each in reflections(music_teacher)] == ["second thought"]


def test_undo_takes_an_answer_back_to_what_it_was(music_teacher: Plnbuddy) -> None:
    music_teacher("report", "--reflection", "first try")
    music_teacher("report", "--reflection", "second thought")
    assert "question of the week" in music_teacher("undo").output
    assert [each["answer"] for each in reflections(music_teacher)] == ["first try"]
    music_teacher("undo")
    assert reflections(music_teacher) == []


def test_an_answer_is_cleaned(music_teacher: Plnbuddy) -> None:
    music_teacher("report", "--reflection", " one\x1b[31m red\u202e\r\ntwo ")
    assert reflections(music_teacher)[0]["answer"] == "one red\ntwo"


@pytest.mark.parametrize("text", ["", " \n", "\x1b[0m", "x" * 10_001])
def test_an_answer_that_does_not_fit_is_refused(music_teacher: Plnbuddy, text: str) -> None:
    refused = music_teacher("report", "--reflection", text, ok=False)
    assert refused.exit_code == 2
    assert "The answer" in refused.messages
    assert reflections(music_teacher) == []


def test_the_longest_answer_is_kept_whole(music_teacher: Plnbuddy) -> None:
    music_teacher("report", "--reflection", "x" * 10_000)
    assert len(reflections(music_teacher)[0]["answer"]) == 10_000


def test_a_report_shows_the_answers_of_its_period(music_teacher: Plnbuddy) -> None:
    for day in ("2026-10-28", "2026-11-11", "2026-11-24"):
        music_teacher("report", "--reflection", f"on {day}", now=f"{day}T09:00:00Z")

    def shown(*arguments: str) -> list[str]:
        return [each["answer"] for each in reflections(music_teacher, *arguments)]

    assert shown() == ["on 2026-11-24"]
    # The week of 26 October reaches into November.
    assert shown("--month") == ["on 2026-10-28", "on 2026-11-11", "on 2026-11-24"]
    assert shown("--from", "2026-11-02", "--to", "2026-11-22") == ["on 2026-11-11"]
    assert shown("--from", "2026-11-12", "--to", "2026-11-12") == ["on 2026-11-11"]
    assert shown("--from", "2026-11-16", "--to", "2026-11-22") == []


def test_the_week_of_an_answer_starts_when_the_teachers_week_does(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "display.week_starts", "sunday")
    music_teacher("report", "--reflection", "on a Sunday", now="2026-11-22T09:00:00Z")
    assert reflections(music_teacher)[0]["week"] == "2026-11-22"


@pytest.mark.parametrize("file_format", ["text", "md", "json", "csv", "html"])
@pytest.mark.parametrize("evidence", [[], ["--evidence"]], ids=["report", "evidence"])
def test_every_form_shows_the_answer(
    music_teacher: Plnbuddy, file_format: str, evidence: list[str]
) -> None:
    music_teacher("log", "connect", "met somebody")
    music_teacher("report", "--reflection", "Tried the silent rehearsal")
    output = music_teacher("report", *evidence, "--format", file_format).output
    assert "Tried the silent rehearsal" in output
    if file_format not in ("csv",):
        assert QUESTION in output


def test_markdown_keeps_an_answer_as_it_was_typed(music_teacher: Plnbuddy) -> None:
    music_teacher("report", "--reflection", "- *one*\n\n# two\n3. three\n    four | <b>")
    lines = music_teacher("report", "--format", "md").output.splitlines()
    quoted = [line.rstrip() for line in lines if line.startswith(">")]
    assert quoted == [
        "> \\- \\*one\\*", ">", "> \\# two", "> 3\\. three", "> four \\| \\<b\\>",
    ]  # fmt: skip


def test_a_table_keeps_an_answer_in_one_safe_cell(music_teacher: Plnbuddy) -> None:
    music_teacher("report", "--reflection", "=1+1\nsecond line")
    for arguments in ([], ["--evidence"]):
        output = music_teacher("report", *arguments, "--format", "csv").output
        rows = [row for row in csv.reader(io.StringIO(output)) if row[0] == "reflection"]
        (cell,) = [cell for cell in rows[0] if "1+1" in cell]
        assert cell in ("2026-11-23: =1+1 second line", "'=1+1 second line")
