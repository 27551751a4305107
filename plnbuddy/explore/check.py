"""A look at suggested accounts before they are shown: still there, not moved, not silent?"""

from plnbuddy.core.clock import Clock
from plnbuddy.explore.session import Exploration
from plnbuddy.explore.sources import check_people
from plnbuddy.platforms.mastodon.credentials import Login
from plnbuddy.platforms.mastodon.server import Server
from plnbuddy.store.account_state import get_account_state
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import checked_people
from plnbuddy.suggest.daily import DailyList, unchecked
from plnbuddy.sync.people import topics_of_tags
from plnbuddy.system.config import Settings

MOST = 10


def check_suggestions(
    store: Store, server: Server, login: Login, settings: Settings, clock: Clock, daily: DailyList
) -> bool:
    """Look at the people on the list who were not looked at lately; one request each.

    Returns whether anything was learnt. Nothing is asked before the first sync.

    Raises:
        PlnbuddyError: the server cannot be asked.
    """
    if get_account_state(store, login.key) is None:
        return False
    run = Exploration(
        store, server, login, clock, settings.profile, topics_of_tags(), MOST, server.requests_made
    )
    before = checked_people(store)
    check_people(run, unchecked(daily, clock)[:MOST])
    return checked_people(store) != before
