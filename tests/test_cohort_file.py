"""The file as people, drives and git change it, and several people at once."""

import shutil
import subprocess
from pathlib import Path

import pytest

from plnbuddy.cohort import shared_file
from plnbuddy.cohort.contribute import read_contributions
from plnbuddy.cohort.file import MEMBER_LIMIT, SIZE_LIMIT, parse_cohort, read_cohort
from plnbuddy.cohort.members import Entry, put_member, remove_member
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_handle
from tests import cohorts
from tests.cohorts import handles, show_something
from tests.conftest import Answer, Plnbuddy, run_without_the_right_to_write_everywhere

anna = cohorts.anna
file = cohorts.file

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


def entry(handle: str, name: str = "X") -> Entry:
    return Entry(parse_handle(handle), name)


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
