"""A teacher's weeks, written into the journal, and what `report` makes of them."""

from datetime import date, timedelta
from typing import Any

from tests import journal_entries
from tests.conftest import Plnbuddy

TODAY = date(2026, 11, 24)  # A Tuesday; the week is 23 to 29 November.
MONDAY = date(2026, 11, 23)


def write(plnbuddy: Plnbuddy, *entries: tuple[str, str, str]) -> None:
    """Add entries of kind, day (noon UTC) and text, in one import."""
    records = [
        {"uid": f"{at}-{day}-{kind}", "kind": kind, "when": f"{day}T12:00:00Z", "day": day}
        | {"text": text}
        for at, (kind, day, text) in enumerate(entries)
    ]
    journal_entries.write(plnbuddy, *records)


def weeks_ago(*weeks: int) -> list[tuple[str, str, str]]:
    """One entry on the Monday of each of these weeks."""
    return [("connect", str(MONDAY - timedelta(weeks=week)), "met somebody") for week in weeks]


def report(plnbuddy: Plnbuddy, *arguments: str, now: str | None = None) -> Any:
    return plnbuddy("report", "--json", *arguments, now=now).data


def kind_of(data: Any, kind: str) -> Any:
    return next(each for each in data["kinds"] if each["kind"] == kind)


def steps(plnbuddy: Plnbuddy, now: str | None = None) -> str:
    data = report(plnbuddy, now=now)
    assert len(data["next_steps"]) == 2
    return " | ".join(step["sentence"] for step in data["next_steps"])
