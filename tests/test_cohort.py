"""`cohort`: a class or a staff room around a shared file."""

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from plnbuddy.cohort import shared_file
from plnbuddy.cohort.contribute import (
    TEXT_LIMIT,
    Contribution,
    PublicText,
    contribution_text,
    read_contributions,
    write_contribution,
)
from plnbuddy.cohort.file import MEMBER_LIMIT, SIZE_LIMIT, parse_cohort, read_cohort
from plnbuddy.cohort.members import Entry, put_member, remove_member
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_handle
from tests.conftest import Answer, Plnbuddy, run_without_the_right_to_write_everywhere

BY_HAND = """\
# Our seminar, Tuesdays
name = "Music seminar"  # as in the timetable
tags = ["musicseminar"]

# The first group
[member."@ben@example.org"]
name = "Ben"
# Ben plays the tuba
topics = ["music"]

# The second group
[member."@zoe@example.org"]
name = "Zoë"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder / "seminar.toml"


@pytest.fixture
def anna(plnbuddy: Plnbuddy, file: Path) -> Plnbuddy:
    """Anna, who began the seminar and joined it; Ben is in it, too."""
    plnbuddy("cohort", "new", str(file), "--name", "Music seminar", "--tag", "#musicseminar")
    plnbuddy("cohort", "join", str(file), "--handle", "@anna@example.org", "--name", "Anna")
    plnbuddy("cohort", "add", "@ben@example.org", "--name", "Ben", "--topic", "music")
    return plnbuddy


def handles(file: Path) -> list[str]:
    return [str(member.handle) for member in read_cohort(file).members]


def entry(handle: str, name: str = "X") -> Entry:
    return Entry(parse_handle(handle), name)


def shown_file(file: Path, handle: str) -> Path:
    return file.with_name("seminar.cohort") / f"{handle.removeprefix('@')}.json"


def show_something(file: Path, member: str, **changed: object) -> Path:
    """A contribution as plnbuddy writes it, with something changed."""
    week = {"week": "2026-11-23", "connect": 2, "collaborate": 1, "contribute": 0}
    facts = {
        "form": "plnbuddy.cohort-contribution.1",
        "handle": member,
        "written_on": "2026-11-24",
        "weeks": [week],
        "texts": [],
    }
    target = shown_file(file, member)
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(facts | changed))
    return target


# Beginning, joining, leaving


def test_a_cohort_is_begun_joined_and_shown(anna: Plnbuddy, file: Path) -> None:
    shown = anna("cohort")
    assert "Music seminar" in shown.output
    assert "2 members, #musicseminar" in shown.output
    assert "Anna  @anna@example.org  you" in shown.output
    assert "Ben  @ben@example.org  music  not yet welcomed by you" in shown.output
    assert "Next: plnbuddy cohort welcome" in shown.messages


def test_nothing_but_what_a_member_writes_goes_into_the_file(anna: Plnbuddy, file: Path) -> None:
    anna("config", "set", "profile.name", "Anna Real-Name")
    anna("cohort", "join", str(file), "--handle", "@anna@example.org", "--name", "Owl")
    text = file.read_text()
    assert "Real-Name" not in text
    assert "2026" not in text
    assert 'name = "Owl"' in text


def test_joining_again_changes_the_row(anna: Plnbuddy, file: Path) -> None:
    words = ("cohort", "join", str(file), "--handle", "@Anna@example.org", "--name", "Owl")
    anna(*words, "--topic", "drama", "--tag", "choir")
    assert handles(file) == ["@anna@example.org", "@ben@example.org"]
    anna(*words)
    member = read_cohort(file).members[0]
    assert (member.name, member.topics, [t.name for t in member.tags]) == (
        "Owl", ("drama",), ["choir"],
    )  # fmt: skip


def test_another_handle_leaves_a_word_about_the_first_row(anna: Plnbuddy, file: Path) -> None:
    words = ("cohort", "join", str(file), "--handle", "@anna@new.example", "--name", "Anna")
    assert "cohort remove anna@example.org" in anna(*words).messages


def test_joining_without_a_name_or_a_handle_is_wrong_usage(plnbuddy: Plnbuddy, file: Path) -> None:
    plnbuddy("cohort", "new", str(file), "--name", "S")
    answer = plnbuddy("cohort", "join", str(file), "--handle", "@a@example.org", ok=False)
    assert answer.exit_code == 2
    assert "pseudonym" in answer.messages
    assert plnbuddy("cohort", "join", str(file), "--name", "A", ok=False).exit_code == 2
    assert handles(file) == []


def test_a_new_cohort_never_overwrites_a_file(plnbuddy: Plnbuddy, file: Path) -> None:
    file.write_text("precious")
    answer = plnbuddy("cohort", "new", str(file), "--name", "S", ok=False)
    assert answer.exit_code == 2
    assert file.read_text() == "precious"
    elsewhere = file.parent / "no" / "such.toml"
    assert plnbuddy("cohort", "new", str(elsewhere), "--name", "S", ok=False).exit_code == 2
    assert not elsewhere.parent.exists()


def test_leaving_takes_the_row_and_the_contribution(anna: Plnbuddy, file: Path) -> None:
    anna("cohort", "contribute", "--yes")
    assert shown_file(file, "@anna@example.org").exists()
    anna("cohort", "leave")
    assert "anna" not in file.read_text()
    assert not file.with_name("seminar.cohort").exists()
    assert anna("cohort", ok=False).exit_code == 6


def test_leaving_works_when_the_file_is_gone(anna: Plnbuddy, file: Path) -> None:
    file.unlink()
    answer = anna("cohort", "leave")
    assert "your row may still be in it" in answer.messages
    assert anna("cohort", ok=False).exit_code == 6


def test_a_removed_member_does_not_come_back_by_contributing(anna: Plnbuddy, file: Path) -> None:
    anna("cohort", "contribute", "--yes")
    anna("cohort", "remove", "@anna@example.org")
    assert not shown_file(file, "@anna@example.org").exists()
    answer = anna("cohort", "contribute", "--yes", ok=False)
    assert answer.exit_code == 1
    assert "not a member" in answer.messages
    assert handles(file) == ["@ben@example.org"]
    assert not shown_file(file, "@anna@example.org").exists()


def test_removing_a_stranger_names_who_may_be_meant(anna: Plnbuddy) -> None:
    answer = anna("cohort", "remove", "@bne@example.org", ok=False)
    assert answer.exit_code == 6
    assert "Did you mean @ben@example.org" in answer.messages


def test_several_cohorts_are_told_apart(anna: Plnbuddy, file: Path) -> None:
    other = file.with_name("staff.toml")
    anna("cohort", "new", str(other), "--name", "Staff room")
    answer = anna("cohort", ok=False)
    assert answer.exit_code == 2
    assert "Music seminar; Staff room" in answer.messages
    assert "Staff room" in anna("cohort", "--in", "staff room").output
    assert f"cohort welcome --in {file}" in anna("cohort", "--in", str(file)).messages
    assert anna("cohort", "--in", "staff room", "leave", ok=False).exit_code == 2
    anna("cohort", "leave", "--in", str(other))
    assert "Music seminar" in anna("cohort").output


def test_whoever_only_leads_is_no_member(plnbuddy: Plnbuddy, file: Path) -> None:
    plnbuddy("cohort", "new", str(file), "--name", "S")
    plnbuddy("cohort", "add", "@ben@example.org", "--name", "Ben")
    assert plnbuddy("cohort", "contribute", "--yes", ok=False).exit_code == 2
    plnbuddy("cohort", "leave")
    assert handles(file) == ["@ben@example.org"]


# Welcoming


def test_following_or_writing_to_somebody_welcomes_them(anna: Plnbuddy) -> None:
    anna("cohort", "add", "@carl@example.org", "--name", "Carl")
    rows = anna("cohort", "welcome", "--json").data["members"]
    assert [row["handle"] for row in rows] == ["@ben@example.org", "@carl@example.org"]
    assert rows[0]["follow"] == "plnbuddy follow @ben@example.org"
    assert rows[0]["log"] == 'plnbuddy log connect "welcomed @ben@example.org"'
    anna("follow", "@ben@example.org")
    anna("log", "connect", "welcomed @Carl@example.org")
    done = anna("cohort", "welcome")
    assert done.output == ""
    assert "You know everybody" in done.messages
    assert "not yet welcomed" not in anna("cohort").output


def test_commands_to_paste_hold_nothing_of_a_hostile_name(anna: Plnbuddy, file: Path) -> None:
    nasty = '$(touch x)"; rm \x1b[31m\u202e`'
    text = file.read_text() + f'\n[member."@eve@example.org"]\nname = {json.dumps(nasty)}\n'
    file.write_text(text)
    shown = anna("cohort", "welcome").output
    commands = [row for row in shown.splitlines() if row.startswith("    plnbuddy")]
    assert len(commands) == 4
    assert not any("touch" in command for command in commands)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_who_is_forgotten_is_not_shown_or_exported(anna: Plnbuddy) -> None:
    anna("lists", "forget", "@ben@example.org")
    shown = anna("cohort").output
    assert "Ben" not in shown
    assert "because you forgot them: 1" in shown
    assert anna("cohort", "welcome", "--json").data["members"] == []
    assert "ben" not in anna("cohort", "export").output


def test_an_imitated_server_is_pointed_out(anna: Plnbuddy, file: Path) -> None:
    anna("cohort", "add", "@ben@ex\u0430mple.org", "--name", "Ben")
    assert "may imitate another" in anna("cohort").output


def test_hashtags_that_several_name_are_common(anna: Plnbuddy, file: Path) -> None:
    anna("cohort", "add", "@a@example.org", "--name", "A", "--tag", "Choir", "--tag", "solo")
    anna("cohort", "add", "@b@example.org", "--name", "B", "--tag", "#choir")
    data = anna("cohort", "--json").data
    assert data["form"] == "plnbuddy.cohort.1"
    assert data["common_tags"] == [{"tag": "Choir", "members": 2}]
    assert data["tags"] == ["musicseminar"]


# Contributing


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_place_of_a_file_does_not_hang(anna: Plnbuddy, file: Path) -> None:
    shown_file(file, "@ben@example.org").parent.mkdir()
    os.mkfifo(shown_file(file, "@ben@example.org"))
    assert "ben@example.org.json is not an ordinary file" in anna("cohort").output
    file.unlink()
    os.mkfifo(file)
    assert anna("cohort", ok=False).exit_code == 1


# Exporting


def test_members_are_exported_so_that_all_can_follow_all(
    anna: Plnbuddy, file: Path, tmp_path: Path
) -> None:
    show_something(file, "@stranger@example.org")
    anna("cohort", "add", "@tweets", "--name", "T")
    assert anna("cohort", "export", "--format", "mastodon-csv").output.splitlines() == [
        "Account address,Show boosts,Notify on new posts,Languages",
        "anna@example.org,true,false,",
        "ben@example.org,true,false,",
    ]
    table = tmp_path / "members.csv"
    anna("cohort", "export", str(table))
    anna("lists", "add", str(table), "--name", "Seminar")
    rows = anna("lists", "show", "seminar", "--json").data["rows"]
    assert [(row["label"], row["name"]) for row in rows] == [
        ("@tweets", "T"), ("@anna@example.org", "Anna"), ("@ben@example.org", "Ben"),
    ]  # fmt: skip
    assert anna("cohort", "export", str(file), ok=False).exit_code == 2
    assert len(handles(file)) == 3


# The file, as people and git change it


def test_what_people_wrote_stays(file: Path) -> None:
    file.write_text(BY_HAND)
    put_member(file, entry("@mia@example.org", "Mia"))
    added = file.read_text()
    assert added.replace(
        '[member."@mia@example.org"]\nname = "Mia"\ntopics = []\ntags = []\n\n', ""
    ) == BY_HAND  # fmt: skip
    assert handles(file) == ["@ben@example.org", "@mia@example.org", "@zoe@example.org"]
    put_member(file, entry("@ben@example.org", "Benjamin"))
    assert file.read_text() == added.replace('"Ben"', '"Benjamin"')
    remove_member(file, "mia@example.org")
    assert file.read_text() == BY_HAND.replace('"Ben"', '"Benjamin"')
    remove_member(file, "ben@example.org")
    left = file.read_text()
    assert "# Our seminar" in left
    assert "tuba" not in left
    assert "# The second group\n[member." in left


def test_the_last_row_and_the_first_can_go(file: Path) -> None:
    file.write_text(BY_HAND)
    remove_member(file, "zoe@example.org")
    remove_member(file, "ben@example.org")
    assert handles(file) == []
    put_member(file, entry("@a@example.org"))
    assert handles(file) == ["@a@example.org"]


def test_lines_that_end_as_on_windows_and_other_tables_are_fine(file: Path) -> None:
    text = BY_HAND + '\n[course]\nroom = "12"\n[[course.day]]\nname = "Tuesday"\n'
    file.write_bytes(text.replace("\n", "\r\n").encode())
    put_member(file, entry("@mia@example.org"))
    put_member(file, entry("@zz@example.org"))
    remove_member(file, "zoe@example.org")
    assert handles(file) == ["@ben@example.org", "@mia@example.org", "@zz@example.org"]
    assert "Tuesday" in file.read_text()


def test_a_row_that_only_looks_like_one_is_not_touched(file: Path) -> None:
    trap = BY_HAND + 'about = """\n[member."@ben@example.org"]\nname = "Ben"\n"""\n'
    file.write_text(trap)
    with pytest.raises(PlnbuddyError, match="cannot change without harm"):
        remove_member(file, "ben@example.org")
    assert file.read_text() == trap


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BY_HAND + "<<<<<<< HEAD\n", "line 14 marks where"),
        (BY_HAND + "=======\n", "line 14 marks where"),
        (BY_HAND + '[member."@ben@example.org"]\nname = "B"\n', "Line 14 of"),
        (BY_HAND + '[member."@Ben@Example.org"]\nname = "B"\n', "stands in line 6 already"),
        (BY_HAND + '[member."@x@example.org"]\n', "Line 14 of"),
        (BY_HAND + '[member."@x@example.org"]\nname = 5\n', "has no name"),
        (BY_HAND + '[member."@x@example.org"]\nname = "X"\ntags = ["a b"]\n', "not a hashtag"),
        (BY_HAND + '[member."@x@example.org"]\nname = "X"\ntopics = "a"\n', "'topics'"),
        (BY_HAND + '[member.nobody]\nname = "X"\n', "'nobody' is not a handle"),
        (BY_HAND + "oops\n", "Line 14 of"),
        ("tags = []\n", "Line 1 of"),
        ('name = "x"\nmember = 5\n', "'member' is not a table"),
        ('name = "x"\nmember = {"@a@b.c" = {name = "A"}}\n', "has no line"),
        ('name = "x"\na = ' + "[" * 50_000, "does not fit"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    anna: Plnbuddy, file: Path, text: str, said: str
) -> None:
    file.write_text(text)
    for words in (("cohort",), ("cohort", "add", "@new@example.org", "--name", "N")):
        answer = anna(*words, ok=False)
        assert answer.exit_code == 1
        assert said in answer.messages or "is not a cohort file" in answer.messages
    assert file.read_text() == text


def test_files_that_are_gone_too_large_or_no_text(anna: Plnbuddy, file: Path) -> None:
    file.write_bytes(b"#" * (SIZE_LIMIT + 1))
    assert "larger than 2 MB" in anna("cohort", ok=False).messages
    file.write_bytes(b"\x00\x01" * 50)
    assert anna("cohort", ok=False).exit_code == 1
    file.unlink()
    answer = anna("cohort", ok=False)
    assert answer.exit_code == 6
    assert "is not there" in answer.messages
    file.mkdir()
    assert "is a folder" in anna("cohort", ok=False).messages


def test_a_cohort_has_at_most_so_many_members(file: Path) -> None:
    rows = (f'[member."@u{at}@example.org"]\nname = "U"\n' for at in range(MEMBER_LIMIT))
    file.write_text('name = "x"\n' + "".join(rows))
    with pytest.raises(PlnbuddyError, match="at most"):
        put_member(file, entry("@one.more@example.org"))
    put_member(file, entry("@u7@example.org", "Seven"))
    one_more = file.read_text() + '[member."@more@example.org"]\nname = "M"\n'
    with pytest.raises(PlnbuddyError, match="at most"):
        parse_cohort(one_more, file)


def test_a_read_only_file_stays_as_it_is(anna: Plnbuddy, file: Path) -> None:
    before = file.read_text()
    file.chmod(0o444)
    words = ("cohort", "add", "@carl@example.org", "--name", "Carl")
    answer: Answer = run_without_the_right_to_write_everywhere(anna, *words)
    assert answer.exit_code == 1
    assert "read-only" in answer.messages
    file.chmod(0o644)
    file.parent.chmod(0o555)
    try:
        answer = run_without_the_right_to_write_everywhere(anna, *words)
        assert answer.exit_code == 1
        assert "cannot be changed" in answer.messages
        assert run_without_the_right_to_write_everywhere(anna, "cohort").exit_code == 0
    finally:
        file.parent.chmod(0o755)
    assert file.read_text() == before


def test_a_linked_cohort_file_is_one_cohort(anna: Plnbuddy, file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    anna("cohort", "join", str(link), "--handle", "@anna@example.org", "--name", "Owl")
    assert link.is_symlink()
    assert "Owl" in anna("cohort").output


def test_a_second_version_beside_the_file_is_pointed_out(anna: Plnbuddy, file: Path) -> None:
    file.with_name("seminar (Ben's conflicted copy 2026-11-24).toml").write_text("")
    assert "the drive kept two versions" in anna("cohort").output


def test_members_who_join_apart_meet_in_git_without_a_conflict(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is missing")

    def run(*words: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run([git, *who, *words], cwd=tmp_path, check=True, capture_output=True)

    file = tmp_path / "seminar.toml"
    file.write_text(BY_HAND)
    run("init", "-q", "-b", "main")
    run("add", ".")
    run("commit", "-qm", "1")
    run("checkout", "-qb", "other")
    put_member(file, entry("@anna@example.org"))
    run("commit", "-qam", "2")
    run("checkout", "-q", "main")
    put_member(file, entry("@mia@example.org"))
    run("commit", "-qam", "3")
    run("merge", "-q", "other")
    assert [handle[1:4] for handle in handles(file)] == ["ann", "ben", "mia", "zoe"]


# Several people at once

_WRITER = """
import sys
from pathlib import Path
from plnbuddy.cohort.members import Entry, put_member, remove_member
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_handle
file, who = Path(sys.argv[1]), sys.argv[2]
for at in range(12):
    put_member(file, Entry(parse_handle(f"@{who}{at}@example.org"), who, ["music"]))
