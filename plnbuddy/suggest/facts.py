"""Facts: what plnbuddy knows of a candidate, as values with their own words.

A source makes facts and says how they are worded. Those that exploring finds are
stored, so that `suggest` can tell them on later days without asking anybody; one
that this version does not know (it was stored by another) is told in general words
and never lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock


class Fact(Protocol):
    """Something that speaks for a candidate, or that should be known of it."""

    __slots__ = ()

    def told(self, clock: Clock) -> str:
        """The fact in plain words, as of the teacher's day; "" says nothing."""


class Said(NamedTuple):
    """A fact that is a sentence already."""

    sentence: str

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """The sentence."""
        return self.sentence


class Doubt(NamedTuple):
    """A fact that speaks of not knowing: it is no longer told once something was seen in use."""

    sentence: str

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """The sentence."""
        return self.sentence


class StoredFact(Fact):
    """A fact that is kept in the store: a frozen dataclass of texts, numbers, days and words.

    `kind` is the name it is stored under; it never changes its meaning.
    """

    __slots__ = ()

    kind: ClassVar[str]

    def stored(self) -> Mapping[str, Any]:
        """The fact as it is written to JSON."""
        plain = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()  # type: ignore[call-overload]
        }
        return {"kind": self.kind, **plain}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The fact as it was stored.

        Raises:
            ValueError, KeyError, TypeError: something is missing, or of another kind.
        """
        return cls(
            **{
                field.name: _READERS[field.type](stored[field.name])
                for field in fields(cls)  # type: ignore[arg-type]
            }
        )


@dataclass(frozen=True, slots=True)
class OtherFact(StoredFact):
    """A stored fact that this version cannot put into words."""

    name: str
    kind: ClassVar[str] = ""

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """That it is there, and its name."""
        return f"found by exploring ({clean_line(self.name, 40) or 'no more is known'})"


def read_fact(stored: Mapping[str, Any], kinds: Mapping[str, type[StoredFact]]) -> Fact:
    """A fact of one of these kinds; an unknown or unreadable one keeps its name."""
    kind = str(stored.get("kind", ""))
    if kind in kinds:
        try:
            return kinds[kind].read(stored)
        except (ValueError, KeyError, TypeError):
            pass
    return OtherFact(kind.replace("_", " "))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("no number")
    return value


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return tuple(_text(word) for word in value)


def _day(value: object) -> date:
    return date.fromisoformat(_text(value))


_READERS: Mapping[object, Callable[[object], object]] = {
    str: _text,
    int: _number,
    date: _day,
    tuple[str, ...]: _words,
}
