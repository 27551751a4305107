"""`plnbuddy share --as starter-pack`: those one follows on Bluesky as a pack of one's own there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plnbuddy.cli.account import login_on
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run
from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.errors import NoAccountError, NothingFoundError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.wording import counted

if TYPE_CHECKING:
    from plnbuddy.platforms.bluesky.account_api import BlueskyAccount
    from plnbuddy.platforms.values import Account


@dataclass(frozen=True)
class Draft:
    """A pack that is not posted: its words, its members, and how many are left out."""

    title: str
    description: str
    members: "Sequence[Account]"
    left_out: int


def share_as_pack(
    run: Run,
    title: str,
    description: str,
    most: int,
    topics: tuple[str, ...],
    *,
    yes: bool,
    post: bool,
) -> Answer:
    """The pack before it is posted, and the pack itself once it was said yes to twice.

    Raises:
        NoAccountError: no account on Bluesky that may write.
        NothingFoundError: nobody who may be in it.
    """
    from plnbuddy.cli.bluesky_login import bluesky_account
    from plnbuddy.platforms.bluesky.pack_making import make_pack

    login = login_on(run.places, Platform.BLUESKY)
    if login is None or login.read_only:
        raise NoAccountError(
            "Your login on Bluesky may only read, and a starter pack is posted."
            if login
            else "A starter pack stands on an account of yours on Bluesky.",
            "Log in: plnbuddy login bsky NAME",
        )
    api = bluesky_account(login, run.terminal, run.places)
    draft = _draft(run, api, title, description, most, topics)
    run.preview(_lines(draft, str(login.handle)))
    if not (yes or run.agrees("Make a starter pack of them?", usual="no")) or not (
        post
        or run.agrees(f"It is posted as {login.handle}, for everybody to see. Post it?", usual="no")
    ):
        return _answer(draft, "")._replace(
            said=[Said("Nothing was posted.")],
            next_step=NextStep("the same command with --yes --post", "posts it"),
        )
    page = make_pack(api, draft.title, draft.description, [each.id for each in draft.members])
    return _answer(draft, page)._replace(
        lines=[Line((Part("Posted: "), Part(page, "cyan", page)))],
        said=[
            Said("To change it or take it back, open it: the menu there has Edit and Delete."),
            Said("Somebody who asks to be taken out is taken out there, too."),
        ],
        next_step=NextStep(
            f'plnbuddy log contribute "the starter pack {draft.title}" --url {page}',
            "writes it into your log",
        ),
    )


def _draft(
    run: Run,
    api: "BlueskyAccount",
    title: str,
    description: str,
    most: int,
    topics: tuple[str, ...],
) -> Draft:
    """Who is followed there and may be listed, by what was read and by what Bluesky says now."""
    from plnbuddy.lists.share import choose_shared
    from plnbuddy.platforms.bluesky.pack_making import MOST_DESCRIPTION, MOST_MEMBERS, MOST_TITLE
    from plnbuddy.recognition.recognise import asks_to_be_left_out

    name, words = clean_line(title, 200), clean_text(description, 1_000)
    if not name or len(name) > MOST_TITLE or len(words) > MOST_DESCRIPTION:
        raise UsageError(
            f"A starter pack has a title of at most {MOST_TITLE} letters and an introduction of at "
            f"most {MOST_DESCRIPTION}.",
            "Make them shorter: --title, --introduction",
        )
    shared = choose_shared(
        run.store, run.settings, name, words, "", MOST_MEMBERS, topics, Platform.BLUESKY
    )
    handles = [row.subject.handle for row in shared.people if row.subject.handle]
    found = api.find_accounts(handles[: min(most, MOST_MEMBERS)])
    members = [
        account
        for account in found
        if not (account.noindex or account.limited or account.bot)
        and not asks_to_be_left_out(account.name, account.bio)
    ]
    left_out = shared.refused + shared.unsure + len(handles) - len(members)
    if not members:
        raise NothingFoundError(
            "You follow nobody on Bluesky who may be in a starter pack."
            + (f" Left out: {left_out:,}." if left_out else ""),
            "Read your follows first (plnbuddy sync), or follow some: plnbuddy suggest people",
        )
    return Draft(name, words, members, left_out)


def _lines(draft: Draft, me: str) -> list[Line]:
    people = counted(len(draft.members), "person", "people")
    lines = [line(f"Starter pack '{draft.title}' by {me}: {people}", "bold")]
    if draft.description:
        lines.append(line(draft.description, indent=2))
    for account in draft.members:
        lines.append(Line((Part(str(account.handle), "bold"), Part(f"  {account.name}")), 2, 2))
    if draft.left_out:
        lines.append(
            line(
                f"Left out: {draft.left_out:,} who do not want to be listed, are gone, or of whom "
                "nothing is known.",
                "dim",
            )
        )
    return [*lines, BLANK]


def _answer(draft: Draft, page: str) -> Answer:
    return Answer(
        "starter-pack",
        {
            "posted": page or None,
            "title": draft.title,
            "members": [account.handle for account in draft.members],
            "left_out": draft.left_out,
        },
    )
