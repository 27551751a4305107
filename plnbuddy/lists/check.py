"""Looking after the people on a list: is the account there, has it moved, may it be listed.

One public request for each account, to its own server, without logging in; what
was found counts for a week, so that a check that was stopped goes on.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.model import SubjectKind
from plnbuddy.platforms.table import PLATFORMS
from plnbuddy.platforms.values import Account
from plnbuddy.store.database import Store
from plnbuddy.store.lists import ListRow, RowCheck, all_checks, person_row, put_check
from plnbuddy.sync.objections import Objected, Objection, Occasion, find_objection

FRESH_DAYS = 7
"""What was found counts for so many days."""

_PATIENCE = 3  # failures of a server in a row before its other accounts are left alone

Report = Callable[[str, int, int], None]

STATES = {
    "fine": "fine",
    "moved": "moved to another account",
    "silent": "silent for a year or more",
    "no": "do not want to be listed",
    "suspended": "suspended",
    "gone": "gone",
    "exists": "there, but their server tells no more",
    "unknown": "could not be asked",
}
"""What each state means, after a number of people."""


@dataclass(frozen=True)
class Checked:
    """What a check of a list found: each person's check, and how many have each state."""

    checks: tuple[RowCheck, ...]
    counts: Counter[str]
    asked: int


def check_rows(
    store: Store, rows: Sequence[ListRow], clock: Clock, report: Report, *, again: bool = False
) -> Checked:
    """Ask the servers about everybody whom nobody asked about lately.

    Args:
        again: ask about all of them.
    """
    known = all_checks(store)
    since = clock.today - timedelta(days=FRESH_DAYS)
    people = [row for row in rows if row.kind is SubjectKind.PERSON]
    checks: list[RowCheck] = []
    failures: Counter[str] = Counter()
    asked = 0
    for done, row in enumerate(people, start=1):
        before = known.get(row.key)
        if before and not again and before.checked_on > since and before.state != "unknown":
            checks.append(before)
            continue
        handle = parse_handle(row.label)
        asked_there = PLATFORMS[handle.platform].can_be_asked
        if not asked_there or failures[handle.place] >= _PATIENCE:
            why = (
                "its server does not answer"
                if asked_there
                else f"{handle.platform.label} cannot be asked"
            )
            checks.append(_check(handle, "unknown", why, clock.today))
            continue
        check = check_account(handle, clock.today)
        asked += 1
        failures[handle.place] = failures[handle.place] + 1 if check.state == "unknown" else 0
        if check.state == "unknown" and before:
            check = before  # A server that is down takes back nothing that it said.
        with store.writing():
            put_check(store, check)
        checks.append(check)
        report("accounts", done, len(people))
    return Checked(tuple(checks), Counter(check.state for check in checks), asked)


def _check(
    handle: Handle, state: str, detail: str, today: date, account: Account | None = None
) -> RowCheck:
    return RowCheck(
        key=handle.key,
        state=state,
        detail=detail,
        name=account.name if account else "",
        listable=account is not None and state in ("fine", "silent"),
        last_post=account.last_post if account else None,
        checked_on=today,
    )


def check_account(handle: Handle, today: date) -> RowCheck:
    """Ask whoever keeps the account about it, without logging in."""
    try:
        account = PLATFORMS[handle.platform].look_up(handle)
    except NothingFoundError as error:
        return _check(handle, "gone", error.problem, today)
    except PlnbuddyError as error:
        return _check(handle, "unknown", error.problem, today)
    if account is None:
        return _check(handle, "exists", "", today)
    state, detail = _state(find_objection(account, today, Occasion.LIST))
    return _check(handle, state, detail, today, account)


def _state(objected: Objected | None) -> tuple[str, str]:
    """The state of somebody on a list (`STATES`), and what is said with it."""
    match objected:
        case None:
            return "fine", ""
        case Objected(Objection.SUSPENDED | Objection.MOVED as why, detail):
            return why.name.lower(), detail
        case Objected(Objection.SILENT, year):
            return "silent", f"since {year}"
        case Objected(Objection.NO_POST):
            return "silent", objected.words
    return "no", objected.words


def may_be_listed(check: RowCheck | None) -> bool:
    """Whether nothing that is known speaks against passing somebody on."""
    return check is None or check.state not in ("no", "moved", "suspended", "gone")


@dataclass(frozen=True)
class Proposal:
    """What a cleaned list would change about one person: `after` is None for "leave out"."""

    before: ListRow
    after: ListRow | None
    why: str


def propose(rows: Sequence[ListRow], checks: Sequence[RowCheck]) -> Iterator[Proposal]:
    """Who would leave a cleaned list, and who is found under another handle."""
    found = {check.key: check for check in checks}
    here = {row.key for row in rows}
    for row in rows:
        check = found.get(row.key)
        if check is None or may_be_listed(check):
            continue
        if check.state == "moved":
            fresh = person_row(check.detail)
            moved = row._replace(key=fresh.key, label=fresh.label)
            yield Proposal(row, None if fresh.key in here else moved, f"moved to {check.detail}")
        else:
            yield Proposal(row, None, check.detail or STATES[check.state])


def cleaned(rows: Sequence[ListRow], proposals: Sequence[Proposal]) -> list[ListRow]:
    """The rows with the proposals carried out."""
    changed = {proposal.before.key: proposal.after for proposal in proposals}
    kept = (changed.get(row.key, row) for row in rows)
    return [row for row in kept if row is not None]
