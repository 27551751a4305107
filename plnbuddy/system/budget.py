"""How many requests may still be made, and how long to wait when there are none."""

import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from plnbuddy.core.errors import PlnbuddyError, RateLimitedError
from plnbuddy.out.wording import counted

# Mastodon allows 300 requests in 5 minutes per token, and 300 requests for further pages in 15
# minutes (mastodon/mastodon, config/initializers/rack_attack.rb).
REQUESTS = 300
REQUEST_SECONDS = 300.0
PAGES = 300
PAGE_SECONDS = 900.0

STATED_SHARE = 0.5
"""A run says so before it spends more than this share of what the server allows."""

LONGEST_WAIT = 900.0

Tell = Callable[[str], None]


class BudgetSpentError(PlnbuddyError):
    """A run that may make so many requests has made them."""


@dataclass
class Window:
    """A number of requests within a sliding stretch of seconds."""

    limit: int
    seconds: float
    spent: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more request fits; 0 when it fits now."""
        while self.spent and self.spent[0] <= now - self.seconds:
            self.spent.popleft()
        if len(self.spent) < self.limit:
            return 0.0
        return self.spent[0] + self.seconds - now


@dataclass
class Budget:
    """The requests of one run to one server.

    `tell` hears about waiting and about spending more than `STATED_SHARE`;
    `sleep` and `clock` are the system's. `ceiling` is a number of requests that is
    never exceeded, None for no such number. Without `may_wait`, what would have to wait
    fails instead: that is for what is good to know and not needed.
    """

    tell: Tell
    sleep: Callable[[float], None] = field(default_factory=lambda: time.sleep)
    clock: Callable[[], float] = field(default_factory=lambda: time.monotonic)
    requests: Window = field(default_factory=lambda: Window(REQUESTS, REQUEST_SECONDS))
    pages: Window = field(default_factory=lambda: Window(PAGES, PAGE_SECONDS))
    count: int = 0
    ceiling: int | None = None
    may_wait: bool = True
    _told_share: bool = False
    _closed_until: float = 0.0

    @property
    def is_spent(self) -> bool:
        """Whether the ceiling is reached."""
        return self.left < 1

    @property
    def left(self) -> int:
        """How many requests may still be made before the ceiling; without one, any number."""
        return sys.maxsize if self.ceiling is None else max(self.ceiling - self.count, 0)

    def allow(self, requests: int) -> None:
        """Let so many more requests be made, and no more."""
        self.ceiling = self.count + requests

    def spend(self, *, page: bool) -> None:
        """Take one request, waiting until there is one; `page` for the second and later pages.

        Raises:
            BudgetSpentError: the ceiling is reached.
        """
        if self.is_spent:
            raise BudgetSpentError("The requests of this run are used up.")
        now = self.clock()
        seconds = max(
            self.requests.wait(now),
            self.pages.wait(now) if page else 0.0,
            self._closed_until - now,
        )
        if seconds > 0:
            self.pause(seconds, "The server allows no more requests for now")
            now = self.clock()
        self.count += 1
        self.requests.spent.append(now)
        if page:
            self.pages.spent.append(now)
        share = int(self.requests.limit * STATED_SHARE)
        if not self._told_share and self.count > share:
            self._told_share = True
            self.tell(
                f"This takes more than {share:,} of the {self.requests.limit:,} requests "
                "that a server allows in five minutes; other apps of yours may have to wait."
            )

    def pause(self, seconds: float, why: str) -> None:
        """Wait, and say for how long.

        Raises:
            RateLimitedError: this run may not wait.
        """
        if not self.may_wait:
            raise RateLimitedError(
                f"{why}.", "plnbuddy does not wait for this; try again in some minutes."
            )
        self.tell(f"{why}; waiting {spoken_seconds(seconds)}. Ctrl-C stops, and nothing is lost.")
        self.sleep(seconds)

    def heed(self, remaining: int, seconds_to_reset: float) -> None:
        """Believe the server's own count: with nothing left, the next request waits."""
        if remaining <= 0 and 0 < seconds_to_reset <= LONGEST_WAIT:
            self._closed_until = self.clock() + seconds_to_reset


def spoken_seconds(seconds: float) -> str:
    """A length of time as a person says it: "40 seconds", "3 minutes"."""
    whole = max(round(seconds), 1)
    if whole < 90:
        return counted(whole, "second")
    return counted(round(whole / 60), "minute")
