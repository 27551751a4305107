"""Finding a row in the curated lists by a word."""

from collections.abc import Iterable, Sequence

from plnbuddy.core.model import Chat, Educator, ExternalList, Hashtag, Server
from plnbuddy.core.vocabulary import TOPICS

Item = Educator | Hashtag | Chat | Server | ExternalList


def search_items(items: Iterable[Item], text: str) -> list[Item]:
    """The rows in which every word of `text` occurs, whatever its case.

    A row also answers to other spellings of its topics: "choir" finds music.
    """
    words = text.casefold().replace("#", "").split()
    return [item for item in items if all(word in _searchable(item) for word in words)]


def _searchable(item: Item) -> str:
    return "\n".join(_words(item)).casefold()


def _words(item: Item) -> Sequence[str]:
    match item:
        case Educator():
            own = [str(item.handle), item.name, item.region, *item.levels, *item.languages]
        case Hashtag():
            own = [str(item.tag), item.region, *item.levels, *item.languages]
        case Chat():
            own = [str(item.tag), item.name, item.region, "chat", *item.levels, *item.languages]
        case Server():
            own = [item.domain, item.name, *item.languages]
        case ExternalList():
            own = [item.name, item.url, *item.languages]
    spellings = [word for topic in item.topics for word in (topic, *TOPICS[topic].spellings)]
    return [*own, *spellings, item.description]
