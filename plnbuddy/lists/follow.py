"""Whom and what of a list the teacher could follow."""

from dataclasses import dataclass

from plnbuddy.core.model import Subject, SubjectKind
from plnbuddy.lists.check import may_be_listed
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import followed
from plnbuddy.store.followed import hashtags_followed, people_followed
from plnbuddy.store.lists import KeptList, all_checks, list_rows


@dataclass(frozen=True)
class WantedOnList:
    """Whom of a list the teacher could follow; how many are followed, and how many refuse."""

    subjects: tuple[Subject, ...]
    followed: int
    refused: int


def wanted_on_list(store: Store, kept: KeptList) -> WantedOnList:
    """The people and hashtags of a list whom the teacher does not follow yet.

    Who moved, is gone or says no, as the last check found, is left out.
    """
    checks = all_checks(store)
    done = {
        SubjectKind.PERSON: people_followed(store),
        SubjectKind.HASHTAG: hashtags_followed(store),
        SubjectKind.CHAT: followed(store, SubjectKind.CHAT) | hashtags_followed(store),
    }
    rows = list_rows(store, kept.name)
    new = [row for row in rows if row.key not in done[row.kind]]
    open_to = [row for row in new if may_be_listed(checks.get(row.key))]
    return WantedOnList(
        tuple(row.subject for row in open_to), len(rows) - len(new), len(new) - len(open_to)
    )
