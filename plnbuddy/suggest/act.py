"""Following on the account: the server first, then the decision and the journal."""

from collections.abc import Sequence
from dataclasses import dataclass

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import (
    NoAccountError,
    PlnbuddyError,
    RateLimitedError,
    ServerUnreachableError,
    UsageError,
)
from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Profile, Subject, SubjectKind, Verdict
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.table import profile_link
from plnbuddy.platforms.values import Account
from plnbuddy.store.account_state import (
    Tie,
    add_followed_tag,
    get_account_state,
    put_account,
    put_request,
    put_ties,
)
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import follows_of
from plnbuddy.store.history import ServerFollow, server_follow_change
from plnbuddy.suggest.decide import Outcome, decide, is_chat
from plnbuddy.sync.people import keep_followed

FOLLOWS_A_DAY = 400  # mastodon/mastodon, app/lib/rate_limiter.rb
BULK = 5
"""From more than this many on, a follow is shown first and asked for."""


@dataclass(frozen=True)
class Following:
    """What was followed, and what stopped it before the end, if anything did."""

    outcomes: list[Outcome]
    stopped_by: PlnbuddyError | None = None


_STOPPING = (RateLimitedError, NoAccountError)


def follow_on_account(
    store: Store,
    server: AccountApi,
    login: Login,
    subjects: Sequence[Subject],
    clock: Clock,
    profile: Profile,
    *,
    on_list: str = "",
) -> Following:
    """Follow people and hashtags on the account, one by one, each kept as soon as it is done.

    What cannot be followed there (Twitter/X, chats) gets its link, as without an account.
    One failure is part of the outcome and does not stop the others; a server that asks
    for a pause, or that gives two in a row no answer, does.
    """
    outcomes: list[Outcome] = []
    accounts: list[Account] = []
    silent = 0
    for subject in subjects:
        if subject.kind is SubjectKind.PERSON and follows_of(store, clock.today) >= FOLLOWS_A_DAY:
            return Following(outcomes, _enough_today())
        try:
            outcome, account = _follow_one(store, server, login, subject, clock, profile)
            silent = 0
        except _STOPPING as error:
            return Following(outcomes, error)
        except PlnbuddyError as error:
            silent = silent + 1 if isinstance(error, ServerUnreachableError) else 0
            if silent > 1 or (silent and len(subjects) == 1):
                return Following(outcomes[:-1] if silent > 1 else outcomes, error)
            outcome, account = _failed(subject, error), None
        outcomes.append(outcome)
        if account and not outcome.requested:
            accounts.append(account)
    if on_list and accounts:
        try:
            _put_on_list(server, on_list, accounts)
        except PlnbuddyError as error:
            return Following(outcomes, error)
    return Following(outcomes)


def _failed(subject: Subject, error: PlnbuddyError) -> Outcome:
    failure = f"{error.problem} {error.remedy}".strip()
    link = profile_link(subject.handle) if subject.handle else ""
    return Outcome(subject, Verdict.FOLLOWED, link, None, already=False, failure=failure)


def _enough_today() -> RateLimitedError:
    return RateLimitedError(
        f"You have followed {FOLLOWS_A_DAY} people today, and servers allow no more.",
        "Follow the others tomorrow.",
    )


def _follow_one(
    store: Store,
    server: AccountApi,
    login: Login,
    subject: Subject,
    clock: Clock,
    profile: Profile,
) -> tuple[Outcome, Account | None]:
    handle, tag = subject.handle, subject.tag
    elsewhere = handle is not None and handle.platform is not login.handle.platform
    if subject.kind is SubjectKind.CHAT or elsewhere:
        return decide(store, [subject], Verdict.FOLLOWED, clock, "", profile)[0], None
    if tag:
        return _follow_tag(store, server, login, subject, tag, clock, profile), None
    assert handle
    if handle == login.handle:
        raise UsageError("That is your own account.", "")
    account = server.find_account(handle)
    followed = server.follow(account)
    tie = Tie(account.handle, account.name, account.id)
    made = server_follow_change(ServerFollow(login.key, str(account.handle), account.id))
    with store.writing():
        _keep_tie(store, login, tie, clock, requested=followed.requested)
        if get_account_state(store, login.key):
            keep_followed(store, login.key, [account], clock.today)
        outcome = decide(
            store,
            [subject],
            Verdict.FOLLOWED,
            clock,
            "",
            profile,
            log=not followed.already,
            made=() if followed.already else (made,),
            requested=followed.requested,
        )[0]
    return outcome._replace(
        link=account.link or outcome.link,
        on_account=True,
        already=followed.already,
        requested=followed.requested,
    ), account


def _keep_tie(store: Store, login: Login, tie: Tie, clock: Clock, *, requested: bool) -> None:
    """Before the first sync only what was asked for: the ties come with it."""
    synced = get_account_state(store, login.key) is not None
    if requested:
        if not synced:
            put_account(store, login.key, login.handle, 0, 0)
        put_request(store, login.key, tie, clock.today)
    elif synced:
        put_ties(store, login.key, "following", [tie], run=0)


def _follow_tag(
    store: Store,
    server: AccountApi,
    login: Login,
    subject: Subject,
    tag: Tag,
    clock: Clock,
    profile: Profile,
) -> Outcome:
    server.follow_tag(tag)
    made = server_follow_change(ServerFollow(login.key, str(tag), ""))
    with store.writing():
        if get_account_state(store, login.key):
            add_followed_tag(store, login.key, tag)
        outcome = decide(
            store, [subject], Verdict.FOLLOWED, clock, login.handle.domain, profile, made=(made,)
        )[0]
    return outcome._replace(on_account=True, chat=is_chat(tag))


def _put_on_list(server: AccountApi, name: str, accounts: Sequence[Account]) -> None:
    named = [(list_id, title) for list_id, title in server.lists()]
    ids = [list_id for list_id, title in named if title == name] or [
        list_id for list_id, title in named if title.casefold() == name.casefold()
    ]
    list_id = ids[0] if ids else server.make_list(name)
    server.add_to_list(list_id, accounts)
