"""The cohort file: TOML with one table for each member, read with care and changed in one step."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from plnbuddy.cohort.shared_file import FileTrouble, locked, read_plain_file
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError
from plnbuddy.core.handles import Handle, HandleKey, Tag, parse_handle, parse_tag
from plnbuddy.system.csvfile import decode
from plnbuddy.system.files import replace_file

SIZE_LIMIT = 2_000_000  # bytes
MEMBER_LIMIT = 2_000
NAME_LIMIT = 80  # characters
SEVERAL_LIMIT = 20  # topics or hashtags
_ATTEMPTS = 5
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|$)")

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a cohort; `name` may be a pseudonym, `line` is where the row begins."""

    handle: Handle
    name: str
    topics: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Cohort:
    """What a cohort file says; `tags` are the hashtags that all of the cohort use."""

    file: Path
    name: str
    tags: tuple[Tag, ...]
    members: tuple[Member, ...]

    def find(self, key: str) -> Member | None:
        """The member with that handle's key, or None."""
        return next((member for member in self.members if member.handle.key == key), None)


def real_place(file: Path) -> Path:
    """The file in full, behind every link: what a cohort is known and locked by."""
    try:
        return file.expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise PlnbuddyError(
            f"The file {file} cannot be found: {clean_line(str(error), 200)}.",
            "Check its name and try again.",
        ) from None


def read_cohort(file: Path) -> Cohort:
    """The cohort in that file.

    Raises:
        NothingFoundError: no such file.
        PlnbuddyError: unreadable, too large, with marks of a git conflict, or not a
            cohort file; the sentence names the line.
    """
    return parse_cohort(_read_text(file), file)


def change_cohort(file: Path, change: Callable[[str, Cohort], str]) -> Cohort:
    """Change the text of the file so that nobody else's change is lost.

    The file is locked against other plnbuddies, and read again before it is
    replaced, because editors and synchronised drives know no lock.

    Args:
        change: gets the text and what it says, and returns the new text.

    Raises:
        PlnbuddyError: as `read_cohort`; or the file cannot be written.
    """
    with locked(file):
        for _ in range(_ATTEMPTS):
            before = _read_text(file)
            after = change(before, parse_cohort(before, file))
            changed = parse_cohort(after, file)
            if after == before:
                return changed
            if len(after.encode()) > SIZE_LIMIT:
                raise _unfit(file, f"would become larger than {SIZE_LIMIT // 1_000_000} MB")
            _refuse_read_only(file)
            if _read_text(file) == before:
                replace_file(file, [after])
                return changed
    raise PlnbuddyError(f"Somebody else is still changing {file}.", "Try again in a minute.")


def _refuse_read_only(file: Path) -> None:
    """Replacing a file asks only the folder for permission; what was made read-only stays."""
    if not os.access(file, os.W_OK):
        raise PlnbuddyError(
            f"The file {file} is read-only for you.",
            "Ask whoever keeps it for the right to write; nothing was changed.",
        )


def _read_text(file: Path) -> str:
    try:
        return decode(read_plain_file(file, SIZE_LIMIT, follow_links=True), str(file))
    except FileTrouble as trouble:
        if trouble.missing:
            raise NothingFoundError(
                f"The cohort file {file} is not there.",
                "Check that the drive is connected, or that the file was not renamed.",
            ) from None
        raise _unfit(file, trouble.reason) from None


def _unfit(file: Path, reason: str) -> PlnbuddyError:
    return PlnbuddyError(
        f"The cohort file {file} {reason}.", "Check that it is the right file; it was not changed."
    )


