"""Options that several commands of `plnbuddy import` share."""

from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.options import optional

Place = Annotated[Path, typer.Argument(help="The file or folder.", show_default=False)]
Me = Annotated[str, optional("--me", "What you are called in it, as it stands there.")]
Students = Annotated[
    bool, typer.Option("--students", help="Keep no names and words of others, only counts.")
]
