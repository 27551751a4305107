"""Options that many commands share, and how commands are set up."""

from typing import Annotated, Any

import typer

Json = Annotated[
    bool, typer.Option("--json", help="Print JSON (see docs/json.md) and nothing else.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No hints, only the result.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]


def new_app(*, add_completion: bool = False, **attributes: Any) -> typer.Typer:
    """A command or a group of commands: plain help, and errors left to the one place for them."""
    return typer.Typer(
        add_completion=add_completion,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
        **attributes,
    )
