"""`import feed`, `import csv` and `import mastodon-archive`, through the command and `sync`."""

from pathlib import Path

import pytest

from tests.blog_exports import BlogPost, wordpress
from tests.conftest import Plnbuddy
from tests.web_pages import Page

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Mrs Hart's blog</title>
<link>https://hart.example/</link>{items}</channel></rss>"""
ITEM = (
    "<item><title>{title}</title><link>https://hart.example/{title}</link>"
    "<guid>https://hart.example/{title}</guid><category>music</category>"
    "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>"
)


def feed(*titles: str) -> bytes:
    return FEED.format(items="".join(ITEM.format(title=title) for title in titles)).encode()


def texts(plnbuddy: Plnbuddy) -> list[str]:
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    return sorted(entry["text"] for entry in answer.data["entries"])


def test_a_feed_is_remembered_and_read_again_by_sync(
    plnbuddy: Plnbuddy,
    served: tuple[str, type[Page]],
) -> None:
    base, page = served
    page.pages["/feed"] = feed("one")
    plnbuddy("import", "feed", f"{base}/feed")
    assert texts(plnbuddy) == ["one"]
    assert "nothing new" in plnbuddy("sync").output
    page.pages["/feed"] = feed("one", "two")
    answer = plnbuddy("sync", "--dry-run")
    assert "1 new post" in answer.output
    assert texts(plnbuddy) == ["one"]
    assert plnbuddy("sync", "--json").data["feeds"][0]["added"] == 1
    assert texts(plnbuddy) == ["one", "two"]
    assert f"{base}/feed" in plnbuddy("import", "list").output
    page.pages.clear()
    assert plnbuddy("sync", ok=False).exit_code == 4
    plnbuddy("import", "remove", f"{base}/feed")
    assert plnbuddy("sync", ok=False).exit_code == 3


def test_a_dry_run_of_a_feed_remembers_nothing(
    plnbuddy: Plnbuddy,
    served: tuple[str, type[Page]],
) -> None:
    base, page = served
    page.pages["/feed"] = feed("one")
    plnbuddy("import", "feed", f"{base}/feed", "--dry-run")
    assert plnbuddy("import", "list", ok=False).exit_code == 6


def test_a_feed_in_a_file(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    (tmp_path / "blog.xml").write_bytes(feed("one"))
    plnbuddy("import", "feed", str(tmp_path / "blog.xml"))
    assert texts(plnbuddy) == ["one"]
    assert plnbuddy("import", "list", "--json").data["feeds"] == []


def test_a_table_with_usual_names(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("Datum;Was;Minuten\n03.11.2026;Unterricht geplant;45\n", encoding="cp1252")
    plnbuddy("import", "csv", str(file), "--kind", "collaborate")
    entry = plnbuddy("log", "show", "1", "--json").data
    assert (entry["day"], entry["minutes"], entry["kind"]) == ("2026-11-03", 45, "collaborate")


def test_columns_are_said_once(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("one,two\n2026-11-03,planned a unit\n")
    answer = plnbuddy("import", "csv", str(file), "--kind", "connect", ok=False)
    assert answer.exit_code == 2
    assert "--column when=COLUMN" in answer.messages
    said = ("--column", "when=one", "--column", "text=Two")
    plnbuddy("import", "csv", str(file), "--kind", "connect", *said)
    file.write_text("one,two\n2026-11-04,planned another\n")
    plnbuddy("import", "csv", str(file), "--kind", "connect")
    assert texts(plnbuddy) == ["planned a unit", "planned another"]


@pytest.mark.parametrize("word", ["nonsense", "when=three", "shoe=one"])
def test_columns_that_are_none(plnbuddy: Plnbuddy, tmp_path: Path, word: str) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("one,two\n2026-11-03,planned a unit\n")
    said = ("--column", "text=two", "--column", "when=one", "--column", word)
    answer = plnbuddy("import", "csv", str(file), "--kind", "connect", *said, ok=False)
    assert answer.exit_code == 2
    assert texts(plnbuddy) == []


def test_follows_of_an_old_account_are_suggested(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("config", "set", "profile.topics", "music")
    file = tmp_path / "following_accounts.csv"
    file.write_text("Account address,Show boosts\nanna@example.org,true\n")
    plnbuddy("import", "mastodon-archive", str(file))
    found = plnbuddy("suggest", "people", "--source", "archive", "--offline", "--json").data
    (suggestion,) = found["sections"][0]["suggestions"]
    assert suggestion["reasons"] == ["you followed them from an earlier account"]


def test_a_broken_export_is_not_finished(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    """What stands before the damage is kept, and the file is not taken for one that is done."""
    posts = [BlogPost(number, content=f"<p>Unit {number}</p>" * 300) for number in range(1, 40)]
    content = wordpress(posts)
    file = tmp_path / "blog.xml"
    file.write_text(content[: len(content) // 2])
    words = ("import", "wordpress", str(file))
    broken = plnbuddy(*words, ok=False)
    assert broken.exit_code == 1
    assert "ends too early" in broken.messages
    kept = texts(plnbuddy)
    assert 10 < len(kept) < 30
    assert "WordPress blog: blog.xml" in plnbuddy("import", "list").output
    assert "interrupted" in plnbuddy("import", "list").output
    assert "ends too early" in plnbuddy(*words, ok=False).messages
    assert texts(plnbuddy) == kept


@pytest.mark.parametrize("name", ["gone.xml", "./blog/feed", "/nowhere/feed.rss", "~/feed.atom"])
def test_a_file_that_is_not_there_is_no_address(plnbuddy: Plnbuddy, name: str) -> None:
    answer = plnbuddy("import", "feed", name, ok=False)
    assert answer.exit_code == 6
    assert f"There is no file {name}." in answer.messages
