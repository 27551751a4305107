"""Builders for Mastodon's archives, as its servers write them, and a store that takes them in."""

import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import Activity
from plnbuddy.imports.mastodon_archive import open_mastodon
from plnbuddy.imports.run import Outcome, run_import
from plnbuddy.store.database import Store
from tests.stored import entries

HOME = "https://schule.example"
ME = f"{HOME}/users/anna"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{ME}/followers"
CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), timezone(timedelta(hours=2)))
BEN = {"type": "Mention", "href": "https://fern.example/users/ben", "name": "@ben@fern.example"}
CLEO = {"type": "Mention", "href": f"{HOME}/users/cleo", "name": "@cleo"}
MUSIC = {"type": "Hashtag", "href": f"{HOME}/tags/musiced", "name": "#MusicEd"}


def actor(**fields: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/activitystreams"],
        "id": ME,
        "type": "Person",
        "followers": FOLLOWERS,
        "preferredUsername": "anna",
        "url": f"{HOME}/@anna",
        "outbox": "outbox.json",
        **fields,
    }


def post(number: int, content: str = "<p>Hello</p>", **fields: Any) -> dict[str, Any]:
    """A public post as Mastodon writes it into the outbox."""
    note = {
        "id": f"{ME}/statuses/{number}",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": "2023-05-01T22:30:00Z",
        "url": f"{HOME}/@anna/{number}",
        "attributedTo": ME,
        "to": [PUBLIC],
        "cc": [FOLLOWERS],
        "content": content,
        "tag": [],
        **fields,
    }
    return {
        "id": f"{ME}/statuses/{number}/activity",
        "type": "Create",
        "actor": ME,
        "published": note["published"],
        "to": note["to"],
        "cc": note["cc"],
        "object": note,
    }


def boost(number: int) -> dict[str, Any]:
    return {
        "id": f"{ME}/statuses/{number}/activity",
        "type": "Announce",
        "actor": ME,
        "published": "2023-05-02T10:00:00Z",
        "to": [PUBLIC],
        "object": "https://fern.example/users/ben/statuses/9",
    }


def members(*items: Any, **fields: Any) -> dict[str, str]:
    outbox = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": len(items),
        "orderedItems": list(items),
    }
    likes = {"id": "likes.json", "type": "OrderedCollection", "orderedItems": [f"{HOME}/1"]}
    return {
        "media_attachments/files/1/photo.jpg": "no picture",
        "outbox.json": json.dumps(outbox),
        "likes.json": json.dumps(likes),
        "bookmarks.json": json.dumps(likes),
        "actor.json": json.dumps(actor(**fields)),
    }


def folder(place: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return place


def zipped(place: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(place.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return place.with_suffix(".zip")


def tarred(place: Path, files: dict[str, str]) -> Path:
    with tarfile.open(place.with_suffix(".tar.gz"), "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return place.with_suffix(".tar.gz")


def bring(store: Store, place: Path) -> Outcome:
    return run_import(store, open_mastodon(place, CLOCK), CLOCK, lambda *_: None)


def imported(store: Store, tmp_path: Path, *items: Any) -> tuple[Outcome, list[Activity]]:
    outcome = bring(store, folder(tmp_path / "archive", members(*items)))
    return outcome, entries(store)


def only(store: Store, tmp_path: Path, item: Any) -> Activity:
    _, entries = imported(store, tmp_path, item)
    assert len(entries) == 1
    return entries[0]


REPLY: dict[str, Any] = {"inReplyTo": "https://fern.example/users/ben/statuses/5", "tag": [BEN]}
