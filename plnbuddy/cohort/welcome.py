"""How a member sees the cohort: who is whom, whom to welcome, what they have in common."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from plnbuddy.cohort.contribute import Contribution, Ignored, PublicText, read_contributions
from plnbuddy.cohort.file import Cohort, Member, read_cohort, real_place
from plnbuddy.cohort.members import conflict_copies
from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.lists.check import may_be_listed
from plnbuddy.lists.lookalike import find_lookalike
from plnbuddy.store.cohort import KnownCohort, known_cohorts, people_met
from plnbuddy.store.database import Store
from plnbuddy.store.lists import ListRow, all_checks, read_forgotten

RECENT_WEEKS = 4
_LATELY = 5  # public texts shown
_COMMON = 10  # hashtags shown


@dataclass(frozen=True, slots=True)
class Counts:
    """Activities of the three C's in a stretch of weeks, and how many members' they are."""

    members: int
    connect: int
    collaborate: int
    contribute: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A member as the teacher sees it.

    `welcomed` says that the teacher follows this member, or has an activity with
    them in the journal. `recent` counts four weeks, None for whoever shows nothing;
    `shown_on` is when they last wrote what they show.
    """

    handle: Handle
    name: str
    topics: tuple[str, ...]
    tags: tuple[Tag, ...]
    is_me: bool
    welcomed: bool
    recent: Counts | None
    shown_on: date | None


@dataclass(frozen=True, slots=True)
class CommonTag:
    """A hashtag that several members name, and how many."""

    tag: Tag
    members: int


@dataclass(frozen=True, slots=True)
class SharedText:
    """A public entry that a member shows."""

    handle: Handle
    name: str
    entry: PublicText


@dataclass(frozen=True)
class Overview:
    """A cohort as the teacher sees it; `forgotten` members are not shown."""

    file: str
    name: str
    tags: tuple[Tag, ...]
    members: tuple[Standing, ...]
    common_tags: tuple[CommonTag, ...]
    this_week: Counts
    lately: tuple[SharedText, ...]
    forgotten: int
    ignored: tuple[Ignored, ...]
    warnings: tuple[str, ...]

    @property
    def me(self) -> Standing | None:
        """The teacher's own row."""
        return next((member for member in self.members if member.is_me), None)

    @property
    def unwelcomed(self) -> list[Standing]:
        """Members whom the teacher does not know yet."""
        return [member for member in self.members if not member.is_me and not member.welcomed]


def choose_cohort(store: Store, where: str | None) -> KnownCohort:
    """The cohort that is meant by its file or its name; the only one when nothing is said.

    Raises:
        NothingFoundError: the teacher is in none, or in none of that name.
        UsageError: several fit.
    """
    known = known_cohorts(store)
    if not known:
        raise NothingFoundError(
            "You are in no cohort yet.",
            'Join one: plnbuddy cohort join FILE --name "…"; or begin one: plnbuddy cohort new FILE'
            ' --name "…"',
        )
    fitting = [cohort for cohort in known if where is None or _is_meant(cohort, where)]
    if not fitting:
        raise NothingFoundError(
            f"You are in no cohort '{clean_line(where or '', 60)}'.",
            f"You are in: {'; '.join(cohort.name for cohort in known)}.",
        )
    if len(fitting) > 1:
        raise UsageError(
            f"You are in {len(fitting)} cohorts: {'; '.join(cohort.name for cohort in fitting)}.",
            f"Say which: --in {fitting[0].file}",
        )
    return fitting[0]


def _is_meant(cohort: KnownCohort, where: str) -> bool:
    return clean_line(where).casefold() == cohort.name.casefold() or (
        bool(where) and real_place(Path(where)) == cohort.file
    )


def look_at_cohort(store: Store, known: KnownCohort, today: date) -> Overview:
    """The cohort as its file says now, with what the journal knows of its members.

    Raises:
        PlnbuddyError: the file cannot be read.
    """
    cohort = read_cohort(known.file)
    shown, ignored = read_contributions(cohort)
    gone = read_forgotten(store)
    members = [m for m in cohort.members if m.handle.key not in gone]
    met = people_met(store)
    warnings = [*map(find_lookalike, (str(m.handle) for m in members))]
    for copy in conflict_copies(cohort.file):
        warnings.append(f"{copy} lies beside the file: the drive kept two versions, compare them")
    return Overview(
        file=str(cohort.file),
        name=cohort.name,
        tags=cohort.tags,
        members=tuple(_standing(m, known.me, met, shown.get(m.handle.key), today) for m in members),
        common_tags=_common_tags(members),
        this_week=_add_up(
            [shown[m.handle.key] for m in members if m.handle.key in shown], today, 1
        ),
        lately=_lately(members, shown),
        forgotten=len(cohort.members) - len(members),
        ignored=tuple(ignored),
        warnings=tuple(filter(None, warnings)),
    )


def _standing(
    member: Member, me: str, met: set[str], shown: Contribution | None, today: date
) -> Standing:
    return Standing(
        handle=member.handle,
        name=member.name,
        topics=member.topics,
        tags=member.tags,
        is_me=member.handle.key == me,
        welcomed=member.handle.key in met,
        recent=_add_up([shown], today, RECENT_WEEKS) if shown else None,
        shown_on=shown.written_on if shown else None,
    )


def _add_up(shown: Sequence[Contribution], today: date, weeks: int) -> Counts:
    first = week_start(today) - timedelta(weeks=weeks - 1)
    counts = [week for each in shown for week in each.weeks if first <= week.week <= today]
    return Counts(
        len(shown),
        sum(week.connect for week in counts),
        sum(week.collaborate for week in counts),
        sum(week.contribute for week in counts),
    )


def _common_tags(members: Sequence[Member]) -> tuple[CommonTag, ...]:
    counted = Counter(tag for member in members for tag in member.tags)
    several = [CommonTag(tag, count) for tag, count in counted.most_common() if count > 1]
    return tuple(several[:_COMMON])


def _lately(members: Sequence[Member], shown: Mapping[str, Contribution]) -> tuple[SharedText, ...]:
    texts = [
        SharedText(member.handle, member.name, entry)
        for member in members
        if member.handle.key in shown
        for entry in shown[member.handle.key].texts
    ]
    return tuple(sorted(texts, key=lambda shared: shared.entry.day, reverse=True)[:_LATELY])


def list_of_members(store: Store, cohort: Cohort) -> tuple[list[ListRow], int]:
    """The members as rows of a list, and how many are left out.

    Left out are people who are forgotten on this computer, and those of whom the
    last check said that they moved, are gone, or do not want to be listed.

    Raises:
        NothingFoundError: nobody is left.
    """
    gone = read_forgotten(store)
    checks = all_checks(store)
    rows = [
        ListRow(
            SubjectKind.PERSON, member.handle.key, str(member.handle), name=member.name,
            topics=member.topics, basis=f"member of {cohort.name}",
        )
        for member in cohort.members
        if member.handle.key not in gone
        and may_be_listed(checks.get(member.handle.key))
    ]  # fmt: skip
    if not rows:
        raise NothingFoundError(
            f"{cohort.name} has nobody to export.", "Tell the others how to join it."
        )
    return rows, len(cohort.members) - len(rows)
