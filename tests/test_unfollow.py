"""Ending a follow stands in the journal as a note, and counts nowhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.accounts import HERE, THERE, journal
from tests.conftest import Plnbuddy

from .mastodon_server import Community

BEN = f"@ben@{HERE}"


@pytest.fixture
def anna(anna: Plnbuddy) -> Plnbuddy:
    """The same teacher, with one entry of her own."""
    anna("log", "contribute", "A worksheet https://example.org/1", "--minutes", "20")
    return anna


def counted(plnbuddy: Plnbuddy, file: Path) -> dict[str, Any]:
    """Whatever counts entries, names people or lists hashtags."""
    contributed = plnbuddy("cohort", "contribute", "--in", str(file), "--dry-run", "--json").data
    return {
        "report": plnbuddy("report", "--json").data,
        "evidence": plnbuddy("report", "--evidence", "--json").data,
        "record": plnbuddy("report", "--evidence", "--for", "act48", "--json").data,
        "footprint": plnbuddy("footprint", "--json").data,
        "contributed": contributed,
        "connect": plnbuddy("log", "list", "--kind", "connect", "--json", ok=False).data,
        "today": plnbuddy("--json").data,
    }


def test_an_unfollow_is_told_and_counts_nowhere(anna: Plnbuddy, community: Community) -> None:
    file = anna.home.parent / "seminar.toml"
    anna("cohort", "new", str(file), "--name", "Seminar")
    anna("cohort", "join", str(file), "--handle", f"@anna@{HERE}", "--name", "Anna")
    before = counted(anna, file)
    anna("unfollow", BEN, "#musiced")
    texts = {entry["text"] for entry in journal(anna)}
    assert {f"Unfollowed {BEN}", "Unfollowed #musiced"} <= texts
    after = counted(anna, file)
    for what, told in before.items():
        assert _without_totals(after[what]) == _without_totals(told), what
        assert "nfollowed" not in json.dumps(after[what]), what


def _without_totals(told: Any) -> Any:
    """Without the number of all entries, and of the steps' follows, which did change."""
    if isinstance(told, dict):
        left_out = ("total", "steps", "next_steps", "next")
        return {k: _without_totals(v) for k, v in told.items() if k not in left_out}
    return [_without_totals(each) for each in told] if isinstance(told, list) else told


def test_an_unfollow_is_listed_as_a_note(anna: Plnbuddy) -> None:
    anna("unfollow", BEN)
    (listed,) = (row for row in anna("log", "list").output.splitlines() if "Unfollowed" in row)
    assert "note" in listed
    assert "connect" not in listed
    number = listed.split()[0]
    assert "connect" not in anna("log", "show", number).output


def test_an_unfollow_survives_export_and_import_as_what_it_is(
    anna: Plnbuddy, tmp_path: Path
) -> None:
    anna("unfollow", BEN)
    file = tmp_path / "journal.jsonl"
    anna("log", "export", str(file))
    other = Plnbuddy(tmp_path / "other", {**anna.environment, "PLNBUDDY_HOME": f"{tmp_path}/other"})
    other("log", "import", str(file))
    assert f"Unfollowed {BEN}" in {entry["text"] for entry in journal(other)}
    assert other("report", "--json").data["kinds"] == anna("report", "--json").data["kinds"]


def test_who_was_unfollowed_is_no_new_person_of_the_week(anna: Plnbuddy) -> None:
    anna("unfollow", BEN)
    people = anna("report", "--json").data["people"]
    assert [each["handle"] for each in people] == [f"@cleo@{THERE}"]  # she followed anna
