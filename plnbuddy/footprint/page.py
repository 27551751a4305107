"""The footprint as one web page that needs nothing else and can be put on any host.

Everything stands on it without JavaScript; with it the list can be searched,
filtered and arranged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import unquote, urlsplit

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.vocabulary import in_words
from plnbuddy.footprint.build import PAGE_LIMIT, Footprint
from plnbuddy.footprint.contributions import OTHER, Contribution
from plnbuddy.footprint.wording import KIND_NAMES, counts_sentence, title, topic_name
from plnbuddy.out.webpage import render_page, template_text

_ROOM = "plnbuddy.footprint"
_TEXT_LIMIT = 1_000  # characters
_ADDRESS_LIMIT = 70  # characters
_NAME_LIMIT = 80  # characters
_MOST_TAGS = 12


@dataclass(frozen=True)
class _Row:
    """One entry as the page shows it; places and topics are numbered as in the filters."""

    day: str
    spoken: str
    place: int
    place_name: str
    kind: str
    kind_name: str
    topics: str
    topic_names: Sequence[str]
    tags: Sequence[str]
    text: str
    link: str
    address: str


@dataclass(frozen=True)
class _Year:
    """The entries of one year; `height` is its bar's, of 100."""

    name: str
    height: float
    rows: Sequence[_Row]


@dataclass(frozen=True)
class _Choice:
    """One choice of a filter: its value in the page, its name, and how many entries have it."""

    value: str
    name: str
    count: int


def build_page(footprint: Footprint, today: date) -> str:
    """The whole page as HTML, with at most the newest `PAGE_LIMIT` entries.

    Texts stay text, whatever they contain. Links lead only to http and https
    addresses and to the feed beside the page.
    """
    shown = footprint.entries[:PAGE_LIMIT]
    places = _numbered(entry.place for entry in shown)
    topics = _numbered(topic for entry in shown for topic in entry.topics)
    years = _years(shown, places, topics)
    return render_page(
        _ROOM,
        "footprint.html",
        template_text(_ROOM, "footprint.css"),
        template_text(_ROOM, "footprint.js"),
        name=clean_line(footprint.name, _NAME_LIMIT),
        school=clean_line(footprint.school, 2 * _NAME_LIMIT),
        title=clean_line(title(footprint), 2 * _NAME_LIMIT),
        sentence=counts_sentence(footprint),
        description=_description(footprint),
        not_shown=footprint.total - len(shown),
        shown=len(shown),
        total=footprint.total,
        written=_spoken(today),
        written_on=today.isoformat(),
        years=years,
        places=_choices(places, (entry.place for entry in shown)),
        topics=[
            _Choice(choice.value, _capital(topic_name(choice.name)), choice.count)
            for choice in _choices(topics, (topic for entry in shown for topic in entry.topics))
        ],
        kinds=[
            _Choice(kind.value, f"{name}s", number)
            for kind, name in KIND_NAMES.items()
            if (number := sum(entry.kind is kind for entry in shown))
        ],
    )


def _description(footprint: Footprint) -> str:
    """What a search engine or a messenger shows of the page."""
    whose = f" by {clean_line(footprint.name, _NAME_LIMIT)}" if footprint.name else ""
    topics = [topic_name(topic) for topic in footprint.by_topic if topic != OTHER][:3]
    about = f", on {in_words(topics)}" if topics else ""
    return f"{counts_sentence(footprint)}{about}{whose}: what was shared in public, with links."


def _numbered(names: Iterable[str]) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _choices(numbers: Mapping[str, int], names: Iterable[str]) -> list[_Choice]:
    """The choices with the most entries first."""
    counts = dict.fromkeys(numbers, 0)
    for name in names:
        counts[name] += 1
    choices = [_Choice(str(numbers[name]), name, count) for name, count in counts.items()]
    return sorted(choices, key=lambda choice: (choice.name == OTHER, -choice.count))


def _years(
    entries: Sequence[Contribution], places: Mapping[str, int], topics: Mapping[str, int]
) -> list[_Year]:
    by_year = [
        (str(year), [_row(entry, places, topics) for entry in group])
        for year, group in groupby(entries, key=lambda entry: entry.day.year)
    ]
    most = max((len(rows) for _, rows in by_year), default=1)
    return [_Year(year, max(4, round(100 * len(rows) / most, 1)), rows) for year, rows in by_year]


def _row(entry: Contribution, places: Mapping[str, int], topics: Mapping[str, int]) -> _Row:
    text = clean_text(entry.text, _TEXT_LIMIT)
    return _Row(
        day=entry.day.isoformat(),
        spoken=_spoken(entry.day),
        place=places[entry.place],
        place_name=clean_line(entry.place, _NAME_LIMIT),
        kind=entry.kind.value,
        kind_name=KIND_NAMES[entry.kind],
        topics=" ".join(str(topics[topic]) for topic in entry.topics),
        topic_names=[_capital(topic_name(topic)) for topic in entry.topics if topic != OTHER],
        tags=[tag for tag in entry.tags if f"#{tag}".lower() not in text.lower()][:_MOST_TAGS],
        text=text,
        link=entry.link,
        address=_address(entry.link),
    )


def _address(link: str) -> str:
    """The link as a reader knows it: without https://, with readable letters, and not too long."""
    parts = urlsplit(link)
    path = unquote(parts.path).rstrip("/")
    return clean_line(f"{parts.netloc.removeprefix('www.')}{path}", _ADDRESS_LIMIT)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
