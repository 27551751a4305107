"""Writing down what happened: every option, what a text mentions, and hostile texts."""

import json

import pytest

from tests.conftest import Plnbuddy
from tests.journal_entries import entries, log, shown

HOSTILE = "[bold]x[/bold] [link=https://evil.example]y[/link] \x1b[31mred\x1b[0m {0} %s :smile:"
HARMLESS = "[bold]x[/bold] [link=https://evil.example]y[/link] red {0} %s :smile:"


# Writing down.


@pytest.mark.parametrize("kind", ["connect", "collaborate", "contribute"])
def test_every_option_is_kept(plnbuddy: Plnbuddy, kind: str) -> None:
    entry = log(
        plnbuddy,
        "talked about rubrics",
        *("--with", "@anna@example.org", "--with", "ben@example.com", "--with", "@carla"),
        *("--tag", "#edchat", "--tag", "rubrics"),
        *("--url", "https://example.org/r", "--url", "http://example.com/"),
        *("--minutes", "45", "--date", "2026-11-20 16:00", "--where", "Staff room"),
        *("--note", "try it\nin class"),
        kind=kind,
    )
    expected = {
        "form": "plnbuddy.entry.1",
        "id": 1,
        "kind": kind,
        "happened_at": "2026-11-20T16:00:00Z",
        "day": "2026-11-20",
        "text": "talked about rubrics",
        "people": ["@anna@example.org", "@ben@example.com", "@carla"],
        "tags": ["edchat", "rubrics"],
        "links": ["https://example.org/r", "http://example.com/"],
        "minutes": 45,
        "place": "Staff room",
        "note": "try it\nin class",
        "origin": "manual",
        "standards": [],
        "type": "",
        "provider": "",
        "until": None,
        "evidence": [],
        "reflection": "",
        "deleted": False,
    }
    assert {key: value for key, value in entry.items() if key != "uid"} == expected
    assert entry["uid"]
    assert shown(plnbuddy, 1) == entry
    assert entries(plnbuddy) == [{k: v for k, v in entry.items() if k != "form"}]


def test_an_entry_without_options_is_of_now(plnbuddy: Plnbuddy) -> None:
    entry = log(plnbuddy, "met somebody", now="2026-11-24T09:00:59.999999+00:00")
    assert entry["happened_at"] == "2026-11-24T09:00:59Z"
    assert entry["minutes"] is None
    assert (entry["people"], entry["tags"], entry["links"]) == ([], [], [])


def test_words_without_quotation_marks_make_one_text(plnbuddy: Plnbuddy) -> None:
    assert log(plnbuddy, "met", "@anna@example.org", "today")["text"] == (
        "met @anna@example.org today"
    )


