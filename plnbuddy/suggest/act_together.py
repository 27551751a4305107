"""Following many people with one request, where a platform offers that: Bluesky does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError
from plnbuddy.core.handles import Handle
from plnbuddy.core.model import Profile, Subject, SubjectKind, Verdict
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.credentials import Login
from plnbuddy.store.account_state import Tie, get_account_state, put_ties
from plnbuddy.store.database import Store
from plnbuddy.store.history import ServerFollow, server_follow_change
from plnbuddy.store.identities import learn_identities
from plnbuddy.suggest.decide import Outcome, action_link, decide
from plnbuddy.sync.people import keep_followed

if TYPE_CHECKING:
    from plnbuddy.platforms.values import Account, Followed


class ManyAtOnce(AccountApi, Protocol):
    """An account that can look for several people, and follow them, at once."""

    def find_accounts(self, handles: Sequence[Handle]) -> "list[Account]":
        """Those of these who are there."""

    def follow_all(self, accounts: "Sequence[Account]") -> "list[Followed]":
        """Follow accounts that were found, all or none."""


def follow_together(
    store: Store,
    api: ManyAtOnce,
    login: Login,
    subjects: Sequence[Subject],
    clock: Clock,
    profile: Profile,
) -> list[Outcome]:
    """Follow people on the account: two requests for up to 25, four for up to 75.

    All are followed or, when the server fails, none; then nothing is kept. Somebody who
    is not there, or with whom a block stands, is a failure of its own.

    Raises:
        PlnbuddyError: the server fails.
    """
    handles = [subject.handle for subject in subjects if subject.handle]
    found = {account.handle: account for account in api.find_accounts(handles)}
    found |= {_by_identity(account): account for account in found.values()}
    accounts = list({found[h].id: found[h] for h in handles if h in found}.values())
    followed = {each.account.id: each for each in api.follow_all(accounts)} if accounts else {}
    with store.writing():
        learn_identities(store, {account.id: account.handle for account in accounts})
        if get_account_state(store, login.key):
            ties = [Tie(account.handle, account.name, account.id) for account in accounts]
            put_ties(store, login.key, "following", ties, run=0)
            keep_followed(store, login.key, accounts, clock.today)
        kept = {
            outcome.subject.key: outcome
            for already in (False, True)
            for outcome in _decided(
                store,
                login,
                [each.account for each in followed.values() if each.already is already],
                clock,
                profile,
                already=already,
            )
        }
    return [
        kept[found[subject.handle].handle.key]
        if subject.handle in found
        else _not_followed(api, subject, profile)
        for subject in subjects
        if subject.handle
    ]


def _decided(
    store: Store,
    login: Login,
    accounts: "Sequence[Account]",
    clock: Clock,
    profile: Profile,
    *,
    already: bool,
) -> list[Outcome]:
    """Keep the decisions as one action, which is taken back as one; old follows are no activity."""
    if not accounts:
        return []
    made = [
        server_follow_change(ServerFollow(login.key, str(account.handle), account.id))
        for account in accounts
    ]
    outcomes = decide(
        store,
        [Subject(SubjectKind.PERSON, account.handle) for account in accounts],
        Verdict.FOLLOWED,
        clock,
        "",
        profile,
        log=not already,
        made=() if already else made,
    )
    return [outcome._replace(on_account=True, already=already) for outcome in outcomes]


def _by_identity(account: "Account") -> Handle:
    return replace(account.handle, username=account.id)


def _not_followed(api: ManyAtOnce, subject: Subject, profile: Profile) -> Outcome:
    """Why somebody could not be followed; one request more, which says it."""
    try:
        if subject.handle:
            api.find_account(subject.handle)
        failure = "Bluesky does not show this account."
    except NothingFoundError as error:
        failure = f"{error.problem} {error.remedy}".strip()
    except PlnbuddyError as error:
        failure = error.problem
    link = action_link(subject, "", profile)
    return Outcome(subject, Verdict.FOLLOWED, link, None, already=False, failure=failure)
