"""What is said with a list: reasons, links, explanations, what is missing; JSON and terminals."""

import json
import math
import os
import re
import subprocess
from typing import Any

import pytest
from rich.cells import cell_len

from plnbuddy.core.handles import parse_handle
from plnbuddy.core.vocabulary import LANGUAGES
from tests import suggested
from tests.conftest import Plnbuddy
from tests.suggested import NOTHING_FOUND, labels, rows, suggestions
from tests.terminals import without_looks

teacher_everywhere = suggested.teacher_everywhere


COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")


def test_numbers_run_through_all_sections(teacher_everywhere: Plnbuddy) -> None:
    data = suggestions(teacher_everywhere("suggest", "--json"))
    assert [each["number"] for each in data] == list(range(1, len(data) + 1))
    text = teacher_everywhere("suggest").output
    assert [int(n) for n in re.findall(r"^ ?(\d+)  ", text, re.MULTILINE)] == [
        each["number"] for each in data
    ]
    for heading in ("People", "Hashtags"):
        assert f"{heading}\n" in text


def test_each_suggestion_has_reasons_and_a_link(teacher_everywhere: Plnbuddy) -> None:
    text = teacher_everywhere("suggest").output
    for each in suggestions(teacher_everywhere("suggest", "--json")):
        assert len(each["reasons"]) >= 2
        block = text.partition(each["subject"]["label"])[2].partition("https://")[0]
        assert all(reason in block for reason in each["reasons"])
        assert f"\n    {each['link']}\n" in text


def test_a_page_that_names_somebody_is_told_with_its_year(teacher_everywhere: Plnbuddy) -> None:
    listed = suggestions(
        teacher_everywhere("suggest", "--source", "curated", "--json", "--offline")
    )
    reasons = [reason for each in listed for reason in each["reasons"]]
    pages = [re.search(r" on (\S+\.\S+)( \(20\d\d\))?$", reason) for reason in reasons]
    assert any(page and page[2] for page in pages), reasons


def test_links_lead_to_the_account_and_to_the_teachers_own_server(
    music_teacher: Plnbuddy,
) -> None:
    for each in suggestions(music_teacher("suggest", "--json")):
        label = each["subject"]["label"]
        if each["subject"]["kind"] == "person":
            handle = parse_handle(label)
            assert each["link"] == f"https://{handle.domain}/@{handle.username}"
        else:
            assert each["link"].startswith("https://mastodon.social/tags/")
    music_teacher("config", "set", "account.server", "school.example")
    for each in suggestions(music_teacher("suggest", "hashtags", "--json")):
        assert each["link"].startswith("https://school.example/tags/")


# When lists run dry


def test_dry_lists_say_so_and_what_to_do(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "explore.open_reading", "no")
    for _ in range(10):
        answer = music_teacher("suggest", "hashtags", "-n", "50", ok=False)
        if answer.exit_code:
            break
        last = re.findall(r"^ ?(\d+)  ", answer.output, re.MULTILINE)[-1]
        music_teacher("skip", f"1-{last}")
    assert answer.exit_code == NOTHING_FOUND
    assert answer.output == ""
    assert "You have decided on all" in answer.messages
    assert "omorrow" not in answer.messages
    assert "plnbuddy lists add https://" in answer.messages
    as_json = music_teacher("suggest", "hashtags", "--json", ok=False)
    assert as_json.exit_code == NOTHING_FOUND
    assert as_json.data["sections"][0]["suggestions"] == []


def test_a_short_list_says_how_many_are_known_and_is_still_a_success(
    music_teacher: Plnbuddy,
) -> None:
    section = music_teacher("suggest", "hashtags", "-n", "50", "--json").data["sections"][0]
    count = len(section["suggestions"])
    assert 2 < count < 50
    assert section["missing"] == 50 - count
    whole = music_teacher("suggest", "hashtags", "-n", "50").messages
    assert f"{count} hashtags today: no others are known to fit you." in whole
    music_teacher("skip", "1")
    answer = music_teacher("suggest", "hashtags", "-n", "50")
    said = f"{count - 1} hashtags today: {count} known in all fit you, and you have decided on 1"
    assert said in answer.messages


def test_a_single_one_is_said_in_the_singular(music_teacher: Plnbuddy) -> None:
    count = len(labels(music_teacher("suggest", "people", "-n", "50", "--json")))
    assert count > 1
    music_teacher("skip", f"1-{count - 1}")
    messages = music_teacher("suggest", "people").messages
    assert f"1 person today: {count} known in all fit you" in messages
    assert "1 people" not in messages


