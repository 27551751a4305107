"""The teacher's own blog: feeds of every format, and what is none."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import ActivityKind
from plnbuddy.imports.feed import FeedSource, read_feed_file
from plnbuddy.imports.feed_formats import PageError
from plnbuddy.imports.run import run_import
from plnbuddy.store.database import Store
from tests import stored
from tests.feeds import CLOCK, ORIGIN, PAGE, bring, item, rss
from tests.stored import entries

store = stored.store


RSS_1 = b"""<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Music &amp; more</title><link>https://blog.example/</link></channel>
<item rdf:about="https://blog.example/1"><title>Recorders in week one</title>
<link>https://blog.example/1</link><dc:date>2023-05-01T20:30:00Z</dc:date>
<dc:subject>Music</dc:subject></item></rdf:RDF>"""
RSS_091 = b"""<rss version="0.91"><channel><title>Music &amp; more</title>
<item><title>Recorders in week one</title><link>https://blog.example/1</link>
<pubDate>Mon, 01 May 2023 20:30:00 GMT</pubDate><category>Music</category></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Music &amp;amp; more</title>
<entry><id>tag:blog.example,2023:1</id>
<title type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">Recorders <b>in</b> week one</div></title>
<link rel="alternate" href="/1"/><published>2023-05-01T22:30:00+02:00</published>
<updated>2024-01-01T00:00:00Z</updated><category term="Music"/></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Music & more",
        "items": [
            {
                "id": 1,
                "url": "/1",
                "title": "Recorders in week one",
                "date_published": "2023-05-01T20:30:00Z",
                "tags": ["Music", "two words", 5],
            },
            "nonsense",
        ],
    }
).encode()


@pytest.mark.parametrize(
    "content",
    [
        rss(item(more="<category>Music</category>")),
        rss(item(more="<category>Music</category>")).decode().replace("UTF-8", "UTF-16")
        .encode("utf-16"),
        RSS_1,
        RSS_091,
        ATOM,
        JSON,
    ],
    ids=["rss-2", "utf-16", "rss-1", "rss-0.91", "atom", "json"],
)  # fmt: skip
def test_a_post_becomes_a_contribution_whatever_the_format(content: bytes, store: Store) -> None:
    outcome = bring(store, content)
    assert (outcome.service, outcome.name) == ("feed", "Music & more")
    (entry,) = entries(store)
    assert entry.kind is ActivityKind.CONTRIBUTE
    assert entry.text == "Recorders in week one"
    assert entry.links == ("https://blog.example/1",)
    assert [tag.name for tag in entry.tags] == ["Music"]
    assert entry.happened_at == datetime(2023, 5, 1, 20, 30, tzinfo=UTC)
    assert (entry.place, entry.origin) == ("Music & more", "feed")
    assert entry.uid.startswith("feed/")
    assert len(entry.uid) == len("feed/") + 24


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-05-01T20:30:00", "2023-05-01T18:30"),
        ("Mon, 01 May 2023 20:30:00", "2023-05-01T18:30"),
        ("Mon, 01 May 2023 20:30:00 -0000", "2023-05-01T20:30"),
        ("Mon, 01 May 2023 20:30:00 EST", "2023-05-02T01:30"),
        ("2023-05-01", "2023-05-01T10:00"),
        ("1 May 23 20:30 GMT", "2023-05-01T20:30"),
    ],
)
def test_dates_without_a_zone_are_the_teachers(written: str, moment: str, store: Store) -> None:
    content = rss(item()).decode().replace("Mon, 01 May 2023 20:30:00 +0000", written)
    bring(store, content.encode())
    assert entries(store)[0].happened_at.isoformat()[:16] == moment


def test_undated_and_future_posts_are_left_out_and_counted(store: Store) -> None:
    undated = "<item><title>About me</title><guid>a:1</guid></item>"
    dates = ("soon", "Fri, 01 Jan 2106 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT")
    dated = (f"<item><title>x</title><pubDate>{when}</pubDate></item>" for when in dates)
    outcome = bring(store, rss(item(), undated, *dated))
    assert len(entries(store)) == 1
    assert outcome.left_out == {
        "posts without a readable date": 3,
        "posts with a date in the future": 1,
    }


def test_categories_are_hashtags_where_they_are_one_word(store: Store) -> None:
    names = ("Music", "music", "Choir practice", "Uncategorized", "Grundschule", "1", "a/b")
    bring(store, rss(item(more="".join(f"<category>{name}</category>" for name in names))))
    assert [tag.name for tag in entries(store)[0].tags] == ["Music", "Grundschule"]


