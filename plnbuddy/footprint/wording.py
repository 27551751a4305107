"""The sentences that every form of the footprint shares."""

from collections.abc import Mapping
from itertools import islice

from plnbuddy.core.model import ActivityKind
from plnbuddy.core.vocabulary import in_words, topic_label
from plnbuddy.footprint.build import Footprint
from plnbuddy.footprint.contributions import OTHER
from plnbuddy.out.wording import counted

KIND_NAMES = {
    ActivityKind.CONTRIBUTE: "Contribution",
    ActivityKind.COLLABORATE: "Conversation",
}


def title(footprint: Footprint) -> str:
    """What the whole is called: "Public footprint of Ada Byron"."""
    return f"Public footprint of {footprint.name}" if footprint.name else "Public footprint"


def counts_sentence(footprint: Footprint) -> str:
    """How much there is: "12 contributions and 3 conversations, from 2019 to 2026"."""
    parts = []
    for kind, name in KIND_NAMES.items():
        number = footprint.by_kind.get(kind.value, 0)
        if number:
            parts.append(counted(number, name.lower()))
    return f"{in_words(parts)}, {span(footprint)}"


def span(footprint: Footprint) -> str:
    """The years: "in 2026" or "from 2019 to 2026"."""
    first, last = footprint.first_day.year, footprint.last_day.year
    return f"in {last}" if first == last else f"from {first} to {last}"


def topic_name(topic: str) -> str:
    """The topic in plain words; other topics are just that."""
    return "other topics" if topic == OTHER else topic_label(topic)


def largest(counts: Mapping[str, int], most: int, *, topics: bool = False) -> str:
    """The largest counts: "music 12, history 4 and 3 more"."""
    shown = [
        f"{topic_name(name) if topics else name} {number:,}"
        for name, number in islice(counts.items(), most)
    ]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
