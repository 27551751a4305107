"""`plnbuddy log`: the journal of the three C's."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.log_appraisal import (
    Copy,
    EvidenceGiven,
    ForAppraisal,
    LearningType,
    Provider,
    Reflected,
    Standards,
    Until,
    with_appraisal,
)
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.journal.entries import (
    Details,
    change_entry,
    find_entry,
    new_activity,
    remove_entries,
    write_down,
)
from plnbuddy.journal.text import entry_line, entry_lines
from plnbuddy.out.lines import line

app = new_app(no_args_is_help=True)

_NEWEST = 20


@app.callback()
def log() -> None:
    """Write down what you did, and look it up again.

    \b
    plnbuddy log connect "met @anna@example.org at the staff day"
    plnbuddy log collaborate "planned a unit with @ben@example.org" --minutes 45
    plnbuddy log contribute "shared my #rubric https://example.org/r" --date yesterday
    plnbuddy log list
    """


Words = Annotated[list[str], typer.Argument(help="What you did. '-' reads it from standard input.")]
With = Annotated[
    list[str] | None,
    typer.Option("--with", help="A handle; may be repeated.", show_default=False),
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", help="A hashtag; may be repeated.", show_default=False)
]
Urls = Annotated[
    list[str] | None,
    typer.Option("--url", help="A link to it; may be repeated.", show_default=False),
]
Minutes = Annotated[
    int | None, typer.Option("--minutes", help="How long it took.", show_default=False)
]
When = Annotated[
    str | None,
    typer.Option(
        "--date", help="When: yesterday, 'last friday 4pm', 2026-11-20.", show_default=False
    ),
]
Where = Annotated[
    str | None, typer.Option("--where", help="Where: Mastodon, a conference, …", show_default=False)
]
Note = Annotated[
    str | None,
    typer.Option("--note", help="What you want to remember; never printed.", show_default=False),
]


def _log_command(kind: ActivityKind, meaning: str, example: str) -> Callable[..., None]:
    def command(
        words: Words,
        people: With = None,
        tags: Tags = None,
        urls: Urls = None,
        minutes: Minutes = None,
        when: When = None,
        place: Where = None,
        note: Note = None,
        standards: Standards = None,
        learning_type: LearningType = None,
        provider: Provider = None,
        until: Until = None,
        evidence: EvidenceGiven = None,
        copy: Copy = False,
        reflection: Reflected = None,
        json: Json = False,
        quiet: Quiet = False,
    ) -> None:
        session = open_session()
        details = _details(session, people, tags, urls, minutes, when, place, note)
        given = ForAppraisal(standards, learning_type, provider, until, evidence, copy, reflection)
        details = with_appraisal(session, details, given)
        activity = new_activity(kind, _text(words), session.clock, details)
        with session.store() as store:
            written = write_down(store, activity, session.clock)
        _confirm(written, session, "Logged", json=json, quiet=quiet)

    command.__doc__ = f"{meaning}\n\n\b\nplnbuddy log {kind.value} {example}"
    return command


app.command("connect")(
    _log_command(
        ActivityKind.CONNECT,
        "Log whom you found, met or followed.\n\n"
        "Finding and following people, being followed, introductions, joining a chat or group.",
        '"met @anna@example.org at the staff day"',
    )
)
app.command("collaborate")(
    _log_command(
        ActivityKind.COLLABORATE,
        "Log an exchange with somebody.\n\n"
        "Replying, answering, planning together, taking part in a chat.",
        '"answered @ben@example.org on rubrics" --minutes 15',
    )
)
app.command("contribute")(
    _log_command(
        ActivityKind.CONTRIBUTE,
        "Log what you gave to others.\n\n"
        "Sharing, posting, publishing, presenting, answering a question in public.",
        '"shared my unit on rhythm #musiced" --url https://example.org/u',
    )
)


def _text(words: list[str]) -> str:
    if words == ["-"]:
        from plnbuddy.system.csvfile import decode

        return decode(sys.stdin.buffer.read(1_000_000), "standard input")
    return " ".join(words)


def _details(
    session: Session,
    people: list[str] | None,
    tags: list[str] | None,
    urls: list[str] | None,
    minutes: int | None,
    when: str | None,
    place: str | None,
    note: str | None,
) -> Details:
    moment = None
    if when is not None:
        from plnbuddy.journal.when import doubt_about, read_moment

        moment = read_moment(when, session.clock, session.settings.profile)
        doubt = doubt_about(when, session.settings.profile)
        if doubt:
            Terminal().say(doubt, "yellow")
    return Details(people, tags, urls, minutes, place, note, moment)


def _confirm(activity: Activity, session: Session, done: str, *, json: bool, quiet: bool) -> None:
    terminal = Terminal(quiet=quiet)
    if json:
        terminal.show_json("entry", activity)
        return
    terminal.say(f"{done}:")
    terminal.show(entry_lines(activity, session.clock))
    terminal.say_next("plnbuddy report", f"mistaken? plnbuddy log edit {activity.id} or undo")


Number = Annotated[int, typer.Argument(help="The number of the entry.", show_default=False)]


@app.command("list")
def list_entries(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words to look for.", show_default=False)
    ] = None,
    kind: Annotated[
        ActivityKind | None,
        typer.Option("--kind", help="Only one of the three C's.", show_default=False),
    ] = None,
    person: Annotated[
        str | None, typer.Option("--with", help="Only with this handle.", show_default=False)
    ] = None,
    tag: Annotated[
        str | None, typer.Option("--tag", help="Only with this hashtag.", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Only from this day on.", show_default=False)
    ] = None,
    count: Annotated[
        int, typer.Option("--number", "-n", min=1, help="How many at most.")
    ] = _NEWEST,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List entries, newest first.

    \b
    plnbuddy log list
    plnbuddy log list rubric --kind contribute --since "3 months ago"
    plnbuddy log list --with @anna@example.org --all
    """
    from plnbuddy.core.handles import parse_handle, parse_tag
    from plnbuddy.journal.when import read_day
    from plnbuddy.store.activities import ActivityFilter, activity_count, find_activities

    terminal = Terminal(quiet=quiet)
    session = open_session()
    clock, profile = session.clock, session.settings.profile
    wanted = ActivityFilter(
        kind=kind,
        first_day=read_day(since, clock, profile) if since else None,
        person=parse_handle(person).key if person else None,
        tag=parse_tag(tag).key if tag else None,
        words=clean_line(" ".join(words or ())),
        newest=None if everything else count,
    )
    with session.store() as store:
        found = list(find_activities(store, wanted))
        total = activity_count(store)
    if json:
        terminal.show_json("entries", {"entries": found, "total": total})
    else:
        terminal.show(entry_line(activity) for activity in found)
    if not found:
        raise NothingFoundError(
            "No entry fits." if total else "The journal is empty.",
            'Write the first one: plnbuddy log connect "…"' if not total else "Ask for less.",
        )
    if not json:
        if len(found) < total and not everything and len(found) == count:
            terminal.say(f"These are the newest {len(found)} of {total}; --all shows all.")
        terminal.say_next(f"plnbuddy log show {found[0].id}")


