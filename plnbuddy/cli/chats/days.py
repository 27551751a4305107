"""The chats of a day or a week, as an answer."""

from collections.abc import Sequence
from datetime import timedelta

from plnbuddy.chats.known import KnownChat, chats_for, known_chats, with_signs
from plnbuddy.chats.text import chat_lines, json_chat, rows_of
from plnbuddy.chats.week import ChatDays, chats_on, just_over, log_commands, reflecting
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError
from plnbuddy.core.handles import TagKey
from plnbuddy.core.platform import Platform
from plnbuddy.out.wording import counted
from plnbuddy.store.own_chats import ChatSign


def days_answer(run: Run, more: int, *, everything: bool, offline: bool) -> Answer:
    """The chats of today, or with 6 `more` days those of the week."""
    clock, settings = run.clock, run.settings
    first = week_start(clock.today, settings.first_weekday) if more else clock.today
    known = known_chats(run.store, clock.today)
    wanted = known if everything else chats_for(settings.profile, known)
    days = chats_on(wanted, clock, first, first + timedelta(days=more))
    if not offline:
        wanted = with_signs(wanted, _ask_for_signs(run, days))
        days = chats_on(wanted, clock, days.first, days.last)
    commands = log_commands(run.store, just_over(run.store, known, clock), clock)
    data = {
        "first": days.first,
        "last": days.last,
        "meetings": rows_of(days.meetings),
        "no_known_time": [json_chat(each) for each in days.untimed],
        "log": commands,
    }
    others = len(known) - len(wanted)
    if not days.meetings and not days.untimed:
        failure = _none_fits(everything=everything, one_day=not more, others=others)
        return Answer("chats", data, failure=failure)
    return Answer(
        "chats",
        data,
        chat_lines(days, clock, settings.timezone, settings.server),
        said=[] if everything else [_of_others(others)],
        next_step=_what_is_next(commands, wanted),
    )


def _of_others(number: int) -> Said:
    do = "does" if number == 1 else "do"
    return Said(
        f"\n{counted(number, 'other')} {do} not fit your profile, or may have ended:"
        " plnbuddy chats --all"
    )


def _none_fits(*, everything: bool, one_day: bool, others: int) -> NothingFoundError:
    when = "today" if one_day else "this week"
    if everything:
        return NothingFoundError(f"No chat meets {when}.", "See the week: plnbuddy chats --all")
    return NothingFoundError(
        f"No chat for your topics, languages and networks meets {when}.",
        f"plnbuddy knows {counted(others, 'other')}: plnbuddy chats --all"
        if others
        else "Add one: plnbuddy chats add TAG --day thu --time 20:00",
    )


def _what_is_next(commands: Sequence[str], wanted: Sequence[KnownChat]) -> NextStep:
    if commands:
        return NextStep(reflecting(commands[0]), "you were there?")
    if any(known.is_mine for known in wanted):
        return NextStep("plnbuddy chats --ics chats.ics", "for your calendar")
    return NextStep("plnbuddy follow '#TAG'", "a chat you follow stands first")


def _ask_for_signs(run: Run, days: ChatDays) -> dict[TagKey, ChatSign]:
    """What the teacher's server says of the chats that are shown; nothing without an account."""
    from plnbuddy.cli.account import login_on, server_of

    login = login_on(run.places, Platform.MASTODON)
    if login is None:
        return {}
    from plnbuddy.chats.alive import look_for_signs

    shown = [*(meeting.known for meeting in days.meetings), *days.untimed]
    once = {known.chat.tag.key: known for known in shown}
    mine_first = sorted(once.values(), key=lambda known: not known.is_mine)
    with run.terminal.progress("Looking for") as move:
        try:
            return look_for_signs(
                run.store, lambda: server_of(login, run.terminal), mine_first, run.clock, move
            )
        except PlnbuddyError as error:
            run.terminal.warn(
                f"Whether chats are alive could not be asked: {error.problem}", "yellow"
            )
            return {}
