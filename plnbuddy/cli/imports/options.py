"""Options that several commands of `plnbuddy import` share."""

from pathlib import Path
from typing import Annotated

import typer

Dry = Annotated[
    bool, typer.Option("--dry-run", help="Show what would come, and keep nothing.")
]  # fmt: skip
Place = Annotated[Path, typer.Argument(help="The file or folder.", show_default=False)]
Me = Annotated[
    str,
    typer.Option("--me", help="What you are called in it, as it stands there.", show_default=False),
]
Students = Annotated[
    bool,
    typer.Option("--students", help="Keep no names and words of others, only counts."),
]
