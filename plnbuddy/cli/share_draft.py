"""What `plnbuddy share` posts on an account, before it is posted: shown, and said yes to twice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from plnbuddy.cli.account import login_on
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run
from plnbuddy.core.clean import as_argument, clean_line, clean_text
from plnbuddy.core.errors import NoAccountError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.wording import counted

if TYPE_CHECKING:
    from plnbuddy.platforms.credentials import Login
    from plnbuddy.platforms.values import Account


class Wish(NamedTuple):
    """What the options ask for: its words, whom it may hold, and which yeses were given."""

    title: str
    description: str
    most: int
    topics: tuple[str, ...]
    yes: bool
    post: bool
    code: str


class Form(NamedTuple):
    """What is posted: its name in JSON and in sentences, and how long its words may be."""

    name: str
    spoken: str
    most_title: int
    most_description: int


class Draft(NamedTuple):
    """What is not posted yet: its words, its members, and who is left out.

    `unwilling` may be listed, and do not let themselves be put in one; the others are only counted.
    """

    form: Form
    title: str
    description: str
    members: "Sequence[Account]"
    left_out: int
    unwilling: "Sequence[Account]" = ()


def needed_login(run: Run, platform: Platform, form: Form, again: str) -> "Login":
    """The login on that platform, where it may write.

    Raises:
        NoAccountError: there is none.
    """
    login = login_on(run.places, platform)
    if login is None or login.read_only:
        raise NoAccountError(
            f"Your login on {platform.label} may only read, and a {form.spoken} is posted."
            if login
            else f"A {form.spoken} stands on an account of yours on {platform.label}.",
            f"Log in: {again}",
        )
    return login


def needed_words(form: Form, wish: Wish) -> tuple[str, str]:
    """Title and introduction, cleaned.

    Raises:
        UsageError: there is no title, or one of them is too long.
    """
    title, description = clean_line(wish.title, 200), clean_text(wish.description, 1_000)
    if not title or len(title) > form.most_title or len(description) > form.most_description:
        raise UsageError(
            f"A {form.spoken} has a title of at most {form.most_title} letters and an introduction"
            f" of at most {form.most_description}.",
            "Make them shorter: --title, --introduction",
        )
    return title, description


def agreed_twice(run: Run, wish: Wish, draft: Draft, me: str, posting: str) -> bool:
    """Show it, and ask twice whether to post it; Enter and nobody to ask mean no."""
    run.preview(_lines(draft, me))
    return (wish.yes or run.agrees(f"Make a {draft.form.spoken} of them?", usual="no")) and (
        wish.post or run.agrees(posting, usual="no")
    )


def _lines(draft: Draft, me: str) -> list[Line]:
    people = counted(len(draft.members), "person", "people")
    spoken = draft.form.spoken.capitalize()
    lines = [line(f"{spoken} '{draft.title}' by {me}: {people}", "bold")]
    if draft.description:
        lines.append(line(draft.description, indent=2))
    for account in draft.members:
        lines.append(Line((Part(str(account.handle), "bold"), Part(f"  {account.name}")), 2, 2))
    if draft.unwilling:
        named = ", ".join(str(account.handle) for account in draft.unwilling)
        lines.append(line(f"Left out, because they let nobody put them in one: {named}.", "dim"))
    if draft.left_out:
        lines.append(
            line(
                f"Left out: {draft.left_out:,} who do not want to be listed, are gone, silent or "
                "bots, or of whom nothing is known.",
                "dim",
            )
        )
    return [*lines, BLANK]


def draft_answer(draft: Draft, page: str = "", **more: object) -> Answer:
    """The answer when nothing was posted; `more` stands in its data, too."""
    return Answer(
        draft.form.name,
        {
            "posted": page or None,
            "title": draft.title,
            "members": [account.handle for account in draft.members],
            "left_out": draft.left_out,
            **more,
        },
        said=[Said("Nothing was posted.")],
        next_step=NextStep("the same command with --yes --post", "posts it"),
    )


def posted_answer(draft: Draft, page: str, said: list[Said], **more: object) -> Answer:
    """The answer when it was posted: its page, and what can be done there."""
    what = f"the {draft.form.spoken} {draft.title}"
    return draft_answer(draft, page, **more)._replace(
        lines=[Line((Part("Posted: "), Part(page, "cyan", page)))],
        said=said,
        next_step=NextStep(
            f"plnbuddy log contribute {as_argument(what)} --url {as_argument(page)}",
            "writes it into your log",
        ),
    )
