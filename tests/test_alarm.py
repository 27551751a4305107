"""Doing something when its time has come."""

from threading import Event
from threading import enumerate as enumerate_threads

import pytest

from plnbuddy.system.alarm import Alarm

SOON, NEVER = 0.001, 3600.0


@pytest.fixture
def alarm() -> Alarm:
    return Alarm()


def test_what_is_due_is_done_whatever_was_set_before(alarm: Alarm) -> None:
    done = Event()
    alarm.set(NEVER, pytest.fail)
    alarm.set(SOON, done.set)
    assert done.wait(60)
    alarm.close()


def test_what_is_called_off_is_not_done(alarm: Alarm) -> None:
    happened: list[str] = []
    later = Event()
    alarm.set(0.05, lambda: happened.append("called off"))
    alarm.call_off()
    alarm.set(0.1, later.set)
    assert later.wait(60)
    assert happened == []


def test_who_fails_holds_up_nobody(alarm: Alarm) -> None:
    done = Event()
    alarm.set(SOON, lambda: 1 / 0)
    alarm.set(2 * SOON, done.set)
    assert done.wait(60)


def test_any_number_waits_in_one_thread_which_ends_with_them(alarm: Alarm) -> None:
    before, ended = set(enumerate_threads()), Event()
    for _ in range(50):
        alarm.set(NEVER, pytest.fail)
    [thread] = set(enumerate_threads()) - before
    alarm.call_off()
    alarm.close()
    thread.join(60)
    assert not thread.is_alive()
    alarm.set(SOON, ended.set)
    assert ended.wait(60), "it starts anew"
