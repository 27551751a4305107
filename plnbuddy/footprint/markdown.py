"""The footprint as Markdown, grouped by place."""

import re
from collections import defaultdict
from collections.abc import Iterator

from plnbuddy.core.clean import clean_line
from plnbuddy.footprint.build import Footprint
from plnbuddy.footprint.contributions import OTHER, Contribution
from plnbuddy.footprint.wording import counts_sentence, largest, title, topic_name

# What would make a heading, an emphasis, a link, HTML or a table in the middle of a line.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def footprint_markdown(footprint: Footprint) -> Iterator[str]:
    """The lines of the document, each with its line break; texts are escaped."""
    yield f"# {_escaped(title(footprint))}\n\n"
    if footprint.school:
        yield f"{_escaped(footprint.school)}\n\n"
    yield f"{counts_sentence(footprint)}.\n\n"
    yield f"Topics: {_escaped(largest(footprint.by_topic, 12, topics=True))}.\n"
    places: dict[str, list[Contribution]] = defaultdict(list)
    for entry in footprint.entries:
        places[entry.place].append(entry)
    for place in footprint.by_place:
        if places[place]:
            yield f"\n## {_escaped(place)} ({footprint.by_place[place]:,})\n\n"
            for entry in places[place]:
                yield _item(entry)


def _item(entry: Contribution) -> str:
    topics = ", ".join(topic_name(topic) for topic in entry.topics if topic != OTHER)
    about = f" ({_escaped(topics)})" if topics else ""
    text = _escaped(clean_line(entry.text))
    return f"- {entry.day.isoformat()}: {text}{about} <{_address(entry.link)}>\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
