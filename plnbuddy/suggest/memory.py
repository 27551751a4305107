"""What the store remembers of earlier days: decisions, showings, follows, what servers said."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import Decision, SubjectKind
from plnbuddy.store.account_state import followed_anywhere
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import Showing, all_decisions, shown_before
from plnbuddy.store.discovery import LastWord, avoided_people, last_words
from plnbuddy.store.lists import Forgotten, read_forgotten
from plnbuddy.store.open_reading import days_read, refusals


@dataclass(frozen=True)
class Memory:
    """What was decided and shown before, by kind and key.

    `followed` is what is followed on an account, or avoided. `last_words` say of people
    what a server said of them last; `forgotten` are people and servers that are
    never to be shown.
    """

    decisions: Mapping[tuple[SubjectKind, str], Decision]
    shown: Mapping[tuple[SubjectKind, str], Showing]
    followed: frozenset[tuple[SubjectKind, str]] = frozenset()
    last_words: Mapping[str, LastWord] = field(default_factory=dict)
    forgotten: Forgotten = Forgotten()


def read_memory(store: Store, clock: Clock) -> Memory:
    """What the store remembers about suggestions."""
    people, tags = followed_anywhere(store)
    return Memory(
        followed=frozenset(
            [(SubjectKind.PERSON, key) for key in people]
            + [(SubjectKind.PERSON, key) for key in avoided_people(store)]
            + [(SubjectKind.HASHTAG, key) for key in tags]
        ),
        last_words=_last_words(store),
        forgotten=read_forgotten(store),
        decisions={(d.subject.kind, d.subject.key): d for d in all_decisions(store)},
        shown=shown_before(store, clock.today),
    )


def _last_words(store: Store) -> Mapping[str, LastWord]:
    """What servers said of people last; a no that was read without an account is a no."""
    said = dict(last_words(store))
    for key, day in days_read(store).items():
        if key not in said or said[key].read_on < day:
            said[key] = LastWord(day, "", open=True)
    for key, day in refusals(store).items():
        if key not in said or said[key].read_on <= day:
            said[key] = LastWord(day, "does not want to be found", open=False)
    return said
