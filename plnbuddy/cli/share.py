"""`plnbuddy share`: a starting point for a colleague."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.errors import NothingFoundError, UsageError
from plnbuddy.lines import BLANK, line

if TYPE_CHECKING:
    from plnbuddy.lists.share import Shared

app = new_app()

_PEOPLE = 25  # as many as a collection on Mastodon holds


@app.command()
def share(
    file: Annotated[Path, typer.Argument(help="The page to write.")] = Path("starting-point.html"),
    title: Annotated[
        str, typer.Option("--title", help="What stands above it.")
    ] = "People I learn from",
    introduction: Annotated[
        str | None,
        typer.Option("--introduction", help="A few words to your colleague.", show_default=False),
    ] = None,
    contact: Annotated[
        str | None,
        typer.Option(
            "--contact",
            help="Where somebody asks to be taken off: a mail or web address.",
            show_default=False,
        ),
    ] = None,
    count: Annotated[
        int, typer.Option("--number", "-n", min=1, max=200, help="How many people at most.")
    ] = _PEOPLE,
    topics: Annotated[
        list[str] | None,
        typer.Option("--topic", help="Only this topic; may be repeated.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write it without asking.")] = False,
    no_input: NoInput = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a page for a colleague out of your network.

    On it are people whom you follow and whose settings allow that they are listed,
    with a reason each, your hashtags and chats, how to follow them all, and how to
    be taken off. You see whom it names before it is written. Nothing is sent.

    \b
    plnbuddy share for-ben.html
    plnbuddy share music.html --topic music --contact hart@example.org --yes
    """
    from plnbuddy.vocabulary import find_topic

    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    wanted = tuple(find_topic(topic) for topic in topics or ())
    shared = _choose(session, title, introduction or "", contact or "", count, wanted)
    if not json:
        _preview(terminal, shared)
    may_write = yes or (terminal.can_ask and not json)
    if may_write:
        shared = _complete(terminal, shared, introduction, contact)
        may_write = yes or _agreed(terminal, file)
    if may_write:
        _write(session, shared, file)
    if json:
        facts = {"file": str(file) if may_write else None, "rows": shared.rows}
        left_out = {"refused": shared.refused, "unsure": shared.unsure}
        terminal.show_json("shared", {**facts, **left_out})
    elif may_write:
        terminal.say(f"The page is {file}. Look at it first; then send it or put it on a host.")
        terminal.say_next(f"open {file}")
    else:
        terminal.say("Nothing was written.")
        terminal.say_next("the same command with --yes")


def _choose(
    session: Session,
    title: str,
    introduction: str,
    contact: str,
    count: int,
    topics: tuple[str, ...],
) -> "Shared":
    from plnbuddy.lists.share import choose_shared

    with session.store() as store:
        shared = choose_shared(store, session.settings, title, introduction, contact, count, topics)
    if not shared.rows:
        raise NothingFoundError(
            "There is nobody yet whom you follow and who wants to be found.",
            "Follow some (plnbuddy suggest), or ask the servers: plnbuddy sync, then explore",
        )
    return shared


def _preview(terminal: Terminal, shared: "Shared") -> None:
    from plnbuddy.lists.share import reason_of

    terminal.show([line("This would be on the page", "bold")])
    for row in shared.rows:
        name = f"  {row.name}" if row.name else ""
        why = f"  ({reason_of(row)})" if reason_of(row) else ""
        terminal.show([line(f"{row.label}{name}{why}", indent=2, hang=2)])
    terminal.show([BLANK])
    if shared.refused:
        terminal.say(f"Left out, because they do not want to be listed: {shared.refused}.")
    if shared.unsure:
        terminal.say(f"Left out, because nobody could ask them: {shared.unsure}.")


def _complete(
    terminal: Terminal, shared: "Shared", introduction: str | None, contact: str | None
) -> "Shared":
    """Ask for what is missing; how to be taken off must be on the page."""
    kept = shared.kept
    if terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        asker = Asker(terminal)
        if introduction is None:
            kept = replace(kept, introduction=asker.text("A few words to your colleague? (or -)"))
        if contact is None:
            kept = replace(
                kept, contact=asker.text("Where does somebody ask to be taken off? (an address)")
            )
    if not kept.contact:
        raise UsageError(
            "The page must say how to be taken off it.",
            "Give a mail or web address: --contact hart@example.org",
        )
    return replace(shared, kept=kept)


def _agreed(terminal: Terminal, file: Path) -> bool:
    from plnbuddy.cli.ask import Asker

    return Asker(terminal).yes(f"Write this to {file}?")


def _write(session: Session, shared: "Shared", file: Path) -> None:
    from plnbuddy.files import replace_file
    from plnbuddy.lists.page import build_list_page

    profile = session.settings.profile
    page = build_list_page(
        shared.kept, shared.rows, profile.name, profile.school, session.clock.today
    )
    replace_file(file, [page])