def test_the_confirmation_repeats_what_was_understood(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy(
        *("log", "contribute", "shared my unit #musiced", "--with", "@anna@example.org"),
        *("--minutes", "30", "--where", "Mastodon", "--note", "again in May"),
        *("--url", "https://example.org/u", "--date", "yesterday"),
    )
    for fact in (
        *("Entry 1", "contribute", "yesterday", "2026-11-23", "shared my unit #musiced"),
        *("@anna@example.org", "#musiced", "30", "Mastodon", "again in May"),
        "https://example.org/u",
    ):
        assert fact in answer.output
    assert "Logged" in answer.messages
    assert "Next: plnbuddy report" in answer.messages


def test_quiet_leaves_the_hints_out(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("log", "connect", "met somebody", "--quiet")
    assert answer.messages == ""
    assert "met somebody" in answer.output


def test_json_stands_alone_on_standard_output(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy.process("log", "connect", "met @anna@example.org", "--json")
    assert json.loads(answer.output)["people"] == ["@anna@example.org"]
    assert answer.messages == ""


def test_a_dash_reads_the_text_from_standard_input(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy(
        "log", "connect", "-", "--json", input="met @anna@example.org\nand liked it\n"
    )
    assert answer.data["text"] == "met @anna@example.org\nand liked it"
    assert answer.data["people"] == ["@anna@example.org"]


def test_a_text_of_another_encoding_on_standard_input_is_read_or_refused(
    plnbuddy: Plnbuddy,
) -> None:
    answer = plnbuddy.new_python(
        *("log", "connect", "-", "--json"),
        input="Über Rubrics für Schüler gesprochen".encode("cp1252"),
        ok=False,
        PYTHONIOENCODING="utf-8:strict",
    )
    assert "stumbled" not in answer.messages
    if answer.exit_code == 0:
        assert answer.data["text"] == "Über Rubrics für Schüler gesprochen"
    else:
        assert answer.exit_code in (1, 2)
        assert entries(plnbuddy) == []


# What a text mentions.


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("met @anna@example.org, @ben@example.com and @carla.", 3),
        ("(@anna@example.org) “@ben@example.com” @carla!", 3),
        ("@anna@example.org’s idea; @ben@example.com's too; @carla: yes", 3),
        ("@Anna@Example.org and @anna@example.org and @ben@example.com", 2),
        ("@anna@example.org... and so on", 1),
        ("wrote to anna@example.org and ben.b-c@example.com", 0),
        ("mailto:anna@example.org", 0),
        ("see https://example.org/@anna and https://example.com/@ben/1", 0),
        ("the @ sign, @-x and @@anna", 0),
    ],
)
def test_handles_in_a_text_are_recognised_and_addresses_are_not(
    plnbuddy: Plnbuddy, text: str, people: int
) -> None:
    every = ["@anna@example.org", "@ben@example.com", "@carla"]
    found = [handle.lower() for handle in log(plnbuddy, text)["people"]]
    assert found == every[:people]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("on #MusicEd and #edchat.", ["MusicEd", "edchat"]),
        ("#musiced #MusicEd #MUSICED", ["musiced"]),
        ("(#edu_chat)", ["edu_chat"]),
        ("#Schülerzeitung und #教育", ["Schülerzeitung", "教育"]),
        ("#हिन्दी और #தமிழ்", ["हिन्दी", "தமிழ்"]),
        ("we are #1 in #2026", []),
        ("C# and a#b and &#39;", []),
        ("https://example.org/page#part", []),
    ],
)
def test_hashtags_in_a_text_are_recognised(plnbuddy: Plnbuddy, text: str, tags: list[str]) -> None:
    assert log(plnbuddy, text)["tags"] == tags


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("shared https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]),
        ("(see http://example.org/a)", ["http://example.org/a"]),
        ("https://example.org https://example.org", ["https://example.org"]),
        ("“https://example.org/a”, <https://example.org/b>", 2 * ["https://example.org/"]),
        (
            "https://en.wikipedia.org/wiki/Mercury_(planet)",
            ["https://en.wikipedia.org/wiki/Mercury_(planet)"],
        ),
        ("ftp://example.org javascript:alert(1) example.org", []),
    ],
)
def test_links_in_a_text_are_recognised(plnbuddy: Plnbuddy, text: str, links: list[str]) -> None:
    found = log(plnbuddy, text)["links"]
    assert len(found) == len(links)
    if links and links[0].endswith("/"):
        assert found == ["https://example.org/a", "https://example.org/b"]
    else:
        assert found == links


def test_what_is_given_and_mentioned_is_kept_once(plnbuddy: Plnbuddy) -> None:
    entry = log(
        plnbuddy,
        "with @anna@example.org on #edchat https://example.org/a",
        *("--with", "@ANNA@example.org", "--with", "https://example.org/@anna"),
        *("--tag", "EdChat", "--url", "https://example.org/a"),
    )
    assert len(entry["people"]) == len(entry["tags"]) == len(entry["links"]) == 1


# Harmless.


def test_markup_in_a_text_is_printed_as_it_was_typed(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, HOSTILE, "--note", HOSTILE, "--where", HOSTILE)
    for command in (["log", "list"], ["log", "show", "1"], ["report"]):
        assert HARMLESS in plnbuddy(*command).output
        looked_at = plnbuddy(*command, FORCE_COLOR="1", COLUMNS="300")
        assert HARMLESS in looked_at.output
        assert "\x1b[31mred" not in looked_at.output
        assert "]8;;https://evil" not in looked_at.output.replace("\x1b", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["\x1b]0;owned\x07"],
        ["log", "\x1b[31mconect"],
        ["log", "list", "--kind", "\x1b[31mconnect"],
        ["log", "list", "--tag", "a \x1b[31mb"],
        ["log", "show", "\x1b[31m1"],
        ["log", "connect", "x", "--with", "\x1b[31manna"],
        ["log", "connect", "x", "--url", "\x1b]8;;https://evil.example\x07"],
        ["log", "connect", "x", "--date", "\x1b[31mwhenever"],
        ["log", "export", "--format", "\x1b[31mxls"],
        ["log", "import", "\x1b[31mnothing.csv"],
    ],
)
def test_a_refusal_never_repeats_an_escape(plnbuddy: Plnbuddy, arguments: list[str]) -> None:
    answer = plnbuddy(*arguments, ok=False)
    assert answer.exit_code in (1, 2)
    assert "\x1b" not in answer.output + answer.messages


def test_an_argument_of_broken_bytes_is_kept_readable(plnbuddy: Plnbuddy) -> None:
    entry = log(plnbuddy, "caf\udce9 visit")
    assert entry["text"] == "caf\ufffd visit"
    assert "caf" in plnbuddy.process("log", "list").output