def test_a_json_feed_of_several_asks_who_one_is(store: Store) -> None:
    posts = [
        {"id": 1, "url": "/1", "title": "Mine", "authors": [{"name": " Mrs Hart "}]},
        {"id": 2, "url": "/2", "title": "Other", "author": {"name": "Mr Smith"}},
    ]
    content = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [{**each, "date_published": "2023-05-01T20:30:00Z"} for each in posts],
        }
    ).encode()
    with pytest.raises(UsageError, match="which of the people") as caught:
        FeedSource(ORIGIN, content, CLOCK)
    assert "Mr Smith" in caught.value.remedy
    mine = FeedSource(ORIGIN, content, CLOCK, "mrs hart")
    run_import(store, mine, CLOCK, lambda *_: None)
    assert [entry.text for entry in entries(store)] == ["Mine"]


def test_the_picture_of_a_podcast_is_not_where_its_episodes_are(store: Store) -> None:
    itunes = "http://www.itunes.com/dtds/podcast-1.0.dtd"
    picture = f'<i:image xmlns:i="{itunes}" href="https://pictures.example/cover.png"/>'
    content = rss(item()).decode().replace("<link>https://blog.example/</link>", picture)
    bring(store, content.replace("https://blog.example/1<", "/1<").encode(), origin="feed.xml")
    assert entries(store)[0].links == ()


def test_hostile_texts_become_harmless(store: Store) -> None:
    title = (
        "A &lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;caf&amp;eacute;&lt;/b&gt; \u202e\u200b"
    )
    bad = item(title=title).replace("https://blog.example/1<", "javascript:alert(1)<")
    bring(store, rss(bad, title="\u202eMy &lt;i&gt;blog&lt;/i&gt;"))
    (entry,) = entries(store)
    assert entry.text == "A alert(1) café"
    assert entry.place == "My blog"
    assert entry.links == ()


@pytest.mark.parametrize(
    "link", ["http://[", "https://a b/", "mailto:a@b.example", "ftp://a/b", ""]
)
def test_a_link_that_is_none_is_left_away(link: str, store: Store) -> None:
    bring(store, rss(item()).replace(b"https://blog.example/1<", f"{link}<".encode()))
    assert entries(store)[0].links == ()


def test_a_post_without_a_title_is_told_by_its_first_words(store: Store) -> None:
    bring(
        store,
        rss(item(title="", more="<description>&lt;p&gt;Just a thought.&lt;/p&gt;</description>")),
    )
    assert entries(store)[0].text == "Just a thought."
    empty, long = "<description> </description>", f"<content>A\nlong {'thought ' * 60}</content>"
    bring(store, rss(item(2, title="", more=empty + long)))
    text = entries(store)[1].text
    assert text.startswith("A long thought")
    assert len(text) <= 280


def test_the_same_post_comes_once_and_identifiers_count_inside_their_feed_only(
    store: Store,
) -> None:
    here = rss(item()).replace(b"https://blog.example/?p=1", b"17")
    there = here.replace(b"https://blog.example/<", b"https://other.example/<")
    bring(store, here)
    assert bring(store, here).before
    assert bring(store, here.replace(b"week one", b"week 1")).already_there == 1
    assert bring(store, there).total == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_defines_entities_is_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!EnTiTy b "&a;&a;&a;">]>'
    content = rss(item(title="&b;"), head=bomb).decode().encode(encoding)
    with pytest.raises(UsageError, match="shorthands"):
        FeedSource(ORIGIN, content, CLOCK)


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"<opml></opml>", b'{"a": 1}', b"{", b"[" * 100_000],
)
def test_what_is_no_feed_is_said_so(content: bytes) -> None:
    with pytest.raises(UsageError, match="no feed"):
        FeedSource("posts.xml", content, CLOCK)


def test_a_page_names_its_feed_and_a_page_without_one_is_said_so() -> None:
    with pytest.raises(PageError) as caught:
        FeedSource("https://blog.example/", PAGE, CLOCK)
    assert caught.value.feeds == ["https://blog.example/feed", "https://blog.example/comments"]
    assert "https://blog.example/feed" in caught.value.remedy
    with pytest.raises(PageError, match="web page") as caught:
        FeedSource("page.html", b"<html><body>hello</body></html>", CLOCK)
    assert caught.value.feeds == []


def test_a_feed_is_read_from_a_file_too(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item()))
    outcome = run_import(store, read_feed_file(file, CLOCK), CLOCK, lambda *_: None)
    assert outcome.total == 1
