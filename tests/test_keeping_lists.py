"""`lists new`, `edit`, `merge`, `export`, `forget`: lists that teachers keep and pass on."""

from pathlib import Path

import pytest

from tests.conftest import Plnbuddy
from tests.kept_lists import FOLLOWS, MASTODON, labels, write


def own_list(plnbuddy: Plnbuddy) -> None:
    plnbuddy(
        "lists", "new", "Music Teachers", "@anna@example.org", "#musiced", "@ben",
        "--topic", "music", "--introduction", "Where I began.",
        "--contact", "mailto:hart@example.org",
    )  # fmt: skip
    plnbuddy("lists", "edit", "music-teachers", "--add", "@anna@example.org",
             "--reason", "choir, and =kind= <b>answers</b>")  # fmt: skip


@pytest.mark.parametrize("file_format", ["csv", "json", "opml"])
def test_round_trips(plnbuddy: Plnbuddy, tmp_path: Path, file_format: str) -> None:
    own_list(plnbuddy)
    before = plnbuddy("lists", "show", "music-teachers", "--json").data
    file = tmp_path / f"out.{file_format}"
    plnbuddy("lists", "export", "music-teachers", str(file))
    plnbuddy("lists", "add", str(file), "--name", "back", "--yes")
    after = plnbuddy("lists", "show", "back", "--json").data
    assert after["rows"] == before["rows"]
    if file_format != "csv":
        assert after["list"]["title"] == before["list"]["title"]
        assert after["list"]["contact"] == before["list"]["contact"]
        assert after["list"]["introduction"] == before["list"]["introduction"]


def test_mastodons_own_import_reads_the_export(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    own_list(plnbuddy)
    file = tmp_path / "follows.csv"
    plnbuddy("lists", "export", "music-teachers", str(file), "--format", "mastodon-csv")
    lines = file.read_text().splitlines()
    assert lines == [MASTODON.strip(), "anna@example.org,true,false,"]
    plnbuddy("lists", "add", str(file), "--name", "back")
    assert labels(plnbuddy, "back") == ["@anna@example.org"]


def test_markdown_escapes(plnbuddy: Plnbuddy) -> None:
    own_list(plnbuddy)
    text = plnbuddy("lists", "export", "music-teachers", "--format", "md").output
    assert "\\<b\\>answers" in text
    assert "To be taken off this list: mailto:hart@example.org" in text


def test_editing_and_merging(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    own_list(plnbuddy)
    plnbuddy("lists", "edit", "music-teachers", "--remove", "@ben", "--title", "Music, now")
    plnbuddy("lists", "add", write(tmp_path / "o.csv", "handle\nzoe@z.example\nanna@example.org\n"))
    plnbuddy("lists", "merge", "Both", "music-teachers", "o")
    assert labels(plnbuddy, "both") == ["@anna@example.org", "#musiced", "@zoe@z.example"]
    plnbuddy("lists", "remove", "o")
    assert [each["list"]["name"] for each in plnbuddy("lists", "--json").data["lists"]] == [
        "both",
        "music-teachers",
    ]


WRONG = [
    (("edit", "nothing", "--add", "@a@b.example"), 6, "There is no list"),
    (("edit", "music-teachers"), 2, "Nothing was given"),
    (("edit", "music-teachers", "--add", "no handle"), 2, "is not a handle"),
    (("edit", "music-teachers", "--remove", "@zoe@z.example"), 6, "is not on"),
    (("new", "Music Teachers"), 2, "already"),
    (("new", "  "), 2, "needs a title"),
    (("new", "Other", "nonsense!"), 2, "is not a handle"),
    (("new", "Hashtags"), 2, "a table of its own"),
    (("new", "Bundled!"), 2, "a table of its own"),
    (("merge", "Educators", "music-teachers"), 2, "a table of its own"),
    (("add", "/no/such/file.csv"), 2, "cannot be read"),
    (("add", "https://[::1"), 2, "is not a web address"),
    (("export", "music-teachers", "x.docx"), 2, "not an ending"),
    (("forget", "!!"), 2, "not the name"),
    (("check", "nothing"), 6, "There is no list"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG)
def test_wrong_words(
    plnbuddy: Plnbuddy, arguments: tuple[str, ...], code: int, said: str
) -> None:  # fmt: skip
    own_list(plnbuddy)
    answer = plnbuddy("lists", *arguments, ok=False)
    assert answer.exit_code == code
    assert said in answer.messages
    assert len(plnbuddy("lists", "--json").data["lists"]) == 1


def test_a_list_of_somebody_else_is_not_edited(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("lists", "add", write(tmp_path / "o.csv", "handle\nzoe@z.example\n"))
    answer = plnbuddy("lists", "edit", "o", "--add", "@a@b.example", ok=False)
    assert answer.exit_code == 2
    assert "kept by somebody else" in answer.messages


def test_a_list_of_ones_own_becomes_suggestions(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("config", "set", "profile.topics", "music")
    source = write(tmp_path / "music.csv", FOLLOWS)
    plnbuddy("lists", "add", source, "--topic", "music", "--name", "Music people")
    found = plnbuddy("suggest", "people", "--source", "lists", "--offline", "--json").data
    shown = {s["subject"]["label"]: s["reasons"] for s in found["sections"][0]["suggestions"]}
    assert set(shown) == {"@anna@example.org", "@ben@b.example"}
    assert "on the list music" in shown["@anna@example.org"]


# Forgetting


def test_forgetting_is_for_good(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("config", "set", "profile.topics", "music")
    source = write(tmp_path / "music.csv", FOLLOWS)
    plnbuddy("lists", "add", source)
    plnbuddy("lists", "forget", "@Anna@Example.org")
    plnbuddy("lists", "forget", "b.example")
    assert labels(plnbuddy, "music") == []
    plnbuddy("lists", "update")
    assert labels(plnbuddy, "music") == []
    exported = plnbuddy("lists", "export", "music").output
    assert "anna" not in exported
    found = plnbuddy("suggest", "people", "--source", "lists", "--offline", "--json", ok=False)
    assert "anna@example.org" not in found.output
    assert plnbuddy("lists", "forget", "--json").data["servers"] == ["b.example"]
    plnbuddy("lists", "forget", "@anna@example.org", "--undo")
    assert labels(plnbuddy, "music") == ["@anna@example.org"]
    assert plnbuddy("lists", "forget", "@zoe@example.org", "--undo", ok=False).exit_code == 6


def test_forgotten_people_of_the_bundled_lists(music_teacher: Plnbuddy) -> None:
    before = music_teacher("suggest", "people", "--offline", "--json").data
    first = before["sections"][0]["suggestions"][0]["subject"]["label"]
    music_teacher("lists", "forget", first)
    after = music_teacher("suggest", "people", "--offline", "--json").data
    labels = [s["subject"]["label"] for s in after["sections"][0]["suggestions"]]
    assert first not in labels and labels
    shown = music_teacher("lists", "show", "educators", "--json").output
    assert first.lower().removeprefix("@") not in shown.lower()
