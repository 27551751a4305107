"""Counters that refuse requests above a rate, as Mastodon's do."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from .exchange import ApiError, Request

_CURSORS = ("max_id", "min_id", "since_id", "page")


@dataclass
class Limit:
    """At most `most` of something in each period of `seconds`; None means no limit."""

    most: int | None
    seconds: int
    used: dict[tuple[str, int], int] = field(default_factory=dict)

    def take(self, key: str, moment: float) -> tuple[int, float]:
        """Count one more; returns (how many are left, possibly below 0; when the period ends)."""
        if self.most is None:
            return 1, 0.0
        period = int(moment // self.seconds)
        used = self.used.get((key, period), 0) + 1
        self.used[key, period] = used
        return self.most - used, float((period + 1) * self.seconds)


@dataclass
class RateLimits:
    """Limits for each token, or each client address where there is no token.

    Mastodon allows 300 requests in 5 minutes, 300 paging requests in 15 minutes and 400 follows
    in 24 hours; here a limit that is None is off. `headers` says whether answers carry the
    X-RateLimit headers, `retry_after` whether refusals carry Retry-After. `clock` gives seconds
    since 1970.
    """

    requests: int | None = None
    paging: int | None = None
    follows_per_day: int | None = None
    seconds: int = 300
    headers: bool = True
    retry_after: bool = False
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self._requests = Limit(self.requests, self.seconds)
        self._paging = Limit(self.paging, 3 * self.seconds)
        self._follows = Limit(self.follows_per_day, 86_400)
        self._lock = Lock()

    def admit(self, request: Request) -> dict[str, str]:
        """Count a request; returns the headers for its answer.

        Raises:
            ApiError: 429, too many requests.
        """
        limits = [self._requests]
        if any(name in request.values for name in _CURSORS):
            limits.append(self._paging)
        return self._count(limits, request.token or request.client)

    def admit_follow(self, account: int) -> dict[str, str]:
        """Count a follow; returns the headers for its answer, none where follows are unlimited.

        Raises:
            ApiError: 429, too many follows.
        """
        return self._count([self._follows], str(account))

    def _count(self, limits: list[Limit], key: str) -> dict[str, str]:
        moment = self.clock()
        with self._lock:
            taken = [
                (*limit.take(key, moment), limit) for limit in limits if limit.most is not None
            ]
        if not taken:
            return {}
        left, ends, limit = min(taken, key=lambda each: each[0])
        headers = rate_headers(limit.most or 0, left, ends) if self.headers else {}
        if left < 0:
            if self.retry_after:
                headers["Retry-After"] = str(max(1, round(ends - moment)))
            raise ApiError(429, "Too many requests", headers=headers)
        return headers


def rate_headers(most: int, left: int, ends: float) -> dict[str, str]:
    """The three X-RateLimit headers; the reset time is ISO 8601 with microseconds."""
    reset = datetime.fromtimestamp(ends, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {
        "X-RateLimit-Limit": str(most),
        "X-RateLimit-Remaining": str(max(0, left)),
        "X-RateLimit-Reset": reset,
    }
