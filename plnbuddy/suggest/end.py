"""Ending follows on the account."""

from collections.abc import Sequence
from dataclasses import dataclass

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NoAccountError, PlnbuddyError, RateLimitedError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import ActivityKind, Decision, Subject, Verdict
from plnbuddy.core.origins import UNFOLLOW
from plnbuddy.journal.entries import new_activity
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.credentials import Login
from plnbuddy.store.account_state import drop_followed_tag, drop_tie
from plnbuddy.store.activities import add_activity
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import get_decision, put_decision
from plnbuddy.store.history import (
    ServerFollow,
    activity_change,
    decision_change,
    record_action,
    server_follow_change,
)

_STOPPING = (RateLimitedError, NoAccountError)


@dataclass(frozen=True)
class Ended:
    """What became of ending a follow: `was_followed` says whether there was one to end."""

    subject: Subject
    was_followed: bool
    failure: str = ""


def unfollow_on_account(
    store: Store, server: AccountApi, login: Login, subjects: Sequence[Subject], clock: Clock
) -> list[Ended]:
    """End follows of people and hashtags, one by one, each kept as soon as it is done.

    Who was unfollowed is not suggested again. A failure is part of the outcome.

    Raises:
        RateLimitedError, NoAccountError: the server lets nothing more be done.
    """
    ended: list[Ended] = []
    for subject in subjects:
        try:
            ended.append(_end(store, server, login, subject, clock))
        except _STOPPING:
            raise
        except PlnbuddyError as error:
            failure = f"{error.problem} {error.remedy}".strip()
            ended.append(Ended(subject, was_followed=True, failure=failure))
    return ended


def _end(store: Store, server: AccountApi, login: Login, subject: Subject, clock: Clock) -> Ended:
    match subject.what:
        case Tag() as tag:
            server.unfollow_tag(tag)
            with store.writing():
                drop_followed_tag(store, login.key, tag)
                _keep(store, login, subject, "", clock)
        case Handle() as handle:
            account = server.find_account(handle)
            stands = server.relationships([account.id]).get(account.id)
            if stands is None or not (stands.following or stands.requested):
                return Ended(subject, was_followed=False)
            server.unfollow(account)
            with store.writing():
                drop_tie(store, login.key, handle)
                _keep(store, login, subject, account.id, clock, asked=not stands.following)
    return Ended(subject, was_followed=True)


def _keep(
    store: Store,
    login: Login,
    subject: Subject,
    remote_id: str,
    clock: Clock,
    *,
    asked: bool = False,
) -> None:
    before = get_decision(store, subject)
    put_decision(store, Decision(subject, Verdict.SKIPPED, clock.today, None))
    text = f"{'Asked no more to follow' if asked else 'Unfollowed'} {subject.label}"
    activity = new_activity(ActivityKind.CONNECT, text, clock, origin=UNFOLLOW.name)
    changes = [
        decision_change(subject, before),
        activity_change(add_activity(store, activity), None),
        server_follow_change(ServerFollow(login.key, subject.label, remote_id), ended=True),
    ]
    record_action(store, f"unfollowed {subject.label}", clock.now, changes)
