"""A scheme: what one authority asks of a record of professional learning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FIELDS: Mapping[str, tuple[str, str]] = {
    "day": ("Date", ""),
    "until": ("Until", '--until "…"'),
    "kind": ("Kind", '--kind "…"'),
    "type": ("Type", '--type "…"'),
    "what": ("What", ""),
    "people": ("With whom", '--with "…"'),
    "standards": ("Standards", '--standard "…"'),
    "minutes": ("Hours", '--minutes "…"'),
    "provider": ("Provider", '--provider "…"'),
    "place": ("Place", '--where "…"'),
    "evidence": ("Evidence", "--evidence FILE"),
    "reflection": ("Reflection", '--reflection "…"'),
    "known": ("How it is known", ""),
}
"""What a record can show: the usual heading, and the option of `log edit` that adds it.

An option that nobody filled in is refused, so that a command copied as it is changes nothing."""


@dataclass(frozen=True)
class Part:
    """Hours of some types that count at most, or that are needed at least."""

    title: str
    types: tuple[str, ...]
    hours: float


@dataclass(frozen=True)
class Scheme:
    """What one authority asks for.

    `hours` of 0 means that none are counted; with `per_year` they are those of one
    year. `day_hours` is the length of a day where the authority counts days. `types`
    are those that count, with their names; empty means all.
    """

    key: str
    name: str
    hours: float
    years: int
    columns: tuple[str, ...]
    required: tuple[str, ...]
    source: str
    checked: date | None
    per_year: bool = False
    day_hours: float = 0
    standards: tuple[str, ...] = ()
    types: Mapping[str, str] | None = None
    titles: Mapping[str, str] | None = None
    caps: tuple[Part, ...] = ()
    minimums: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()

    def heading(self, field: str) -> str:
        """How the authority calls a field."""
        return (self.titles or {}).get(field, FIELDS[field][0])
