"""The feed of the teacher's own blog: read again at every sync, and found by its page."""

from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from plnbuddy.core.errors import ServerUnreachableError
from plnbuddy.imports.feed import fetch_feed, refresh_feeds
from plnbuddy.store.database import Store, dry_run
from plnbuddy.store.imports import Feed, all_feeds, all_imports, put_feed
from tests import answering_server, stored
from tests.answering_server import answer, web_server
from tests.feeds import CLOCK, PAGE, item, rss
from tests.stored import entries

loopback, store = answering_server.loopback, stored.store


class Blog:
    """A blog that keeps count and answers 304 to whom it knows."""

    def __init__(self, *items: str) -> None:
        self.items = list(items)
        self.version = 1
        self.sent = 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        tag = f'"v{self.version}"'
        if handler.headers.get("If-None-Match") == tag:
            answer(status=304, headers={"ETag": tag})(handler)
            return
        self.sent += 1
        answer(rss(*self.items), headers={"ETag": tag})(handler)

    def write(self, text: str) -> None:
        self.items.append(text)
        self.version += 1


def refresh(store: Store) -> list[Any]:
    return refresh_feeds(store, CLOCK, lambda *_: None)


def remember(store: Store, *urls: str) -> None:
    with store.writing():
        for url in urls:
            put_feed(store, Feed(url, "a blog"))


@pytest.mark.usefixtures("loopback")
def test_sync_brings_what_is_new_and_asks_for_nothing_twice(store: Store) -> None:
    blog = Blog(item(1))
    with web_server(feed=blog) as server:
        remember(store, f"{server.url}/feed")
        (first,) = refresh(store)
        assert first.outcome.total == 1
        (feed,) = all_feeds(store)
        assert (feed.title, feed.etag, feed.read_at) == ("Music & more", '"v1"', CLOCK.now)
        (second,) = refresh(store)
        assert second.outcome is None
        assert second.problem == ""
        assert blog.sent == 1
        blog.write(item(2, "Week two"))
        (third,) = refresh(store)
    assert third.outcome.total == 1
    assert third.outcome.already_there == 1
    assert [entry.text for entry in entries(store)] == ["Recorders in week one", "Week two"]


@pytest.mark.usefixtures("loopback")
def test_a_feed_that_changed_without_news_leaves_no_import_to_undo(store: Store) -> None:
    blog = Blog(item(1))
    with web_server(feed=blog) as server:
        remember(store, f"{server.url}/feed")
        refresh(store)
        blog.items = [item(1, "The same post, with a mended title")]
        blog.version += 1
        refresh(store)
    assert blog.sent == 2
    assert len(all_imports(store)) == 1


@pytest.mark.usefixtures("loopback")
def test_a_failing_feed_does_not_stop_the_others(store: Store) -> None:
    with web_server(
        a_gone=answer(status=410), b_page=answer(PAGE), c_nonsense=answer(b"hm"), d=Blog(item())
    ) as server:
        remember(store, *(f"{server.url}/{name}" for name in ("a_gone", "c_nonsense", "d")))
        remember(store, "https://10.0.0.1/feed")
        told: list[tuple[str, int, int]] = []
        outcomes = refresh_feeds(store, CLOCK, lambda *step: told.append(step))
    problems = {o.feed.url.rpartition("/")[2]: o.problem for o in outcomes if o.problem}
    assert set(problems) == {"a_gone", "c_nonsense", "feed"}
    assert "gone for good" in problems["a_gone"]
    assert "private network" in problems["feed"]
    assert len(entries(store)) == 1
    assert told[-1] == ("feeds", 4, 4)
    assert {feed.etag for feed in all_feeds(store)} == {"", '"v1"'}


@pytest.mark.usefixtures("loopback")
def test_a_dry_sync_keeps_nothing(store: Store) -> None:
    with web_server(feed=Blog(item())) as server:
        remember(store, f"{server.url}/feed")
        with dry_run(store):
            (outcome,) = refresh(store)
        assert outcome.outcome.total == 1
    assert entries(store) == []
    assert all_feeds(store)[0].etag == ""


@pytest.mark.usefixtures("loopback")
def test_the_feed_of_a_page_is_found_and_is_what_is_remembered() -> None:
    with web_server(blog=answer(PAGE), feed=Blog(item())) as server:
        source, feed = fetch_feed(Feed(f"{server.url}/blog", ""), CLOCK)
    assert source
    assert source.name == "Music & more"
    assert feed.url == f"{server.url}/feed"
    assert feed.etag == '"v1"'


@pytest.mark.usefixtures("loopback")
def test_a_page_that_names_a_private_place_as_its_feed_is_refused() -> None:
    page = PAGE.replace(b'"/feed"', b'"https://192.168.0.1/feed"')
    with (
        web_server(blog=answer(page)) as server,
        pytest.raises(ServerUnreachableError, match="private network"),
    ):
        fetch_feed(Feed(f"{server.url}/blog", ""), CLOCK)
