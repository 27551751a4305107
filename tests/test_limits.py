"""What the documents state: each limit, and each library with its reason."""

import re
import tomllib
from pathlib import Path

import pytest

from plnbuddy.cohort import file as cohort
from plnbuddy.core import records
from plnbuddy.imports import (
    container,
    export_file,
    feed,
    feed_formats,
    findings,
    json_stream,
    markup,
    tweets,
    xml_stream,
)
from plnbuddy.lists import source
from plnbuddy.lists.formats import found
from plnbuddy.store import copies
from plnbuddy.system import csvfile, evidence_files, fetch, wire

ROOT = Path(__file__).parent.parent
LIMITS = {
    "one file inside an archive": (
        f"{container.MEMBER_LIMIT // 10**9} GB",
        f"{container.BOMB_RATIO} times",
        f"{container.BOMB_FROM // 10**6} MB",
    ),
    "an XML export": (
        f"{container.MEMBER_LIMIT // 10**9} GB",
        f"{export_file.RECORD_LIMIT // 10**6} million characters",
    ),
    "a feed or a page from the web": (
        f"{fetch.SIZE_LIMIT // 10**6} MB",
        f"{fetch.MOST_REDIRECTS} redirects",
        f"{wire.DEADLINE:.0f} seconds",
        f"{feed.FILE_LIMIT // 10**6} MB",
        f"{feed_formats.MOST_ITEMS:,} posts",
    ),
    "an answer of the account's server": (
        f"{wire.SIZE_LIMIT // 10**6} MB",
        f"{wire.DEADLINE:.0f} seconds",
        f"{wire.TRIES} tries",
    ),
    "XML of any kind": (
        f"{xml_stream.TAG_LIMIT // 10**6} MB",
        f"{xml_stream.ATTRIBUTES_LIMIT} attributes",
        f"{xml_stream.DEPTH_LIMIT:,} elements",
    ),
    "a table": (
        f"{csvfile.SIZE_LIMIT // 10**6} MB",
        f"{csvfile.FIELD_LIMIT:,} characters",
    ),
    "a list of people": (f"{source.SIZE_LIMIT // 10**6} MB", f"{found.MOST_ROWS:,} rows"),
    "one tweet or post of an archive": (
        f"{json_stream._MOST_PENDING // 10**6} million characters",
    ),
    "a text": (f"{tweets._TEXT_LIMIT:,} characters", f"{markup.TEXT_LIMIT} of a comment"),
    "people and hashtags kept of an archive": (
        f"{findings.MOST_PEOPLE:,}",
        f"{findings.MOST_TAGS:,}",
    ),
    "an entry of the journal": (
        f"{records.TEXT_LIMIT:,} characters",
        f"{records.MINUTES_LIMIT:,} minutes",
        f"from {records.EARLIEST_YEAR} to {records.LATEST_YEAR}",
    ),
    "a file of evidence": (f"{evidence_files.SIZE_LIMIT // 10**6} MB",),
    "a cohort": (f"{cohort.SIZE_LIMIT // 10**6} MB", f"{cohort.MEMBER_LIMIT:,} members"),
    "copies of the journal that are made by themselves": (f"{copies.DAILY_COPIES}",),
}


def table() -> dict[str, str]:
    text = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text.partition("## Limits")[2], re.MULTILINE)
    return {name: limit for name, limit in rows if name not in ("what", "---")}


def test_every_limit_of_the_table_is_held_and_every_held_one_stands_there() -> None:
    assert set(table()) == set(LIMITS)


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_what_the_document_says(name: str) -> None:
    for part in LIMITS[name]:
        assert part in table()[name]


def test_the_same_deadline_holds_for_feeds_and_accounts() -> None:
    assert fetch.TIME_LIMIT == wire.DEADLINE


def test_every_library_has_its_reason_in_the_documents() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    reasons = reasons.partition("## Choices of libraries")[2].lower()
    names = {re.split(r"[<>=;\[ ]", each)[0].lower() for each in project["dependencies"]}
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", reasons, re.MULTILINE)
    named = {word for _, library, _ in rows for word in re.split(r"[,\s]+", library)}
    assert names - named == set()
