"""A record for an authority: what counts, how much is missing, and in which entries what is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from shlex import quote

from plnbuddy.core.clean import TEXT_LIMIT, as_argument, clean_line
from plnbuddy.core.clock import Clock, spoken_date
from plnbuddy.core.evidence import evidence_file, evidence_name
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import origin_named
from plnbuddy.out.wording import counted
from plnbuddy.report.period import Period, between
from plnbuddy.schemes.scheme import FIELDS, Part, Scheme
from plnbuddy.schemes.standards import type_label
from plnbuddy.store.activities import ActivityFilter, find_activities
from plnbuddy.store.counts import count_by_day
from plnbuddy.store.database import Store
from plnbuddy.system.config import Settings
from plnbuddy.system.evidence_files import place_of

YOUR_AUTHORITY_DECIDES = "Your authority decides what counts; this is a help, and no promise."


@dataclass(frozen=True, slots=True)
class AppraisalEntry:
    """One line of the record; `missing` says what the authority would ask for."""

    number: int
    day: date
    until: date | None
    kind: str
    type: str
    what: str
    people: tuple[str, ...]
    standards: tuple[str, ...]
    minutes: int | None
    provider: str
    place: str
    evidence: tuple[str, ...]
    reflection: str
    known: str
    missing: tuple[str, ...]
    command: str


@dataclass(frozen=True)
class HoursPart:
    """Hours of some types against a limit; `at_most` tells a cap from what is needed at least."""

    title: str
    minutes: int
    limit_minutes: int
    at_most: bool

    @property
    def counted(self) -> int:
        """Minutes that count."""
        return min(self.minutes, self.limit_minutes) if self.at_most else self.minutes


@dataclass(frozen=True)
class Appraisal:
    """The whole record.

    `minutes` are those noted, `counted_minutes` those within the caps, and
    `target_minutes` what the authority asks for in this period (0: no hours).
    `left_out` counts entries of the period with neither a length nor anything that an
    authority asks for. `warnings` say where period and scheme do not fit.
    """

    scheme: Scheme
    period: Period
    name: str
    school: str
    written_on: date
    entries: tuple[AppraisalEntry, ...]
    left_out: int
    minutes: int
    counted_minutes: int
    target_minutes: int
    parts: tuple[HoursPart, ...]
    warnings: tuple[str, ...]

    @property
    def incomplete(self) -> tuple[AppraisalEntry, ...]:
        """The entries in which something is missing."""
        return tuple(entry for entry in self.entries if entry.missing)


def scheme_period(scheme: Scheme, today: date) -> Period:
    """The years that the authority looks at, up to today."""
    try:
        before = today.replace(year=today.year - scheme.years)
    except ValueError:  # 29 February
        before = date(today.year - scheme.years, 2, 28)
    return between(before + timedelta(days=1), today)


def build_appraisal(
    store: Store, settings: Settings, scheme: Scheme, period: Period, clock: Clock, folder: Path
) -> Appraisal:
    """The record of the period for that authority; `folder` holds copies of evidence."""
    wanted = ActivityFilter(
        first_day=period.first, last_day=period.last, oldest_first=True, for_appraisal=True
    )
    entries = tuple(
        _entry(activity, scheme, period, folder) for activity in find_activities(store, wanted)
    )
    minutes: Counter[str] = Counter()
    for entry in entries:
        minutes[entry.type] += entry.minutes or 0
    counting = _counting(minutes, scheme)
    parts = (
        *(_part(part, minutes, at_most=True) for part in scheme.caps),
        *(_part(part, minutes, at_most=False) for part in scheme.minimums),
    )
    over = sum(part.minutes - part.counted for part in parts)
    by_day = count_by_day(store, period.last)
    return Appraisal(
        scheme=scheme,
        period=period,
        name=settings.profile.name,
        school=settings.profile.school,
        written_on=clock.today,
        entries=entries,
        left_out=sum(d.count for d in by_day if d.day >= period.first) - len(entries),
        minutes=minutes.total(),
        counted_minutes=counting - over,
        target_minutes=_target(scheme, period),
        parts=parts,
        warnings=tuple(_warnings(scheme, period)),
    )


def _counting(minutes: Counter[str], scheme: Scheme) -> int:
    """Minutes of types that count at all, before the caps."""
    if scheme.types is None:
        return minutes.total()
    return sum(noted for word, noted in minutes.items() if word in scheme.types)


def _part(part: Part, minutes: Counter[str], *, at_most: bool) -> HoursPart:
    noted = sum(minutes[word] for word in dict.fromkeys(part.types))
    return HoursPart(part.title, noted, round(part.hours * 60), at_most)


def _target(scheme: Scheme, period: Period) -> int:
    years = max(round(period.days / 365.25), 1) if scheme.per_year else 1
    return round(scheme.hours * 60) * years


def _warnings(scheme: Scheme, period: Period) -> Iterator[str]:
    years = period.days / 365.25
    if not scheme.per_year and abs(years - scheme.years) > 0.1:
        length = counted(scheme.years, "year")
        months = round(years * 12)
        spoken = counted(months, "month") if months else counted(period.days, "day")
        yield f"This period has {spoken}; {scheme.name} looks at {length}."


def _entry(activity: Activity, scheme: Scheme, period: Period, folder: Path) -> AppraisalEntry:
    missing, options = _missing(activity, scheme, period, folder)
    command = f"plnbuddy log edit {activity.id} {' '.join(options)}" if options else ""
    return AppraisalEntry(
        number=activity.id,
        day=activity.day,
        until=activity.until,
        kind=activity.kind.value,
        type=activity.type,
        what=clean_line(activity.text, TEXT_LIMIT),
        people=tuple(str(handle) for handle in activity.people),
        standards=activity.standards,
        minutes=activity.minutes,
        provider=activity.provider,
        place=activity.place,
        evidence=(*activity.evidence, *(() if activity.deleted else activity.links)),
        reflection=clean_line(activity.reflection, TEXT_LIMIT),
        known=origin_named(activity.origin).known,
        missing=tuple(missing),
        command=command,
    )


def _missing(
    activity: Activity, scheme: Scheme, period: Period, folder: Path
) -> tuple[list[str], list[str]]:
    """What the authority would ask for, in words, and the options that add it."""
    words: list[str] = []
    options: list[str] = []

    def miss(word: str, option: str) -> None:
        words.append(word)
        options.append(option)

    for field in scheme.required:
        if not _given(activity, field):
            miss(f"no {FIELDS[field][0].lower()}", _option(field, scheme))
    if activity.type and scheme.types is not None and activity.type not in scheme.types:
        miss(f"'{activity.type}' is no type that counts", _option("type", scheme))
    sets = {standard.partition(":")[0] for standard in activity.standards}
    if sets and scheme.standards and not sets & set(scheme.standards):
        given = "".join(f"--standard {as_argument(each)} " for each in activity.standards)
        no_such = f"no standard of {' or '.join(scheme.standards)}"
        miss(no_such, given + _option("standards", scheme))
    if activity.until and activity.until > period.last:
        miss(f"it ends after the period, on {activity.until.isoformat()}", FIELDS["until"][1])
    gone = [address for address in activity.evidence if _is_gone(address, folder)]
    if gone:
        others = (_as_given(each) for each in activity.evidence if each not in gone)
        options.append("".join(f"--evidence {each} " for each in others) + FIELDS["evidence"][1])
    words += [f"the file {evidence_name(address)} is gone" for address in gone]
    return words, list(dict.fromkeys(options))


def _is_gone(address: str, folder: Path) -> bool:
    file = evidence_file(address)
    return file is not None and not place_of(file, folder).is_file()


def _as_given(address: str) -> str:
    """How a piece of evidence is named behind `--evidence`."""
    file = evidence_file(address)
    return quote(str(file.path) if file and file.path else address)


def _given(activity: Activity, field: str) -> bool:
    match field:
        case "minutes":
            return bool(activity.minutes)
        case "evidence":
            return bool(activity.evidence or (activity.links and not activity.deleted))
        case "what":
            return True
        case "known":
            return True
        case _:
            return bool(getattr(activity, field))


def _option(field: str, scheme: Scheme) -> str:
    if field == "standards" and scheme.standards:
        return f'--standard "{scheme.standards[0]}:…"'
    return FIELDS[field][1]


def shown_columns(appraisal: Appraisal) -> tuple[str, ...]:
    """The authority's columns; one that it does not require and nobody filled is left out."""
    scheme = appraisal.scheme
    return tuple(
        field
        for field in scheme.columns
        if field in scheme.required
        or field in ("day", "what")
        or any(getattr(entry, field) for entry in appraisal.entries)
    )


