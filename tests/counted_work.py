"""How much work something is, counted in steps, which a busy machine cannot change."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

Given = TypeVar("Given")


def within_steps(most: int, work: Callable[[], Given]) -> Given:
    """What the work gives, after at most so many lines of Python, each round of a loop anew."""
    steps = 0

    def count_line(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        if steps > most:
            raise AssertionError(f"more than {most:,} steps")
        return count_line

    before = sys.gettrace()
    sys.settrace(count_line)
    try:
        return work()
    finally:
        sys.settrace(before)
