"""The footprint's command: its list, hiding, empty answers, and the files it writes."""

from pathlib import Path

import pytest

from tests import footprints, journal_entries
from tests.conftest import Plnbuddy
from tests.footprints import share

sharing_teacher = footprints.sharing_teacher


def test_the_list_has_counts_then_numbers_days_places_and_links(sharing_teacher: Plnbuddy) -> None:
    lines = sharing_teacher("footprint").output.splitlines()
    assert lines[1] == "3 contributions, from 2024 to 2026"
    assert lines[2] == "Places: Mastodon 1, YouTube 1, example.org 1"
    assert lines[3] == "Topics: music 2, other topics 1"
    assert lines[5] == "   3  2026-11-01  Mastodon  an answer #musiced"
    assert lines[6].strip() == "https://mastodon.social/@ada/1"
    assert [line[:4].strip() for line in lines[5::2]] == ["3", "2", "1"]


def test_it_shows_the_newest_20_and_says_so(plnbuddy: Plnbuddy) -> None:
    for number in range(22):
        share(plnbuddy, f"text {number}", f"https://example.org/{number}", "2026-11-01")
    few = plnbuddy("footprint")
    assert few.output.count("https://") == 20
    assert "newest 20 of 22" in few.messages
    assert plnbuddy("footprint", "-n", "3").output.count("https://") == 3
    everything = plnbuddy("footprint", "--all")
    assert everything.output.count("https://") == 22
    assert "newest" not in everything.messages
    assert len(plnbuddy("footprint", "--json").data["entries"]) == 22
    assert plnbuddy("footprint", "-n", "2", "-q").messages == ""


def test_hide_and_unhide_by_number(sharing_teacher: Plnbuddy) -> None:
    hidden = sharing_teacher("footprint", "hide", "2", "1")
    assert "unhide 2 1" in hidden.messages
    shown = sharing_teacher("footprint")
    assert "rubrics" not in shown.output
    assert "Hidden: 2" in shown.messages
    assert "rubrics" in sharing_teacher("log", "list").output
    listed = sharing_teacher("footprint", "unhide", "--json").data
    assert [each["id"] for each in listed["entries"]] == [2, 1]
    sharing_teacher("footprint", "unhide", "2")
    assert [e["number"] for e in sharing_teacher("footprint", "--json").data["entries"]] == [3, 2]


def test_a_wrong_number_hides_nothing(sharing_teacher: Plnbuddy) -> None:
    answer = sharing_teacher("footprint", "hide", "1", "99", ok=False)
    assert answer.exit_code == 6
    assert "no entry 99" in answer.messages
    assert sharing_teacher("footprint", "--json").data["total"] == 3


def test_an_empty_answer_says_why(plnbuddy: Plnbuddy) -> None:
    empty = plnbuddy("footprint", ok=False)
    assert empty.exit_code == 6
    assert "Nothing in the journal is public yet." in empty.messages
    share(plnbuddy, "a talk", "https://youtu.be/x", "2026-11-01")
    misspelt = plnbuddy("footprint", "--place", "youtub", ok=False)
    assert misspelt.exit_code == 6
    assert "Did you mean YouTube?" in misspelt.messages
    assert plnbuddy("footprint", "--search", "xyz", ok=False).exit_code == 6
    assert plnbuddy("footprint", "--topic", "musci", ok=False).exit_code == 2
    assert plnbuddy("footprint", "--kind", "connect", ok=False).exit_code == 2
    plnbuddy("footprint", "hide", "1")
    assert "1 of its entries" in plnbuddy("footprint", ok=False).messages


def test_exclusions_are_counted(sharing_teacher: Plnbuddy) -> None:
    answer = sharing_teacher("footprint", "--exclude", "youtube", "--exclude", "#musiced", ok=False)
    assert answer.exit_code == 6
    answer = sharing_teacher("footprint", "--exclude", "youtube", "--exclude", "xyz")
    assert "Left out because of youtube: 1." in answer.messages
    assert "Left out because of xyz: 0." in answer.messages


