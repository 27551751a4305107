"""`plnbuddy chats`: when chats meet, and a calendar of them."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.chats.known import KnownChat, chats_for, known_chats, with_signs
from plnbuddy.chats.text import chat_lines, json_chat, reminder, rows_of
from plnbuddy.chats.week import ChatDays, chats_on, just_over, log_command, next_of
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.own_chats import add, edit, remove
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.handles import TagKey
from plnbuddy.core.vocabulary import in_words
from plnbuddy.out.lines import line
from plnbuddy.store.database import Store
from plnbuddy.store.own_chats import ChatSign

app = new_app(invoke_without_command=True)

_FILE_LIMIT = 5_000_000  # bytes of an older calendar

All = Annotated[
    bool, typer.Option("--all", help="Every chat, not only those that fit your profile.")
]
Offline = Annotated[bool, typer.Option("--offline", help="Use only what is on this computer.")]


@app.callback()
def chats(
    context: typer.Context,
    everything: All = False,
    ics: Annotated[
        Path | None,
        typer.Option(
            "--ics", help="Write the chats you follow to this calendar file.", show_default=False
        ),
    ] = None,
    offline: Offline = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """See when chats meet this week, on your own clock.

    With an account it looks whether there are posts under their hashtags. Without a
    word it is the same as `chats week`.

    \b
    plnbuddy chats
    plnbuddy chats today --all
    plnbuddy chats --ics chats.ics
    plnbuddy chats add staffchat --day thu --time 20:00
    """
    if context.invoked_subcommand is not None:
        if everything or ics or offline or json or quiet:
            word = context.invoked_subcommand
            raise UsageError(
                f"An option stands before '{word}'.",
                f"Put options behind it: plnbuddy chats {word} …",
            )
        return
    if ics is not None:
        _write_calendar(ics, everything=everything, json=json, quiet=quiet)
        return
    _show_days(6, everything=everything, offline=offline, json=json, quiet=quiet)


@app.command()
def week(
    everything: All = False, offline: Offline = False, json: Json = False, quiet: Quiet = False
) -> None:
    """See the chats of this week.

    \b
    plnbuddy chats week
    plnbuddy chats week --all
    """
    _show_days(6, everything=everything, offline=offline, json=json, quiet=quiet)


@app.command()
def today(
    everything: All = False, offline: Offline = False, json: Json = False, quiet: Quiet = False
) -> None:
    """See the chats of today.

    \b
    plnbuddy chats today
    """
    _show_days(0, everything=everything, offline=offline, json=json, quiet=quiet)


def _show_days(more: int, *, everything: bool, offline: bool, json: bool, quiet: bool) -> None:
    """Show today, or with 6 `more` days the week."""
    terminal = Terminal(quiet=quiet)
    session = open_session()
    clock = session.clock
    first = week_start(clock.today, session.settings.first_weekday) if more else clock.today
    with session.store() as store:
        known = known_chats(store, clock.today)
        wanted = known if everything else chats_for(session.settings.profile, known)
        days = chats_on(wanted, clock, first, first + timedelta(days=more))
        if not offline:
            signed = _ask_for_signs(store, session, terminal, days)
            days = chats_on(with_signs(wanted, signed), clock, days.first, days.last)
        over = just_over(store, known, clock)
    commands = [log_command(meeting, clock) for meeting in over]
    if json:
        terminal.show_json(
            "chats",
            {
                "first": days.first,
                "last": days.last,
                "meetings": rows_of(days.meetings),
                "no_known_time": [json_chat(each) for each in days.untimed],
                "log": commands,
            },
        )
    elif days.meetings or days.untimed:
        settings = session.settings
        terminal.show(chat_lines(days, clock, settings.timezone, settings.server))
    if not days.meetings and not days.untimed:
        raise _none_fits(everything=everything, one_day=not more, others=len(known) - len(wanted))
    if not json:
        if not everything:
            others = len(known) - len(wanted)
            terminal.say(
                f"\n{others} others do not fit your profile, or may have ended:"
                " plnbuddy chats --all"
            )
        _say_what_is_next(terminal, commands, wanted)


def _none_fits(*, everything: bool, one_day: bool, others: int) -> NothingFoundError:
    when = "today" if one_day else "this week"
    if everything:
        return NothingFoundError(f"No chat meets {when}.", "See the week: plnbuddy chats --all")
    return NothingFoundError(
        f"No chat for your topics, languages and networks meets {when}.",
        f"plnbuddy knows {others} others: plnbuddy chats --all"
        if others
        else "Add one: plnbuddy chats add TAG --day thu --time 20:00",
    )


def _say_what_is_next(terminal: Terminal, commands: list[str], wanted: list[KnownChat]) -> None:
    if commands:
        terminal.say_next(commands[0], "you were there?")
    elif any(known.is_mine for known in wanted):
        terminal.say_next("plnbuddy chats --ics chats.ics", "for your calendar")
    else:
        terminal.say_next("plnbuddy follow '#TAG'", "a chat you follow stands first")


def _ask_for_signs(
    store: Store, session: Session, terminal: Terminal, days: ChatDays
) -> dict[TagKey, ChatSign]:
    """What the teacher's server says of the chats that are shown; nothing without an account."""
    from plnbuddy.cli.account import active_login, server_of

    login = active_login(session.places)
    if login is None:
        return {}
    from plnbuddy.chats.alive import look_for_signs

    shown = [*(meeting.known for meeting in days.meetings), *days.untimed]
    once = {known.chat.tag.key: known for known in shown}
    mine_first = sorted(once.values(), key=lambda known: not known.is_mine)
    with terminal.progress("Looking for") as move:
        try:
            return look_for_signs(
                store, lambda: server_of(login, terminal), mine_first, session.clock, move
            )
        except PlnbuddyError as error:
            terminal.warn(f"Whether chats are alive could not be asked: {error.problem}", "yellow")
            return {}


