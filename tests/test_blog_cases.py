"""Files of blogs as people have them: e-mail logins, readable damage, posts of others."""

from pathlib import Path
from typing import Any

import pytest

from plnbuddy.imports.markup import title_text
from plnbuddy.imports.xml_stream import DamagedXmlError, TooMuchXmlError, each_element
from tests.conftest import Plnbuddy

CASES = Path(__file__).parent / "cases"


def bring(plnbuddy: Plnbuddy, service: str, file: Path, *words: str) -> Any:
    return plnbuddy("import", service, str(file), "--json", *words).data


def days(plnbuddy: Plnbuddy) -> dict[str, tuple[str, str]]:
    """Day and moment of each entry by the first letter of its text."""
    found = plnbuddy("log", "list", "--all", "--json").data["entries"]
    return {entry["text"][0]: (entry["day"], entry["happened_at"]) for entry in found}


@pytest.mark.parametrize("me", [None, "Mrs Hart", "hart@school.example", "HART@School.example"])
def test_logins_that_are_e_mail_addresses(plnbuddy: Plnbuddy, me: str | None) -> None:
    words = ("--me", me) if me else ()
    outcome = bring(plnbuddy, "wordpress", CASES / "wxr_email_author.xml", *words)
    assert outcome["added"]["contribute"] == 2
    assert outcome["left_out"] == {}


