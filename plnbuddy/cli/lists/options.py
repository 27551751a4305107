"""Options that several commands of `plnbuddy lists` share."""

from typing import Annotated

import typer

from plnbuddy.cli.completing import offer_lists, offer_topics
from plnbuddy.cli.options import optional

Name = Annotated[
    str,
    typer.Argument(
        help="The name of a list of yours.", show_default=False, autocompletion=offer_lists
    ),
]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        "--topic", help="What the list is about; may be repeated.", show_default=False
    ),
]  # fmt: skip
Introduction = Annotated[
    str | None,
    typer.Option("--introduction", help="A few words for readers.", show_default=False),
]
Contact = Annotated[
    str | None,
    typer.Option(
        "--contact", help="Where somebody asks to be taken off: an address.", show_default=False
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
Topic = Annotated[str | None, optional("--topic", "Only this topic.", offer=offer_topics)]
Count = Annotated[int, typer.Option("--number", "-n", min=1, help="How many at most.")]
