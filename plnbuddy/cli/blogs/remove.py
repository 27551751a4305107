"""`plnbuddy blogs remove`."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_blogs
from plnbuddy.out.lines import line


@command()
def remove(
    run: Run,
    blog: Annotated[
        str,
        typer.Argument(
            help="The title or address of one of your blogs.",
            show_default=False,
            autocompletion=offer_blogs,
        ),
    ],
) -> Answer:
    """Read a blog no longer; undo brings it back.

    \b
    plnbuddy blogs remove https://example.org/feed
    """
    from plnbuddy.blogs.add import leave_blog, needed_blog

    gone = needed_blog(run.store, blog)
    leave_blog(run.store, gone, run.clock)
    return Answer(
        "blog-removed",
        {"blog": gone},
        [line(f"Read no longer: {gone.title}.")],
        next_step=NextStep("plnbuddy blogs", "mistaken? plnbuddy undo"),
    )
