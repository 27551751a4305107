"""What nearly every command needs: settings, clock, and the way to the store."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple

from plnbuddy.core.clock import Clock, read_clock
from plnbuddy.store.database import Store, open_store
from plnbuddy.system.config import Settings, read_values, with_values
from plnbuddy.system.paths import Places, find_places
from plnbuddy.system.settings import Value


class Session(NamedTuple):
    """One run of a command; `values` is what the settings file sets, by dotted key."""

    places: Places
    values: Mapping[str, Value]
    settings: Settings
    clock: Clock

    def store(self) -> AbstractContextManager[Store]:
        """The open store, for a `with`."""
        return open_store(self.places.store)


def open_session() -> Session:
    """Read the settings and the clock.

    Raises:
        SettingsError: the settings file does not hold together.
    """
    places = find_places()
    values = read_values(places.settings)
    settings = with_values(values)
    return Session(places, values, settings, read_clock(settings.timezone, settings.day_starts))
