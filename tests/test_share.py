"""`share`: who is on a starting point for a colleague, and that it is written only when agreed."""

import base64
import re
from datetime import date
from pathlib import Path
from typing import Any

from tests.accounts import THERE, log_in, serving
from tests.conftest import Plnbuddy
from tests.village import on, settle, village
from tests.web_pages import Page, account

OFF = ("--contact", "hart@example.org")
STRUDEL = "@strudel@social.toplap.org"


def shared(plnbuddy: Plnbuddy, *words: str, **settings: Any) -> dict[str, dict[str, Any]]:
    """The rows of the page by label, without writing it."""
    answer = plnbuddy("share", *words, "--json", **settings)
    assert answer.data["file"] is None
    return {row["label"]: row for row in answer.data["rows"]}


def names(plnbuddy: Plnbuddy, *words: str, **settings: Any) -> list[str]:
    """The names of the people on the page, in its order."""
    rows = shared(plnbuddy, *words, **settings).values()
    return [row["key"].split("@")[0] for row in rows if row["kind"] == "person"]


def follow_csv(page: str) -> list[str]:
    """The rows of the list that is saved from the page."""
    (inside,) = re.findall(r'href="data:text/csv;base64,([\w+/=]+)"', page)
    return base64.b64decode(inside).decode().splitlines()


def test_only_people_whose_settings_allow_it_are_shared(music_teacher: Plnbuddy) -> None:
    community = village()
    community.person("shy", discoverable=False)
    community.person("undecided", discoverable=None)
    community.person("quiet", noindex=True)
    community.person("unlisted", note="<p>I teach maths. Please do not list me.</p>")
    community.person("loud")
    community.person("robot", bot=True)
    community.person("hush", last_status_at=date(2025, 11, 23))
    community.follow("anna", "shy", "undecided", "quiet", "unlisted", "loud", "robot", "hush")
    community.mute("anna", "loud")
    community.move(f"dan@{THERE}", "kai")
    with serving(community) as server:
        settle(music_teacher, server)
        assert "unlisted" not in names(music_teacher)
        music_teacher("explore")
        assert set(names(music_teacher)) == {"ben", "cleo", "hal"}
        answer = music_teacher("share", "--json")
        assert (answer.data["refused"], answer.data["unsure"]) == (7, 0)
        said = music_teacher("share").messages
        assert "7 who do not want to be listed, moved, are gone, silent or bots" in said
        assert shared(music_teacher)["#musiced"]["description"]


def test_the_latest_word_of_somebody_counts(music_teacher: Plnbuddy) -> None:
    """Two accounts of the teacher's know cleo, who has changed her mind since the first heard."""
    before, after = village(), village()
    after.change(f"cleo@{THERE}", discoverable=False)
    with serving(before) as server, serving(after) as other:
        settle(music_teacher, server)("explore")
        assert "cleo" in names(music_teacher)
        log_in(music_teacher, other, "ben")
        music_teacher("sync", now=on(1))
        music_teacher("explore", now=on(1))
        assert "fay" in names(music_teacher, now=on(1))
        assert "cleo" not in names(music_teacher, now=on(1))


def test_a_check_counts_until_the_teachers_server_says_no(
    music_teacher: Plnbuddy,
    served: tuple[str, type[Page]],
) -> None:
    base, page = served
    place = base.removeprefix("http://")
    page.pages["/api/v1/accounts/lookup?acct=fine"] = account("fine")
    community = village()
    community.person("fine", domain=place, discoverable=False)
    community.follow("anna", f"fine@{place}")
    with serving(community) as server:
        settle(music_teacher, server)
        assert "fine" not in names(music_teacher)
        music_teacher("lists", "new", "Mine", f"@fine@{place}")
        music_teacher("lists", "check", "mine")
        assert "fine" in names(music_teacher)
        music_teacher("sync", now=on(8))
        assert "fine" not in names(music_teacher, now=on(8))


def test_who_is_forgotten_or_no_longer_followed_is_not_shared(music_teacher: Plnbuddy) -> None:
    community = village()
    with serving(community) as server:
        settle(music_teacher, server)
        music_teacher("follow", "@kai@classroom.example")
        music_teacher("explore")
        music_teacher("lists", "forget", "@ben@classroom.example")
        assert "kai" in names(music_teacher)
        assert "ben" not in names(music_teacher)
        before = music_teacher("share", "--json").data
        music_teacher("lists", "forget", THERE)
        assert "cleo" not in names(music_teacher)
        after = music_teacher("share", "--json").data
        assert (after["refused"], after["unsure"]) == (before["refused"], before["unsure"])
        community.unfollow("anna", "kai")
        music_teacher("sync", now=on(2))
        assert "kai" not in names(music_teacher, now=on(2))
        assert "hal" in names(music_teacher, now=on(2))


def test_those_of_own_topics_and_then_those_spoken_with_come_first(
    music_teacher: Plnbuddy,
) -> None:
    with serving(village()) as server:
        settle(music_teacher, server)
        for what in ("planned a unit", "wrote a test"):
            music_teacher("log", "collaborate", f"{what} with @hal@classroom.example")
        assert names(music_teacher)[:2] == ["ben", "hal"]  # ben has #musiced in the bio
        assert names(music_teacher, "-n", "1") == ["ben"]


