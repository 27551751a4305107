"""Blogs of others: added, read once a day, offered among suggestions, never taken for one's own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plnbuddy.blogs.add import MOST_BLOGS
from plnbuddy.blogs.offer import A_DAY, NEW_FOR
from plnbuddy.blogs.reading import POSTS_KEPT, READ_A_RUN, SECONDS_A_RUN, read_blogs
from plnbuddy.core.clock import Clock
from plnbuddy.store.database import open_store
from tests.answering_server import Answerer, AnsweringServer, answer, web_server
from tests.conftest import Plnbuddy

TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


def feed(title: str, *posts: tuple[str, str, datetime]) -> bytes:
    """An RSS feed of posts: title, link, moment."""
    items = "".join(
        f"<item><title>{name}</title><link>{link}</link>"
        f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for name, link, moment in posts
    )
    head = f"<title>{title}</title><link>https://blog.example/</link>"
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()
    )


def post(number: int, days: int = 0) -> tuple[str, str, datetime]:
    moment = TODAY - timedelta(days=days, hours=1)
    return f"Post {number}", f"https://blog.example/{number}", moment


def opml(*outlines: str) -> bytes:
    lines = "".join(f"<outline {each}/>" for each in outlines)
    return f"<opml version='2.0'><body><outline text='All'>{lines}</outline></body></opml>".encode()


def not_changed(body: bytes) -> Answerer:
    """A feed that says so when nothing is new."""

    def give(handler: object) -> None:
        known = handler.headers.get("If-None-Match")  # type: ignore[attr-defined]
        said = answer(status=304) if known else answer(body, headers={"ETag": "v1"})
        said(handler)  # type: ignore[arg-type]

    return give


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[AnsweringServer]:
    monkeypatch.setenv("PLNBUDDY_ALLOW_LOOPBACK", "1")
    answers: dict[str, Answerer] = {
        "/a": not_changed(feed("Blog A", post(1), post(2, 3))),
        "/b": answer(feed("Blog B", post(3, 1), post(4, 40))),
        "/gone": answer(status=404),
    }
    with web_server() as running:
        running.answers.update(answers)
        yield running


def offered(plnbuddy: Plnbuddy, now: str | None = None) -> list[str]:
    data = plnbuddy("suggest", "--offline", "--json", now=now).data
    return [each["title"] for each in data["to_read"]]


def posts_kept(plnbuddy: Plnbuddy) -> list[dict[str, str]]:
    posts: list[dict[str, str]] = plnbuddy("blogs", "--json", ok=False).data["posts"]
    return posts


def test_a_readers_file_of_blogs_becomes_things_to_read(
    music_teacher: Plnbuddy, web: AnsweringServer, tmp_path: Path
) -> None:
    file = tmp_path / "reader.opml"
    file.write_bytes(
        opml(
            f"text='A' xmlUrl='{web.url}/a'",
            f"text='B' xmlUrl='{web.url}/b'",
            f"text='Gone' xmlUrl='{web.url}/gone'",
            "text='Evil' xmlUrl='javascript:alert(1)'",
            "text='Anna' xmlUrl='https://school.example/@anna.rss'",
        )
    )
    shown = music_teacher("blogs", "add", str(file), "--dry-run").output
    assert "Would be added: A, B, Gone." in shown
    assert music_teacher("blogs", ok=False).exit_code == 6
    said = music_teacher("blogs", "add", str(file)).messages
    assert "1 without the address of a feed, 1 of people" in said
    assert web.paths == []  # Adding asks nobody.
    answered = music_teacher("sync")
    assert "Gone: plnbuddy cannot read this" in answered.output
    assert "4 new posts in 2 blogs that you read." in answered.output
    assert offered(music_teacher) == ["Post 1", "Post 3"]  # one of each blog, newest first
    assert "To read" in music_teacher("suggest", "--offline").output
    assert offered(music_teacher) == ["Post 1", "Post 3"]  # the same all day
    assert offered(music_teacher, now="2026-11-25T09:00:00+00:00") == ["Post 2"]
    assert offered(music_teacher, now="2026-11-26T09:00:00+00:00") == []  # Post 4 is too old
    entries = music_teacher("log", "list", "--all", "--json", ok=False).data["entries"]
    assert entries == []  # What others write is nobody's contribution.


def test_a_blog_is_read_once_a_day_and_not_again_where_nothing_changed(
    music_teacher: Plnbuddy, web: AnsweringServer
) -> None:
    music_teacher("blogs", "add", f"{web.url}/a")
    music_teacher("sync")
    assert web.paths == ["/a"]
    answered = music_teacher("sync", now="2026-11-25T09:00:00+00:00")
    assert web.paths == ["/a", "/a"]
    assert "Nothing new in 1 blog" in answered.output
    assert len(music_teacher("blogs", "--json").data["posts"]) == 2


def test_a_page_leads_to_its_feed(music_teacher: Plnbuddy, web: AnsweringServer) -> None:
    page = b"<!doctype html><link rel=alternate type='application/rss+xml' href='/a'>"
    web.answers["/"] = answer(page, headers={"Content-Type": "text/html"})
    data = music_teacher("blogs", "add", f"{web.url}/", "--json").data
    assert [blog["url"] for blog in data["blogs"]] == [f"{web.url}/a"]


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("https://school.example/@anna", 2, "plnbuddy follow"),
        ("reader.opml", 1, "cannot be read"),
        ("/dev/zero", 1, "a device or a pipe"),
        ("https://[::1", 2, ""),
        ("http://127.0.0.1:9/feed", 4, "cannot"),
    ],
)
def test_what_is_no_blog_is_refused_with_a_word(
    music_teacher: Plnbuddy, web: AnsweringServer, given: str, code: int, words: str
) -> None:
    refused = music_teacher("blogs", "add", given, ok=False)
    assert (refused.exit_code, words in refused.messages) == (code, True), refused
    assert music_teacher("blogs", ok=False).exit_code == 6


def test_hostile_titles_and_links_are_harmless(
    music_teacher: Plnbuddy, web: AnsweringServer
) -> None:
    evil = ("\u202eevil &#x1b;[31m" + "x" * 5_000, "javascript:alert(1)", TODAY)
    fine = ("A &lt;b&gt; in music \u200b", "https://blog.example/9", TODAY)
    web.answers["/evil"] = answer(feed("\u202eTitle " + "y" * 5_000, evil, fine))
    music_teacher("blogs", "add", f"{web.url}/evil")
    output = music_teacher("suggest", "--offline").output
    assert "javascript" not in output
    assert "\u202e" not in output
    assert "A <b> in music" in output
    assert max(len(said) for said in output.splitlines()) < 300


def test_only_so_many_posts_and_blogs_are_kept(
    music_teacher: Plnbuddy, web: AnsweringServer, tmp_path: Path
) -> None:
    web.answers["/long"] = answer(feed("Long", *(post(n, n % 20) for n in range(100))))
    music_teacher("blogs", "add", f"{web.url}/long")
    assert len(music_teacher("blogs", "--json").data["posts"]) == POSTS_KEPT
    file = tmp_path / "all.opml"
    file.write_bytes(opml(*(f"xmlUrl='{web.url}/{n}'" for n in range(MOST_BLOGS))))
    refused = music_teacher("blogs", "add", str(file), ok=False)
    assert f"more than {MOST_BLOGS} blogs; none was added" in refused.messages
    assert len(music_teacher("blogs", "--json").data["blogs"]) == 1


def test_a_run_reads_so_many_and_the_next_goes_on(
    music_teacher: Plnbuddy, web: AnsweringServer, tmp_path: Path
) -> None:
    paths = [f"/{n}" for n in range(READ_A_RUN + 3)]
    web.answers.update({path: answer(feed("Any", post(1))) for path in paths})
    file = tmp_path / "all.opml"
    file.write_bytes(opml(*(f"xmlUrl='{web.url}{path}'" for path in paths)))
    music_teacher("blogs", "add", str(file))
    data = music_teacher("sync", "--json").data["blogs"]
    assert (len(data["read"]), data["waiting"]) == (READ_A_RUN, 3)
    assert "3 more blogs" not in music_teacher("sync").output
    assert sorted(web.paths) == sorted(paths)


def test_no_further_blog_is_begun_when_the_time_is_over(
    music_teacher: Plnbuddy, web: AnsweringServer, tmp_path: Path
) -> None:
    file = tmp_path / "two.opml"
    file.write_bytes(opml(f"xmlUrl='{web.url}/a'", f"xmlUrl='{web.url}/b'"))
    music_teacher("blogs", "add", str(file))
    with open_store(music_teacher.home / "plnbuddy.sqlite3") as store:
        done = read_blogs(store, Clock(TODAY, UTC), lambda *_: None, seconds=0)
    assert (len(done.read), done.waiting) == (1, 1)


def test_a_dry_sync_keeps_nothing_of_a_blog(music_teacher: Plnbuddy, web: AnsweringServer) -> None:
    music_teacher("blogs", "add", f"{web.url}/b")
    later = "2026-11-25T09:00:00+00:00"
    web.answers["/b"] = answer(feed("Blog B", post(7)))
    assert "1 new post in 1 blog" in music_teacher("sync", "--dry-run", now=later).output
    assert "1 new post in 1 blog" in music_teacher("sync", now=later).output


def test_a_blog_can_be_left_by_title_or_address(
    music_teacher: Plnbuddy, web: AnsweringServer
) -> None:
    music_teacher("blogs", "add", f"{web.url}/a")
    music_teacher("blogs", "add", f"{web.url}/b")
    music_teacher("blogs", "remove", "blog a")
    music_teacher("blogs", "remove", f"{web.url}/b")
    assert music_teacher("blogs", ok=False).exit_code == 6
    assert music_teacher("blogs", "remove", "blog a", ok=False).exit_code == 6
    assert offered(music_teacher) == []


def test_undo_takes_back_what_was_added_and_brings_back_what_was_removed(
    music_teacher: Plnbuddy, web: AnsweringServer, tmp_path: Path
) -> None:
    def titles() -> list[str]:
        return [blog["title"] for blog in music_teacher("blogs", "--json", ok=False).data["blogs"]]

    file = tmp_path / "two.opml"
    file.write_bytes(opml(f"text='B' xmlUrl='{web.url}/b'", f"text='C' xmlUrl='{web.url}/c'"))
    music_teacher("blogs", "add", f"{web.url}/a")
    music_teacher("blogs", "add", str(file))
    music_teacher("blogs", "remove", "blog a")
    assert titles() == ["B", "C"]
    assert "left Blog A" in music_teacher("undo").output
    assert titles() == ["B", "Blog A", "C"]
    music_teacher("sync")  # Reads it as a whole: what was known of it went with it.
    assert len([post for post in posts_kept(music_teacher) if post["blog"] == f"{web.url}/a"]) == 2
    assert "reading 2 blogs" in music_teacher("undo").output
    assert titles() == ["Blog A"]
    music_teacher("blogs", "add", f"{web.url}/a")  # Was there already: nothing to take back.
    assert "reading Blog A" in music_teacher("undo").output
    assert (titles(), posts_kept(music_teacher)) == ([], [])
    assert music_teacher("undo", ok=False).exit_code == 6


def test_a_list_with_blogs_says_where_they_can_be_read(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "reader.opml"
    blog = "text='A' xmlUrl='https://blog.example/feed.xml'"
    file.write_bytes(opml(blog))
    assert "plnbuddy blogs add" in music_teacher("lists", "add", str(file), ok=False).messages
    file.write_bytes(opml(blog, "text='Anna' xmlUrl='https://school.example/@anna.rss'"))
    assert f"plnbuddy blogs add {file}" in music_teacher("lists", "add", str(file)).messages


def test_posts_stand_only_in_the_whole_list(music_teacher: Plnbuddy, web: AnsweringServer) -> None:
    music_teacher("blogs", "add", f"{web.url}/a")
    for narrower in (["people"], ["--topic", "maths"], ["--source", "curated"]):
        shown = music_teacher("suggest", *narrower, "--offline", "--json", ok=False).data
        assert shown["to_read"] == []
    assert len(offered(music_teacher)) <= A_DAY


def test_the_guide_states_the_limits() -> None:
    guide = " ".join((Path(__file__).parent.parent / "docs" / "blogs.md").read_text().split())
    for said in (
        f"{READ_A_RUN} blogs at a time",
        f"after {'two' if SECONDS_A_RUN == 120 else ''} minutes",
        f"At most {MOST_BLOGS} blogs",
        f"at most {A_DAY} posts a day",
        f"none older than {NEW_FOR.days} days",
        f"the {POSTS_KEPT} newest posts",
    ):
        assert said in guide
