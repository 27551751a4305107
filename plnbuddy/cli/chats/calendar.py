"""`plnbuddy chats --ics`: chats as a calendar file."""

from pathlib import Path

from plnbuddy.chats.known import known_chats
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run
from plnbuddy.core.clean import as_argument
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError
from plnbuddy.core.vocabulary import in_words
from plnbuddy.out.lines import line
from plnbuddy.out.wording import counted

_FILE_LIMIT = 5_000_000  # bytes of an older calendar


def calendar_answer(run: Run, file: Path, *, everything: bool) -> Answer | None:
    """Write the chats to the file, or to standard output for "-", and say what changed.

    Raises:
        NothingFoundError: there is no chat whose time is known.
        PlnbuddyError: the file is none of ours, or cannot be read or written.
    """
    from plnbuddy.chats.calendar_file import build_calendar, calendar_chats
    from plnbuddy.system.files import replace_file

    known = known_chats(run.store, run.clock.today)
    listed = [each for each in known if everything or each.is_mine]
    fit = calendar_chats(listed)
    to_output = str(file) == "-"
    if not fit:
        raise NothingFoundError(
            "You follow no chat whose time is known.",
            "Follow one: plnbuddy follow '#TAG', or write all of them: "
            f"plnbuddy chats --all --ics {as_argument(str(file))}",
        )
    older = b"" if to_output else _older_calendar(file)
    calendar = build_calendar(fit, run.clock, run.settings.server, older)
    if to_output:
        run.terminal.show_bytes(calendar.content)
        return None
    if calendar.is_new:
        replace_file(file, [calendar.content])
    left_out = [each.chat.tag for each in listed if each not in fit]
    news = "nothing changed"
    if calendar.is_new:
        news = f"{calendar.added} new, {calendar.changed} changed, {calendar.removed} gone"
    said = [Said("The same command brings the file up to date.")]
    if left_out and not everything:
        tags = in_words(map(str, left_out))
        said.insert(0, Said(f"Left out, because they ended or have no known time: {tags}"))
    return Answer(
        "chat-calendar",
        {
            "file": str(file),
            "events": calendar.events,
            "added": calendar.added,
            "changed": calendar.changed,
            "removed": calendar.removed,
            "left_out": left_out,
        },
        [line(f"{counted(calendar.events, 'chat')} in {file}: {news}.")],
        said=said,
        next_step=NextStep("plnbuddy chats remind", "for your shell or cron"),
    )


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