def test_the_reasons_of_an_own_list_are_on_the_page(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", STRUDEL)
    music_teacher("lists", "new", "Mine", STRUDEL)
    music_teacher("lists", "edit", "mine", "--add", STRUDEL, "--reason", "answered me at once")
    row = shared(music_teacher)[STRUDEL]
    assert row["description"] == "answered me at once"
    assert row["basis"]
    assert row["source"].startswith("https://")
    assert "answered me at once" in music_teacher("share").output


def test_a_preview_writes_nothing_and_says_how_to_go_on(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    music_teacher("follow", STRUDEL, "#musiced", "@nobody@example.org")
    file = tmp_path / "page.html"
    answer = music_teacher("share", str(file))
    assert STRUDEL in answer.output
    assert "@nobody@example.org" not in answer.output
    assert "Left out: 1 who could not be asked." in answer.messages
    assert "Nothing was written." in answer.messages
    assert "--contact ADDRESS --yes" in answer.messages
    assert not file.exists()
    assert music_teacher("share", str(file), "--json").data["file"] is None
    assert not file.exists()


def test_the_page_needs_a_way_to_be_taken_off(music_teacher: Plnbuddy, tmp_path: Path) -> None:
    music_teacher("follow", STRUDEL)
    file = tmp_path / "page.html"
    for nothing in ((), ("--contact", " ")):
        answer = music_teacher("share", str(file), "--yes", *nothing, ok=False)
        assert answer.exit_code == 2
        assert "--contact hart@example.org" in answer.messages
    assert not file.exists()


def test_yes_writes_the_page_with_exactly_the_people_of_the_fediverse_to_follow(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    on_twitter = "@metmuseum"
    music_teacher("follow", STRUDEL, "@Blender@mastodon.social", on_twitter, "#musiced")
    file = tmp_path / "page.html"
    words = ("--title", "For Ben", "--introduction", "Dear Ben\x1b[31m", *OFF)
    answer = music_teacher("share", str(file), "--yes", "--json", *words)
    assert answer.data["file"] == str(file)
    page = file.read_text(encoding="utf-8")
    assert 'href="mailto:hart@example.org"' in page
    assert "<bdi>For Ben</bdi>" in page
    assert ">Dear Ben</p>" in page
    assert "https://mastodon.social/tags/musiced" in page
    header, *rows = follow_csv(page)
    assert header.startswith("Account address,")
    assert rows == [
        "strudel@social.toplap.org,true,false,",
        "Blender@mastodon.social,true,false,",
    ]
    assert f"https://x.com/{on_twitter[1:]}" in page


def test_topics_choose_people_and_hashtags(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", STRUDEL, "@Blender@mastodon.social", "#musiced", "#mathschat")
    assert set(shared(music_teacher, "--topic", "music")) == {STRUDEL, "#musiced"}
    assert set(shared(music_teacher, "--topic", "arts", "--topic", "music")) == {
        STRUDEL, "@Blender@mastodon.social", "#musiced",
    }  # fmt: skip
    assert music_teacher("share", "--topic", "musci", ok=False).exit_code == 2


def test_a_hashtag_of_ones_own_is_written_as_the_teacher_wrote_it(music_teacher: Plnbuddy) -> None:
    community = village()
    community.follow_tag("anna", "staffroomsongs")
    with serving(community) as server:
        settle(music_teacher, server)
        music_teacher("follow", "#OurChoirWeek")
        assert {"#OurChoirWeek", "#staffroomsongs"} < set(shared(music_teacher))


def test_nobody_to_share(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("share", ok=False)
    assert answer.exit_code == 6
    assert "plnbuddy suggest" in answer.messages
    plnbuddy("follow", "@nobody@example.org", "#musiced")
    answer = plnbuddy("share", "--yes", *OFF, ok=False)
    assert answer.exit_code == 6
    assert "1 who could not be asked" in answer.messages
    assert "lists check" in answer.messages
    plnbuddy("follow", STRUDEL)
    answer = plnbuddy("share", "--topic", "drama", ok=False)
    assert answer.exit_code == 6
    assert "plnbuddy suggest --topic drama" in answer.messages


def test_a_file_that_cannot_be_written_is_said(music_teacher: Plnbuddy, tmp_path: Path) -> None:
    music_teacher("follow", STRUDEL)
    answer = music_teacher("share", str(tmp_path), "--yes", *OFF, ok=False)
    assert answer.exit_code == 1
    assert "cannot be written" in answer.messages


def talk(plnbuddy: Plnbuddy, file: Path, *answers: tuple[str, str]) -> str:
    """`share` in a terminal: each question waited for, and its answer; what was said after."""
    # A question is as wide as the file's name, and must stay on one line.
    with plnbuddy.terminal(
        "share", file.name, folder=file.parent, columns=200, TERM="dumb"
    ) as child:
        for question, answer in answers:
            child.expect_exact(question)
            child.sendline(answer)
        return child.rest()


def test_at_a_terminal_it_asks_for_what_is_missing_and_before_it_writes(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    music_teacher("follow", STRUDEL)
    file = tmp_path / "page.html"
    words, off = "A few words to your colleague?", "Where do they ask?"
    write = f"Write {file.name}?"
    said = talk(music_teacher, file, (words, "Hello"), (off, "@hart@school.example"), (write, "no"))
    assert "Nothing was written." in said
    assert not file.exists()
    said = talk(
        music_teacher, file,
        (words, "Hello"), (off, ""), ("--contact", ""), (off, "back"), (words, "Dear Ben"),
        (off, "@hart@school.example"), (write, "yes"),
    )  # fmt: skip
    assert "plnbuddy log contribute" in said
    page = file.read_text(encoding="utf-8")
    assert ">Dear Ben</p>" in page
    assert 'href="https://school.example/@hart"' in page
    said = talk(music_teacher, file, (words, ""), (off, "hart@example.org"), ("Replace", "back"),
                (off, ""), ("Replace", "yes"))  # fmt: skip
    assert 'href="mailto:hart@example.org"' in file.read_text(encoding="utf-8")