def parse_cohort(text: str, file: Path) -> Cohort:
    """What the text of a cohort file says.

    Raises:
        PlnbuddyError: as `read_cohort`.
    """
    _refuse_conflicts(text, file)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(text, file, str(error)) from None
    except (RecursionError, ValueError):
        raise _unfit(file, "is not a cohort file") from None
    name = clean_line(document["name"], NAME_LIMIT) if _is_text(document.get("name")) else ""
    if not name:
        raise _bad_line(file, 1, 'the cohort has no name, such as name = "Music seminar"')
    tags = _several(document, "tags", parse_tag, file, 1)
    table = document.get("member", {})
    if not isinstance(table, dict):
        raise _bad_line(file, 1, "'member' is not a table")
    if len(table) > MEMBER_LIMIT:
        raise _unfit(file, f"has {len(table):,} members; at most {MEMBER_LIMIT:,} fit")
    lines = _header_lines(text)
    members: dict[HandleKey, Member] = {}
    for key, facts in table.items():
        if key not in lines:
            raise _bad_line(file, 1, f'{clean_line(key, 60)} has no line [member."@name@server"]')
        member = _read_member(key, facts, file, lines[key])
        if member.handle.key in members:
            first = members[member.handle.key].line
            raise _bad_line(file, member.line, f"{member.handle} stands in line {first} already")
        members[member.handle.key] = member
    return Cohort(file, name, tags, tuple(members.values()))


def _refuse_conflicts(text: str, file: Path) -> None:
    for number, row in enumerate(text.split("\n"), 1):
        if _CONFLICT.match(row):
            raise PlnbuddyError(
                f"Two changes to {file} met in git, and line {number} marks where.",
                "Keep the rows of both sides, delete the lines that begin with <<<<<<<, ======="
                " and >>>>>>>, and save the file.",
            )


def _not_toml(text: str, file: Path, said: str) -> PlnbuddyError:
    found = re.search(r"\(at line (\d+)", said)
    line = int(found[1]) if found else text.count("\n") + 1
    twice = re.match(r"Cannot declare \('member', (.+?)\) twice", said)
    if twice:
        return _bad_line(file, line, f"{clean_line(twice[1], 60)} stands in the file twice")
    return _bad_line(file, line, clean_line(said.partition(" (at ")[0], 100).lower())


def _bad_line(file: Path, line: int, problem: str) -> PlnbuddyError:
    return PlnbuddyError(
        f"Line {line} of {file} does not fit: {problem}.",
        "Mend it in a text editor; nothing was changed. A member is a line such as"
        ' [member."@anna@example.org"], with name, topics and tags below it.',
    )


def header_key(row: str) -> str | None:
    """The handle in a line such as `[member."@anna@example.org"]`; None for any other line."""
    if not row.lstrip().startswith("["):
        return None
    try:
        table = tomllib.loads(row.rstrip("\r")).get("member")
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    if isinstance(table, dict) and len(table) == 1:
        key, facts = next(iter(table.items()))
        return str(key) if facts == {} else None
    return None


def _header_lines(text: str) -> dict[str, int]:
    """The number of the line in which each member's table begins."""
    keys = ((header_key(row), number) for number, row in enumerate(text.split("\n"), 1))
    return {key: number for key, number in keys if key is not None}


def _read_member(key: str, facts: object, file: Path, line: int) -> Member:
    try:
        handle = parse_handle(key)
    except PlnbuddyError:
        raise _bad_line(file, line, f"'{clean_line(key, 60)}' is not a handle") from None
    name = facts.get("name") if isinstance(facts, dict) else None
    if not isinstance(facts, dict) or not _is_text(name) or not clean_line(str(name)):
        raise _bad_line(file, line, f"{handle} has no name (a pseudonym is enough)")
    return Member(
        handle,
        clean_line(str(name), NAME_LIMIT),
        _several(facts, "topics", lambda topic: clean_line(topic, 60), file, line),
        _several(facts, "tags", parse_tag, file, line),
        line,
    )


def _several(
    facts: Mapping[str, Any], field: str, read: Callable[[str], _Item], file: Path, line: int
) -> tuple[_Item, ...]:
    given = facts.get(field, [])
    if not isinstance(given, list) or not all(_is_text(item) for item in given):
        raise _bad_line(file, line, f"'{field}' is not a list such as [\"music\"]")
    try:
        return tuple(dict.fromkeys(read(item) for item in given[:SEVERAL_LIMIT]))
    except PlnbuddyError as error:
        raise _bad_line(file, line, error.problem.rstrip(".")) from None


def _is_text(value: object) -> bool:
    return isinstance(value, str)
