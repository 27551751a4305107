"""Writes tests/cases/stores for versions that have none yet: python -m tests.store_fixtures.

Each is made of the one before, as a store that is kept in use becomes the next version.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from plnbuddy.store.migrations import APPLICATION_ID, VERSIONS, read_script, statements

FIXTURES = Path(__file__).parent / "cases" / "stores"


def main() -> None:
    for version in range(2, len(VERSIONS) + 1):
        file = FIXTURES / f"version-{version}.sql"
        if not file.exists():
            before = FIXTURES / f"version-{version - 1}.sql"
            file.write_text(_upgraded(before.read_text(encoding="utf-8"), version), "utf-8")


def _upgraded(script: str, version: int) -> str:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(script)
        for statement in statements(read_script(VERSIONS[version - 1])):
            connection.execute(statement)
        dump = "\n".join(connection.iterdump())
    marks = f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {version};\n"
    return f"{marks}{dump}\n"


if __name__ == "__main__":
    main()
