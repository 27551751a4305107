"""Who belongs to a cohort: begun, joined, left; the rest of the file stays as people wrote it."""

import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plnbuddy.cohort.contribute import remove_contribution
from plnbuddy.cohort.file import (
    MEMBER_LIMIT,
    NAME_LIMIT,
    SEVERAL_LIMIT,
    Cohort,
    Member,
    change_cohort,
    header_key,
    parse_cohort,
)
from plnbuddy.cohort.shared_file import locked
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.system.files import replace_file

_HEADER = """\
# A cohort of plnbuddy: people who build their learning networks together.
# Whoever can open this file can read it. A pseudonym is enough as a name.
# To join: plnbuddy cohort join FILE --handle @you@server --name "You"

"""


@dataclass(frozen=True)
class Entry:
    """What somebody writes about a member; None leaves topics or hashtags as they are."""

    handle: Handle
    name: str
    topics: Sequence[str] | None = None
    tags: Sequence[Tag] | None = None


def new_cohort(file: Path, name: str, tags: Sequence[Tag]) -> Cohort:
    """Begin a cohort in a new file; nobody is in it yet.

    Raises:
        UsageError: an empty name, the folder is not there, or the file is there already.
    """
    name = _checked_name(name, "The cohort")
    if not file.parent.is_dir():
        raise UsageError(
            f"The folder {file.parent} is not there.", "Make it first, or name another one."
        )
    with locked(file):
        if file.exists():
            raise UsageError(
                f"The file {file} is there already.",
                "Join it with plnbuddy cohort join, or name another file.",
            )
        text = _HEADER + _toml({"name": name, "tags": [tag.name for tag in tags]})
        cohort = parse_cohort(text, file)
        replace_file(file, [text])
    return cohort


def put_member(file: Path, entry: Entry) -> Cohort:
    """Write a member's row; one who is there already gets the new name, topics and hashtags.

    Raises:
        UsageError: an empty name, or the cohort is full.
        PlnbuddyError: the file cannot be read or written.
    """
    name = _checked_name(entry.name, "A member")
    topics = None if entry.topics is None else list(dict.fromkeys(entry.topics))[:SEVERAL_LIMIT]
    tags = None if entry.tags is None else [tag.name for tag in entry.tags][:SEVERAL_LIMIT]
    given = {"name": name, "topics": topics, "tags": tags}
    facts: dict[str, object] = {field: value for field, value in given.items() if value is not None}

    def change(text: str, cohort: Cohort) -> str:
        known = cohort.find(entry.handle.key)
        if known:
            return _with_changed_row(text, known, facts)
        if len(cohort.members) >= MEMBER_LIMIT:
            raise UsageError(
                f"A cohort has at most {MEMBER_LIMIT:,} members.", "Begin a second one."
            )
        return _with_row(
            text, cohort, entry.handle, {"name": name, "topics": [], "tags": [], **facts}
        )

    return change_cohort(file, change)


def remove_member(file: Path, key: str) -> tuple[Cohort, bool]:
    """Take a member's row out, and what the member contributed; whether there was such a row.

    Raises:
        PlnbuddyError: the file cannot be read or written.
    """
    found = False

    def change(text: str, cohort: Cohort) -> str:
        nonlocal found
        member = cohort.find(key)
        found = member is not None
        return _without_row(text, member) if member else text

    cohort = change_cohort(file, change)
    # Whoever is not in the file cannot contribute, so nothing comes back after this.
    remove_contribution(file, key)
    return cohort, found


def conflict_copies(file: Path) -> list[str]:
    """Second versions that a synchronised drive left beside the file (at most three names)."""
    found = []
    with suppress(OSError):
        for other in sorted(file.parent.glob(f"*{file.suffix}"))[:1_000]:
            name = other.name.casefold()
            same = name.startswith(file.stem.casefold()) and other != file
            if same and "conflict" in name:
                found.append(clean_line(other.name, 100))
    return found[:3]


