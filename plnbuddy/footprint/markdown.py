"""The footprint as Markdown, grouped by place."""

from collections import defaultdict
from collections.abc import Iterator

from plnbuddy.core.clean import clean_line
from plnbuddy.footprint.build import Footprint
from plnbuddy.footprint.contributions import OTHER, Contribution
from plnbuddy.footprint.wording import counts_sentence, largest, title, topic_name
from plnbuddy.out.markdown import escape_markdown, markdown_link


def footprint_markdown(footprint: Footprint) -> Iterator[str]:
    """The lines of the document, each with its line break; texts are escaped."""
    yield f"# {escape_markdown(title(footprint))}\n\n"
    if footprint.school:
        yield f"{escape_markdown(footprint.school)}\n\n"
    yield f"{counts_sentence(footprint)}.\n\n"
    yield f"Topics: {escape_markdown(largest(footprint.by_topic, 12, topics=True))}.\n"
    places: dict[str, list[Contribution]] = defaultdict(list)
    for entry in footprint.entries:
        places[entry.place].append(entry)
    for place in footprint.by_place:
        if places[place]:
            yield f"\n## {escape_markdown(place)} ({footprint.by_place[place]:,})\n\n"
            for entry in places[place]:
                yield _item(entry)


def _item(entry: Contribution) -> str:
    topics = ", ".join(topic_name(topic) for topic in entry.topics if topic != OTHER)
    about = f" ({escape_markdown(topics)})" if topics else ""
    text = escape_markdown(clean_line(entry.text))
    return f"- {entry.day.isoformat()}: {text}{about} {markdown_link(entry.link)}\n"
