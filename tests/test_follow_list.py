"""`follow --list`: a whole list of one's own, or the list on Mastodon to put people on."""

import json
from pathlib import Path

import pytest

from tests.accounts import HERE, THERE, log_in, serving, staff_room
from tests.conftest import Plnbuddy

NOTHING_FOUND = 6
USAGE = 2
PEOPLE = ("@ben@music.example", "@cleo@music.example", "@dora@music.example")


@pytest.fixture
def with_list(music_teacher: Plnbuddy, tmp_path: Path) -> Plnbuddy:
    """A music teacher with a list of three people and a hashtag, one of whom is followed."""
    file = tmp_path / "staff.csv"
    file.write_text("handle,name\n" + "".join(f"{who},x\n" for who in (*PEOPLE, "#recorders")))
    music_teacher("lists", "add", str(file), "--name", "staff", "--yes")
    music_teacher("follow", PEOPLE[0])
    return music_teacher


def logged(plnbuddy: Plnbuddy) -> list[str]:
    return [each["text"] for each in plnbuddy("log", "list", "--json").data["entries"]]


def test_a_whole_list_is_shown_before_it_is_followed(with_list: Plnbuddy) -> None:
    before = logged(with_list)
    answer = with_list("follow", "--list", "staff", ok=False)
    assert answer.exit_code == USAGE
    for part in (*PEOPLE[1:], "#recorders", "1 of them you follow already", "--yes"):
        assert part in answer.messages
    assert PEOPLE[0] not in answer.messages
    assert logged(with_list) == before


def test_each_of_a_list_is_followed_and_logged_once(with_list: Plnbuddy) -> None:
    answer = with_list("follow", "--list", "Staff", "--yes", "--json")
    assert [each["subject"]["label"] for each in answer.data["outcomes"]] == [
        *PEOPLE[1:], "#recorders",
    ]  # fmt: skip
    assert all(each["link"] for each in answer.data["outcomes"])
    assert len(logged(with_list)) == 4
    again = with_list("follow", "--list", "staff", "--yes", ok=False)
    assert again.exit_code == NOTHING_FOUND
    assert len(logged(with_list)) == 4


def test_with_an_account_a_list_is_followed_there(music_teacher: Plnbuddy, tmp_path: Path) -> None:
    community = staff_room()
    file = tmp_path / "staff.csv"
    file.write_text(f"handle\n@ben@{HERE}\n@cleo@{THERE}\n@dora@{HERE}\n#recorders\n")
    with serving(community) as server:
        log_in(music_teacher, server)
        music_teacher("sync")  # Ben is followed there.
        music_teacher("lists", "add", str(file), "--name", "staff", "--yes")
        answer = music_teacher("follow", "--list", "staff", "--yes", "--json")
    assert [each["subject"]["label"] for each in answer.data["outcomes"]] == [
        f"@cleo@{THERE}", f"@dora@{HERE}", "#recorders",
    ]  # fmt: skip
    assert all(each["on_account"] for each in answer.data["outcomes"])


def test_people_are_put_on_the_list_that_is_named(music_teacher: Plnbuddy) -> None:
    community = staff_room()
    with serving(community) as server:
        log_in(music_teacher, server)
        community.make_list("anna", "Music", "ben")
        music_teacher("follow", f"@cleo@{THERE}", "--list", "music")
        music_teacher("sync")
        assert server.log.count("/api/v1/lists", "POST") == 0


def test_a_list_that_is_none_and_no_words_at_all_are_told(music_teacher: Plnbuddy) -> None:
    answer = music_teacher("follow", "--list", "staff", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "There is no list 'staff' of yours." in answer.messages
    assert music_teacher("follow", ok=False).exit_code == USAGE


def test_follows_and_hashtags_leave_as_a_file_and_come_in_elsewhere(
    with_list: Plnbuddy, tmp_path: Path
) -> None:
    with_list("follow", "#musiced", "#recorders")
    file = tmp_path / "mine.csv"
    with_list("lists", "export", "follows", str(file))
    elsewhere = Plnbuddy(tmp_path / "new", {
        **with_list.environment, "PLNBUDDY_HOME": str(tmp_path / "new")})  # fmt: skip
    elsewhere("lists", "add", str(file), "--name", "mine", "--yes")
    answer = elsewhere("follow", "--list", "mine", "--yes", "--json")
    labels = {each["subject"]["label"] for each in answer.data["outcomes"]}
    assert labels == {PEOPLE[0], "#musiced", "#recorders"}
    assert json.loads(elsewhere("lists", "export", "follows", "--format", "json").output)
