"""Writes docs/commands.md from the program itself: python -m tests.command_reference."""

from pathlib import Path
from typing import Any

import typer.main
from typer.testing import CliRunner

from plnbuddy.cli.app import app

FILE = Path(__file__).parent.parent / "docs" / "commands.md"

HEAD = """# Commands

Written from the program's own help by `python -m tests.command_reference`.

Results go to standard output, words about them to standard error. `--json` prints JSON and
nothing else ([the forms](json.md)). Without a terminal plnbuddy never asks anything.

## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | could not be done; the sentence says why |
| 2 | the words on the command line do not fit |
| 3 | no account is logged in |
| 4 | the server cannot be reached |
| 5 | the server asks for a pause |
| 6 | nothing was found |
| 7 | the settings file cannot be read or written |
| 8 | the journal cannot be opened or written |
| 130 | stopped with Ctrl-C |

Codes 3 to 5 are kept for commands that use an account. A reader that leaves early, as `head`
does, is no failure. When an answer cannot be written (a full disk, a closed output), one sentence
says so and the code is 1; what was logged or decided is kept.
"""


def reference() -> str:
    blocks = [HEAD]
    for words in every_command():
        result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "90", "TERM": "dumb"})
        name = " ".join(("plnbuddy", *words))
        text = "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())
        blocks.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(blocks)


def command_paths(command: Any, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        return [words]
    return [words, *(path for name in inner for path in command_paths(inner[name], (*words, name)))]


def every_command() -> list[tuple[str, ...]]:
    """The words of every command of the program."""
    return command_paths(typer.main.get_command(app), ())


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
