"""What a list is read from: who counts as a person, and which column means what."""

import json
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.core.found_handles import find_handles
from tests.conftest import Answer, Plnbuddy

CASES = Path(__file__).parent / "cases"


def draft(plnbuddy: Plnbuddy, file: Path | str) -> Any:
    """What `lists add` would keep."""
    return plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", "--json").data


def people(read: Any) -> list[str]:
    return [row["label"] for row in read["rows"]]


def written(tmp_path: Path, content: str, name: str = "list.csv") -> Path:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("blogroll.opml", ["@anna@school.example"]),
        ("websites.csv", ["@anna@school.example"]),
        ("profiles_table.csv", ["@north@social.example", "@south@xn--baw-joa.example"]),
        ("google_form.csv", ["@anna@school.example", "@ben@uni.example"]),
        ("md_link.md", ["@anna@school.example", "@ben@uni.example"]),
        ("page.html", ["@anna@school.example"]),
        (
            "csv/lists.csv",
            ["@anna@school.example", "@ben@uni.example", "@cara@lab.example", "@dora@x.example"],
        ),
        ("csv/excel_semicolon.csv", ["@anna@school.example", "@ben@uni.example"]),
        ("csv/quoted_crlf.csv", ["@anna@school.example", "@ben@uni.example"]),
    ],
)
def test_the_people_of_each_case(plnbuddy: Plnbuddy, case: str, expected: list[str]) -> None:
    assert people(draft(plnbuddy, CASES / case)) == expected


def test_blogs_and_rows_without_anybody_are_counted(plnbuddy: Plnbuddy) -> None:
    assert draft(plnbuddy, CASES / "blogroll.opml")["left_out"] == {
        "as blogs, which are no people": 3
    }
    assert sum(draft(plnbuddy, CASES / "profiles_table.csv")["left_out"].values()) == 2
    assert sum(draft(plnbuddy, CASES / "google_form.csv")["left_out"].values()) == 1


def test_a_table_of_people_keeps_names_languages_and_topics(plnbuddy: Plnbuddy) -> None:
    first, second = draft(plnbuddy, CASES / "profiles_table.csv")["rows"]
    assert (first["name"], first["languages"], first["topics"]) == (
        "School North",
        ["de"],
        ["math"],
    )
    assert (second["name"], second["topics"]) == ("School South", ["music"])
    (only,) = draft(plnbuddy, CASES / "websites.csv")["rows"]
    assert (only["name"], only["topics"]) == ("Anna", ["math"])


@pytest.mark.parametrize("case", ["csv/muted.csv", "csv/blocked_domains.csv"])
def test_blocks_and_mutes_are_no_list_of_people(plnbuddy: Plnbuddy, case: str) -> None:
    answer = plnbuddy("lists", "add", str(CASES / case), "--dry-run", "--no-input", ok=False)
    assert answer.exit_code == 2
    assert "blocked" in answer.messages or "muted" in answer.messages


@pytest.mark.parametrize(
    "heading",
    [
        "Mastodon", "Mastodon profile", "Nutzername", "Profil Mastodon", "Cuenta", "Conta", "Konto",
        "Identifiant", "Fediverse", "Adresse", "アカウント", "账号", "Wo?", "x",
        "Where to find them", "Ваш аккаунт", "Lien", "Enlace", "Follow me at",
        "Handle (Mastodon)", "ID",
    ],
)  # fmt: skip
@pytest.mark.parametrize("spelling", ["@{}@{}", "https://{1}/@{0}", "https://{1}/users/{0}"])
def test_any_heading_in_any_language(
    plnbuddy: Plnbuddy, tmp_path: Path, heading: str, spelling: str
) -> None:
    cells = [spelling.format("anna", "school.example"), spelling.format("ben", "uni.example")]
    text = f"Wer,{heading},Was\nAnna Berg,{cells[0]},music\nBen Diaz,{cells[1]},maths\n"
    read = draft(plnbuddy, written(tmp_path, text))
    assert people(read) == ["@anna@school.example", "@ben@uni.example"]
    assert [row["topics"] for row in read["rows"]] == [["music"], ["math"]]
    assert [row["name"] for row in read["rows"]] == ["Anna Berg", "Ben Diaz"]
    assert read["guessed"] is False
    assert heading in read["understood"]