def test_a_language_without_rows_says_that_nothing_fits(plnbuddy: Plnbuddy) -> None:
    used = {
        language
        for table in ("educators", "hashtags", "chats")
        for row in rows(plnbuddy, table)
        for language in row["languages"]
    }
    unused = sorted(set(LANGUAGES) - used)[0]
    plnbuddy("start", "--topic", "music", "--language", unused, "--yes")
    plnbuddy("config", "set", "explore.open_reading", "no")
    answer = plnbuddy("suggest", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "No people that fit you are known." in answer.messages
    assert "plnbuddy login" in answer.messages
    assert "Traceback" not in answer.messages


# Explanations and JSON


def test_explained_factors_multiply_to_the_score(teacher_everywhere: Plnbuddy) -> None:
    for each in suggestions(teacher_everywhere("suggest", "-n", "20", "--json")):
        product = math.prod(factor["value"] for factor in each["factors"])
        assert product == pytest.approx(each["score"], abs=0.0001)
        assert 0 < each["score"] <= 1
        assert all(factor["fact"] for factor in each["factors"])


def test_explain_shows_the_product_and_others_with_the_reason_why_not(
    teacher_everywhere: Plnbuddy,
) -> None:
    plain = teacher_everywhere("suggest", "people").output
    assert "score" not in plain
    assert "Not today" not in plain
    text = teacher_everywhere("suggest", "people", "--explain").output
    scores = re.findall(r"score (\d\.\d{3}) = (.+)", text)
    assert len(scores) == 5
    for score, product in scores:
        values = [float(part.split()[-1]) for part in product.split(" × ")]
        assert len(values) > 1
        assert math.prod(values) == pytest.approx(float(score), abs=0.02)
    others = text.partition("Not today:")[2].strip().splitlines()
    assert len(others) == 5
    shown = set(labels(teacher_everywhere("suggest", "people", "--json")))
    for other in others:
        label, _, why = re.fullmatch(r"\s*(\S+)  (\d\.\d{3}): (.+)", other).groups()  # type: ignore[union-attr]
        assert label not in shown
        assert why
    others_scores = [float(other.split()[1].rstrip(":")) for other in others]
    assert others_scores == sorted(others_scores, reverse=True)
    assert others_scores[0] > others_scores[-1]


def test_json_is_the_only_thing_that_is_written(teacher_everywhere: Plnbuddy) -> None:
    answer = teacher_everywhere.process("suggest", "--json")
    assert answer.messages == ""
    data = json.loads(answer.output)
    assert set(data) >= {"form", "day", "sections"}
    assert (data["form"], data["day"]) == ("plnbuddy.suggest.1", "2026-11-24")
    for section in data["sections"]:
        assert set(section) >= {
            "kind", "suggestions", "missing", "fitting", "decided", "passed_over",
        }  # fmt: skip
        for each in section["suggestions"]:
            assert set(each) >= {
                "subject", "name", "sources", "reasons", "link", "score", "factors", "topics",
                "number", "shown_before",
            }  # fmt: skip
            assert set(each["subject"]) >= {"kind", "key", "label"}
            assert {f["name"] for f in each["factors"]} == {
                "topic", "level", "language", "region", "platform", "source",
                "role" if section["kind"] == "person" else "about",
            }  # fmt: skip


def test_quiet_leaves_out_the_hints(teacher_everywhere: Plnbuddy) -> None:
    loud = teacher_everywhere("suggest")
    assert "Next: plnbuddy follow 1" in loud.messages
    quiet = teacher_everywhere("suggest", "-q")
    assert (quiet.output, quiet.messages) == (loud.output, "")


# Pipes and terminals


def in_terminal(plnbuddy: Plnbuddy, *arguments: str, columns: int, **looks: Any) -> str:
    """What a run writes to standard output in a terminal of that width."""
    with plnbuddy.terminal(*arguments, columns=columns, with_messages=False, **looks) as child:
        return child.rest()


def test_output_in_a_pipe_is_plain_and_unwrapped(teacher_everywhere: Plnbuddy) -> None:
    answer = teacher_everywhere.process("suggest", "--explain", COLUMNS="40", TERM="xterm-256color")
    assert "\x1b" not in answer.output + answer.messages
    assert max(map(len, answer.output.splitlines())) > 80


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("extra", [(), ("--explain",)], ids=["short", "explained"])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(
    teacher_everywhere: Plnbuddy, columns: int, extra: tuple[str, ...]
) -> None:
    piped = teacher_everywhere("suggest", "-n", "6", *extra).output
    watched = without_looks(
        in_terminal(teacher_everywhere, "suggest", "-n", "6", *extra, columns=columns)
    )
    assert max(map(cell_len, watched.split("\n"))) <= columns
    assert "".join(watched.split()) == "".join(piped.split())
    # Words are broken only where one alone is too long for the line.
    short = {word for word in piped.split() if len(word) <= columns - 12}
    assert short <= set(watched.split())


def test_colour_and_links_are_for_terminals_and_no_color_turns_colour_off(
    teacher_everywhere: Plnbuddy,
) -> None:
    with_colour = in_terminal(teacher_everywhere, "suggest", columns=80)
    assert COLOUR.search(with_colour)
    assert "\x1b]8;" in with_colour
    without = in_terminal(teacher_everywhere, "suggest", columns=80, NO_COLOR="1")
    assert not COLOUR.search(without)
    assert without_looks(without) == without_looks(with_colour)


def test_a_reader_that_leaves_early_is_no_error(teacher_everywhere: Plnbuddy) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -n 1', "sh", *teacher_everywhere.command(("suggest",))],
        capture_output=True,
        env={**teacher_everywhere.process_environment(), "PYTHONUNBUFFERED": "1"},
        timeout=60,
        check=True,
    )
    assert done.stdout == f"People{os.linesep}".encode()
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr
