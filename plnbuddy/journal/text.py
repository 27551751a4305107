"""Journal entries as lines for a terminal."""

from collections.abc import Iterator

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.evidence import evidence_name
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import NOTES
from plnbuddy.out.lines import Line, Part, line, link_line

KIND_STYLES = {
    ActivityKind.CONNECT: "cyan",
    ActivityKind.COLLABORATE: "green",
    ActivityKind.CONTRIBUTE: "magenta",
}
_INDENT = 6


def _said_kind(activity: Activity) -> str:
    """Which of the three C's it is; a note is none of them."""
    return "note" if activity.origin in NOTES else activity.kind.value


def _kind_style(activity: Activity) -> str:
    return "dim" if activity.origin in NOTES else KIND_STYLES[activity.kind]


def entry_line(activity: Activity) -> Line:
    """An entry on one line: number, day, kind, text, minutes."""
    minutes = f"  ({activity.minutes} min)" if activity.minutes is not None else ""
    return Line(
        (
            Part(f"{activity.id:>4}  ", "bold"),
            Part(f"{activity.day.isoformat()}  ", "dim"),
            Part(f"{_said_kind(activity):<11}  ", _kind_style(activity)),
            Part(clean_line(activity.text, 200) + minutes),
            Part("  (deleted)" if activity.deleted else "", "dim"),
        ),
        hang=_INDENT,
    )


def entry_lines(activity: Activity, clock: Clock) -> Iterator[Line]:
    """An entry with everything that is known about it."""
    when = clock.local(activity.happened_at)
    yield Line(
        (
            Part(f"Entry {activity.id}  ", "bold"),
            Part(_said_kind(activity), _kind_style(activity)),
            Part(f"  {spoken_day(activity.day, clock.today)}, {activity.day} {when:%H:%M}"),
        )
    )
    for part in activity.text.split("\n"):
        yield line(part, indent=_INDENT)
    facts = {
        "with": " ".join(str(handle) for handle in activity.people),
        "tags": " ".join(str(tag) for tag in activity.tags),
        "minutes": "" if activity.minutes is None else str(activity.minutes),
        "where": activity.place,
        "until": activity.until.isoformat() if activity.until else "",
        "type": activity.type,
        "standards": " ".join(activity.standards),
        "provider": activity.provider,
        "evidence": ", ".join(map(evidence_name, activity.evidence)),
    }
    for name, value in facts.items():
        if value:
            yield line(f"{name}: {value}", indent=_INDENT)
    for url in activity.links:
        yield (
            line(f"deleted: {url}", "dim", _INDENT) if activity.deleted else link_line(url, _INDENT)
        )
    for part in activity.reflection.split("\n") if activity.reflection else ():
        yield line(f"reflection: {part}", indent=_INDENT)
    for part in activity.note.split("\n") if activity.note else ():
        yield line(f"note: {part}", indent=_INDENT)