@pytest.mark.parametrize("heading", ["E-mail", "Mailadresse", "Courriel", "Correo", "メール"])
def test_e_mail_addresses_are_no_people(
    plnbuddy: Plnbuddy, tmp_path: Path, heading: str
) -> None:  # fmt: skip
    text = f"Name,{heading}\nAnna,anna@school.example\nBen,ben@uni.example\n"
    answer = plnbuddy("lists", "add", str(written(tmp_path, text)), "--dry-run", ok=False)
    assert answer.exit_code == 2
    assert "No handle" in answer.messages


def test_a_column_that_may_hold_e_mail_is_kept_only_after_a_yes(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = written(tmp_path, "Name,Reach\nAnna,anna@school.example\nBen,ben@uni.example\n")
    read = draft(plnbuddy, file)
    assert read["guessed"] is True
    answer = plnbuddy("lists", "add", str(file), "--no-input")
    assert "may hold e-mail addresses" in answer.output
    assert "Nothing was kept" in answer.messages


def test_a_staff_page_names_nobody(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    page = (
        "<!doctype html><title>Staff</title><ul><li>Anna Berg "
        "<a href='mailto:anna@school.example'>anna@school.example</a><li>office@school.example</ul>"
        "<p>Our band: <a href='https://social.example/@band'>@band</a>"
    )
    read = draft(plnbuddy, written(tmp_path, page, "staff.html"))
    assert people(read) == ["@band@social.example"]
    assert read["left_out"] == {"as e-mail addresses, which are no handles": 2}


def test_a_bare_word_is_nobody(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = written(tmp_path, "Mastodon handle,Name\nanna,Anna\n@ben,Ben\n@c@lab.example,Cara\n")
    read = draft(plnbuddy, file)
    assert people(read) == ["@c@lab.example"]
    assert sum(read["left_out"].values()) == 2


def test_a_title_above_the_headings(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    text = "Our music teachers,,\nName,Where,Subject\nAnna,@anna@school.example,music\n"
    read = draft(plnbuddy, written(tmp_path, text))
    assert read["list"]["title"] == "Our music teachers"
    assert [row["name"] for row in read["rows"]] == ["Anna"]


def test_a_table_without_headings(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    text = "Anna,https://school.example/@anna,maths\nBen,https://uni.example/@ben,music\n"
    read = draft(plnbuddy, written(tmp_path, text))
    assert people(read) == ["@anna@school.example", "@ben@uni.example"]
    assert [row["name"] for row in read["rows"]] == ["Anna", "Ben"]


def test_a_separator_line_and_quoted_commas_in_headings(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:  # fmt: skip
    text = 'sep=;\n"Name, first, last, and middle";Handle\nAnna;@anna@school.example\n'
    assert people(draft(plnbuddy, written(tmp_path, text))) == ["@anna@school.example"]


@pytest.mark.parametrize(
    "content",
    ['[{"acct": "anna@school.example"}, {"acct": "ben', '{"rows": [{"who": "@a@b.example"}',
     '["@anna@school.example", '],
)  # fmt: skip
def test_a_half_of_a_json_file_is_refused(
    plnbuddy: Plnbuddy, tmp_path: Path, content: str
) -> None:  # fmt: skip
    answer = plnbuddy("lists", "add", str(written(tmp_path, content)), "--dry-run", ok=False)
    assert answer.exit_code == 2
    assert "looks like JSON" in answer.messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Anna](https://school.example/@anna) writes", ["@anna@school.example"]),
        ("https://social.example/@south@baw%C3%BC.example", ["@south@xn--baw-joa.example"]),
        ("https://social.example/@anna/113999888777", ["@anna@social.example"]),
        ("https://social.example/@anna/with_replies", ["@anna@social.example"]),
        ("https://social.example/deck/@anna@b.example", ["@anna@b.example"]),
        ("https://social.example/web/@anna", ["@anna@social.example"]),
        ("https://github.com/anna https://medium.com/@anna https://blog.example/about", []),
        ("icon@2x.png and @icon@2x.png", []),
        ("write to anna.berg@school.example", []),
        ("https://twitter.com/anna/status/12 https://x.com/home", ["@anna"]),
        ("(@anna@school.example), @ben@uni.example.", ["@anna@school.example", "@ben@uni.example"]),
        ("mailto:anna@school.example", []),
        ("I am @anna.bsky.social there", ["@anna.bsky.social"]),
        ("https://bsky.app/profile/anna.school.org", ["@anna.school.org"]),
        ("@anna.school.org", ["@anna.school.org"]),
        ("see @file.png and @anna.bsky", []),
    ],
)
def test_what_in_a_text_is_a_handle(text: str, expected: list[str]) -> None:
    assert [str(handle) for handle in find_handles(text).handles] == expected


def test_mastodons_file_of_lists_is_written(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("lists", "new", "Music, now", "@anna@school.example", "@ben@uni.example", "#musiced")
    file = tmp_path / "lists.csv"
    plnbuddy("lists", "export", "music-now", str(file), "--format", "mastodon-lists-csv")
    assert file.read_text() == '"Music, now",anna@school.example\n"Music, now",ben@uni.example\n'
    read = draft(plnbuddy, file)
    assert people(read) == ["@anna@school.example", "@ben@uni.example"]
    assert read["list"]["title"] == "Music, now"


def test_a_long_json_list_is_refused_and_not_cut(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    many = json.dumps([{"acct": f"p{i}@b.example"} for i in range(20_005)])
    answer: Answer = plnbuddy("lists", "add", str(written(tmp_path, many)), "--dry-run", ok=False)
    assert answer.exit_code == 1
    assert "more than 20,000 people" in answer.messages


@pytest.mark.parametrize("place", ["/dev/zero", "pipe"])
def test_devices_and_pipes_are_refused(plnbuddy: Plnbuddy, tmp_path: Path, place: str) -> None:
    if place == "pipe":
        import os

        os.mkfifo(tmp_path / place)
        place = str(tmp_path / place)
    answer = plnbuddy("lists", "add", place, ok=False)
    assert answer.exit_code == 2
    assert "a device or a pipe" in answer.messages


def test_ones_own_follows_are_a_list_to_export(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    assert plnbuddy("lists", "export", "follows", ok=False).exit_code == 6
    plnbuddy("follow", "-y", "--no-input", "@anna@school.example", "#musiced")
    file = tmp_path / "follows.csv"
    plnbuddy("lists", "export", "follows", str(file))
    assert people(draft(plnbuddy, file)) == ["@anna@school.example", "#musiced"]
    table = plnbuddy("lists", "export", "follows", "--format", "mastodon-csv").output
    assert table.splitlines()[1:] == ["anna@school.example,true,false,"]
    assert plnbuddy("lists", "new", "Follows", ok=False).exit_code == 2


def test_a_page_of_signs_and_a_table_of_columns_cost_no_time(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    page = "<html>" + "<" * 400_000 + "<a href='https://school.example/@anna'>Anna</a>"
    assert people(draft(plnbuddy, written(tmp_path, page))) == ["@anna@school.example"]
    wide = "a," * 2_000 + "\n" + "@a@b.example," * 2_000 + "\n"
    answer = plnbuddy("lists", "add", str(written(tmp_path, wide)), "--dry-run", ok=False)
    assert "more than 500 columns" in answer.messages


def test_whoever_is_on_several_networks_is_listed_on_each(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(
        "Mastodon,Bluesky,Second account,Fach\n"
        "@a@school.example,@a.bsky.social,@a2@other.example,Musik\n"
        ",@b.school.org,,Kunst\n"
    )
    rows = plnbuddy("lists", "add", str(file), "--dry-run", "--json").data["rows"]
    assert [row["label"] for row in rows] == [
        "@a@school.example",
        "@a.bsky.social",
        "@b.school.org",
    ]
    assert [row["topics"] for row in rows] == [["music"], ["music"], ["arts"]]


@pytest.mark.parametrize("heading", ["School", "Your institution", "Schule", "Ville", "City"])
def test_a_school_is_nobodys_name(plnbuddy: Plnbuddy, tmp_path: Path, heading: str) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(f"{heading},Account\nNorth,@a@school.example\nSouth,@b@school.example\n")
    data = plnbuddy("lists", "add", str(file), "--dry-run", "--json").data
    assert [row["name"] for row in data["rows"]] == ["", ""]
    assert data["ignored"] == [heading]


@pytest.mark.parametrize("command", [["lists", "add"], ["blogs", "add"]])
@pytest.mark.parametrize("encoding", ["UTF-0", "no-such", "utf-16"])
def test_an_encoding_that_is_none_is_a_damaged_file(
    plnbuddy: Plnbuddy, tmp_path: Path, command: list[str], encoding: str
) -> None:
    file = tmp_path / "reader.opml"
    file.write_text(f"<?xml version='1.0' encoding='{encoding}'?><opml><body/></opml>")
    refused = plnbuddy(*command, str(file), ok=False)
    assert (refused.exit_code, "damaged or dangerous" in refused.messages) == (2, True), refused