def cell_text(entry: AppraisalEntry, field: str, scheme: Scheme) -> str:
    """What stands in one column of an entry, as text."""
    match field:
        case "day":
            return entry.day.isoformat()
        case "until":
            return entry.until.isoformat() if entry.until else ""
        case "type":
            return (scheme.types or {}).get(entry.type, type_label(entry.type))
        case "people":
            return ", ".join(entry.people)
        case "standards":
            return ", ".join(entry.standards)
        case "minutes":
            return "" if entry.minutes is None else f"{entry.minutes / 60:.2f}"
        case "evidence":
            return "; ".join(map(evidence_name, entry.evidence))
        case _:
            return str(getattr(entry, field))


def hours_sentences(appraisal: Appraisal) -> Sequence[str]:
    """What counts against the target, and each cap and part, in sentences."""
    scheme, noted, target = appraisal.scheme, appraisal.counted_minutes, appraisal.target_minutes
    if target:
        left = target - noted
        to_go = f"{counted_hours(left)} to go" if left > 0 else "the target is reached"
        sentences = [f"{spoken_hours(noted)} of {counted_hours(target)}: {to_go}."]
    else:
        are = "is" if noted == 60 else "are"
        sentences = [f"{counted_hours(noted)} {are} noted; {scheme.name} asks for none."]
    if scheme.day_hours and target:
        days, all_days = (each / 60 / scheme.day_hours for each in (noted, target))
        sentences.append(f"That is {days:.1f} of {all_days:g} days of {scheme.day_hours:g} hours.")
    if appraisal.minutes > noted:
        more = appraisal.minutes - noted
        hours = "hour is noted, and does" if more == 60 else "hours are noted, and do"
        sentences.append(f"{spoken_hours(more)} more {hours} not count for this authority.")
    for part in appraisal.parts:
        limit = spoken_hours(part.limit_minutes)
        if part.at_most:
            count = "counts" if part.limit_minutes == 60 else "count"
            how = "and up to" if part.minutes <= part.limit_minutes else "of which only"
            sentences.append(f"{part.title}: {counted_hours(part.minutes)}, {how} {limit} {count}.")
        else:
            left = part.limit_minutes - part.minutes
            short = f": {spoken_hours(left)} to go" if left > 0 else ""
            of_all = f"{spoken_hours(part.minutes)} of at least {counted_hours(part.limit_minutes)}"
            sentences.append(f"{part.title}: {of_all}{short}.")
    return sentences


def spoken_hours(minutes: int) -> str:
    """Minutes as hours with at most two decimals: "12.5"."""
    return f"{minutes / 60:,.2f}".rstrip("0").rstrip(".")


def counted_hours(minutes: int) -> str:
    """Minutes as hours with their noun: "1 hour", "12.5 hours"."""
    return f"{spoken_hours(minutes)} {'hour' if minutes == 60 else 'hours'}"


def about_sentences(appraisal: Appraisal) -> Sequence[str]:
    """What is left out, the notes of the scheme, where it is from, and who decides."""
    scheme, left_out = appraisal.scheme, appraisal.left_out
    sentences = list(scheme.notes)
    if left_out:
        entries = counted(left_out, "more entry has", "more entries have")
        sentences.append(
            f"{entries} neither a length nor a type, standard, provider, evidence or reflection, "
            "and is not in this record."
            if left_out == 1
            else f"{entries} neither a length nor a type, standard, provider, evidence or "
            "reflection, and are not in this record."
        )
    if scheme.source:
        when = f", looked up on {spoken_date(scheme.checked)}" if scheme.checked else ""
        sentences.append(f"The requirements are from {scheme.source}{when}.")
    return [*sentences, YOUR_AUTHORITY_DECIDES]
