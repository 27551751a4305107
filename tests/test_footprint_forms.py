"""The footprint as Markdown and as a feed."""

from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

from plnbuddy.core.handles import Tag
from plnbuddy.footprint.build import FEED_LIMIT
from plnbuddy.footprint.feed import footprint_feed
from plnbuddy.footprint.markdown import footprint_markdown
from tests import footprints
from tests.conftest import Plnbuddy
from tests.footprints import DAY, entry, footprint_of

sharing_teacher = footprints.sharing_teacher

ATOM = "{http://www.w3.org/2005/Atom}"


def test_markdown_is_grouped_by_place_and_stays_text(tmp_path: Path) -> None:
    built = footprint_of(
        tmp_path,
        entry("1", "# No heading\n<b>x</b> [a](javascript:1) *b* | &amp; ![i](u)", place="<Blog>"),
        entry("2", "1. no list", place="<Blog>"),
        entry("3", "- dash", place="Other"),
    )
    text = "".join(footprint_markdown(built))
    assert text.startswith("# Public footprint of Ada\n\nMill School\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        r"## \<Blog\> (2)", "## Other (1)",
    ]  # fmt: skip
    assert r"\# No heading \<b\>x\</b\> \[a\](javascript:1) \*b\* \| \&amp; \!\[i\](u)" in text
    assert "- 2026-11-20: - dash <https://blog.example.org/3>" in text


def test_the_feed_is_what_rfc_4287_asks_for(tmp_path: Path) -> None:
    hostile = "</content><script>alert(1)</script> & \ufffe\x0c]]>"
    built = footprint_of(
        tmp_path,
        entry("a/secret-account", hostile, tags=(Tag("musiced"), Tag("music"))),
        *(entry(str(i), at=DAY - timedelta(days=i + 1)) for i in range(FEED_LIMIT + 10)),
    )
    document = footprint_feed(built, beside_page=True)
    feed = ElementTree.fromstring(document)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Ada"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T09:00:00Z"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": "feed.atom",
        "alternate": "index.html",
    }
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == FEED_LIMIT
    ids = [each.findtext(f"{ATOM}id") or "" for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("tag:plnbuddy.invalid,2026:") for each in ids)
    assert b"secret-account" not in document.replace(b"blog.example.org/a/secret-account", b"")
    for each in entries:
        assert each.findtext(f"{ATOM}title")
        link = each.find(f"{ATOM}link")
        assert link is not None
        assert link.get("rel") == "alternate"
        assert (each.findtext(f"{ATOM}updated") or "").endswith("Z")
    content = entries[0].find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "text"
    assert "<script>alert(1)</script> &" in (content.text or "")
    terms = [c.get("term") for c in entries[0].findall(f"{ATOM}category")]
    assert terms == ["music", "musiced"]


def test_ids_stay_when_texts_and_dates_change(sharing_teacher: Plnbuddy) -> None:
    def ids() -> set[str]:
        document = sharing_teacher("footprint", "--format", "atom").output
        return {each.text or "" for each in ElementTree.fromstring(document).iter(f"{ATOM}id")}

    before = ids()
    sharing_teacher("log", "edit", "2", "another text", "--date", "2023-01-01")
    sharing_teacher("config", "set", "profile.name", "Ada Byron")
    assert ids() == before
