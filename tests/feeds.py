"""Feeds of a teacher's own blog, and a store that takes them in."""

from datetime import UTC, datetime, timedelta, timezone

from plnbuddy.core.clock import Clock
from plnbuddy.imports.feed import FeedSource
from plnbuddy.imports.run import Outcome, run_import
from plnbuddy.store.database import Store

CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), timezone(timedelta(hours=2)))
ORIGIN = "https://blog.example/feed"
PAGE = b"""<!-- hello --><!DOCTYPE html><html><head><title>Blog</title>
<link rel="stylesheet" href="x.css"><link rel="alternate" hreflang="de" href="/de/">
<LINK REL="Alternate" TYPE="application/rss+xml" HREF="/feed">
<link rel="alternate" type="application/atom+xml" href="/comments"></head><body></body></html>"""


def rss(*items: str, title: str = "Music &amp; more", head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://blog.example/</link>{''.join(items)}"
        "</channel></rss>"
    ).encode()


def item(number: int = 1, title: str = "Recorders in week one", more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>https://blog.example/{number}</link>"
        f"<guid>https://blog.example/?p={number}</guid>"
        f"<pubDate>Mon, 01 May 2023 20:30:00 +0000</pubDate>{more}</item>"
    )


def bring(store: Store, content: bytes, origin: str = ORIGIN) -> Outcome:
    return run_import(store, FeedSource(origin, content, CLOCK), CLOCK, lambda *_: None)
