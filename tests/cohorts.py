"""A seminar's file of members, Anna who began it, and what others have shown."""

import json
from pathlib import Path

import pytest

from plnbuddy.cohort.file import read_cohort
from tests.conftest import Plnbuddy


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder / "seminar.toml"


@pytest.fixture
def anna(plnbuddy: Plnbuddy, file: Path) -> Plnbuddy:
    """Anna, who began the seminar and joined it; Ben is in it, too."""
    plnbuddy("cohort", "new", str(file), "--name", "Music seminar", "--tag", "#musicseminar")
    plnbuddy("cohort", "join", str(file), "--handle", "@anna@example.org", "--name", "Anna")
    plnbuddy("cohort", "add", "@ben@example.org", "--name", "Ben", "--topic", "music")
    return plnbuddy


def handles(file: Path) -> list[str]:
    return [str(member.handle) for member in read_cohort(file).members]


def shown_file(file: Path, handle: str) -> Path:
    return file.with_name("seminar.cohort") / f"{handle.removeprefix('@')}.json"


def show_something(file: Path, member: str, **changed: object) -> Path:
    """A contribution as plnbuddy writes it, with something changed."""
    week = {"week": "2026-11-23", "connect": 2, "collaborate": 1, "contribute": 0}
    facts = {
        "form": "plnbuddy.cohort-contribution.1",
        "handle": member,
        "written_on": "2026-11-24",
        "weeks": [week],
        "texts": [],
    }
    target = shown_file(file, member)
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(facts | changed))
    return target
