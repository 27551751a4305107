"""Following on the account: the server first, then the decision and the journal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import (
    NoAccountError,
    PlnbuddyError,
    RateLimitedError,
    ServerUnreachableError,
)
from plnbuddy.core.model import Profile, Subject, SubjectKind, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.mastodon.server import Server
from plnbuddy.platforms.values import Account, Followed
from plnbuddy.store.account_state import Tie, add_followed_tag, get_account_state, put_ties
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import follows_of
from plnbuddy.suggest.decide import Outcome, action_link, decide

FOLLOWS_A_DAY = 400  # mastodon/mastodon, app/lib/rate_limiter.rb
LIST_TITLE = "PLN"
BULK = 5
"""From more than this many on, a follow is shown first and asked for."""


@dataclass(frozen=True)
class Following:
    """What was followed, and what stopped it before the end, if anything did."""

    outcomes: list[Outcome]
    stopped_by: PlnbuddyError | None = None


_STOPPING = (ServerUnreachableError, RateLimitedError, NoAccountError)


def follow_on_account(
    store: Store,
    server: Server,
    login: Login,
    subjects: Sequence[Subject],
    clock: Clock,
    profile: Profile,
    *,
    on_list: bool,
) -> Following:
    """Follow people and hashtags on the account, one by one, each kept as soon as it is done.

    What cannot be followed there (Twitter/X, chats) gets its link, as without
    an account. A refusal is part of the outcome and does not stop the others; a
    server that fails or asks for a pause does.
    """
    outcomes: list[Outcome] = []
    accounts: list[Account] = []
    for subject in subjects:
        if subject.kind is SubjectKind.PERSON and follows_of(store, clock.today) >= FOLLOWS_A_DAY:
            return Following(outcomes, _enough_today())
        try:
            outcome, account = _follow_one(store, server, login, subject, clock, profile)
        except _STOPPING as error:
            return Following(outcomes, error)
        except PlnbuddyError as error:
            link = action_link(subject, login.handle.domain, profile)
            failure = f"{error.problem} {error.remedy}".strip()
            outcome, account = (
                Outcome(subject, Verdict.FOLLOWED, link, None, already=False, failure=failure),
                None,
            )
        outcomes.append(outcome)
        if account and not outcome.requested:
            accounts.append(account)
    if on_list and accounts:
        try:
            _put_on_list(server, accounts)
        except PlnbuddyError as error:
            return Following(outcomes, error)
    return Following(outcomes)


def _enough_today() -> RateLimitedError:
    return RateLimitedError(
        f"You have followed {FOLLOWS_A_DAY} people today, and servers allow no more.",
        "Follow the others tomorrow.",
    )


def _follow_one(
    store: Store, server: Server, login: Login, subject: Subject, clock: Clock, profile: Profile
) -> tuple[Outcome, Account | None]:
    handle, tag = subject.handle, subject.tag
    elsewhere = handle is not None and handle.platform is not Platform.MASTODON
    if subject.kind is SubjectKind.CHAT or elsewhere:
        return _decided(store, login, subject, clock, profile), None
    if tag:
        server.follow_tag(tag)
        with store.writing():
            if get_account_state(store, login.key):
                add_followed_tag(store, login.key, tag)
            outcome = _decided(store, login, subject, clock, profile)
        return replace(outcome, on_account=True), None
    assert handle
    account = server.find_account(handle)
    followed = server.follow(account)
    with store.writing():
        if get_account_state(store, login.key) and not followed.requested:
            tie = Tie(account.handle, account.name, account.id)
            put_ties(store, login.key, "following", [tie], run=0)
        outcome = _decided(store, login, subject, clock, profile, followed)
    return replace(outcome, on_account=True, requested=followed.requested), account


def _decided(
    store: Store,
    login: Login,
    subject: Subject,
    clock: Clock,
    profile: Profile,
    followed: Followed | None = None,
) -> Outcome:
    """Keep the decision; a follow that was there before is not an activity of today."""
    outcome = decide(
        store,
        [subject],
        Verdict.FOLLOWED,
        clock,
        login.handle.domain,
        profile,
        log=not (followed and followed.already),
    )[0]
    return replace(outcome, already=True) if followed and followed.already else outcome


def _put_on_list(server: Server, accounts: Sequence[Account]) -> None:
    ids = [list_id for list_id, title in server.lists() if title == LIST_TITLE]
    list_id = ids[0] if ids else server.make_list(LIST_TITLE)
    server.add_to_list(list_id, accounts)