@app.command("show")
def show_entry(number: Number, json: Json = False) -> None:
    """Show one entry with all its details.

    \b
    plnbuddy log show 12
    """
    terminal = Terminal()
    session = open_session()
    with session.store() as store:
        activity = find_entry(store, number)
    if json:
        terminal.show_json("entry", activity)
    else:
        terminal.show(entry_lines(activity, session.clock))


@app.command("edit")
def edit_entry(
    number: Number,
    words: Annotated[
        list[str] | None, typer.Argument(help="A new text.", show_default=False)
    ] = None,
    kind: Annotated[
        ActivityKind | None,
        typer.Option("--kind", help="Another of the three C's.", show_default=False),
    ] = None,
    people: With = None,
    tags: Tags = None,
    urls: Urls = None,
    minutes: Minutes = None,
    when: When = None,
    place: Where = None,
    note: Note = None,
    standards: Standards = None,
    learning_type: LearningType = None,
    provider: Provider = None,
    until: Until = None,
    evidence: EvidenceGiven = None,
    copy: Copy = False,
    reflection: Reflected = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Change an entry; what you do not name stays as it is, and "" takes away.

    \b
    plnbuddy log edit 12 "answered @ben@example.org on rubrics"
    plnbuddy log edit 12 --minutes 30 --date yesterday
    plnbuddy log edit 12 --standard APST:6.2 --type peer-observation --evidence plan.pdf
    """
    session = open_session()
    details = _details(session, people, tags, urls, minutes, when, place, note)
    given = ForAppraisal(standards, learning_type, provider, until, evidence, copy, reflection)
    details = with_appraisal(session, details, given)
    if kind is None and words is None and details == Details():
        raise UsageError(
            "Nothing was given that could be changed.",
            f'Give a new text or an option: plnbuddy log edit {number} "…" --minutes 30',
        )
    with session.store() as store:
        text = None if words is None else _text(words)
        changed = change_entry(store, number, session.clock, kind, text, details)
    _confirm(changed, session, "Changed", json=json, quiet=quiet)


@app.command("remove")
def remove(
    numbers: Annotated[list[int], typer.Argument(help="Numbers of entries.", show_default=False)],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Remove entries; undo brings them back.

    \b
    plnbuddy log remove 12
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        removed = remove_entries(store, numbers, session.clock)
    if json:
        terminal.show_json("entries", {"entries": removed, "total": len(removed)})
        return
    terminal.say("Removed:")
    terminal.show(entry_line(activity) for activity in removed)
    terminal.say_next("plnbuddy log list", "mistaken? plnbuddy undo")


Format = Annotated[
    str | None,
    typer.Option(
        "--format", help="jsonl or csv; otherwise by the file's ending.", show_default=False
    ),
]


def _file_format(given: str | None, file: Path | None) -> str:
    name = (given or (file.suffix.removeprefix(".") if file else "") or "jsonl").lower()
    name = {"json": "jsonl", "ndjson": "jsonl", "txt": "csv", "tsv": "csv"}.get(name, name)
    if name not in ("jsonl", "csv"):
        raise UsageError(
            f"'{clean_line(name, 60)}' is not a format of the journal.",
            "Give --format jsonl or csv.",
        )
    return name


@app.command("export")
def export(
    file: Annotated[
        Path | None,
        typer.Argument(help="The file; standard output without it.", show_default=False),
    ] = None,
    file_format: Format = None,
    quiet: Quiet = False,
) -> None:
    """Write the whole journal to a file.

    `log import` reads it back without loss.

    \b
    plnbuddy log export journal.jsonl
    plnbuddy log export journal.csv
    plnbuddy log export > journal.jsonl
    """
    from plnbuddy.journal.transfer import export_lines
    from plnbuddy.store.activities import ActivityFilter, activity_count, find_activities
    from plnbuddy.system.files import replace_file

    session = open_session()
    chosen = _file_format(file_format, file)
    with session.store() as store:
        count = activity_count(store)
        lines = export_lines(find_activities(store, ActivityFilter(oldest_first=True)), chosen)  # type: ignore[arg-type]
        if file is None or str(file) == "-":
            for each in lines:
                sys.stdout.write(each)
            return
        replace_file(file, lines)
    terminal = Terminal(quiet=quiet)
    terminal.say(f"{count} entries are in {file}.")
    terminal.say("Keep the file where you keep your backups.")


@app.command("import")
def import_entries(
    file: Annotated[
        Path, typer.Argument(help="The file; '-' for standard input.", show_default=False)
    ],
    file_format: Format = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read entries from a file; nothing is doubled.

    The file is one that `log export` wrote, or a table with the same columns.

    \b
    plnbuddy log import journal.jsonl
    plnbuddy log import journal.csv
    """
    from plnbuddy.journal.transfer import import_text
    from plnbuddy.system.csvfile import SIZE_LIMIT, decode, read_text
    from plnbuddy.system.local_file import read_limited

    terminal = Terminal(quiet=quiet)
    session = open_session()
    chosen = _file_format(file_format, file)
    if str(file) == "-":
        text = decode(read_limited(sys.stdin.buffer, SIZE_LIMIT), "standard input")
    else:
        text = read_text(file)
    if not text.strip():
        raise PlnbuddyError(f"There is nothing in {file}.", "Check that it is the right file.")
    with session.store() as store:
        count = import_text(store, text, chosen, session.clock)  # type: ignore[arg-type]
    if json:
        terminal.show_json("import", count)
        return
    already = f", {count.already_there} were there already" if count.already_there else ""
    terminal.show([line(f"{count.added} entries added{already}.")])
    terminal.say_next("plnbuddy log list", "mistaken? plnbuddy undo")
