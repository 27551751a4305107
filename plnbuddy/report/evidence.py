"""Evidence for a licence or an appraisal: every entry of a period, and how each is known."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.origins import origin_named
from plnbuddy.out.wording import counted
from plnbuddy.report.build import find_reflections
from plnbuddy.report.period import Period, between
from plnbuddy.report.text import spoken_minutes
from plnbuddy.store.activity_records import ActivityRecord, each_record, sum_by_month
from plnbuddy.store.database import Store
from plnbuddy.store.reflections import Reflection
from plnbuddy.system.config import Settings

DECLARATION = "I declare that this list is true to the best of my knowledge."


@dataclass(frozen=True)
class KindSum:
    """Entries of one kind, and the minutes noted with them."""

    kind: ActivityKind
    count: int
    minutes: int


@dataclass(frozen=True)
class MonthSum:
    """Entries of one month, of all kinds and of each."""

    first_day: date
    count: int
    minutes: int
    kinds: tuple[KindSum, ...]


@dataclass(frozen=True)
class SourceSum:
    """Entries that are known in the same way."""

    known: str
    measured: bool
    count: int


@dataclass(frozen=True)
class Evidence:
    """Everything about the entries but the entries themselves, which may be many.

    `measured` counts entries that a service recorded, `with_minutes` those with a
    noted time; months without an entry are left out.
    """

    period: Period
    name: str
    school: str
    written_on: date
    count: int
    measured: int
    minutes: int
    with_minutes: int
    kinds: tuple[KindSum, ...]
    months: tuple[MonthSum, ...]
    sources: tuple[SourceSum, ...]
    statement: tuple[str, ...]
    reflections: tuple[Reflection, ...]


def last_year(today: date) -> Period:
    """The twelve months that end today."""
    try:
        before = today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        before = date(today.year - 1, 2, 28)
    return between(before + timedelta(days=1), today)


def read_entries(store: Store, period: Period) -> Iterator[ActivityRecord]:
    """The entries of the period, oldest first, without their private notes."""
    return each_record(store, period.first, period.last)


def build_evidence(store: Store, settings: Settings, period: Period, clock: Clock) -> Evidence:
    """Sums over the entries, and the statement on what they are."""
    counts: Counter[tuple[date, ActivityKind]] = Counter()
    minutes: Counter[tuple[date, ActivityKind]] = Counter()
    known: Counter[tuple[str, bool]] = Counter()
    with_minutes = 0
    for month in sum_by_month(store, period.first, period.last):
        key, origin = (month.first_day, month.kind), origin_named(month.origin)
        counts[key] += month.count
        minutes[key] += month.minutes
        known[origin.known, origin.measured] += month.count
        with_minutes += month.with_minutes
    sources = tuple(
        SourceSum(how, measured, count) for (how, measured), count in known.most_common()
    )
    return Evidence(
        period=period,
        name=settings.profile.name,
        school=settings.profile.school,
        written_on=clock.today,
        count=counts.total(),
        measured=sum(source.count for source in sources if source.measured),
        minutes=minutes.total(),
        with_minutes=with_minutes,
        kinds=_kind_sums(counts, minutes, {month for month, _ in counts}),
        months=_month_sums(counts, minutes),
        sources=sources,
        statement=_statement(sources, with_minutes, minutes.total()),
        reflections=find_reflections(store, settings, period),
    )


def _kind_sums(
    counts: Counter[tuple[date, ActivityKind]],
    minutes: Counter[tuple[date, ActivityKind]],
    months: Iterable[date],
) -> tuple[KindSum, ...]:
    chosen = tuple(months)
    return tuple(
        KindSum(
            kind,
            sum(counts[month, kind] for month in chosen),
            sum(minutes[month, kind] for month in chosen),
        )
        for kind in ActivityKind
    )


def _month_sums(
    counts: Counter[tuple[date, ActivityKind]], minutes: Counter[tuple[date, ActivityKind]]
) -> tuple[MonthSum, ...]:
    sums = []
    for month in sorted({month for month, _ in counts}):
        kinds = _kind_sums(counts, minutes, [month])
        count, noted = sum(kind.count for kind in kinds), sum(kind.minutes for kind in kinds)
        sums.append(MonthSum(month, count, noted, kinds))
    return tuple(sums)


def _statement(sources: tuple[SourceSum, ...], with_minutes: int, minutes: int) -> tuple[str, ...]:
    """What is measured and what is self-reported, in sentences of the teacher's own."""
    total = sum(source.count for source in sources)
    if not total:
        return ()
    measured = [source for source in sources if source.measured]
    own = [source for source in sources if not source.measured]
    sentences = []
    if measured:
        sentences.append(
            f"Measured: {_share(_count(measured), total)} ({_named(measured)}). A service recorded "
            "that they took place, and when."
        )
    if own:
        sentences.append(
            f"Self-reported: {_share(_count(own), total)} ({_named(own)}). That they took place, "
            "and when, is what I say."
        )
    sentences.append(
        f"Minutes are always self-reported. {_share(with_minutes, total)} "
        f"{'has' if with_minutes == 1 else 'have'} them, "
        f"{spoken_minutes(minutes)} together; the others count as none."
    )
    sentences.append(
        "Which of the three C's an entry belongs to is decided by rule for measured entries, and "
        "by me for the others."
    )
    sentences.append(
        "A link leads to what others can look at. An entry says that something took place, not "
        "how good it was. The journal is a file of mine, and I can change every entry in it."
    )
    return tuple(sentences)


def _count(sources: list[SourceSum]) -> int:
    return sum(source.count for source in sources)


def _share(count: int, total: int) -> str:
    return f"{count:,} of {counted(total, 'entry', 'entries')}"


def _named(sources: list[SourceSum]) -> str:
    return ", ".join(f"{source.count:,} {source.known}" for source in sources)
