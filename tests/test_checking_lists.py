"""`lists check`: whom a list may still name, and the list that is made of them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from plnbuddy.core.handles import Handle
from plnbuddy.store.lists import RowCheck
from tests.conftest import Plnbuddy
from tests.kept_lists import labels, write
from tests.web_pages import Page, account
from tools import date_educators


@pytest.fixture
def village(served: tuple[str, type[Page]]) -> tuple[str, type[Page]]:
    base, page = served
    place = base.removeprefix("http://")
    lookup = "/api/v1/accounts/lookup?acct="
    moved = {"id": "9", "username": "new", "acct": "new@n.example"}
    page.pages |= {
        f"{lookup}fine": account("fine"),
        f"{lookup}moved": account("moved", moved=moved),
        f"{lookup}silent": account("silent", last_status_at="2024-01-01"),
        f"{lookup}shy": account("shy", discoverable=False),
        f"{lookup}noindex": account("noindex", noindex=True),
        f"{lookup}limited": account("limited", limited=True),
        f"{lookup}memorial": account("memorial", memorial=True),
        f"{lookup}unlisted": account("unlisted", note="<p>Maths. Please do not list me.</p>"),
        f"{lookup}suspended": account("suspended", suspended=True),
        f"/.well-known/webfinger?resource=acct%3Aother%40{place.replace(':', '%3A')}": b"{}",
    }
    return place, page


def test_checking_a_list(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[Page]]
) -> None:  # fmt: skip
    place, page = village
    names = (
        "fine", "moved", "silent", "shy", "noindex", "limited", "memorial", "suspended", "gone",
        "other", "unlisted",
    )  # fmt: skip
    text = "handle\n" + "".join(f"@{name}@{place}\n" for name in names) + "@tweets\n"
    plnbuddy("lists", "add", write(tmp_path / "l.csv", text))
    answer = plnbuddy("lists", "check", "l", "--json", ok=False)
    assert answer.exit_code == 1
    assert answer.data["counts"] == {
        "fine": 1, "moved": 1, "silent": 1, "no": 5, "suspended": 1, "gone": 1, "exists": 1,
        "unknown": 1,
    }  # fmt: skip
    asked = len(page.asked)
    again = plnbuddy("lists", "check", "l", ok=False)
    assert len(page.asked) == asked
    assert f"@moved@{place}  moved to another account: @new@n.example" in again.output
    assert "limited by the server" in again.output
    assert "asks to be in no list" in again.output
    exported = plnbuddy("lists", "export", "l").output
    assert "shy@" not in exported and "gone@" not in exported
    assert "@fine@" in exported and "@silent@" in exported


def test_the_curators_table_gets_the_days_of_a_check(
    plnbuddy: Plnbuddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(handle: Handle, today: date) -> RowCheck:
        asked.append(str(handle))
        state = "gone" if len(asked) == 1 else "fine"
        return RowCheck(handle.key, state, "", "", state == "fine", None, today)

    monkeypatch.setattr("plnbuddy.lists.check.check_account", answer)
    for name, value in plnbuddy.environment.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "educators.csv"
    date_educators.main(file)
    rows = {row["handle"]: row for row in csv.DictReader(file.open(encoding="utf-8", newline=""))}
    assert rows[asked[0].removeprefix("@")]["checked"] == ""
    assert rows[asked[1].removeprefix("@")]["checked"] == "2026-11-24"
    assert len(rows) > 300


def test_a_server_that_is_down_takes_back_nothing(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[Page]]
) -> None:
    place, page = village
    plnbuddy("lists", "add", write(tmp_path / "l.csv", f"handle\n@shy@{place}\n"))
    plnbuddy("lists", "check", "l", ok=False)
    page.pages["/api/v1/accounts/lookup?acct=shy"] = b"to:https://10.0.0.1/"
    assert plnbuddy("lists", "check", "l", "--again", "--json", ok=False).data["counts"] == {
        "no": 1
    }
    assert "shy" not in plnbuddy("lists", "export", "l").output


def test_a_cleaned_list(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[Page]]
) -> None:  # fmt: skip
    place, _ = village
    plnbuddy("lists", "new", "Mine", *(f"@{n}@{place}" for n in ("fine", "moved", "gone", "shy")))
    only_shown = plnbuddy("lists", "check", "mine", "--fix")
    assert "becomes @new@n.example" in only_shown.output
    assert len(labels(plnbuddy, "mine")) == 4
    plnbuddy("lists", "check", "mine", "--fix", "--yes")
    assert labels(plnbuddy, "mine") == [f"@fine@{place}", "@new@n.example"]


def test_cleaning_somebody_elses_list_makes_ones_own(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[Page]]
) -> None:  # fmt: skip
    place, _ = village
    source = write(tmp_path / "l.csv", f"handle\n@fine@{place}\n@gone@{place}\n")
    plnbuddy("lists", "add", source)
    plnbuddy("lists", "check", "l", "--fix", "--yes")
    assert len(labels(plnbuddy, "l")) == 2
    assert labels(plnbuddy, "l-cleaned") == [f"@fine@{place}"]
