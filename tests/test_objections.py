"""What speaks against showing somebody: the table of docs/suggestions.md, and the program."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plnbuddy.core.handles import parse_handle
from plnbuddy.platforms.values import Account
from plnbuddy.sync.objections import SILENT_DAYS, Objection, Occasion, find_objection

DOCUMENT = Path(__file__).parent.parent / "docs" / "suggestions.md"
COLUMNS = {
    "suggested": Occasion.SUGGESTION,
    "met in [open reading](open-reading.md)": Occasion.STRANGER,
    "on a list that you [check](lists.md)": Occasion.LIST,
    "on a platform's list that you add": Occasion.READ_LIST,
    "in a pack or collection of yours": Occasion.RECOMMENDED,
}
TODAY = date(2026, 11, 24)
FINE = Account(
    id="1",
    handle=parse_handle("@ada@school.example"),
    name="Ada",
    discoverable=True,
    bio="I teach maths.",
    last_post=date(2026, 11, 20),
)
OBJECTIONABLE = {
    Objection.SUSPENDED: replace(FINE, suspended=True),
    Objection.MOVED: replace(FINE, moved_to=parse_handle("@ada@new.example")),
    Objection.MEMORIAL: replace(FINE, memorial=True),
    Objection.NOINDEX: replace(FINE, noindex=True),
    Objection.OPTED_OUT: replace(FINE, bio="I teach maths. Please do not list me."),
    Objection.LIMITED: replace(FINE, limited=True),
    Objection.BOT: replace(FINE, bot=True),
    Objection.UNSAID: replace(FINE, discoverable=None),
    Objection.SILENT: replace(FINE, last_post=date(2025, 11, 23)),
    Objection.NO_POST: replace(FINE, last_post=None),
}


def documented() -> dict[tuple[str, str], str]:
    """The cells of the table, by row and column."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("| what is known of"))
    rows = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    heads = rows[0][1:]
    return {
        (row[0], head): cell for row in rows[2:] for head, cell in zip(heads, row[1:], strict=True)
    }


def test_the_table_names_every_objection_and_every_occasion() -> None:
    cells = documented()
    assert {column for _, column in cells} == set(COLUMNS)
    assert {COLUMNS[column] for _, column in cells} == set(Occasion)
    assert {row for row, _ in cells} == {each.value for each in Objection}
    assert set(OBJECTIONABLE) == set(Objection)


@pytest.mark.parametrize("objection", Objection, ids=lambda each: each.name)
@pytest.mark.parametrize("column", COLUMNS)
def test_the_table_is_what_the_program_does(objection: Objection, column: str) -> None:
    found = find_objection(OBJECTIONABLE[objection], TODAY, COLUMNS[column])
    cell = documented()[objection.value, column]
    assert (found is None) == (cell == "may")
    assert found is None or found.why is objection


@pytest.mark.parametrize("occasion", Occasion, ids=lambda each: each.name)
def test_nothing_speaks_against_who_is_there_and_wants_to_be_found(occasion: Occasion) -> None:
    assert find_objection(FINE, TODAY, occasion) is None
    year_ago = replace(FINE, last_post=date.fromordinal(TODAY.toordinal() - SILENT_DAYS))
    assert find_objection(year_ago, TODAY, occasion) is None


def test_an_objection_says_where_somebody_went_and_since_when_they_are_silent() -> None:
    moved = find_objection(OBJECTIONABLE[Objection.MOVED], TODAY, Occasion.SUGGESTION)
    silent = find_objection(OBJECTIONABLE[Objection.SILENT], TODAY, Occasion.SUGGESTION)
    assert moved and moved.words == "moved to @ada@new.example"
    assert silent and silent.words == "silent since 2025"
