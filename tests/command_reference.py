"""Writes docs/commands.md and the man page from the program: python -m tests.command_reference."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer.main
from typer.testing import CliRunner

from plnbuddy.cli.app import app

FILE = Path(__file__).parent.parent / "docs" / "commands.md"
MAN_PAGE = FILE.with_name("plnbuddy.1")

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
    for name, text in helps():
        blocks.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(blocks)


def helps() -> Iterator[tuple[str, str]]:
    """Each command with its help."""
    for words in every_command():
        result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "90", "TERM": "dumb"})
        text = "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())
        yield " ".join(("plnbuddy", *words)), text


def man_page() -> str:
    """The same for `man plnbuddy`, with the exit codes."""
    codes = [row.strip("| ").split(" | ", 1) for row in HEAD.splitlines() if row.startswith("|")]
    lines = [
        ".TH PLNBUDDY 1",
        ".SH NAME",
        "plnbuddy \\- a personal learning network for teachers",
        ".SH SYNOPSIS",
        ".B plnbuddy",
        "[COMMAND] [OPTIONS]",
        ".SH COMMANDS",
    ]
    for name, text in helps():
        lines += [f".SS {_roff(name)}", ".nf", *map(_roff, text.splitlines()), ".fi"]
    lines.append(".SH EXIT STATUS")
    for code, meaning in (each for each in codes if len(each) == 2 and each[0].isdecimal()):
        lines += [".TP", f".B {code}", _roff(meaning)]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> str:
    """The text as roff shows it: no sign in it is a command."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{plain}" if plain.startswith(".") else plain


def command_paths(command: Any, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        return [words]
    return [words, *(path for name in inner for path in command_paths(inner[name], (*words, name)))]


@cache
def program() -> Any:
    """The command that holds all others."""
    return typer.main.get_command(app)


@cache
def every_command() -> tuple[tuple[str, ...], ...]:
    """The words of every command of the program."""
    return tuple(command_paths(program(), ()))


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
    MAN_PAGE.write_text(man_page(), encoding="utf-8")
