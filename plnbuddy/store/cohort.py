"""The cohorts that this teacher knows, and whom the journal shows to be known already."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from plnbuddy.store.account_state import followed_anywhere
from plnbuddy.store.activities import COUNTED
from plnbuddy.store.database import Store, damaged


class KnownCohort(NamedTuple):
    """A cohort by its file; `me` is the key of the teacher's own row, "" for whoever only leads.

    `name` is what the file called itself when it was last read.
    """

    file: Path
    name: str
    me: str
    joined_on: date


def put_cohort(store: Store, cohort: KnownCohort) -> None:
    """Know the cohort from now on, in place of what was known of that file."""
    store.execute(
        "INSERT OR REPLACE INTO cohort (file, name, me, joined_on) VALUES (?, ?, ?, ?)",
        (str(cohort.file), cohort.name, cohort.me, cohort.joined_on.isoformat()),
    )


def drop_cohort(store: Store, file: Path) -> None:
    """Know the cohort in that file no longer."""
    store.execute("DELETE FROM cohort WHERE file = ?", (str(file),))


def known_cohorts(store: Store) -> list[KnownCohort]:
    """Every cohort, by name."""
    try:
        return [
            KnownCohort(
                Path(row["file"]), row["name"], row["me"], date.fromisoformat(row["joined_on"])
            )
            for row in store.rows("SELECT * FROM cohort ORDER BY name, file")
        ]
    except (ValueError, TypeError):
        raise damaged(store.file) from None


def people_met(store: Store) -> set[str]:
    """Keys of everybody who is followed, or in an activity of the journal."""
    rows = store.rows(
        "SELECT p.key FROM activity_person p JOIN activity a ON a.id = p.activity_id"
        f" WHERE {COUNTED}"
        " UNION SELECT key FROM decision WHERE kind = 'person' AND verdict = 'followed'"
    )
    followed, _ = followed_anywhere(store)
    return {str(row["key"]) for row in rows} | {str(key) for key in followed}
