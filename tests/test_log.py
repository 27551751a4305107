"""Writing down what happened: every option, what is recognised, and what is refused."""

import json
from typing import Any

import pytest

from plnbuddy.core.vocabulary import LANGUAGES
from tests.conftest import Plnbuddy

HOSTILE = "[bold]x[/bold] [link=https://evil.example]y[/link] \x1b[31mred\x1b[0m {0} %s :smile:"
HARMLESS = "[bold]x[/bold] [link=https://evil.example]y[/link] red {0} %s :smile:"


def log(plnbuddy: Plnbuddy, *arguments: str, kind: str = "connect", now: str | None = None) -> Any:
    """Log an entry and give it as JSON."""
    return plnbuddy("log", kind, *arguments, "--json", now=now).data


def entries(plnbuddy: Plnbuddy, *arguments: str) -> list[Any]:
    """All entries that a list gives, newest first."""
    answer = plnbuddy("log", "list", "--all", "--json", *arguments, ok=False)
    assert answer.exit_code in (0, 6), answer
    found: list[Any] = answer.data["entries"]
    return found


def shown(plnbuddy: Plnbuddy, number: int) -> Any:
    return plnbuddy("log", "show", str(number), "--json").data


def refused(plnbuddy: Plnbuddy, *arguments: str, code: int = 2, input: str | None = None) -> str:
    """The sentence with which the program refuses; nothing is written down."""
    before = entries(plnbuddy)
    answer = plnbuddy(*arguments, ok=False, input=input)
    assert answer.exit_code == code, answer
    assert "stumbled" not in answer.messages
    assert "Traceback" not in answer.messages
    assert answer.output == ""
    assert entries(plnbuddy) == before
    return answer.messages


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
    answer = plnbuddy.process(
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


# Dates.


@pytest.mark.parametrize(
    ("languages", "said", "moment"),
    [
        ("en", "yesterday", "2026-11-23"),
        ("en", "last friday 4pm", "2026-11-20T16:00:00Z"),
        ("en", "friday", "2026-11-20"),
        ("en", "3 days ago", "2026-11-21"),
        ("en", "2 hours ago", "2026-11-24T07:00:00Z"),
        ("en", "20 november", "2026-11-20"),
        ("en", "november 5", "2026-11-05"),
        ("en", "11/5/2026", "2026-11-05"),
        ("en", "2026-11-05", "2026-11-05T12:00:00Z"),
        ("en", "2026-11-20T23:30:00+02:00", "2026-11-20T21:30:00Z"),
        ("en", "2026-11-20 4pm", "2026-11-20T16:00:00Z"),
        ("de", "gestern", "2026-11-23"),
        ("de", "vorgestern", "2026-11-22"),
        ("de", "vor 3 Tagen", "2026-11-21"),
        ("de", "Freitag", "2026-11-20"),
        ("de", "letzten Freitag", "2026-11-20"),
        ("de", "5.11.2026", "2026-11-05"),
        ("de", "yesterday", "2026-11-23"),
        ("fr", "hier", "2026-11-23"),
        ("fr", "il y a 3 jours", "2026-11-21"),
        ("fr", "vendredi dernier", "2026-11-20"),
        ("es", "ayer", "2026-11-23"),
        ("es", "20 de noviembre", "2026-11-20"),
        ("es", "el viernes pasado", "2026-11-20"),
        ("it", "3 giorni fa", "2026-11-21"),
        ("pt", "ontem", "2026-11-23"),
        ("nl", "gisteren", "2026-11-23"),
        ("pl", "wczoraj", "2026-11-23"),
        ("ja", "昨日", "2026-11-23"),
        ("en,de,fr", "hier", "2026-11-23"),
        ("en,de,fr", "gestern", "2026-11-23"),
    ],
)
def test_a_day_is_understood_as_a_teacher_says_it(
    plnbuddy: Plnbuddy, languages: str, said: str, moment: str
) -> None:
    plnbuddy("config", "set", "profile.languages", languages)
    entry = log(plnbuddy, "met somebody", "--date", said)
    assert entry["happened_at"].startswith(moment)
    assert entry["day"] == moment[:10]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_date_can_be_given_whatever_language_the_teacher_reads(
    plnbuddy: Plnbuddy, language: str
) -> None:
    plnbuddy("config", "set", "profile.languages", language)
    assert log(plnbuddy, "met somebody", "--date", "20 november 2026")["day"] == "2026-11-20"


def test_later_today_is_taken_as_now(plnbuddy: Plnbuddy) -> None:
    assert log(plnbuddy, "a chat", "--date", "today")["happened_at"] == "2026-11-24T09:00:00Z"


@pytest.mark.parametrize("said", ["tomorrow", "2026-11-25", "in 3 days", "next week", "2999-01-01"])
def test_the_future_is_refused(plnbuddy: Plnbuddy, said: str) -> None:
    assert "future" in refused(plnbuddy, "log", "connect", "met somebody", "--date", said)


@pytest.mark.parametrize(
    "said",
    [
        *("", " ", "whenever", "2026-02-31", "2026-13-01", "31 february", "\x1b[31m"),
        *("1989-12-31", "0001-01-01", "0001-01-01T00:00", "9999-12-31T23:59"),
        *("1000000 days ago", "99999999999999 years ago", "9" * 200),
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_an_absurd_date_is_refused(plnbuddy: Plnbuddy, said: str, zone: str) -> None:
    plnbuddy("config", "set", "display.timezone", zone)
    message = refused(plnbuddy, "log", "connect", "met somebody", "--date", said)
    assert "\x1b" not in message


# Limits.


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x1b[31m\x1b[0m", "\u200b\u202e"])
def test_an_empty_text_is_refused(plnbuddy: Plnbuddy, text: str) -> None:
    assert "The text is empty" in refused(plnbuddy, "log", "connect", text)
    assert "The text is empty" in refused(plnbuddy, "log", "connect", "-", input=text)


@pytest.mark.parametrize("option", ["text", "--note"])
def test_ten_thousand_characters_fit_and_one_more_is_refused(
    plnbuddy: Plnbuddy, option: str
) -> None:
    fits, too_long = "ü" * 10_000, "ü" * 10_001

    def words(long: str) -> list[str]:
        return [long] if option == "text" else ["met somebody", "--note", long]

    entry = log(plnbuddy, *words(fits))
    assert entry["text" if option == "text" else "note"] == fits
    assert shown(plnbuddy, 1)["text" if option == "text" else "note"] == fits
    message = refused(plnbuddy, "log", "connect", *words(too_long))
    assert "10,001" in message
    assert "10,000" in message
    assert "30,000" in refused(plnbuddy, "log", "connect", *words("ü" * 30_000))


def test_a_long_note_from_standard_input_fits(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy.process("log", "connect", "-", "--json", input=b"x" * 10_000)
    assert len(answer.data["text"]) == 10_000


@pytest.mark.parametrize("minutes", ["0", "1", "1440"])
def test_minutes_within_a_day_fit(plnbuddy: Plnbuddy, minutes: str) -> None:
    assert log(plnbuddy, "a chat", "--minutes", minutes)["minutes"] == int(minutes)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("2h", 120), ("1.5 h", 90), ("1,5h", 90), ("1h30", 90), ("2:15", 135), ("45 min", 45)],
)
def test_hours_are_understood_where_minutes_are_meant(
    plnbuddy: Plnbuddy, said: str, minutes: int
) -> None:
    assert log(plnbuddy, "a course", "--minutes", said)["minutes"] == minutes
    plnbuddy("log", "edit", "1", "--minutes", "5")
    assert plnbuddy("log", "edit", "1", "--minutes", said, "--json").data["minutes"] == minutes


@pytest.mark.parametrize("minutes", ["-1", "1441", "1.5", "an hour", "9" * 30])
def test_other_minutes_are_refused(plnbuddy: Plnbuddy, minutes: str) -> None:
    refused(plnbuddy, "log", "connect", "a chat", f"--minutes={minutes}")


@pytest.mark.parametrize(
    "options",
    [
        *(["--with", "anna"], ["--with", ""], ["--with", "@anna@"]),
        *(["--tag", "two words"], ["--tag", "#"], ["--tag", ""]),
        *(["--url", "example.org"], ["--url", "javascript:alert(1)"], ["--url", "https://a b"]),
        *(["--url", ""], ["--unknown"]),
    ],
)
def test_options_that_do_not_fit_are_refused(plnbuddy: Plnbuddy, options: list[str]) -> None:
    refused(plnbuddy, "log", "connect", "a chat", *options)


def test_a_text_is_needed(plnbuddy: Plnbuddy) -> None:
    refused(plnbuddy, "log", "connect")


# Finding.


@pytest.fixture
def full_journal(plnbuddy: Plnbuddy) -> Plnbuddy:
    """Entries 1 to 4, oldest first, each of another day."""
    log(plnbuddy, "met @anna@example.org", "--date", "2026-09-01")
    log(plnbuddy, "Über #Rubrics gesprochen", "--date", "2026-10-01", kind="collaborate")
    log(
        plnbuddy,
        *("shared a unit #musiced", "--date", "2026-11-01", "--note", "Café idea"),
        kind="contribute",
    )
    log(plnbuddy, "answered @anna@example.org", "--date", "2026-11-20", kind="collaborate")
    return plnbuddy


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ([], [4, 3, 2, 1]),
        (["--all"], [4, 3, 2, 1]),
        (["-n", "2"], [4, 3]),
        (["--kind", "collaborate"], [4, 2]),
        (["--with", "@ANNA@example.org"], [4, 1]),
        (["--with", "https://example.org/@anna", "--kind", "connect"], [1]),
        (["--tag", "#rubrics"], [2]),
        (["--tag", "MUSICED"], [3]),
        (["--since", "2026-10-01"], [4, 3, 2]),
        (["--since", "last friday"], [4]),
        (["über"], [2]),
        (["CAFÉ"], [3]),
        (["cafe\u0301"], [3]),
        (["a", "unit"], [3]),
        (["%"], []),
        (["_"], []),
        (["nowhere"], []),
        (["--since", "today"], []),
        (["--with", "@nobody@example.org"], []),
    ],
)
def test_a_list_gives_what_was_asked_for_newest_first(
    full_journal: Plnbuddy, arguments: list[str], numbers: list[int]
) -> None:
    answer = full_journal("log", "list", "--json", *arguments, ok=False)
    assert [entry["id"] for entry in answer.data["entries"]] == numbers
    assert answer.data["total"] == 4
    assert answer.exit_code == (0 if numbers else 6)
    lines = full_journal("log", "list", *arguments, ok=False).output.splitlines()
    assert [int(line.split()[0]) for line in lines] == numbers


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--kind", "colaborate"], ["-n", "0"], ["-n", "many"], ["--since", "tomorrow"]),
        *(["--since", "whenever"], ["--with", "anna"], ["--tag", "two words"]),
    ],
)
def test_a_list_refuses_what_it_cannot_look_for(
    full_journal: Plnbuddy, arguments: list[str]
) -> None:
    refused(full_journal, "log", "list", *arguments)


