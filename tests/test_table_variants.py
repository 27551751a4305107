"""Lists and tables in other languages and shapes than those in tests/cases."""

from pathlib import Path

import pytest

from tests.conftest import Plnbuddy


@pytest.mark.parametrize(
    ("text", "handles", "languages"),
    [
        ("Nom;Identifiant;Langue\nA;@a@s.example;français\n", ["@a@s.example"], ["fr"]),
        ("Nombre,Usuario,Idioma\nA,a@s.example,español\n", ["@a@s.example"], ["es"]),
        ("Nome,Profilo,Lingua\nA,https://s.example/@a,italiano\n", ["@a@s.example"], ["it"]),
        ("Naam;Mastodonadres;Taal\nA;@a@s.example;Nederlands\n", ["@a@s.example"], ["nl"]),
        ("Imię,Konto\nA,@a@s.example\n", ["@a@s.example"], []),
        ("Namn,Användarnamn,Språk\nA,@a@s.example,svenska\n", ["@a@s.example"], ["sv"]),
        ("名前,アカウント\n花子,@a@s.example\n", ["@a@s.example"], []),
        ("Name,Nutzername,Sprache\nA,@a@s.example,Deutsch\n", ["@a@s.example"], ["de"]),
        ("Name\tFediverse\nA\t@a@s.example\n", ["@a@s.example"], []),
        ("Name,Profile\nA,https://s.example/%40a\n", ["@a@s.example"], []),
        ("# ours\n@a@s.example maths\nWrite to office@s.example\n", ["@a@s.example"], []),
        ("Name,Link\nA,https://github.com/a\nB,https://s.example/@a\n", ["@a@s.example"], []),
        ('[{"acct": "a@s.example", "display_name": "A"}]', ["@a@s.example"], []),
        ("[Our list](https://e.example)\n\n- [A](https://s.example/@a)\n", ["@a@s.example"], []),
    ],
)  # fmt: skip
def test_lists_as_others_write_them(
    plnbuddy: Plnbuddy, tmp_path: Path, text: str, handles: list[str], languages: list[str]
) -> None:
    file = tmp_path / "people"
    file.write_text(text, encoding="utf-8")
    rows = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", "--json").data["rows"]
    assert [row["label"] for row in rows] == handles
    assert [word for row in rows for word in row["languages"]] == languages


def test_a_table_without_headings_whose_words_nobody_knows(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "people"
    file.write_text("Music,a@s.example,b@s.example,c@s.example\nMaths,d@s.example\nd@s.example\n")
    answer = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", "--json", ok=False)
    assert "stumbled" not in answer.messages
    assert answer.data["rows"]


def test_words_of_a_column_that_nobody_knows_are_said(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Handle,Language\n@a@s.example,Klingon\n@b@s.example,German\n")
    data = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", "--json").data
    assert any("1 of 2 are no languages" in each for each in data["warnings"])


@pytest.mark.parametrize(
    "text", ["Name,E-mail\nA,a@s.example\n", "Name,Link\nA,https://x.example\n"]
)
def test_tables_of_no_people_are_refused(plnbuddy: Plnbuddy, tmp_path: Path, text: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text)
    answer = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", ok=False)
    assert answer.exit_code == 2


@pytest.mark.parametrize(
    ("heading", "cell", "minutes"),
    [
        ("Hours", "2", 120), ("Zeit (h)", "2.5", 150), ("Heures", "1h30", 90),
        ("Durée (min)", "90", 90), ("Horas", "2:30", 150), ("Godziny", "2", 120),
        ("Tid (timmar)", "2", 120), ("時間", "2", 120), ("PD-Stunden", "1½", 90),
        ("Length", "1:30:00", 90), ("CPD hours", "¾", 45), ("Minuten", "45", 45),
    ],
)  # fmt: skip
def test_hours_as_others_write_them(
    plnbuddy: Plnbuddy, tmp_path: Path, heading: str, cell: str, minutes: int
) -> None:
    file = tmp_path / "hours.csv"
    file.write_text(f"Date;Activity;{heading}\n2026-03-02;Workshop;{cell}\n", encoding="utf-8")
    plnbuddy("import", "csv", str(file), "--kind", "contribute", "--no-input")
    (entry,) = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert entry["minutes"] == minutes


@pytest.mark.parametrize(
    "heading", ["reflection", "Reflexion", "Réflexion", "Riflessione", "My reflections"]
)
def test_a_reflection_is_no_private_note(plnbuddy: Plnbuddy, tmp_path: Path, heading: str) -> None:
    file = tmp_path / "learning.csv"
    file.write_text(
        f"date,activity,{heading},notes\n2026-03-02,Workshop,I ask less,secret\n", encoding="utf-8"
    )
    plnbuddy("import", "csv", str(file), "--kind", "contribute", "--no-input")
    (entry,) = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert (entry["reflection"], entry["note"]) == ("I ask less", "secret")
