"""The footprint as lines for a terminal."""

from collections.abc import Iterable, Iterator

from plnbuddy.core.clean import clean_line
from plnbuddy.footprint.build import Footprint
from plnbuddy.footprint.contributions import Contribution
from plnbuddy.footprint.wording import counts_sentence, largest, title
from plnbuddy.out.lines import BLANK, Line, Part, line, link_line

_MOST_NAMES = 8
_INDENT = 6


def footprint_lines(footprint: Footprint) -> Iterator[Line]:
    """Counts first, then the entries that were kept, newest first."""
    yield line(title(footprint), "bold")
    yield line(counts_sentence(footprint))
    yield line(f"Places: {largest(footprint.by_place, _MOST_NAMES)}", hang=2)
    yield line(f"Topics: {largest(footprint.by_topic, _MOST_NAMES, topics=True)}", hang=2)
    yield BLANK
    yield from contribution_lines(footprint.entries)


def contribution_lines(entries: Iterable[Contribution]) -> Iterator[Line]:
    """Each entry with its number, day, place and text, and its link below."""
    for entry in entries:
        yield Line(
            (
                Part(f"{entry.number:>4}  ", "bold"),
                Part(f"{entry.day.isoformat()}  ", "dim"),
                Part(f"{entry.place}  ", "cyan"),
                Part(clean_line(entry.text, 200)),
            ),
            hang=_INDENT,
        )
        yield link_line(entry.link, _INDENT)
