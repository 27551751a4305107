"""Rows of the curated lists as lines for a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from plnbuddy.core.model import Chat, ChatStatus, Educator, ExternalList, Hashtag, Seen, Server
from plnbuddy.core.vocabulary import language_label, level_label, topic_label
from plnbuddy.curated.schedule import spoken_schedule
from plnbuddy.curated.search import Item
from plnbuddy.out.lines import Line, Part, line, link_line
from plnbuddy.out.wording import counted

_INDENT = 4


def table_lines(tables: Mapping[str, Sequence[Item]]) -> Iterator[Line]:
    """What the curated lists are and how many rows each has."""
    yield line("Curated lists that come with plnbuddy", "bold")
    for name, items in tables.items():
        yield Line((Part(f"{len(items):>5}  ", "cyan"), Part(name)))


def item_lines(item: Item) -> Iterator[Line]:
    """A row with its facts and its source."""
    match item:
        case Educator():
            name, extra, link = f"{item.handle}  {item.name}", _basis(item), ""
        case Hashtag():
            name, extra, link = str(item.tag), _use(item), ""
        case Chat():
            name, extra, link = f"{item.tag} {item.name}".strip(), _chat_state(item), ""
        case Server():
            name, extra, link = item.domain, f"registration: {item.registration}", ""
        case ExternalList():
            name, extra, link = item.name, _licence(item), item.url
    yield Line((Part(name, "bold cyan"), Part(f"  {item.description}")))
    yield line("; ".join(part for part in (_about(item), extra) if part), indent=_INDENT)
    if link:
        yield link_line(link, _INDENT)
    yield line(f"source: {_source(item.seen)}", "dim", _INDENT)


def _about(item: Item) -> str:
    parts = [", ".join(topic_label(topic) for topic in item.topics)]
    if not isinstance(item, Server | ExternalList):
        parts.append(", ".join(level_label(level) for level in item.levels))
    parts.append(", ".join(language_label(code) for code in item.languages))
    return " · ".join(part for part in parts if part)


def _basis(item: Educator) -> str:
    checked = f"found there on {item.checked_on}" if item.checked_on else ""
    parts = (item.role.label, item.kind.value, item.basis, checked)
    return ", ".join(filter(None, dict.fromkeys(parts)))


def _use(item: Hashtag) -> str:
    if item.verified:
        return " and ".join(item.platforms)
    return "the subject's own name; nobody was seen using it"


def _chat_state(chat: Chat) -> str:
    state = {
        ChatStatus.ALIVE: f"met in {chat.last_seen}",
        ChatStatus.MAY_HAVE_ENDED: f"may have ended (last seen {chat.last_seen or 'unknown'})",
        ChatStatus.ENDED: "has ended",
    }[chat.status]
    return "; ".join(part for part in (spoken_schedule(chat), state) if part)


def _licence(item: ExternalList) -> str:
    size = counted(item.size, "entry", "entries") if item.size else ""
    opt_in = {"yes": "everybody on it asked to be", "no": "people were not asked"}.get(
        item.opt_in, ""
    )
    return "; ".join(part for part in (size, opt_in, item.licence) if part)


def _source(seen: Seen) -> str:
    return f"{seen.address} ({seen.date})" if seen.date else seen.address
