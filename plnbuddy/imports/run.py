"""One import: entries in batches, each in a transaction, and what else was found.

An interrupted import keeps its batches; the same command goes on from there,
because an entry is known by its uid. `undo` takes a whole import back.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Protocol

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import Origin
from plnbuddy.imports.findings import Findings
from plnbuddy.store.activities import add_activities
from plnbuddy.store.database import Store, dry_run
from plnbuddy.store.history import import_change, record_action
from plnbuddy.store.imports import (
    ArchivePerson,
    ArchiveTag,
    Claim,
    Exchange,
    ImportRun,
    add_range,
    end_import,
    finished_import,
    keep_findings,
    start_import,
)
from plnbuddy.store.removed import settled_uids

BATCH = 5_000  # entries in one transaction
_CHUNK = 1 << 20

Report = Callable[[str, int, int], None]
"""Hears how far an import is: what is read, how much of it, and how much there is (bytes)."""


class Source(Protocol):
    """Something that can be imported."""

    @property
    def origin(self) -> Origin:
        """Where its entries come from; its name is the word of the command."""

    @property
    def name(self) -> str:
        """What a teacher calls it."""

    @property
    def fingerprint(self) -> str:
        """The same for the same content, read in the same way."""

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The entries, one after the other; what else is found goes into `findings`.

        Raises:
            PlnbuddyError: this cannot be read (any further).
        """


@dataclass
class Outcome:
    """What an import brought, or would bring.

    `before` is the earlier import of the very same content, which is then not read
    again. `left_out` counts what became no entry, by reason; `notes` are sentences about
    what was taken in one of two possible ways.
    """

    service: str
    name: str
    added: Counter[ActivityKind] = field(default_factory=Counter)
    already_there: int = 0
    first_day: date | None = None
    last_day: date | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    people: list[ArchivePerson] = field(default_factory=list)
    tags: list[ArchiveTag] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    unresolved_follows: int = 0
    samples: list[Activity] = field(default_factory=list)
    before: ImportRun | None = None
    number: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was taken, and nothing of it was there already."""
        found = self.people or self.tags or self.claims or self.exchanges
        return not (self.before or self.total or self.already_there or found)

    @property
    def total(self) -> int:
        """Entries that are new."""
        return sum(self.added.values())


def run_import(
    store: Store, source: Source, clock: Clock, report: Report, *, dry: bool = False
) -> Outcome:
    """Bring in what the journal does not hold yet.

    Args:
        dry: only say what would come; nothing is kept.

    Raises:
        PlnbuddyError: the source cannot be read; the batches before are kept.
    """
    outcome = Outcome(source.origin.name, source.name)
    outcome.before = finished_import(store, outcome.service, source.fingerprint)
    if outcome.before:
        return outcome
    with dry_run(store) if dry else nullcontext():
        _run(store, source, clock, report, outcome)
    return outcome


def _run(store: Store, source: Source, clock: Clock, report: Report, outcome: Outcome) -> None:
    findings = Findings()
    activities = source.read(findings, report)
    broken: PlnbuddyError | None = None
    while broken is None:
        batch: list[Activity] = []
        try:
            for activity in islice(activities, BATCH):
                batch.append(activity)
        except PlnbuddyError as error:
            broken = error  # What stands before the damage is kept.
        if not batch:
            break
        once = {a.uid: a for a in batch}
        if len(once) < len(batch):
            findings.left_out["entries that stand in it twice"] += len(batch) - len(once)
        _add_batch(store, source, clock, outcome, list(once.values()))
    outcome.left_out = findings.left_out
    outcome.notes = findings.notes
    outcome.people = findings.people()
    outcome.tags = findings.tags()
    outcome.claims = findings.claims()
    outcome.exchanges = findings.exchanges()
    outcome.unresolved_follows = findings.unresolved_follows
    with store.writing():
        if outcome.people or outcome.claims or outcome.tags or outcome.exchanges:
            number = _begin(store, source, clock, outcome)
            keep_findings(
                store, number, outcome.people, outcome.claims, outcome.tags, outcome.exchanges
            )
        if outcome.number is not None and broken is None:
            end_import(store, outcome.number, clock.now)
    if broken:
        raise broken


def _add_batch(
    store: Store, source: Source, clock: Clock, outcome: Outcome, batch: list[Activity]
) -> None:
    with store.writing():
        known = settled_uids(store, [activity.uid for activity in batch])
        fresh = [activity for activity in batch if activity.uid not in known]
        outcome.already_there += len(batch) - len(fresh)
        if not fresh:
            return
        number = _begin(store, source, clock, outcome)
        add_range(store, number, *add_activities(store, fresh))
    outcome.added.update(activity.kind for activity in fresh)
    days = [activity.day for activity in fresh]
    outcome.first_day = min(filter(None, (outcome.first_day, min(days))))
    outcome.last_day = max(filter(None, (outcome.last_day, max(days))))
    outcome.samples = (outcome.samples + fresh[:3])[:10]


def _begin(store: Store, source: Source, clock: Clock, outcome: Outcome) -> int:
    """The import's number; with the first thing it brings, the action that `undo` takes back."""
    if outcome.number is None:
        outcome.number = start_import(
            store, outcome.service, source.name, source.fingerprint, clock.now
        )
        summary = f"import of {source.name} ({outcome.service})"
        record_action(store, summary, clock.now, [import_change(outcome.number)])
    return outcome.number


def fingerprint_of(place: Path, *options: str) -> str:
    """The same for the same content read with the same options.

    A file counts by its content, a folder by the names, sizes and times in it.
    """
    digest = hashlib.sha256("\0".join(options).encode())
    if place.is_dir():
        for file in sorted(path for path in place.rglob("*") if path.is_file()):
            facts = file.stat()
            name = file.relative_to(place).as_posix()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    else:
        with place.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()