@pytest.mark.parametrize("form", ["text", "md", "json", "atom"])
def test_a_file_holds_what_the_terminal_shows(
    sharing_teacher: Plnbuddy, tmp_path: Path, form: str
) -> None:
    shown = sharing_teacher("footprint", "--format", form).output
    file = tmp_path / "footprint"
    answer = sharing_teacher("footprint", "--format", form, "--output", str(file))
    assert answer.output == ""
    assert "3 entries are in" in answer.messages
    assert file.read_text(encoding="utf-8") == shown


def test_json_holds_counts_and_entries(sharing_teacher: Plnbuddy) -> None:
    data = sharing_teacher("footprint", "--format", "json").data
    assert data == sharing_teacher("footprint", "--json").data
    assert data["form"] == "plnbuddy.footprint.1"
    assert data["by_year"] == {"2026": 1, "2025": 1, "2024": 1}
    newest = data["entries"][0]
    assert newest.pop("uid")
    assert newest == {
        "number": 3, "kind": "contribute", "happened_at": "2026-11-01T12:00:00Z",
        "day": "2026-11-01", "place": "Mastodon", "topics": ["music"], "tags": ["musiced"],
        "text": "an answer #musiced", "link": "https://mastodon.social/@ada/1",
    }  # fmt: skip


# The page's files (what is in the page: test_footprint_page.py)


def test_html_writes_two_files_and_says_what_they_tell(
    sharing_teacher: Plnbuddy, tmp_path: Path
) -> None:
    sharing_teacher("config", "set", "profile.name", "Ada")
    folder = tmp_path / "my-page"
    answer = sharing_teacher("footprint", "--exclude", "YouTube", "--html", str(folder))
    assert {file.name for file in folder.iterdir()} == {"index.html", "feed.atom"}
    assert "meant for the public" in answer.messages
    assert "your name and the text, day, place, topics and link of 2 entries" in answer.messages
    assert "any web host" in answer.messages
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "a talk on rubrics" not in page
    assert "a unit on rhythm" in page
    assert 'href="index.html"' in (folder / "feed.atom").read_text(encoding="utf-8")
    sharing_teacher("config", "set", "profile.school", "Mill School")
    quiet = sharing_teacher("footprint", "--html", str(folder), "-q")
    assert "meant for the public, and tells your name, your school and the text" in quiet.messages
    data = sharing_teacher("footprint", "--html", str(folder), "--json").data
    assert data["form"] == "plnbuddy.footprint-page.1"
    assert (data["entries"], data["total"]) == (3, 3)


@pytest.mark.parametrize("name", ["index.html", "feed.atom"])
def test_somebody_elses_page_or_feed_is_not_replaced(
    sharing_teacher: Plnbuddy, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("<h1>My home</h1>")
    answer = sharing_teacher("footprint", "--html", str(tmp_path), ok=False)
    assert answer.exit_code == 1
    assert f"already another {name}" in answer.messages
    assert (tmp_path / name).read_text() == "<h1>My home</h1>"
    assert [file.name for file in tmp_path.glob("*.*")] == [name]


def test_a_file_in_the_way_is_an_error(sharing_teacher: Plnbuddy, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    answer = sharing_teacher("footprint", "--html", str(tmp_path / "file"), ok=False)
    assert answer.exit_code == 1
    assert "cannot be written" in answer.messages
    clash = sharing_teacher("footprint", "--html", "x", "--format", "md", ok=False)
    assert clash.exit_code == 2


def test_hostile_text_from_an_import_is_harmless_in_the_terminal(plnbuddy: Plnbuddy) -> None:
    record = {
        "uid": "1", "kind": "contribute", "when": "2026-11-01T12:00:00Z", "day": "2026-11-01",
        "text": "red \x1b[31mtext \u202egnp.exe [bold]x[/bold]", "links": ["https://example.org/x"],
        "place": "\x1b]8;;https://evil.example\x07Blog", "tags": [],
    }  # fmt: skip
    journal_entries.write(plnbuddy, record)
    output = plnbuddy("footprint", FORCE_COLOR="").output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "[bold]x[/bold]" in output