def no_member(handle: Handle, cohort: Cohort) -> NothingFoundError:
    """The error for somebody who is not in the cohort."""
    from plnbuddy.core.closest import did_you_mean

    near = did_you_mean(str(handle), (str(member.handle) for member in cohort.members))
    return NothingFoundError(
        f"{handle} is not in {cohort.name}.", near or "See who is: plnbuddy cohort"
    )


def _checked_name(text: str, whose: str) -> str:
    name = clean_line(text, NAME_LIMIT)
    if not name:
        raise UsageError(f"{whose} needs a name.", 'Give one: --name "…"; a pseudonym is enough.')
    return name


def _toml(facts: object) -> str:
    import tomlkit  # writes short lists on one line, which tomli-w does not

    return tomlkit.dumps(facts)  # type: ignore[arg-type]


def _with_row(text: str, cohort: Cohort, handle: Handle, facts: dict[str, object]) -> str:
    """The row in its place by handle: two people who join seldom touch the same lines in git."""
    rows = text.split("\n")
    new = _toml({"member": {str(handle): facts}}).strip().split("\n")
    after = next((m for m in cohort.members if str(m.handle.key) > str(handle.key)), None)
    if after:
        start = _row_start(rows, after)
        changed = [*rows[:start], *new, "", *rows[start:]]
    else:
        changed = [*text.rstrip().split("\n"), "", *new, ""]
    return _verified("\n".join(changed), text, cohort.file, {str(handle): facts})


def _with_changed_row(text: str, member: Member, facts: dict[str, object]) -> str:
    import tomlkit  # keeps comments

    rows = text.split("\n")
    start, end = member.line - 1, _row_end(rows, member)
    block = tomlkit.parse("\n".join(rows[start:end]) + "\n")
    key = header_key(rows[start]) or ""
    for field, value in facts.items():
        block["member"][key][field] = value
    changed = [*rows[:start], *tomlkit.dumps(block).rstrip("\n").split("\n"), *rows[end:]]
    before = tomllib.loads(text)["member"][key]
    return _verified("\n".join(changed), text, None, {key: {**before, **facts}})


def _without_row(text: str, member: Member) -> str:
    rows = text.split("\n")
    start, end = member.line - 1, _row_end(rows, member)
    while end < len(rows) - 1 and not rows[end].strip():
        end += 1
    changed = rows[: _row_start(rows, member)] + rows[end:]
    return _verified("\n".join(changed), text, None, {header_key(rows[start]) or "": None})


def _row_start(rows: list[str], member: Member) -> int:
    """Where a row begins, with the comment right above it that has a blank line before it."""
    start = above = member.line - 1
    while above > 0 and rows[above - 1].lstrip().startswith("#"):
        above -= 1
    return above if above > 0 and not rows[above - 1].strip() else start


def _row_end(rows: list[str], member: Member) -> int:
    """The place behind a row's last line; blank lines and the next row's comment are not its."""
    end = member.line
    while end < len(rows) and not rows[end].lstrip().startswith("["):
        end += 1
    last = end
    while last > member.line and _is_aside(rows[last - 1]):
        last -= 1
    # A comment that follows without a blank line belongs to this row.
    while last < end and rows[last].strip():
        last += 1
    return last


def _is_aside(row: str) -> bool:
    return not row.strip() or row.lstrip().startswith("#")


def _verified(
    text: str, before: str, file: Path | None, expected: dict[str, dict[str, object] | None]
) -> str:
    """The new text, if it says what the old one said, and the change, and nothing else.

    Raises:
        PlnbuddyError: it does not; the file is written in a way that was not foreseen.
    """
    wanted = tomllib.loads(before)
    members = dict(wanted.get("member", {}))
    for key, facts in expected.items():
        if facts is None:
            members.pop(key, None)
        else:
            members[key] = facts
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        found = {}
    if found.get("member", {}) != members or {**found, "member": 0} != {**wanted, "member": 0}:
        where = f"The file {file}" if file else "The cohort file"
        raise PlnbuddyError(
            f"{where} is written in a way that plnbuddy cannot change without harm.",
            "Change the row in a text editor; nothing was changed.",
        )
    return text
