"""Hostile text becomes harmless when it comes in, and CSV cells when they go out."""

import shlex
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.core.clean import (
    MARKS_LIMIT,
    as_argument,
    clean_line,
    clean_text,
    guard_cell,
    unguard_cell,
)
from tests.conftest import Plnbuddy

any_text = st.text(st.characters(categories=None), max_size=80)
hostile = st.text(
    "\x1b[]0;m\x07\\\x9b\x9d\u202e\u200b\u2066\x00\r\n\t\u2028\ud800ae\u0301 \u200d…", max_size=40
)
_DANGEROUS = set("\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hcleared", "cleared"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;cGFzdGU=\x07clipboard", "clipboard"),
        ("\x1bPpayload\x1b\\device", "device"),
        ("before\x1b]0;never ended", "before"),
        ("\x9b31mred", "red"),
        ("\x1bcreset", "reset"),
        ("bell\x07back\x08space\x7f", "bellbackspace"),
        ("a\x00b", "ab"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("\u2066isolate\u2069", "isolate"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("  around \n", "around"),
        ("soft\u00adhyphen", "softhyphen"),
        ("an\u034fna \u115fwr\u180eites\u3164", "anna writes"),
        ("br\u2800aille blank", "braille blank"),
        ("a\ufff9b\ufffac\ufffbd", "abcd"),
        ("hidden\U000e0061\U000e007f text\U000e0100", "hidden text"),
        ("q" + "\u0335" * 40 + "algo", "q" + "\u0335" * MARKS_LIMIT + "algo"),
        ("\u200d\u200c \u2800\u3164", ""),
        ("\u0301\u0301", ""),
        ("cafe\u0301", "café"),
        ("broken \ud83d half", "broken \ufffd half"),
    ],
)
def test_what_could_trick_a_terminal_or_a_reader_is_removed(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d🏫 teaches",
        "می\u200cخواهم",
        "क्\u200dष",
        "日本語の授業",
        "tab\tstop",
        "two\nlines",
        "[bold]not markup[/bold]",
        "# heading <b> & “quotes” — 3 × 4",
        "العربية",
        "שלום עולם",
        "ที่นี่",
        "Việt Nam",
        "1\ufe0f\u20e3 ❤\ufe0f",
    ],
)
def test_ordinary_writing_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == text


def test_the_short_way_of_plain_texts_gives_what_the_long_way_gives() -> None:
    for number in range(0x3000):
        text = f"a{chr(number)}b"
        longer = clean_line(f"{text} 字")  # A sign that always takes the long way.
        assert clean_line(text) == longer.removesuffix("字").strip(), hex(number)


@given(text=any_text | hostile)
def test_cleaned_text_is_harmless_whatever_came_in(text: str) -> None:
    cleaned = clean_text(text)
    for character in cleaned:
        assert character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
        assert character not in _DANGEROUS
    cleaned.encode("utf-8")
    assert cleaned == cleaned.strip()


@given(text=any_text | hostile)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(text=any_text | hostile)
def test_a_cleaned_line_is_one_line(text: str) -> None:
    cleaned = clean_line(text)
    assert len(cleaned.splitlines()) <= 1
    assert "  " not in cleaned
    assert "\t" not in cleaned


@given(text=st.text(max_size=60) | hostile, limit=st.integers(1, 30))
def test_a_limit_is_kept_and_a_cut_is_visible(text: str, limit: int) -> None:
    whole = clean_text(text)
    cut = clean_text(text, limit)
    assert len(cut) <= limit
    if len(whole) <= limit:
        assert cut == whole
    else:
        assert cut.endswith("…")
        assert whole.startswith(cut[:-1].rstrip())
    assert len(clean_line(text, limit)) <= limit


@given(cell=any_text | hostile | st.text("=+-@\t\r'ab", max_size=6))
def test_a_guarded_cell_is_no_formula_and_reads_back_exactly(cell: str) -> None:
    guarded = guard_cell(cell)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard_cell(guarded) == cell


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-3", "@anna", "\tx", "\rx", "'quoted"])
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert guard_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=1", "3 - 2", "#tag", "https://example.org/?a=b"])
def test_an_ordinary_cell_stays_as_it_is(text: str) -> None:
    assert guard_cell(text) == unguard_cell(text) == text


def test_a_hostile_note_is_harmless_from_the_command_line_on(plnbuddy: Plnbuddy) -> None:
    text = "\x1b]0;owned\x07met \x1b[31m@anna@example.org\x1b[0m \u202eevil"
    entry = plnbuddy(
        "log", "connect", text, "--note", "\x1b[2Jgone", "--where", "\x9b1mhall", "--json"
    )
    assert entry.data["text"] == "met @anna@example.org evil"
    assert entry.data["note"] == "gone"
    assert entry.data["place"] == "hall"
    for command in (["log", "list"], ["log", "show", "1"], ["report"]):
        answer = plnbuddy(*command)
        assert "\x1b" not in answer.output + answer.messages
        assert "\u202e" not in answer.output


@pytest.mark.parametrize("name", ["plain.csv", "two words.csv", "a;rm -rf ~.csv", "$(x)`y`'z'.csv"])
def test_a_command_to_copy_holds_a_name_as_one_word(name: str) -> None:
    assert shlex.split(f"plnbuddy lists add {as_argument(name)}")[3:] == [name]


def test_the_address_in_a_hostile_page_begins_no_command(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    feed = "https://blog.example/feed?a=1&b=2;touch%20x$(id)"
    file.write_text(f"<!doctype html><link rel=alternate type=application/rss+xml href='{feed}'>")
    said = plnbuddy("import", "feed", str(file), ok=False).messages
    words = shlex.split(said.partition("The page names its feed: ")[2])
    assert words == ["plnbuddy", "import", "feed", feed]
