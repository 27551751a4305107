"""A cohort's file: joining, leaving, welcoming everybody, exporting."""

import json
from pathlib import Path

from plnbuddy.cohort.file import read_cohort
from tests import cohorts
from tests.cohorts import handles, show_something, shown_file
from tests.conftest import Plnbuddy

anna = cohorts.anna
file = cohorts.file


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
