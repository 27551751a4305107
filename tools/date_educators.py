"""Write the bundled table of educators with the day on which each account was last found.

    python -m tools.date_educators plnbuddy/curated/data/educators.csv

It asks what `plnbuddy lists check bundled` asks, and keeps the answers where that keeps
them (PLNBUDDY_HOME), so a run that was stopped goes on.
"""

import csv
import io
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from plnbuddy.cli.session import open_session
from plnbuddy.core.handles import parse_handle
from plnbuddy.curated.bundled import read_educators, read_rows_of
from plnbuddy.lists.check import check_rows
from plnbuddy.store.lists import person_row
from plnbuddy.system.files import replace_file


def dated_table(found_on: Mapping[str, date]) -> str:
    """educators.csv with the column `checked` filled.

    Args:
        found_on: by a handle's key, the day on which its server knew the account;
            others keep the date they had.
    """
    rows = read_rows_of("educators.csv")
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        day = found_on.get(parse_handle(row["handle"]).key)
        writer.writerow({**row, "checked": day.isoformat() if day else row["checked"]})
    return text.getvalue()


def main(file: Path) -> None:
    """Ask about everybody in the bundled table, and write it to that file."""
    session = open_session()
    rows = [person_row(str(educator.handle)) for educator in read_educators()]
    with session.store() as store:
        checked = check_rows(store, rows, session.clock, _say)
    there = {c.key: c.checked_on for c in checked.checks if c.state not in ("gone", "unknown")}
    replace_file(file, [dated_table(there)])
    sys.stderr.write(f"{len(there):,} of {len(rows):,} were found.\n")


def _say(what: str, done: int, total: int) -> None:
    sys.stderr.write(f"\r{what}: {done:,} of {total:,}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