def test_a_list_says_when_there_is_more(full_journal: Plnbuddy) -> None:
    assert "newest 2 of 4" in full_journal("log", "list", "-n", "2").messages
    assert "newest" not in full_journal("log", "list", "-n", "4").messages


def test_an_empty_journal_says_how_to_begin(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("log", "list", ok=False)
    assert answer.exit_code == 6
    assert "empty" in answer.messages
    assert "plnbuddy log connect" in answer.messages


@pytest.mark.parametrize("number", ["99", "0", "9" * 19, "9" * 30])
@pytest.mark.parametrize("command", ["show", "edit", "remove"])
def test_a_number_beyond_the_journal_is_not_found(
    full_journal: Plnbuddy, command: str, number: str
) -> None:
    extra = ["new text"] if command == "edit" else []
    message = refused(full_journal, "log", command, number, *extra, code=6)
    assert f"no entry {number}" in message


@pytest.mark.parametrize("command", ["show", "edit", "remove"])
def test_a_number_must_be_one(full_journal: Plnbuddy, command: str) -> None:
    refused(full_journal, "log", command, "first")
    refused(full_journal, "log", command)


def test_a_huge_list_length_gives_all(full_journal: Plnbuddy) -> None:
    answer = full_journal("log", "list", "-n", "9" * 30, "--json")
    assert len(answer.data["entries"]) == 4


# Changing.


def test_an_edit_changes_what_is_named_and_keeps_the_rest(plnbuddy: Plnbuddy) -> None:
    before = log(
        plnbuddy,
        "talked with @anna@example.org on #edchat https://example.org/a",
        *("--with", "@ben@example.org", "--tag", "rubrics", "--url", "https://example.org/b"),
        *("--minutes", "10", "--where", "hall", "--note", "first", "--date", "2026-11-20"),
    )
    for option, value, field, now in (
        ("--minutes", "30", "minutes", 30),
        ("--minutes", "0", "minutes", 0),
        ("--where", "online", "place", "online"),
        ("--note", "second", "note", "second"),
        ("--note", "", "note", ""),
        ("--kind", "collaborate", "kind", "collaborate"),
    ):
        after = plnbuddy("log", "edit", "1", option, value, "--json").data
        assert after == {**before, field: now}
        before = after
    after = plnbuddy("log", "edit", "1", "--date", "2026-11-19 08:00", "--json").data
    assert after == {**before, "happened_at": "2026-11-19T08:00:00Z", "day": "2026-11-19"}
    assert shown(plnbuddy, 1) == after


def test_a_new_text_brings_its_mentions_and_drops_those_of_the_old_one(
    plnbuddy: Plnbuddy,
) -> None:
    log(
        plnbuddy,
        "talked with @anna@example.org on #edchat https://example.org/a",
        *("--with", "@ben@example.org", "--tag", "rubrics", "--url", "https://example.org/b"),
    )
    text = "wrote to @carla@example.org on #musiced https://example.org/c"
    after = plnbuddy("log", "edit", "1", text, "--json").data
    assert after["text"] == text
    assert set(after["people"]) == {"@ben@example.org", "@carla@example.org"}
    assert set(after["tags"]) == {"rubrics", "musiced"}
    assert set(after["links"]) == {"https://example.org/b", "https://example.org/c"}


def test_people_given_in_an_edit_replace_those_given_before(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, "with @anna@example.org", "--with", "@ben@example.org")
    after = plnbuddy("log", "edit", "1", "--with", "@carla@example.org", "--json").data
    assert set(after["people"]) == {"@anna@example.org", "@carla@example.org"}


def test_an_edit_without_a_change_is_refused(full_journal: Plnbuddy) -> None:
    assert "Nothing was given" in refused(full_journal, "log", "edit", "1")


@pytest.mark.parametrize("text", ["", "  ", "\x1b[0m"])
def test_an_edit_to_an_empty_text_is_refused(full_journal: Plnbuddy, text: str) -> None:
    assert "The text is empty" in refused(full_journal, "log", "edit", "1", text)
    assert "The text is empty" in refused(full_journal, "log", "edit", "1", "-", input=text)


@pytest.mark.parametrize(
    "change", [["--minutes", "2000"], ["--date", "tomorrow"], ["--with", "anna"], ["x" * 10_001]]
)
def test_an_edit_that_does_not_fit_changes_nothing(
    full_journal: Plnbuddy, change: list[str]
) -> None:
    refused(full_journal, "log", "edit", "1", *change)


def test_entries_are_removed_all_or_none(full_journal: Plnbuddy) -> None:
    refused(full_journal, "log", "remove", "1", "99", code=6)
    answer = full_journal("log", "remove", "1", "3", "3", "--json")
    assert [entry["id"] for entry in answer.data["entries"]] == [1, 3]
    assert [entry["id"] for entry in entries(full_journal)] == [4, 2]


def test_a_number_is_never_given_twice(full_journal: Plnbuddy) -> None:
    full_journal("log", "remove", "4")
    assert log(full_journal, "met somebody")["id"] == 5


# Undoing.


def test_undo_takes_a_logged_entry_back(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, "first")
    log(plnbuddy, "second")
    answer = plnbuddy("undo", "--json")
    assert "second" in answer.data["undone"]
    assert [entry["text"] for entry in entries(plnbuddy)] == ["first"]


def test_a_removed_entry_comes_back_with_undo(full_journal: Plnbuddy) -> None:
    before = entries(full_journal)
    full_journal("log", "remove", "1", "3")
    assert "1, 3" in full_journal("undo").output
    assert entries(full_journal) == before


def test_an_edited_entry_is_as_before_after_undo(full_journal: Plnbuddy) -> None:
    before = entries(full_journal)
    full_journal(
        *("log", "edit", "3", "another text @zoe@example.org", "--kind", "connect"),
        *("--minutes", "5", "--note", "other", "--where", "elsewhere", "--date", "2026-08-01"),
    )
    assert entries(full_journal) != before
    full_journal("undo")
    assert entries(full_journal) == before


def test_an_entry_with_everything_at_its_limit_is_unchanged_by_remove_and_undo(
    plnbuddy: Plnbuddy,
) -> None:
    log(
        plnbuddy,
        "https://example.org/" + "a" * 9_000,
        *("--note", "n" * 10_000, "--where", "w" * 500, "--minutes", "1440"),
    )
    before = entries(plnbuddy)
    plnbuddy("log", "remove", "1")
    plnbuddy("undo")
    assert entries(plnbuddy) == before


def test_undo_goes_back_step_by_step_to_the_beginning(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, "first")
    states = [entries(plnbuddy)]
    for command in (
        ["log", "edit", "1", "changed"],
        ["log", "contribute", "second"],
        ["log", "remove", "1", "2"],
        ["log", "connect", "third"],
    ):
        plnbuddy(*command)
        states.append(entries(plnbuddy))
    while len(states) > 1:
        assert entries(plnbuddy) == states.pop()
        plnbuddy("undo")
    assert entries(plnbuddy) == states[0]
    plnbuddy("undo")
    answer = plnbuddy("undo", ok=False)
    assert answer.exit_code == 6
    assert "nothing to take back" in answer.messages


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


def test_one_entry_is_shown_without_words_about_it_when_quiet(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "met Anna")
    answer = plnbuddy("log", "show", "1", "-q")
    assert "met Anna" in answer.output
    assert answer.messages == ""


def test_the_newest_entries_are_listed_and_all_only_when_asked(plnbuddy: Plnbuddy) -> None:
    for number in range(22):
        plnbuddy("log", "connect", f"met colleague {number}")
    newest = plnbuddy("log", "list")
    assert len(newest.output.splitlines()) == 20
    assert "These are the newest 20 of 22; --all shows all." in newest.messages
    assert "colleague 21" in newest.output.splitlines()[0]
    assert len(plnbuddy("log", "list", "--all", "--json").data["entries"]) == 22
