"""A teacher's year, the page that is handed in about it, and what a reader of the page sees."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from plnbuddy.core.model import ActivityKind
from tests.conftest import Plnbuddy
from tests.journal_entries import write
from tests.records import contribution


class Elements(HTMLParser):
    """The names of elements and attributes, and the text that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def year(music_teacher: Plnbuddy) -> Plnbuddy:
    """A teacher with a name, an answer, and two entries a week for a year."""
    music_teacher("config", "set", "profile.name", "Miriam Okonkwo")
    music_teacher("config", "set", "profile.school", "School by the Park")
    kinds = list(ActivityKind)
    write(
        music_teacher,
        *(
            contribution(
                f"{at}-{half}",
                str(date(2025, 12, 1) + timedelta(days=7 * at + half)),
                kind=kinds[(at + half) % 3].value,
                text=f"Did number {at}-{half} with @anna@example.org",
                minutes=35,
                links=[f"https://example.org/{at}"],
                people=["@anna@example.org"],
                tags=["musiced"],
                note="PRIVATE",
            )
            for at in range(52)
            for half in range(2)
        ),
    )
    music_teacher("report", "--reflection", "Tried the silent rehearsal.\nIt worked.")
    return music_teacher


def page(plnbuddy: Plnbuddy, *arguments: str) -> str:
    return plnbuddy("report", "--format", "html", *arguments).output
