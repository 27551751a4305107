"""Options that several commands share, and how commands are set up.

Those that only the commands of one folder share stand in that folder's options.py.
"""

from collections.abc import Callable
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No hints, only the result.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]
Offline = Annotated[bool, typer.Option("--offline", help="Use only what is on this computer.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would come, and keep nothing.")]
Everything = Annotated[bool, typer.Option("--all", help="All of them.")]
Count = Annotated[int, typer.Option("--number", "-n", min=1, help="How many at most.")]
EntryNumber = Annotated[int, typer.Argument(help="The number of the entry.", show_default=False)]
EntryNumbers = Annotated[list[int], typer.Argument(help="Numbers of entries.", show_default=False)]


def optional(
    name: str, meaning: str, *more: str, offer: Callable[[str], list[str]] | None = None
) -> Any:
    """An option without a usual value: its name, other spellings, and its meaning.

    `offer` says what a shell offers for a word that is begun.
    """
    return typer.Option(name, *more, help=meaning, show_default=False, autocompletion=offer)


def new_app(*, add_completion: bool = False, **attributes: Any) -> typer.Typer:
    """A command or a group of commands: plain help, and errors left to the one place for them."""
    return typer.Typer(
        add_completion=add_completion,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
        **attributes,
    )
