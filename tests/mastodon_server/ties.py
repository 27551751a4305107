"""Who follows, blocks and mutes whom, and who has asked to follow."""

from collections import defaultdict

from .paging import Ordered


class Ties:
    """Directed ties between people, indexed from both ends.

    Every tie has a number of its own, which grows with time; pages are cut by it.
    """

    def __init__(self, first_number: int) -> None:
        self.outgoing: defaultdict[int, Ordered[int]] = defaultdict(Ordered)
        self.incoming: defaultdict[int, Ordered[int]] = defaultdict(Ordered)
        self._numbers: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._last = first_number

    def __contains__(self, tie: tuple[int, int]) -> bool:
        source, target = tie
        return target in self._numbers.get(source, ())

    def add(self, source: int, target: int) -> bool:
        """Store a tie; False when it was there already."""
        numbers = self._numbers[source]
        if target in numbers:
            return False
        self._last += 1 + (source ^ target) % 7
        numbers[target] = self._last
        self.outgoing[source].add(self._last, target)
        self.incoming[target].add(self._last, source)
        return True

    def remove(self, source: int, target: int) -> bool:
        """Forget a tie; False when there was none."""
        number = self._numbers[source].pop(target, None)
        if number is None:
            return False
        self.outgoing[source].remove(number)
        self.incoming[target].remove(number)
        return True

    def targets(self, source: int) -> set[int]:
        """Everybody a person has a tie to."""
        return set(self._numbers.get(source, ()))

    def sources(self, target: int) -> set[int]:
        """Everybody who has a tie to a person."""
        found = self.incoming.get(target)
        return set(found.items()) if found is not None else set()

    def count_outgoing(self, source: int) -> int:
        """How many ties a person has to others."""
        return len(self._numbers.get(source, ()))

    def count_incoming(self, target: int) -> int:
        """How many ties others have to a person."""
        found = self.incoming.get(target)
        return len(found) if found is not None else 0