def test_e_mail_logins_without_a_list_of_authors(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = CASES / "wxr_email_noauthors.xml"
    assert bring(plnbuddy, "wordpress", file, "--me", "hart@school.example")["added"] == {
        "connect": 0, "collaborate": 0, "contribute": 2,
    }  # fmt: skip
    other = file.read_text().replace("hart@school.example", "smith@school.example", 1)
    two = tmp_path / "two.xml"
    two.write_text(other)
    answer = plnbuddy("import", "wordpress", str(two), ok=False)
    assert answer.exit_code == 2
    assert "smith@school.example" in answer.messages and "hart@school.example" in answer.messages
    outcome = bring(plnbuddy, "wordpress", two, "--me", "smith@school.example", "--dry-run")
    assert (outcome["already_there"], outcome["left_out"]) == (1, {"posts of others": 1})


@pytest.mark.parametrize(
    ("case", "count"),
    [("wxr_no_id.xml", 3), ("wxr_entity.xml", 3), ("wxr_ctrl.xml", 3), ("wxr_unbound.xml", 1)],
)
def test_damage_that_can_be_read_is_mended(plnbuddy: Plnbuddy, case: str, count: int) -> None:
    outcome = bring(plnbuddy, "wordpress", CASES / case)
    assert outcome["added"]["contribute"] == count
    assert outcome["left_out"] == {}


def test_a_post_without_a_number_keeps_the_one_its_guid_names(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    text = (CASES / "wxr_ctrl.xml").read_text()
    bring(plnbuddy, "wordpress", CASES / "wxr_ctrl.xml")
    for number in (1, 2, 3):
        guid = f'<guid isPermaLink="false">https://c5.example/?p={number}</guid>'
        text = text.replace(f"<wp:post_id>{number}</wp:post_id>", guid)
    file = tmp_path / "guids.xml"
    file.write_text(text)
    assert bring(plnbuddy, "wordpress", file)["already_there"] == 3


def test_a_blogger_backup_is_read_for_what_it_is(plnbuddy: Plnbuddy) -> None:
    outcome = bring(plnbuddy, "feed", CASES / "blogger_export.xml")
    assert outcome["added"]["contribute"] == 1
    assert outcome["left_out"] == {
        "drafts": 1,
        "comments": 1,
        "settings, templates and other parts of the blog": 2,
    }
    shown = plnbuddy("footprint", "--json").output
    assert "Our first concert" in shown
    assert "Tim" not in shown and "pupil" not in shown


TAKEOUT = """<?xml version='1.0' encoding='utf-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<id>tag:blogger.com,1999:blog-77</id><title>Room 12</title>
<entry><id>tag:blogger.com,1999:blog-77.post-1</id><blogger:type>POST</blogger:type>
<blogger:status>LIVE</blogger:status><author><name>Mrs Hart</name></author><title>Drums</title>
<blogger:created>2020-01-01T00:00:00Z</blogger:created><published>2020-01-02T00:00:00Z</published></entry>
<entry><id>tag:blogger.com,1999:blog-77.post-2</id><blogger:type>POST</blogger:type>
<blogger:status>SOFT_TRASHED</blogger:status><author><name>Mrs Hart</name></author>
<title>Gone</title><published>2020-01-02T00:00:00Z</published></entry>
<entry><id>tag:blogger.com,1999:blog-77.post-3</id><blogger:type>POST</blogger:type>
<blogger:status>DRAFT</blogger:status><title>Draft</title><published>2020-01-02T00:00:00Z</published></entry>
<entry><id>tag:blogger.com,1999:blog-77.post-4</id><blogger:type>COMMENT</blogger:type>
<blogger:status>LIVE</blogger:status><author><name>Tim P.</name></author><title/>
<content>I liked it</content><published>2020-01-03T00:00:00Z</published></entry></feed>"""


def test_the_newer_backup_of_blogger(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "feed.atom"
    file.write_text(TAKEOUT)
    outcome = bring(plnbuddy, "feed", file)
    assert outcome["added"]["contribute"] == 1
    assert outcome["left_out"] == {"drafts": 1, "comments": 1, "posts that are not public": 1}


def rss(items: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0" xmlns:thr="http://purl.org/syndication/thread/1.0"'
        f' xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Blog</title>'
        f"<link>https://blog.example/</link>{head}{items}</channel></rss>"
    )


ITEM = (
    "<item><title>{0}</title><link>https://blog.example/{0}</link><guid>{0}</guid>"
    "<pubDate>Mon, 02 Mar 2026 10:00:00 +0000</pubDate>{1}</item>"
)


@pytest.mark.parametrize(
    "text",
    [
        rss(ITEM.format("a#comment-7", "")),
        rss(ITEM.format("a", "<thr:in-reply-to ref='x'/>")),
        rss(
            ITEM.format("a", ""),
            '<atom:link rel="self" href="https://blog.example/comments/feed/"/>',
        ),
        rss(ITEM.format("post.html?showComment=12#c12", "")),
    ],
)
def test_a_feed_of_comments_is_refused(plnbuddy: Plnbuddy, tmp_path: Path, text: str) -> None:
    file = tmp_path / "comments.xml"
    file.write_text(text)
    answer = plnbuddy("import", "feed", str(file), ok=False)
    assert answer.exit_code == 2
    assert "feed of comments" in answer.messages


def test_who_one_is_in_a_feed_of_several_is_asked(plnbuddy: Plnbuddy) -> None:
    file = CASES / "feed_authors.xml"
    answer = plnbuddy("import", "feed", str(file), ok=False)
    assert answer.exit_code == 2
    assert "Mrs Hart, Mr Smith" in answer.messages
    outcome = bring(plnbuddy, "feed", file, "--me", "mrs hart")
    assert (outcome["added"]["contribute"], outcome["left_out"]) == (1, {"posts of others": 1})


def test_posts_that_share_an_identifier_are_several(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = CASES / "feed_same_guid.xml"
    assert bring(plnbuddy, "feed", file)["added"]["contribute"] == 3
    grown = tmp_path / "grown.xml"
    more = file.read_text().replace("</channel>", rss_item(4) + "</channel>")
    grown.write_text(more)
    outcome = bring(plnbuddy, "feed", grown)
    assert (outcome["added"]["contribute"], outcome["already_there"]) == (1, 3)


def rss_item(number: int) -> str:
    return (
        f"<item><title>Post {number}</title><guid>https://same.example/</guid>"
        f"<link>https://same.example/{number}</link>"
        f"<pubDate>Sat, 06 May 2017 10:00:00 +0000</pubDate></item>"
    )


def test_the_very_same_post_twice_is_counted(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "twice.xml"
    file.write_text(rss(ITEM.format("a", "") * 2 + ITEM.format("b", "")))
    outcome = bring(plnbuddy, "feed", file)
    assert outcome["added"]["contribute"] == 2
    assert outcome["left_out"] == {"posts that stand in it twice": 1}


def test_the_days_of_a_feed(plnbuddy: Plnbuddy) -> None:
    plnbuddy("config", "set", "display.timezone", "America/New_York")
    outcome = bring(plnbuddy, "feed", CASES / "feed_dates.xml")
    assert outcome["left_out"] == {"posts without a readable date": 3}
    found = days(plnbuddy)
    assert sorted(found) == ["A", "B", "C", "D", "E", "F", "G", "H", "L", "M"]
    assert found["A"][0] == "2016-06-29"
    assert {found[letter][0] for letter in "BCDEFHLM"} == {"2017-05-03"}
    assert found["G"] == ("2016-05-24", "2016-05-24T18:17:57Z")


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Using <video> in class", "Using <video> in class"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("My <i>first</i> blog", "My first blog"),
        ("a<br/>b", "ab"),
        ("R&amp;D &lt;3", "R&D <3"),
        ("<b>bold", "<b>bold"),
        ("if a<b and b>c", "if a<b and b>c"),
    ],
)
def test_titles_keep_what_is_text(markup: str, title: str) -> None:
    assert title_text(markup) == title


def read(text: str, step: int = 1_000) -> list[str]:
    pieces = iter([text[at : at + step] for at in range(0, len(text), step)])
    found = each_element(lambda: next(pieces, ""), lambda _, depth: depth == 1, parts_limit=10_000)
    return ["".join(element.itertext()) for element in found]


@pytest.mark.parametrize("step", [1, 2, 5, 17, 1_000])
def test_xml_is_mended_however_it_is_cut(step: int) -> None:
    text = (
        "<a><x:b q='1 & 2'>T&nbsp;1 & 2 < 3 &#xD800;&#0;&foo; &amp; &lt;b&gt;</x:b><!-- & -- < -->"
        "<c><![CDATA[a & b &nbsp; <x>]]>&eacute;</c></a>"
    )
    assert read(text, step) == ["T\xa01 & 2 < 3 &foo; & <b>", "a & b &nbsp; <x>é"]


@pytest.mark.parametrize(
    "text",
    [
        "<a><b " + " ".join(f"a{n}='x'" for n in range(40_000)) + "/></a>",
        "<a><b x='" + "y" * 3_000_000 + "'/></a>",
        "<a>" * 20_000,
        "<a><b>" + "<c/>" * 20_000 + "</b></a>",
    ],
    ids=["attributes", "tag", "depth", "parts"],
)
def test_xml_without_bound_is_refused(text: str) -> None:
    with pytest.raises(TooMuchXmlError):
        read(text, 1 << 16)


def test_what_cannot_be_mended_ends_the_reading() -> None:
    with pytest.raises(DamagedXmlError) as damage:
        read("<a><b>1</b>\n<b>2</c></a>")
    assert (damage.value.line, damage.value.early) == (2, False)
    with pytest.raises(DamagedXmlError) as damage:
        read("<a><b>1</b><b>2")
    assert damage.value.early


def test_a_feed_made_of_attributes_costs_no_time(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "slow.xml"
    file.write_text(rss("<item " + " ".join(f'a{n}="x"' for n in range(43_000)) + "></item>"))
    answer = plnbuddy("import", "feed", str(file), ok=False)
    assert answer.exit_code == 2
    assert "attributes, which no feed does" in answer.messages


def test_what_stands_before_the_damage_of_a_feed_is_kept_and_the_rest_said(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "half.xml"
    file.write_text(rss(ITEM.format("a", "") + ITEM.format("b", ""))[:-60])
    answer = plnbuddy("import", "feed", str(file), ok=False)
    assert answer.exit_code == 1
    assert "ends too early" in answer.messages
    assert plnbuddy("log", "list", "--json").data["total"] == 1


def test_lone_surrogates_and_warnings_before_a_feed_do_no_harm(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "odd.xml"
    odd = "PHP Warning: something\n" + rss(ITEM.format("a&#xD800;&nbsp;b & c", "")) + "<!-- x --> z"
    file.write_text(odd)
    assert bring(plnbuddy, "feed", file)["added"]["contribute"] == 1


@pytest.mark.parametrize("written", ["1970-01-01", "1969-07-20", "2106-01-01"])
def test_implausible_dates_are_left_out_of_blogs(
    plnbuddy: Plnbuddy, tmp_path: Path, written: str
) -> None:
    text = (CASES / "wxr_unbound.xml").read_text().replace("2011-03-04", written)
    file = tmp_path / "old.xml"
    file.write_text(text)
    answer = plnbuddy("import", "wordpress", str(file), ok=False)
    assert answer.exit_code == 6
    assert "Left out, posts with" in answer.output
    assert "Nothing in it could be taken" in answer.messages
