"""Ordered records, and the windows of them that a page shows."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Span:
    """Which part of an ordered collection is wanted; ids are exclusive bounds."""

    max_id: int | None = None
    since_id: int | None = None
    min_id: int | None = None


class Ordered(Generic[Item]):
    """Items with unique increasing numbers; pages are found by bisection."""

    __slots__ = ("_items", "_numbers")

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._items: dict[int, Item] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int, item: Item) -> None:
        """Store an item under a number that is not in use."""
        if not self._numbers or number > self._numbers[-1]:
            self._numbers.append(number)
        else:
            insort(self._numbers, number)
        self._items[number] = item

    def remove(self, number: int) -> None:
        """Forget a number; nothing happens when it is not there."""
        if number in self._items:
            del self._items[number]
            del self._numbers[bisect_left(self._numbers, number)]

    def get(self, number: int) -> Item | None:
        """The item stored under a number."""
        return self._items.get(number)

    def items(self) -> list[Item]:
        """Every item, oldest first."""
        return [self._items[number] for number in self._numbers]

    def newest(self) -> Item | None:
        """The item with the largest number."""
        return self._items[self._numbers[-1]] if self._numbers else None

    def window(
        self,
        span: Span,
        limit: int | None,
        keep: Callable[[Item], bool] | None = None,
    ) -> list[tuple[int, Item]]:
        """A page of (number, item), newest first.

        With `min_id` the page holds the items just above that number; otherwise it holds the
        newest ones below `max_id` and above `since_id`. Items that `keep` refuses are passed over.
        """
        floor = max(span.since_id or 0, span.min_id or 0)
        low = bisect_right(self._numbers, floor)
        high = len(self._numbers)
        if span.max_id is not None:
            high = bisect_left(self._numbers, span.max_id)
        forwards = span.min_id is not None
        positions: Iterable[int] = range(low, high) if forwards else range(high - 1, low - 1, -1)
        page: list[tuple[int, Item]] = []
        for position in positions:
            if limit is not None and len(page) >= limit:
                break
            number = self._numbers[position]
            item = self._items[number]
            if keep is None or keep(item):
                page.append((number, item))
        if forwards:
            page.reverse()
        return page


def merge_windows(
    windows: Iterable[list[tuple[int, Item]]], span: Span, limit: int
) -> list[tuple[int, Item]]:
    """One page out of pages of several collections, each item once, newest first."""
    merged: dict[int, Item] = {}
    for window in windows:
        merged.update(window)
    page = sorted(merged.items(), key=lambda pair: pair[0], reverse=True)
    return page[-limit:] if span.min_id is not None else page[:limit]
