"""The bundled table of educators with the day on which each account was last found."""

import csv
import io
from collections.abc import Mapping
from datetime import date

from plnbuddy.core.handles import parse_handle
from plnbuddy.curated.bundled import read_rows_of


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
