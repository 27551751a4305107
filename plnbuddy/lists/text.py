"""Lists of one's own as lines for a terminal."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from plnbuddy.core.found_handles import says_handles
from plnbuddy.core.handles import HandleKey, handle_of_key
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.vocabulary import in_words, level_label, topic_label
from plnbuddy.lists.check import STATES, Checked, Proposal
from plnbuddy.lists.formats.found import ReadList
from plnbuddy.lists.keep import Changes
from plnbuddy.lists.source import Draft
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.wording import counted
from plnbuddy.store.lists import KeptList, ListRow

FORMATS = {
    "csv": "a table",
    "mastodon-csv": "Mastodon's list of follows",
    "mastodon-lists-csv": "Mastodon's file of lists",
    "plnbuddy-json": "a list of plnbuddy",
    "json": "a JSON file",
    "opml": "an OPML file",
    "page": "a web page",
    "bluesky-pack": "a starter pack of Bluesky",
    "bluesky-list": "a list of Bluesky",
    "text": "a text",
}
_SHOWN = 8


def draft_lines(draft: Draft) -> Iterator[Line]:
    """What was read: how it was understood, whom it names, and what is odd about it."""
    found = draft.found
    yield line(f"{draft.kept.title}: read as {FORMATS.get(found.format, found.format)}", "bold")
    yield line(f"{_counted(found.rows)}.")
    if found.understood:
        yield line(f"Columns understood: {', '.join(_columns(found))}.")
    if found.ignored:
        yield line(f"Columns passed over: {', '.join(found.ignored)}.")
    yield from _oddities(found)
    yield BLANK
    for row in found.rows[:_SHOWN]:
        yield from row_lines(row)
    if len(found.rows) > _SHOWN:
        yield line(f"and {len(found.rows) - _SHOWN:,} more", "dim", 2)


def _columns(found: ReadList) -> Iterator[str]:
    """The columns that were understood, with what they hold where the heading does not say it."""
    for meaning, heading in found.columns.items():
        kind = meaning.partition(" ")[0]
        plain = says_handles(heading) if kind == "who" else heading.casefold() == kind
        yield heading if plain else f"{heading} ({'handles' if kind == 'who' else kind})"


def _oddities(found: ReadList) -> Iterator[Line]:
    for reason, count in found.left_out.most_common():
        yield line(f"Left out, {reason}: {count:,}.")
    if found.examples:
        yield line(f"For example: {'; '.join(found.examples)}", "dim", 2)
    for warning in found.warnings[:_SHOWN]:
        yield line(f"Careful: {warning}.", "yellow")
    if found.guessed:
        yield line("These were picked out of a page or a text: look at them first.", "yellow")


def _counted(rows: Sequence[ListRow]) -> str:
    people = sum(row.kind is SubjectKind.PERSON for row in rows)
    tags = len(rows) - people
    parts = [counted(people, "person", "people")] if people or not tags else []
    parts += [counted(tags, "hashtag")] if tags else []
    return in_words(parts)


def row_lines(row: ListRow) -> Iterator[Line]:
    """A row with what the list says of it, its basis and its source."""
    name = f"  {row.name}" if row.name else ""
    yield Line((Part(row.label, "bold"), Part(name)), indent=2, hang=2)
    topics = in_words(topic_label(topic) for topic in row.topics)
    levels = in_words(level_label(level) for level in row.levels if level != "any")
    about = ", for ".join(part for part in (topics, levels) if part)
    known = [row.description, about, f"basis: {row.basis}" if row.basis else "", row.source]
    said = "; ".join(part for part in known if part)
    if said:
        yield line(said, "dim", indent=4)


def list_lines(kept: KeptList, rows: Sequence[ListRow], count: int) -> Iterator[Line]:
    """A list with its source and its first rows."""
    yield line(f"{kept.title} ({_counted(rows)})", "bold")
    if kept.introduction:
        yield line(kept.introduction)
    yield line(f"Source: {kept.source or 'kept by you'}", "dim")
    yield line(f"To be taken off it: {kept.contact or 'no address is named'}", "dim")
    for row in rows[:count]:
        yield from row_lines(row)


def kept_lines(lists: Sequence[tuple[KeptList, int]]) -> Iterator[Line]:
    """The lists that were added, each on a line."""
    widest = max((len(kept.name) for kept, _ in lists), default=0)
    for kept, count in lists:
        where = kept.source or "kept by you"
        read = f", read on {_day(kept.read_at)}" if kept.read_at and kept.source else ""
        said = f"{count:>6,}  {kept.title} ({where}{read})"
        yield Line((Part(f"{kept.name:<{widest}}", "bold"), Part(said)), indent=2, hang=4)


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def changes_lines(changes: Changes) -> Iterator[Line]:
    """What a refresh did."""
    title = changes.kept.title
    if changes.failure:
        yield line(f"{title}: {changes.failure} It stays as it was.", "yellow")
        return
    if changes.unchanged or not (changes.came or changes.went):
        yield line(f"{title}: nothing new ({changes.stayed:,}).")
        return
    yield line(f"{title}: {len(changes.came):,} came, {len(changes.went):,} went.", "bold")
    for sign, rows in (("+", changes.came), ("-", changes.went)):
        for row in rows[:_SHOWN]:
            name = f"  {row.name}" if row.name else ""
            yield line(f"{sign} {row.label}{name}", indent=2)
        if len(rows) > _SHOWN:
            yield line(f"{sign} and {len(rows) - _SHOWN:,} more", "dim", 2)


def check_lines(checked: Checked) -> Iterator[Line]:
    """What a check found, with counts, and everybody who is not fine."""
    for state, meaning in STATES.items():
        if checked.counts[state]:
            yield line(f"{checked.counts[state]:>6,}  {meaning}", "bold")
    shown = [c for c in checked.checks if c.state not in ("fine", "unknown", "exists")]
    if shown:
        yield BLANK
    for check in shown:
        detail = f": {check.detail}" if check.detail else ""
        who = handle_of_key(HandleKey(check.key))
        yield line(f"{who}  {STATES[check.state]}{detail}", indent=2, hang=2)


def proposal_lines(proposals: Sequence[Proposal]) -> Iterator[Line]:
    """What a cleaned list would change."""
    for proposal in proposals:
        then = f"becomes {proposal.after.label}" if proposal.after else "leaves"
        yield line(f"{proposal.before.label} {then}: {proposal.why}", indent=2, hang=2)
