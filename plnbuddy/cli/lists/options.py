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
    optional("--topic", "What the list is about; may be repeated.", offer=offer_topics),
]
Introduction = Annotated[str | None, optional("--introduction", "A few words for readers.")]
Contact = Annotated[
    str | None, optional("--contact", "Where somebody asks to be taken off: an address.")
]
Topic = Annotated[str | None, optional("--topic", "Only this topic.", offer=offer_topics)]
