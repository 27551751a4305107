"""Whom and what the teacher follows, counted in one place for all that say a number."""

from plnbuddy.core.clock import from_stored
from plnbuddy.core.model import SubjectKind, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.store.account_state import followed_anywhere
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions, followed
from plnbuddy.store.discovery import avoided_people


def people_followed(store: Store) -> set[str]:
    """The keys of all whom the teacher follows, on accounts and by their own decision.

    Once an account was read, it knows better than an earlier decision who is followed on
    its platform: unfollowed people are left out. So are blocked and muted ones, and the
    teacher's own accounts.
    """
    ties = {row["key"] for row in store.rows("SELECT key FROM tie WHERE direction = 'following'")}
    accounts = store.rows("SELECT key, synced_at FROM account")
    read_on = max(
        (from_stored(row["synced_at"]).date() for row in accounts if row["synced_at"]), default=None
    )
    decided = {
        each.subject.key
        for each in all_decisions(store)
        if each.subject.kind is SubjectKind.PERSON
        and each.verdict is Verdict.FOLLOWED
        and not (
            read_on is not None
            and each.subject.is_on(Platform.MASTODON)
            and each.decided_on < read_on
        )
    }
    requested = {row["key"] for row in store.rows("SELECT key FROM requested_follow")}
    own = {row["key"] for row in accounts}
    return (ties | (decided - requested)) - own - set(avoided_people(store))


def hashtags_followed(store: Store) -> set[str]:
    """The keys of all hashtags that the teacher follows, on accounts and by their own decision."""
    _, tags = followed_anywhere(store)
    return set(tags) | followed(store, SubjectKind.HASHTAG)
