"""Whom open reading keeps of those it meets, and how politely it asks: with a store alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, ServerUnreachableError
from plnbuddy.core.handles import parse_handle
from plnbuddy.open_reading.asking import Asking
from plnbuddy.open_reading.people import Encounter, keep_encounters
from plnbuddy.platforms.mastodon.open_reading import Place
from plnbuddy.platforms.values import Account, Stranger
from plnbuddy.store.database import Store
from plnbuddy.store.lists import forget
from plnbuddy.store.open_places import requests_by_day
from plnbuddy.store.open_reading import identities, open_people, put_refusal, refusals
from plnbuddy.system.fetch import AnsweredError
from tests import stored

store = stored.store
HOME, TODAY = "maths.example", date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ADA = Account(
    id="7", handle=parse_handle(f"@ada@{HOME}"), name="Ada", discoverable=True,
    bio="I teach maths in a secondary school.", last_post=date(2026, 11, 20), following=30,
)  # fmt: skip
ANOTHER = f"@ben@{HOME}"


def meet(store: Store, account: Account, domain: str = HOME, day: date = TODAY) -> list[str]:
    """Meet somebody on the server of that domain; who is kept afterwards."""
    met = [Encounter(Stranger(account, account.bio), "directory", domain, day)]
    with store.writing():
        keep_encounters(store, domain, domain, met, day)
    return [str(person.handle) for person in open_people(store)]


def test_who_is_forgotten_is_not_kept_again(store: Store) -> None:
    with store.writing():
        forget(store, "person", ADA.handle.key, TODAY)
    assert meet(store, ADA) == []
    assert identities(store) == []


@pytest.mark.parametrize(
    "change",
    [
        {"bio": "I teach maths. Please do not list me."}, {"noindex": True}, {"bot": True},
        {"discoverable": None}, {"suspended": True}, {"last_post": date(2025, 1, 1)},
        {"moved_to": parse_handle(ANOTHER)}, {"limited": True}, {"memorial": True},
        {"bio": "I am not a teacher, and I work in the shop of the school."},
    ],
)  # fmt: skip
def test_who_was_kept_and_is_so_no_longer_is_taken_out(
    store: Store, change: dict[str, object]
) -> None:
    assert meet(store, ADA) == [str(ADA.handle)]
    assert meet(store, replace(ADA, **change)) == []  # type: ignore[arg-type]


def test_a_no_holds_elsewhere_and_is_taken_back_at_home_alone(store: Store) -> None:
    with store.writing():
        put_refusal(store, ADA.handle.key, TODAY)
    assert meet(store, ADA, "other.example") == []
    assert list(refusals(store)) == [ADA.handle.key]
    assert meet(store, ADA) == [str(ADA.handle)]
    assert refusals(store) == {}
    assert meet(store, ADA, "other.example") == [str(ADA.handle)]


def test_nobody_is_asked_for_whom_they_follow_who_hides_that(store: Store) -> None:
    meet(store, replace(ADA, hides_collections=True))
    assert [known.following for known in identities(store)] == [0]
    meet(store, ADA)
    assert [known.following for known in identities(store)] == [30]


# Asking

PLACE = Place("https://maths.example")


def ask(asking: Asking, what: str, error: PlnbuddyError | None = None) -> bool:
    def read() -> int:
        if error:
            raise error
        return 0

    keep: Callable[[int], int] = int
    return asking.ask(PLACE, what, 1, read, keep)


def later(store: Store, **time: float) -> Asking:
    """A run so much later, which may ask ten more times."""
    return Asking(store, Clock(NOW + timedelta(**time), UTC), 10)


def answered(status: int, pause: float | None = None) -> AnsweredError:
    return AnsweredError("It says no.", "", status, pause)


def test_no_more_is_asked_than_is_left_and_each_request_is_counted(store: Store) -> None:
    asking = Asking(store, Clock(NOW, UTC), 2)
    assert [ask(asking, what) for what in ("a", "a", "b", "c")] == [True, False, True, False]
    assert (asking.left, asking.made) == (0, 2)
    assert requests_by_day(store) == {TODAY: 2}


def test_the_same_is_asked_the_next_evening_also_somewhat_earlier(store: Store) -> None:
    ask(later(store), "a")
    assert not ask(later(store, hours=19), "a")
    assert ask(later(store, hours=21), "a")


def test_what_a_server_does_not_give_closes_that_question_alone(store: Store) -> None:
    asking = later(store)
    assert not ask(asking, "a", answered(404))
    assert ask(asking, "b")
    assert asking.sentences == {}
    assert not ask(later(store, hours=23), "a")
    assert ask(later(store, hours=25), "a")


@pytest.mark.parametrize(
    ("error", "days"),
    [
        (ServerUnreachableError("It does not answer.", ""), 1), (answered(500, 9e9), 1),
        (answered(429), 1), (answered(429, 3 * 86_400), 3), (answered(503, 9e9), 30),
    ],
)  # fmt: skip
def test_a_server_that_fails_or_asks_for_a_pause_is_left_alone_for_that_long(
    store: Store, error: PlnbuddyError, days: int
) -> None:
    asking = later(store)
    assert not ask(asking, "a", error)
    assert not ask(asking, "b")
    assert asking.sentences == {PLACE.name: error.problem}
    assert not ask(later(store, days=days, hours=-1), "b")
    assert ask(later(store, days=days, hours=1), "b")
