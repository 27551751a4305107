"""Blogs and feeds as other people write them: other members of the kinds in tests/cases."""

from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Plnbuddy

WORDPRESS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel><title>Room 12</title>'
    "<link>https://room12.example</link><wp:wxr_version>1.2</wp:wxr_version>\n%s</channel></rss>"
)


def author(login: str, mail: str, name: str) -> str:
    return (
        f"<wp:author><wp:author_login><![CDATA[{login}]]></wp:author_login>"
        f"<wp:author_email>{mail}</wp:author_email>"
        f"<wp:author_display_name><![CDATA[{name}]]></wp:author_display_name></wp:author>\n"
    )


def post(number: int, creator: str, *, status: str = "publish", kind: str = "post",
         date: str = "2021-03-04 09:00:00", more: str = "", title: str = "") -> str:  # fmt: skip
    return (
        f"<item><title>{title or f'Post {number}'}</title>"
        f"<link>https://room12.example/blog/{number}</link><dc:creator>{creator}</dc:creator>"
        f"<content:encoded><![CDATA[Hello]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{date}</wp:post_date><wp:post_date_gmt>{date}</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>\n"
    )


A, B = author("a@s.example", "a@s.example", "Anna A"), author("b@s.example", "b@s.example", "B")
ONE = author("hart", "h@s.example", "Mrs Hart")


def brought(answer: Any) -> int:
    return sum(answer.data["added"].values())


@pytest.mark.parametrize(
    ("body", "me", "count"),
    [
        (author("Hart@School.example", "", "H") + post(1, "hart@school.example"), "", 1),
        (author("mrs hart", "h@s.example", "Mrs Hart") + post(1, "mrs hart"), "", 1),
        (author("hart+blog@s.example", "h@s.example", "H") + post(1, "hart+blog@s.example"), "", 1),
        (author("müller", "m@s.example", "Frau Müller") + post(1, "müller"), "", 1),
        (A + B + post(1, "a@s.example") + post(2, "b@s.example"), "b@s.example", 1),
        (A + B + post(1, "a@s.example") + post(2, "b@s.example"), "anna a", 1),
        (post(1, "a@s.example") + post(2, "b@s.example"), "a@s.example", 1),
    ],
    ids=["case", "space", "plus", "umlaut", "address", "name", "unlisted"],
)
def test_logins_of_blogs(
    plnbuddy: Plnbuddy, tmp_path: Path, body: str, me: str, count: int
) -> None:
    file = tmp_path / "export.xml"
    file.write_text(WORDPRESS % body)
    told = ("--me", me) if me else ()
    assert brought(plnbuddy("import", "wordpress", str(file), "--json", *told)) == count


@pytest.mark.parametrize("body", [A + B + post(1, "a@s.example"), post(1, "a") + post(2, "b")])
def test_two_authors_are_asked_about(plnbuddy: Plnbuddy, tmp_path: Path, body: str) -> None:
    file = tmp_path / "export.xml"
    file.write_text(WORDPRESS % body)
    answer = plnbuddy("import", "wordpress", str(file), ok=False)
    assert answer.exit_code == 2
    assert "--me" in answer.messages


@pytest.mark.parametrize(
    "item",
    [
        *(post(1, "hart", status=status) for status in
          ("private", "draft", "pending", "trash", "future", "inherit", "auto-draft", "members")),
        post(1, "hart", kind="attachment"),
        post(1, "hart", more="<wp:post_password>secret</wp:post_password>"),
        post(1, "hart", date="0000-00-00 00:00:00"),
        post(1, "hart", date="1970-01-01 00:00:00"),
        post(1, "hart", date="2031-01-01 00:00:00"),
    ],
)  # fmt: skip
def test_what_is_closed_or_without_a_date_stays_out_and_is_counted(
    plnbuddy: Plnbuddy, tmp_path: Path, item: str
) -> None:
    file = tmp_path / "export.xml"
    file.write_text(WORDPRESS % (ONE + item + post(2, "hart")))
    answer = plnbuddy("import", "wordpress", str(file), "--json")
    assert brought(answer) == 1
    assert sum(answer.data["left_out"].values()) == 1


@pytest.mark.parametrize(
    ("title", "more", "places"),
    [
        ("Art & craft", "", 1),
        ("a&nbsp;b &eacute;t&eacute;", "", 3),
        ("bell \x07", "", 1),
        ("1 < 2", "", 1),
        ("plain", "<media:thumbnail url='x'/><georss:point>1</georss:point>", 0),
    ],
    ids=["ampersand", "entities", "control", "less", "prefixes"],
)
@pytest.mark.parametrize("command", ["wordpress", "feed"])
def test_mended_xml_is_counted_and_said(
    plnbuddy: Plnbuddy, tmp_path: Path, command: str, title: str, more: str, places: int
) -> None:
    file = tmp_path / "export.xml"
    if command == "feed":
        file.write_text(
            f"<rss version='2.0'><channel><title>B</title><item><title>{title}</title>{more}"
            "<link>https://b.example/1</link><pubDate>Wed, 06 May 2020 10:00:00 GMT</pubDate>"
            "</item></channel></rss>"
        )
    else:
        file.write_text(WORDPRESS % (ONE + post(1, "hart", title=title, more=more)))
    answer = plnbuddy("import", command, str(file), "--json")
    assert brought(answer) == 1
    said = [note for note in answer.data["notes"] if "no XML" in note]
    assert [f" {places} signs " in note for note in said] == [True] * bool(places)


@pytest.mark.parametrize("me", ["hart@s.example", "Mrs Hart", "hart@s.example (Mrs Hart)"])
@pytest.mark.parametrize("element", ["author", "dc:creator"])
def test_who_one_is_in_a_feed_of_addresses(
    plnbuddy: Plnbuddy, tmp_path: Path, me: str, element: str
) -> None:
    file = tmp_path / "feed.xml"
    items = "".join(
        f"<item><title>{who}</title><link>https://b.example/{who[:3]}</link>"
        f"<{element}>{who}</{element}><pubDate>Wed, 06 May 2020 10:00:00 GMT</pubDate></item>"
        for who in ("hart@s.example (Mrs Hart)", "ben@s.example (Ben)")
    )
    file.write_text(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
        f"<title>B</title>{items}</channel></rss>"
    )
    assert plnbuddy("import", "feed", str(file), ok=False).exit_code == 2
    assert brought(plnbuddy("import", "feed", str(file), "--me", me, "--json")) == 1


@pytest.mark.parametrize(
    "odd", ["<![foo[ x ]]>", "<![", "<![%", "<![ÿ", "<![if !IE]>x<![endif]>", "<!ELEMENT a", "</ <"]
)
def test_no_markup_stops_the_reading_of_a_text(
    plnbuddy: Plnbuddy, tmp_path: Path, odd: str
) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>B</title><item><link>https://b.example/1</link>"
        "<pubDate>Wed, 06 May 2020 10:00:00 GMT</pubDate>"
        f"<description>{escape(f'<p>Hello {odd} there</p>')}</description></item></channel></rss>"
    )
    assert brought(plnbuddy("import", "feed", str(feed), "--json")) == 1
    page = tmp_path / "page.html"
    page.write_text(f"<html><body>{odd}<a href='https://s.example/@a'>A</a></body></html>")
    answer = plnbuddy("lists", "add", str(page), "--dry-run", "--no-input", ok=False)
    assert answer.exit_code in (0, 2)
    assert "stumbled" not in answer.messages
