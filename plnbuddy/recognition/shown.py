"""What the words of a profile hold of roles, each looked for once, and the verdict on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from plnbuddy.core.role import Role
from plnbuddy.recognition.reading import Clause
from plnbuddy.recognition.voiding import Seen, taken_words, teacher_words


@dataclass(frozen=True, slots=True)
class Verdict:
    """The role, and the words that showed it: a clause, from one word to another."""

    role: Role
    clause: Clause | None = None
    first: int = 0
    last: int = 0


class Shown:
    """What the clauses hold, each looked for once."""

    def __init__(self, clauses: Sequence[Clause], hashtags: tuple[str, ...], bot: bool) -> None:
        self.clauses = clauses
        self.hashtags = hashtags
        self.bot = bot
        self.taken = [taken_words(clause) for clause in clauses]
        self.teachers = [
            seen
            for clause, taken in zip(clauses, self.taken, strict=True)
            for seen in teacher_words(clause, taken)
        ]
        self.retired = [
            seen for seen in self.of("retired") if not seen.clause.of("kin", "parent", "denial")
        ]
        if self.retired:
            self.teachers = [seen for seen in self.teachers if seen.clause.of("now")]

    def of(self, *names: str, place: str = "") -> list[Seen]:
        """What was found of the named roles, in order."""
        return [
            Seen(clause, found)
            for clause in self.clauses
            if not place or clause.place == place
            for found in sorted(clause.of(*names), key=lambda found: found.first)
        ]
