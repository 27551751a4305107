"""What a source of suggestions is: one file in this room, and one line in core/source_names.py."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import HandleKey
from plnbuddy.core.model import SubjectKind
from plnbuddy.store.database import Store
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.suggest.facts import StoredFact

if TYPE_CHECKING:
    from plnbuddy.ranking.exploration import Exploration
    from plnbuddy.store.discovery import Discovery


class Needs(StrEnum):
    """What a source must have before it can be read."""

    NOTHING = "nothing"
    ACCOUNT = "an account"
    OPEN_READING = "open reading"


class Asked(NamedTuple):
    """What is asked of a source: candidates of one kind, from what is on this computer."""

    store: Store
    kind: SubjectKind
    clock: Clock


class Evidence(NamedTuple):
    """What a source found for a person: how strong it is (0 to 1), and the fact behind it.

    `language` is that of their posts, as far as the source tells.
    """

    key: HandleKey
    strength: float
    fact: StoredFact
    language: str = ""


def _no_candidates(_asked: Asked) -> Iterable[Candidate]:
    return ()


def _no_evidence(_run: "Exploration") -> Iterable[Evidence]:
    return ()


def _no_hashtags(_run: "Exploration") -> Iterable["Discovery"]:
    return ()


class Source(NamedTuple):
    """A place that suggestions come from.

    A source has candidates of its own (`candidates`), or it is read while exploring
    (`reading`, one step after the other) and then says what that means for people
    (`evidence`, joined with that of the other sources) and which hashtags it found.

    Attributes:
        name: as in core/source_names.py.
        what: what it is, in a few words.
        needs: what reading it takes.
        candidates: what it knows without asking anybody.
        reading: what exploring does for it, within the run's budget, kept as it goes.
        turn: when it is read; lower ones first.
        facts: the kinds of fact that it stores, each with its words.
        needs_consent: whether people whom it alone names must say that they want to be
            found. Only lists and sources where the teacher or the people themselves began
            need not.
        personal: whether the teacher knows or chose those whom it names.
    """

    name: str
    what: str
    needs: Needs = Needs.NOTHING
    candidates: Callable[[Asked], Iterable[Candidate]] = _no_candidates
    reading: tuple[Callable[["Exploration"], None], ...] = ()
    turn: int = 50
    evidence: Callable[["Exploration"], Iterable[Evidence]] = _no_evidence
    hashtags: Callable[["Exploration"], Iterable["Discovery"]] = _no_hashtags
    facts: tuple[type[StoredFact], ...] = ()
    needs_consent: bool = True
    personal: bool = False
