"""The shape of the store, as a list of steps that are applied in order.

Each is a file of SQL in `versions/`, read only when a store needs it. A step is never
changed once it has been released; a new shape is a new step at the end of the list.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

APPLICATION_ID = 0x504C4E42  # "PLNB": how a store is told from another program's database

VERSIONS = (
    "1_journal",
    "2_account",
    "3_discovery",
    "4_shapes",
    "5_imports",
    "6_lists",
    "7_sources",
    "8_appraisal",
    "9_feeds",
    "10_identities",
    "11_removed",
    "12_open_reading",
    "13_said",
    "14_open_packs",
    "15_namings",
    "16_redrafted",
    "17_blogs",
)


def read_script(version: str) -> str:
    """The SQL of one of `VERSIONS`."""
    file = Path(__file__).parent / "versions" / f"{version}.sql"
    return file.read_text(encoding="utf-8")


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one.

    SQLite itself says where one ends, so a semicolon in a text, a comment or a trigger
    ends none.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
