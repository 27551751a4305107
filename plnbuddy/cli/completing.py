"""What a shell offers after Tab: topics, handles, hashtags and lists that begin like the word.

A shell waits for the answer and has no place for errors: whatever goes wrong, nothing is offered.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from plnbuddy.core.errors import PlnbuddyError

if TYPE_CHECKING:
    from plnbuddy.store.database import Store

_Found = TypeVar("_Found")
_MOST = 200  # Offers at once; more than that nobody reads.


def offer_topics(incomplete: str) -> list[str]:
    """Topics by name."""
    from plnbuddy.core.vocabulary import TOPICS

    return _beginning(TOPICS, incomplete)


def offer_tags(incomplete: str) -> list[str]:
    """Hashtags of the bundled table, with the sign where the word has it."""
    return _beginning(_tags(incomplete), incomplete)


def offer_handles(incomplete: str) -> list[str]:
    """Handles of people who were met or are listed."""
    return _beginning(_handles(), incomplete)


def offer_subjects(incomplete: str) -> list[str]:
    """Hashtags after a "#", else handles: whatever can be followed, skipped or put off."""
    return offer_tags(incomplete) if incomplete.startswith("#") else offer_handles(incomplete)


def offer_lists(incomplete: str) -> list[str]:
    """Lists of the teacher's own."""
    return _beginning(_own_lists(), incomplete)


def offer_blogs(incomplete: str) -> list[str]:
    """Addresses of the blogs that the teacher reads."""
    return _beginning(_own_blogs(), incomplete)


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    start = incomplete.lower()
    return [word for word in dict.fromkeys(words) if word.lower().startswith(start)][:_MOST]


def _tags(incomplete: str) -> Sequence[str]:
    from plnbuddy.curated.bundled import read_hashtags

    sign = "#" if incomplete.startswith("#") else ""
    return [f"{sign}{row.tag.name}" for row in read_hashtags()]


def _handles() -> Sequence[str]:
    from plnbuddy.curated.bundled import read_educators
    from plnbuddy.store.lists import read_forgotten

    gone = _from_store(read_forgotten)
    if gone is None:
        return []  # Who is forgotten is not known, so nobody is named.
    return [str(row.handle) for row in read_educators() if row.handle.key not in gone]


def _own_lists() -> Sequence[str]:
    from plnbuddy.store.lists import all_lists

    return [kept.name for kept in _from_store(all_lists) or ()]


def _own_blogs() -> Sequence[str]:
    from plnbuddy.store.blogs import all_blogs

    return [blog.url for blog in _from_store(all_blogs) or ()]


def _from_store(read: "Callable[[Store], _Found]") -> "_Found | None":
    """What the store holds; None where it cannot be read."""
    from plnbuddy.cli.session import open_session

    try:
        with open_session().store() as store:
            return read(store)
    except PlnbuddyError:
        return None
