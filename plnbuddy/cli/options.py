"""Options that many commands share."""

from typing import Annotated

import typer

Json = Annotated[
    bool, typer.Option("--json", help="Print JSON (see docs/json.md) and nothing else.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No hints, only the result.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]

Group = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["--help", "-h"], "max_content_width": 100},
}
"""How every group of commands is set up: plain help, errors handled in one place."""