remove_member(file, f"{who}0@example.org")
"""


def test_two_people_who_write_at_once_lose_no_row(plnbuddy: Plnbuddy, file: Path) -> None:
    file.write_text(BY_HAND)
    writers = [plnbuddy.begin(str(file), who, script=_WRITER) for who in ("kim", "lea")]
    answers = [writer.communicate() for writer in writers]
    assert [writer.wait() for writer in writers] == [0, 0], answers
    wanted = {f"@{who}{at}@example.org" for who in ("kim", "lea") for at in range(1, 12)}
    assert set(handles(file)) == wanted | {"@ben@example.org", "@zoe@example.org"}
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_change_by_an_editor_meanwhile_is_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plnbuddy.cohort import file as cohort_file

    file.write_text(BY_HAND)
    real = cohort_file._refuse_read_only
    done: list[int] = []

    def somebody_saves(path: Path) -> None:
        if not done:
            done.append(file.write_text(BY_HAND.replace("Zoë", "Zoé")))
        real(path)

    monkeypatch.setattr(cohort_file, "_refuse_read_only", somebody_saves)
    put_member(file, entry("@mia@example.org"))
    assert [member.name for member in read_cohort(file).members] == ["Ben", "X", "Zoé"]


def test_a_lock_that_somebody_left_behind_is_taken_over(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_file, "LEFT_BEHIND", 0.05)
    file.write_text(BY_HAND)
    lock = file.with_name(".seminar.toml.lock")
    lock.touch()
    put_member(file, entry("@mia@example.org"))
    assert "@mia@example.org" in handles(file)
    assert not lock.exists()


def test_a_lock_that_stays_is_named(
    anna: Plnbuddy, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_file, "PATIENCE", 0.05)
    file.with_name(".seminar.toml.lock").touch()
    answer = anna("cohort", "leave", ok=False)
    assert answer.exit_code == 1
    assert "Somebody else is still changing" in answer.messages
    assert "Anna" in anna("cohort").output  # Reading needs no lock.


def test_no_contribution_is_read_from_outside_the_members(file: Path) -> None:
    file.write_text(BY_HAND)
    show_something(file, "@ben@example.org")
    show_something(file, "@gone@example.org")
    found, ignored = read_contributions(read_cohort(file))
    assert list(found) == ["ben@example.org"]
    assert [each.file for each in ignored] == ["gone@example.org.json"]
