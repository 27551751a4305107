"""What an entry can hold, as options that writing and changing share."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from plnbuddy.cli.command import Run
from plnbuddy.cli.completing import offer_handles, offer_tags
from plnbuddy.cli.options import optional
from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.errors import UsageError
from plnbuddy.journal.entries import Details

Words = Annotated[list[str], typer.Argument(help="What you did. '-' reads it from standard input.")]
Format = Annotated[
    str | None, optional("--format", "jsonl or csv; otherwise by the file's ending.")
]


class Described(NamedTuple):
    """What an entry tells of what was done, as options."""

    people: Annotated[
        list[str] | None, optional("--with", "A handle; may be repeated.", offer=offer_handles)
    ] = None
    tags: Annotated[
        list[str] | None, optional("--tag", "A hashtag; may be repeated.", offer=offer_tags)
    ] = None
    urls: Annotated[list[str] | None, optional("--url", "A link to it; may be repeated.")] = None
    minutes: Annotated[str | None, optional("--minutes", "How long it took: 90, 1.5h, 2:15.")] = (
        None
    )
    when: Annotated[
        str | None, optional("--date", "When: yesterday, 'last friday 4pm', 2026-11-20.")
    ] = None
    place: Annotated[str | None, optional("--where", "Where: Mastodon, a conference, …")] = None
    note: Annotated[str | None, optional("--note", "What you want to remember; never printed.")] = (
        None
    )


def read_words(words: Sequence[str]) -> str:
    """The text of an entry; "-" alone stands for what comes in on standard input."""
    if list(words) == ["-"]:
        from plnbuddy.system.csvfile import decode

        return decode(sys.stdin.buffer.read(1_000_000), "standard input")
    text = " ".join(words)
    refuse_unfilled(text)
    return text


_UNFILLED = frozenset(
    f"{begun}{dots}" for begun in ("", "answered ", "shared ") for dots in ("…", "...")
)
"""What stands in commands that plnbuddy offers, in the place of the teacher's own words."""


def refuse_unfilled(text: str | None, option: str = "") -> None:
    """Take no text that is still the example of an offered command.

    Raises:
        UsageError: it is, and would be printed as it stands.
    """
    if text is not None and text.strip() in _UNFILLED:
        place = f"{option} still holds" if option else "The text still holds"
        raise UsageError(f"{place} the dots of the example.", "Put your own words in their place.")


def read_details(run: Run, given: Described) -> Details:
    """The options as details; a date that could mean two days is told."""
    people, tags, urls, minutes, when, place, note = given
    refuse_unfilled(place, "--where")
    refuse_unfilled(note, "--note")
    moment = None
    if when is not None:
        from plnbuddy.journal.when import doubt_about, read_moment

        profile = run.settings.profile
        moment = read_moment(when, run.clock, profile)
        doubt = doubt_about(when, profile)
        if doubt:
            run.terminal.say(doubt, "yellow")
    return Details(people, tags, urls, _minutes(minutes), place, note, moment)


def _minutes(given: str | None) -> int | None:
    """A length of time in minutes.

    Raises:
        UsageError: it is none.
    """
    if given is None:
        return None
    refuse_unfilled(given, "--minutes")
    word = given.strip()
    if is_number(word.removeprefix("-")):
        return int(word)
    from plnbuddy.core.length_of_time import read_length

    found = read_length(word)
    if found is None:
        raise UsageError(
            f"'{clean_line(word, 60)}' is not a length of time.",
            "Give minutes or hours: --minutes 90, --minutes 1.5h, --minutes 2:15",
        )
    return found


def file_format(given: str | None, file: Path | None) -> str:
    """jsonl or csv, as said or by the file's ending.

    Raises:
        UsageError: another one.
    """
    name = (given or (file.suffix.removeprefix(".") if file else "") or "jsonl").lower()
    name = {"json": "jsonl", "ndjson": "jsonl", "txt": "csv", "tsv": "csv"}.get(name, name)
    if name not in ("jsonl", "csv"):
        raise UsageError(
            f"'{clean_line(name, 60)}' is not a format of the journal.",
            "Give --format jsonl or csv.",
        )
    return name
