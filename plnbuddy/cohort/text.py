"""A cohort as lines for a terminal."""

from collections.abc import Iterator
from datetime import date

from plnbuddy.cohort.contribute import Contribution, Ignored
from plnbuddy.cohort.welcome import RECENT_WEEKS, Counts, Overview, Standing
from plnbuddy.core.clock import spoken_day
from plnbuddy.core.vocabulary import in_words, topic_label
from plnbuddy.out.lines import BLANK, Line, Part, line, link_line
from plnbuddy.out.wording import counted

_SHOWN = 5


def overview_lines(overview: Overview, today: date) -> Iterator[Line]:
    """Who is whom, what they have in common, and what they show."""
    yield line(overview.name, "bold")
    count = len(overview.members)
    tags = f", {' '.join(map(str, overview.tags))}" if overview.tags else ""
    yield line(f"{counted(count, 'member')}{tags}")
    yield line(overview.file, "dim")
    yield BLANK
    for member in overview.members:
        yield from _member_lines(member, today)
    if overview.common_tags:
        named = (f"{each.tag} ({each.members})" for each in overview.common_tags)
        yield BLANK
        yield line(f"Named by several: {', '.join(named)}")
    if overview.this_week.members:
        counts = overview.this_week
        who = counted(counts.members, "member who shows", "who show")
        yield BLANK
        yield line(f"This week, of {who} counts: {_spoken(counts)}")
    yield from _lately_lines(overview, today)
    yield from _careful_lines(overview)


def _member_lines(member: Standing, today: date) -> Iterator[Line]:
    facts = [
        *(["you"] if member.is_me else []),
        *([in_words(map(topic_label, member.topics))] if member.topics else []),
        *([" ".join(map(str, member.tags))] if member.tags else []),
    ]
    parts = [Part(member.name, "bold"), Part(f"  {member.handle}")]
    if facts:
        parts.append(Part(f"  {'; '.join(facts)}", "dim"))
    if not member.is_me and not member.welcomed:
        parts.append(Part("  not yet welcomed by you", "yellow"))
    yield Line(tuple(parts), hang=4)
    if member.recent and member.shown_on:
        when = spoken_day(min(member.shown_on, today), today)
        text = f"last {RECENT_WEEKS} weeks: {_spoken(member.recent)} (written {when})"
        yield line(text, "dim", 4)


def _spoken(counts: Counts) -> str:
    return (
        f"{counts.connect:,} connect, {counts.collaborate:,} collaborate,"
        f" {counts.contribute:,} contribute"
    )


def _lately_lines(overview: Overview, today: date) -> Iterator[Line]:
    if overview.lately:
        yield BLANK
        yield line("Shown lately", "bold")
    for shared in overview.lately:
        when = spoken_day(shared.entry.day, today)
        yield line(f"{shared.name}, {when}: {shared.entry.text}", indent=2, hang=2)
        yield link_line(shared.entry.link, 4)


def _careful_lines(overview: Overview) -> Iterator[Line]:
    for warning in overview.warnings[:_SHOWN]:
        yield line(f"Careful: {warning}.", "yellow")
    yield from ignored_lines(overview.ignored)
    if overview.forgotten:
        yield line(f"Not shown, because you forgot them: {overview.forgotten:,}.", "dim")


def ignored_lines(ignored: tuple[Ignored, ...]) -> Iterator[Line]:
    """Contributions that are passed over, and why."""
    for each in ignored[:_SHOWN]:
        yield line(f"Passed over: {each.file} {each.reason}.", "yellow")
    if len(ignored) > _SHOWN:
        yield line(f"Passed over: {counted(len(ignored) - _SHOWN, 'more file')}.", "yellow")


def follow_command(member: Standing) -> str:
    """The command that follows a member: safe to paste, for a handle holds no sign of a shell."""
    return f"plnbuddy follow {member.handle}"


def log_command(member: Standing) -> str:
    """The command that notes that a member was welcomed."""
    return f'plnbuddy log connect "welcomed {member.handle}"'


def welcome_lines(members: list[Standing]) -> Iterator[Line]:
    """Whom to welcome, each with the commands for it."""
    for member in members:
        topics = f"  {in_words(map(topic_label, member.topics))}" if member.topics else ""
        name = Part(member.name, "bold")
        yield Line((name, Part(f"  {member.handle}"), Part(topics, "dim")), hang=4)
        yield line(follow_command(member), indent=4)
        yield line(log_command(member), indent=4)


def contribution_lines(contribution: Contribution, today: date) -> Iterator[Line]:
    """Everything that others would see."""
    yield line(f"The others would see this of {contribution.handle}:", "bold")
    for week in contribution.weeks:
        counts = Counts(1, week.connect, week.collaborate, week.contribute)
        yield line(f"week of {week.week.isoformat()}: {_spoken(counts)}", indent=2)
    if not contribution.weeks:
        yield line("no activities in these weeks", indent=2)
    for entry in contribution.texts:
        yield line(f"{spoken_day(entry.day, today)}: {entry.text}", indent=2, hang=2)
        yield link_line(entry.link, 4)
