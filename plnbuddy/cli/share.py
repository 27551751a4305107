"""`plnbuddy share`: a starting point for a colleague."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_topics
from plnbuddy.cli.options import new_app, optional
from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.model import SubjectKind
from plnbuddy.out.lines import BLANK, Line, Part, line

if TYPE_CHECKING:
    from plnbuddy.cli.ask import Asker
    from plnbuddy.cli.terminal import Terminal
    from plnbuddy.lists.share import Shared

app = new_app()

_PEOPLE = 25  # as many as a collection on Mastodon holds
_HEADINGS = {
    SubjectKind.PERSON: "People",
    SubjectKind.HASHTAG: "Hashtags",
    SubjectKind.CHAT: "Chats",
}


class Form(StrEnum):
    """What is made of the network."""

    PAGE = "page"
    STARTER_PACK = "starter-pack"
    COLLECTION = "collection"


@app.command()
@command(asks=True)
def share(
    run: Run,
    file: Annotated[Path, typer.Argument(help="The page to write.")] = Path("starting-point.html"),
    title: Annotated[
        str, typer.Option("--title", help="What stands above it.")
    ] = "People I learn from",
    introduction: Annotated[
        str | None, optional("--introduction", "A few words to your colleague.")
    ] = None,
    contact: Annotated[
        str | None,
        optional(
            "--contact",
            "Where somebody asks to be taken off: a mail or web address, or your handle.",
        ),
    ] = None,
    count: Annotated[
        int, typer.Option("--number", "-n", min=1, max=200, help="How many people at most.")
    ] = _PEOPLE,
    topics: Annotated[
        list[str] | None,
        optional("--topic", "Only this topic; may be repeated.", offer=offer_topics),
    ] = None,
    form: Annotated[
        Form,
        typer.Option(
            "--as", help="A page; a starter pack on Bluesky, or a collection on Mastodon."
        ),
    ] = Form.PAGE,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write it without asking.")] = False,
    post: Annotated[
        bool, typer.Option("--post", help="With --yes: really post the pack or collection.")
    ] = False,
    code: Annotated[
        str, typer.Option("--code", help="For a collection: the code from the browser.")
    ] = "",
) -> Answer:
    """Make a page for a colleague out of your network.

    On it are people whom you follow and whose settings allow that they are listed,
    with a reason each, your hashtags and chats, how to follow them all, and how to
    be taken off. You see whom it names before it is written. Nothing is sent.
    As a starter pack it is posted on Bluesky, as a collection on Mastodon, once you have
    seen it and said yes twice.

    \b
    plnbuddy share for-ben.html
    plnbuddy share music.html --topic music --contact hart@example.org --yes
    plnbuddy share --as starter-pack --title "Music teachers"
    plnbuddy share --as collection --title "Music teachers"
    """
    from plnbuddy.core.vocabulary import find_topic

    wanted = tuple(find_topic(topic) for topic in topics or ())
    if form is not Form.PAGE:
        from plnbuddy.cli.share_draft import Wish

        wish = Wish(title, introduction or "", count, wanted, yes, yes and post, code)
        if form is Form.STARTER_PACK:
            from plnbuddy.cli.share_pack import share_as_pack

            return share_as_pack(run, wish)
        from plnbuddy.cli.share_collection import share_as_collection

        return share_as_collection(run, wish)
    if yes:
        _needed_contact(contact or "")
    shared = _choose(run, title, introduction or "", contact or "", count, wanted)
    left_out = _left_out(shared)
    run.preview(_preview_lines(shared), [Said(f"Left out: {left_out}.")] if left_out else [])
    complete = shared if yes else _ask(run.terminal, shared, file, introduction, contact)
    if complete:
        _write(run, complete, file)
    answer = Answer(
        "shared",
        {
            "file": str(file) if complete else None,
            "rows": shared.rows,
            "refused": shared.refused,
            "unsure": shared.unsure,
        },
    )
    if not complete:
        again = "--yes" if shared.kept.contact else "--contact ADDRESS --yes"
        return answer._replace(
            said=[Said("Nothing was written.")],
            next_step=NextStep(f"the same command with {again}", f"writes {file}"),
        )
    return answer._replace(
        said=[
            Said(f"The page is {file}; open it in your web browser and look at it first."),
            Said("Then pass it on: by mail, on a drive, or on any web host."),
        ],
        next_step=NextStep(
            'plnbuddy log contribute "a starting point for a colleague"', "when you passed it on"
        ),
    )


def _choose(
    run: Run,
    title: str,
    introduction: str,
    contact: str,
    count: int,
    topics: tuple[str, ...],
) -> "Shared":
    from plnbuddy.lists.share import choose_shared

    shared = choose_shared(run.store, run.settings, title, introduction, contact, count, topics)
    if not shared.people:
        raise _nobody(shared, topics)
    return shared


def _nobody(shared: "Shared", topics: tuple[str, ...]) -> NothingFoundError:
    left_out = f" Left out: {_left_out(shared)}." if _left_out(shared) else ""
    if topics:
        return NothingFoundError(
            f"You follow nobody on this topic who may be passed on.{left_out}",
            f"Leave out --topic, or follow some people: plnbuddy suggest --topic {topics[0]}",
        )
    if shared.unsure:
        return NothingFoundError(
            f"You follow nobody of whom it is known that they may be passed on.{left_out}",
            "Ask their servers: plnbuddy sync and explore (with an account), or put them on a list"
            " (plnbuddy lists new) and check it (plnbuddy lists check).",
        )
    return NothingFoundError(
        f"You follow nobody yet who may be passed on.{left_out}",
        "Follow some people first: plnbuddy suggest",
    )


def _left_out(shared: "Shared") -> str:
    counts = {
        "do not want to be listed, moved, are gone, silent or bots": shared.refused,
        "could not be asked": shared.unsure,
    }
    return "; ".join(f"{count:,} who {what}" for what, count in counts.items() if count)


def _preview_lines(shared: "Shared") -> Iterator[Line]:
    from plnbuddy.lists.share import of_kind, reason_of

    for kind, heading in _HEADINGS.items():
        rows = of_kind(shared.rows, kind)
        if rows:
            yield line(f"{heading} on the page: {len(rows)}", "bold")
        for row in rows:
            name = f"  {row.name}" if row.name and kind is SubjectKind.PERSON else ""
            yield Line((Part(row.label, "bold"), Part(name)), indent=2, hang=2)
            if reason_of(row):
                yield line(reason_of(row), "dim", 4)
        if rows:
            yield BLANK


def _ask(
    terminal: "Terminal",
    shared: "Shared",
    file: Path,
    introduction: str | None,
    contact: str | None,
) -> "Shared | None":
    """What is missing, and at last whether to write the page; None for no, or without a person."""
    if not terminal.can_ask:
        return None
    from plnbuddy.cli.ask import Asker, GoBack

    asker = Asker(terminal, can_go_back=True)
    kept = shared.kept
    questions: list[Callable[[], None]] = []

    def ask_introduction() -> None:
        nonlocal kept
        words = asker.text("A few words to your colleague? (Enter for none)", kept.introduction)
        kept = kept._replace(introduction=clean_text(words, 2_000))

    def ask_contact() -> None:
        nonlocal kept
        kept = kept._replace(contact=_ask_contact(asker, kept.contact))

    if introduction is None:
        questions.append(ask_introduction)
    if not (contact or "").strip():
        questions.append(ask_contact)
    at = 0
    while True:
        try:
            if at < len(questions):
                questions[at]()
                at += 1
                continue
            agreed = asker.yes(f"{'Replace' if file.exists() else 'Write'} {file}?")
            return replace(shared, kept=kept) if agreed else None
        except GoBack:
            at = max(at - 1, 0)


def _ask_contact(asker: "Asker", usual: str = "") -> str:
    return asker.until(
        "Somebody may want to be taken off the page. Where do they ask?"
        " (a mail or web address, or your handle)",
        usual,
        _needed_contact,
    )


def _needed_contact(contact: str) -> str:
    words = clean_line(contact, 200)
    if not words:
        raise UsageError(
            "The page must say where somebody asks to be taken off it.",
            "Give a mail or web address, or your handle: --contact hart@example.org",
        )
    return words


def _write(run: Run, shared: "Shared", file: Path) -> None:
    from plnbuddy.lists.page import build_list_page
    from plnbuddy.system.files import replace_file

    profile = run.settings.profile
    page = build_list_page(shared.kept, shared.rows, profile.name, profile.school, run.clock.today)
    replace_file(file, [page])
