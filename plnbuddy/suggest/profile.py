"""What a profile shows, as a fact that is stored with somebody found."""

from dataclasses import dataclass
from typing import ClassVar, Self

from plnbuddy.core.clock import Clock
from plnbuddy.core.role import Role
from plnbuddy.store.said import Said
from plnbuddy.suggest.facts import StoredFact


@dataclass(frozen=True, slots=True)
class Says(StoredFact):
    """Who somebody says they are: role, levels and languages, and the words that show the role."""

    role: str
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    sentence: str
    kind: ClassVar[str] = "says"

    @classmethod
    def of(cls, said: Said) -> Self:
        """The fact of what a profile shows."""
        return cls(said.role.value, said.levels, said.languages, said.sentence)

    @property
    def known_role(self) -> Role:
        """The role; one that this version does not know counts as not known."""
        return Role(self.role) if self.role in set(Role) else Role.UNKNOWN

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """The very words; "" when nothing shows a role."""
        return self.sentence
