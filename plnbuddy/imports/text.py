"""Imports as lines for a terminal."""

from collections.abc import Iterator, Sequence

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.origins import origin_named
from plnbuddy.imports.run import Outcome
from plnbuddy.journal.text import KIND_STYLES
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.wording import counted, often
from plnbuddy.store.imports import ArchivePerson, Claim, Exchange, ImportRun

_NAMED = 5
_SAMPLES = 5


def outcome_lines(outcome: Outcome, *, dry: bool) -> Iterator[Line]:
    """What an import brought, or would bring."""
    what = origin_named(outcome.service).label
    if outcome.before:
        day = outcome.before.started_at.date()
        yield line(f"This {what} was imported on {day} already: nothing is new in it.", "bold")
        return
    verb = "Would be added" if dry else "Added"
    entries = counted(outcome.total, "entry", "entries")
    yield line(f"{verb} from the {what} {outcome.name}: {entries}.", "bold")
    for kind in ActivityKind:
        if outcome.added[kind]:
            number = f"{outcome.added[kind]:>8,}  "
            yield Line((Part(number), Part(kind.value, KIND_STYLES[kind])))
    if outcome.first_day and outcome.last_day:
        one_day = outcome.first_day == outcome.last_day
        span = (
            f"of {outcome.first_day}"
            if one_day
            else (f"from {outcome.first_day} to {outcome.last_day}")
        )
        yield line(f"They are {span}.")
    if outcome.already_there:
        yield line(f"{outcome.already_there:,} were in the journal already.")
    for reason, count in outcome.left_out.most_common():
        yield line(f"Left out, {reason}: {count:,}.")
    for note in outcome.notes:
        yield line(note, "yellow")
    yield from _sample_lines(outcome)
    yield from _finding_lines(outcome)


def _sample_lines(outcome: Outcome) -> Iterator[Line]:
    if outcome.samples:
        yield BLANK
        yield line("For example", "bold")
    for activity in outcome.samples[:_SAMPLES]:
        said = f"{activity.day}  {activity.kind.value:<11}  {activity.text[:120]}"
        yield line(said, indent=2, hang=4)


def _finding_lines(outcome: Outcome) -> Iterator[Line]:
    if outcome.people or outcome.tags or outcome.claims or outcome.exchanges:
        yield BLANK
        yield line("Also found", "bold")
    if outcome.people:
        named = ", ".join(_counted(str(p.handle), p.times) for p in outcome.people[:_NAMED])
        yield line(
            f"{counted(len(outcome.people), 'person', 'people')}: {named}{_more(outcome.people)}.",
            indent=2,
        )
    if outcome.unresolved_follows:
        yield line(
            f"{outcome.unresolved_follows:,} more whom you followed; the archive gives only "
            "their numbers, not their names.",
            indent=2,
        )
    if outcome.tags:
        named = ", ".join(_counted(str(t.tag), t.times) for t in outcome.tags[:_NAMED])
        yield line(
            f"{counted(len(outcome.tags), 'hashtag', 'hashtags')}: {named}{_more(outcome.tags)}.",
            indent=2,
        )
    if outcome.claims:
        named = ", ".join(str(claim.handle) for claim in outcome.claims[:_NAMED])
        yield line(
            f"{counted(len(outcome.claims), 'fediverse address', 'fediverse addresses')} in names "
            f"or texts, unchecked: {named}{_more(outcome.claims)}.",
            indent=2,
        )
    yield from exchange_lines(outcome.exchanges[:_NAMED], len(outcome.exchanges))


def exchange_lines(exchanges: Sequence[Exchange], total: int) -> Iterator[Line]:
    """Who commented with whom, most often first."""
    if exchanges:
        yield line("Who commented with whom, most often first:", indent=2)
    for exchange in exchanges:
        whom = f"answered {exchange.answered}" if exchange.answered else "commented on posts"
        yield line(f"{exchange.author} {whom} {often(exchange.times)}", indent=4, hang=2)
    if total > len(exchanges):
        yield line(f"and {counted(total - len(exchanges), 'more pair')}", "dim", 4)


def _counted(label: str, times: int) -> str:
    return f"{label} ({times:,})" if times > 1 else label


def _more(items: Sequence[object]) -> str:
    return f" and {len(items) - _NAMED:,} more" if len(items) > _NAMED else ""


def run_lines(runs: Sequence[ImportRun], clock: Clock) -> Iterator[Line]:
    """The imports, each on a line."""
    for run in runs:
        day = clock.day_of(run.started_at)
        state = "" if run.ended_at else "  (interrupted: import it again, and it goes on)"
        what = origin_named(run.service).label
        said = f"{day}  {what}: {run.name}, {counted(run.entries, 'entry', 'entries')}{state}"
        yield Line((Part(f"{run.id:>3}  ", "bold"), Part(said)), hang=5)


def people_lines(people: Sequence[ArchivePerson], claims: Sequence[Claim]) -> Iterator[Line]:
    """The people of the archives, those most spoken with first, with what they claim."""
    claimed: dict[str, list[str]] = {}
    for claim in claims:
        claimed.setdefault(claim.claimed_by.lower(), []).append(str(claim.handle))
    for person in people:
        facts = [f"spoken with {often(person.times)}"]
        if not person.times:
            facts = []
        if person.last_on:
            facts.append(f"last in {person.last_on.year}")
        if person.followed:
            facts.append("you followed them")
        if person.lists:
            facts.append(f"in your list {', '.join(person.lists)}")
        name = f"  {person.name}" if person.name else ""
        yield Line((Part(str(person.handle), "bold"), Part(name)), hang=2)
        yield line(", ".join(facts), "dim", indent=2, hang=2)
        for handle in claimed.get(str(person.handle).lower(), ()):
            yield line(f"says to be {handle} on the fediverse: check before you follow", indent=2)


def loose_claim_lines(people: Sequence[ArchivePerson], claims: Sequence[Claim]) -> Iterator[Line]:
    """The fediverse addresses that belong to none of these people."""
    shown = {str(person.handle).lower() for person in people}
    loose = [claim for claim in claims if claim.claimed_by.lower() not in shown]
    if loose:
        yield BLANK
        yield line("Fediverse addresses in texts, unchecked", "bold")
    for claim in loose:
        where = f"in a {claim.found_in} by {claim.claimed_by}" if claim.claimed_by else "your text"
        seen = f", {claim.seen_on.year}" if claim.seen_on else ""
        yield line(f"{claim.handle}  ({where}{seen})", indent=2)