@app.command()
def remind(
    within: Annotated[
        str, typer.Option("--within", help="How far to look ahead: 30m, 24h, 7d.")
    ] = "24h",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print the next chat you follow, on one line.

    For a shell's start-up file, or cron. Nothing is printed when none is near.

    \b
    plnbuddy chats remind
    plnbuddy chats remind --within 7d
    """
    terminal = Terminal(quiet=quiet)
    ahead = _read_span(within)
    session = open_session()
    clock = session.clock
    with session.store() as store:
        mine = [known for known in known_chats(store, clock.today) if known.is_mine]
        coming = next_of(mine, clock, ahead)
        over = just_over(store, mine, clock)
    commands = [log_command(meeting, clock) for meeting in over]
    if json:
        meeting = rows_of([coming])[0] if coming else None
        terminal.show_json("chat-reminder", {"next": meeting, "log": commands})
        return
    if coming:
        terminal.show([line(reminder(coming, clock))])
    if commands:
        terminal.say_next(commands[0], "you were there?")


def _read_span(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})\s*([mhdw])", text.strip(), re.IGNORECASE)
    if not found:
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a span of time.",
            "Write it like 30m, 24h, 7d or 2w.",
        )
    unit = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[found[2].lower()]
    return timedelta(**{unit: int(found[1])})


def _write_calendar(file: Path, *, everything: bool, json: bool, quiet: bool) -> None:
    from plnbuddy.chats.calendar_file import build_calendar, calendar_chats
    from plnbuddy.system.files import replace_file

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        known = known_chats(store, session.clock.today)
    listed = [each for each in known if everything or each.is_mine]
    fit = calendar_chats(listed)
    to_output = str(file) == "-"
    if not fit:
        raise NothingFoundError(
            "You follow no chat whose time is known.",
            "Follow one: plnbuddy follow '#TAG', or write all of them: "
            f"plnbuddy chats --all --ics {file}",
        )
    older = b"" if to_output else _older_calendar(file)
    calendar = build_calendar(fit, session.clock, session.settings.server, older)
    if to_output:
        sys.stdout.buffer.write(calendar.content)
        return
    if calendar.is_new:
        replace_file(file, [calendar.content])
    left_out = [each.chat.tag for each in listed if each not in fit]
    if json:
        terminal.show_json(
            "chat-calendar",
            {
                "file": str(file),
                "events": calendar.events,
                "added": calendar.added,
                "changed": calendar.changed,
                "removed": calendar.removed,
                "left_out": left_out,
            },
        )
        return
    number = f"{calendar.events} chat{'s' if calendar.events > 1 else ''}"
    news = "nothing changed"
    if calendar.is_new:
        news = f"{calendar.added} new, {calendar.changed} changed, {calendar.removed} gone"
    terminal.show([line(f"{number} in {file}: {news}.")])
    if left_out and not everything:
        tags = in_words(map(str, left_out))
        terminal.say(f"Left out, because they ended or have no known time: {tags}")
    terminal.say("The same command brings the file up to date.")
    terminal.say_next("plnbuddy chats remind", "for your shell or cron")


def _older_calendar(file: Path) -> bytes:
    """What stands in the file now; nothing when it is new."""
    from plnbuddy.chats.calendar_file import not_ours

    file = file.expanduser()
    try:
        if file.exists() and not (file.is_file() and file.stat().st_size <= _FILE_LIMIT):
            raise not_ours()
        return file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise PlnbuddyError(
            f"The file {file} cannot be read: {error.strerror}.", "Name another file."
        ) from None


app.command("add")(add)
app.command("edit")(edit)
app.command("remove")(remove)
