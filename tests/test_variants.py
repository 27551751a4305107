"""Other members of the kinds in tests/cases: files and words as other people write them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Plnbuddy
from tests.test_archive_cases import archive, tweet

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


# Who one is in an export of a blog.


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


# Lists in other languages and shapes.


@pytest.mark.parametrize(
    ("text", "handles", "languages"),
    [
        ("Nom;Identifiant;Langue\nA;@a@s.example;français\n", ["@a@s.example"], ["fr"]),
        ("Nombre,Usuario,Idioma\nA,a@s.example,español\n", ["@a@s.example"], ["es"]),
        ("Nome,Profilo,Lingua\nA,https://s.example/@a,italiano\n", ["@a@s.example"], ["it"]),
        ("Naam;Mastodonadres;Taal\nA;@a@s.example;Nederlands\n", ["@a@s.example"], ["nl"]),
        ("Imię,Konto\nA,@a@s.example\n", ["@a@s.example"], []),
        ("Namn,Användarnamn,Språk\nA,@a@s.example,svenska\n", ["@a@s.example"], ["sv"]),
        ("名前,アカウント\n花子,@a@s.example\n", ["@a@s.example"], []),
        ("Name,Nutzername,Sprache\nA,@a@s.example,Deutsch\n", ["@a@s.example"], ["de"]),
        ("Name\tFediverse\nA\t@a@s.example\n", ["@a@s.example"], []),
        ("Name,Profile\nA,https://s.example/%40a\n", ["@a@s.example"], []),
        ("# ours\n@a@s.example maths\nWrite to office@s.example\n", ["@a@s.example"], []),
        ("Name,Link\nA,https://github.com/a\nB,https://s.example/@a\n", ["@a@s.example"], []),
        ('[{"acct": "a@s.example", "display_name": "A"}]', ["@a@s.example"], []),
        ("[Our list](https://e.example)\n\n- [A](https://s.example/@a)\n", ["@a@s.example"], []),
    ],
)  # fmt: skip
def test_lists_as_others_write_them(
    plnbuddy: Plnbuddy, tmp_path: Path, text: str, handles: list[str], languages: list[str]
) -> None:
    file = tmp_path / "people"
    file.write_text(text, encoding="utf-8")
    rows = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", "--json").data["rows"]
    assert [row["label"] for row in rows] == handles
    assert [word for row in rows for word in row["languages"]] == languages


def test_a_table_without_headings_whose_words_nobody_knows(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "people"
    file.write_text("Music,a@s.example,b@s.example,c@s.example\nMaths,d@s.example\nd@s.example\n")
    answer = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", "--json", ok=False)
    assert "stumbled" not in answer.messages
    assert answer.data["rows"]


def test_words_of_a_column_that_nobody_knows_are_said(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Handle,Language\n@a@s.example,Klingon\n@b@s.example,German\n")
    data = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", "--json").data
    assert any("1 of 2 are no languages" in each for each in data["warnings"])


@pytest.mark.parametrize(
    "text", ["Name,E-mail\nA,a@s.example\n", "Name,Link\nA,https://x.example\n"]
)
def test_tables_of_no_people_are_refused(plnbuddy: Plnbuddy, tmp_path: Path, text: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text)
    answer = plnbuddy("lists", "add", str(file), "--dry-run", "--no-input", ok=False)
    assert answer.exit_code == 2


# Tables.


@pytest.mark.parametrize(
    ("heading", "cell", "minutes"),
    [
        ("Hours", "2", 120), ("Zeit (h)", "2.5", 150), ("Heures", "1h30", 90),
        ("Durée (min)", "90", 90), ("Horas", "2:30", 150), ("Godziny", "2", 120),
        ("Tid (timmar)", "2", 120), ("時間", "2", 120), ("PD-Stunden", "1½", 90),
        ("Length", "1:30:00", 90), ("CPD hours", "¾", 45), ("Minuten", "45", 45),
    ],
)  # fmt: skip
def test_hours_as_others_write_them(
    plnbuddy: Plnbuddy, tmp_path: Path, heading: str, cell: str, minutes: int
) -> None:
    file = tmp_path / "hours.csv"
    file.write_text(f"Date;Activity;{heading}\n2026-03-02;Workshop;{cell}\n", encoding="utf-8")
    plnbuddy("import", "csv", str(file), "--kind", "contribute", "--no-input")
    (entry,) = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert entry["minutes"] == minutes


@pytest.mark.parametrize(
    "heading", ["reflection", "Reflexion", "Réflexion", "Riflessione", "My reflections"]
)
def test_a_reflection_is_no_private_note(plnbuddy: Plnbuddy, tmp_path: Path, heading: str) -> None:
    file = tmp_path / "learning.csv"
    file.write_text(
        f"date,activity,{heading},notes\n2026-03-02,Workshop,I ask less,secret\n", encoding="utf-8"
    )
    plnbuddy("import", "csv", str(file), "--kind", "contribute", "--no-input")
    (entry,) = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert (entry["reflection"], entry["note"]) == ("I ask less", "secret")


# Archives.

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def note(number: int, **facts: Any) -> dict[str, Any]:
    to = facts.pop("to", [PUBLIC])
    address = f"https://s.example/users/a/statuses/{number}"
    inner = {
        "id": address, "type": "Note", "published": "2024-07-01T10:00:00Z", "to": to,
        "url": f"https://s.example/@a/{number}", "attributedTo": "https://s.example/users/a",
        "content": f"<p>Hello {number}</p>", "tag": [], "attachment": [], "cc": [], **facts,
    }  # fmt: skip
    return {
        "id": f"{address}/activity", "type": "Create", "actor": "https://s.example/users/a",
        "published": "2024-07-01T10:00:00Z", "to": to, "cc": [], "object": inner,
    }  # fmt: skip


def mastodon(folder: Path, outbox: str) -> Path:
    folder.mkdir()
    actor = {"id": "https://s.example/users/a", "type": "Person", "preferredUsername": "a",
             "url": "https://s.example/@a"}  # fmt: skip
    (folder / "actor.json").write_text(json.dumps(actor))
    (folder / "outbox.json").write_text(outbox, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("outbox", "count", "code"),
    [
        ('{"orderedItems":%s,"totalItems":1,"orderedItems":[]}', 1, 0),
        ('{"totalItems":1,"orderedItems":null,"orderedItems":%s}', 1, 0),
        ('\ufeff{"totalItems":1,"orderedItems":%s}', 1, 0),
        ('{"totalItems":50,"orderedItems":%s}', 1, 1),
        ('{"totalItems":1,"orderedItems":[]}', 0, 1),
    ],
)
def test_outboxes_as_servers_write_them(
    plnbuddy: Plnbuddy, tmp_path: Path, outbox: str, count: int, code: int
) -> None:
    text = outbox.replace("%s", json.dumps([note(1)]))
    place = mastodon(tmp_path / "a", text)
    answer = plnbuddy("import", "mastodon-archive", str(place), ok=False)
    assert answer.exit_code == code, answer
    entries = plnbuddy("log", "list", "--all", "--json", ok=False).data["entries"]
    assert len(entries) == count


@pytest.mark.parametrize(
    ("facts", "is_public"),
    [
        ({}, True),
        ({"to": ["as:Public"]}, True),
        ({"to": ["https://s.example/users/a/followers"], "cc": [PUBLIC]}, True),
        ({"to": ["https://s.example/users/a/followers"]}, False),
        ({"to": ["https://s.example/users/b"]}, False),
        ({"to": ["https://s.example/local"]}, False),
        ({"to": []}, False),
        ({"localOnly": True}, False),
        ({"local_only": True}, False),
    ],
)
def test_what_is_closed_in_an_archive_is_in_no_footprint(
    plnbuddy: Plnbuddy, tmp_path: Path, facts: dict[str, Any], is_public: bool
) -> None:
    items = json.dumps([note(1, **facts)])
    place = mastodon(tmp_path / "a", f'{{"totalItems": 1, "orderedItems": {items}}}')
    plnbuddy("import", "mastodon-archive", str(place), ok=False)
    shown = plnbuddy("footprint", "--json", ok=False)
    assert (shown.exit_code == 0 and shown.data["total"] == 1) is is_public


def test_a_file_of_tweets_that_is_cut_off_is_said(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    place = archive(tmp_path / "a", *(tweet(number, "x") for number in range(5)))
    file = next(place.rglob("tweets.js"))
    file.write_text(file.read_text()[:-40])
    answer = plnbuddy("import", "twitter-archive", str(place), ok=False)
    assert answer.exit_code == 1
    assert "ends too early; what is there was read" in answer.messages
    assert len(plnbuddy("log", "list", "--all", "--json").data["entries"]) == 4


def hole(file: Path) -> None:
    """As much as 900 MB without taking any space."""
    with file.open("r+b") as stream:
        stream.seek(900_000_000, os.SEEK_END)
        stream.write(b'"}}]')


def letters(file: Path) -> None:
    """The same in letters."""
    with file.open("ab") as stream:
        for _ in range(900):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}}]')


@pytest.mark.slow
@pytest.mark.parametrize("fill", [hole, letters])
def test_a_tweet_of_900_mb_ends_with_a_sentence_and_little_memory(
    plnbuddy: Plnbuddy, tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    place = archive(tmp_path / "a", tweet(1, "x"))
    file = next(place.rglob("tweets.js"))
    file.write_text('window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "')
    fill(file)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (400_000_000,) * 2);"
        "from plnbuddy.__main__ import main; sys.argv[0] = 'plnbuddy'; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "import", "twitter-archive", str(place)],
        env=plnbuddy.process_environment(), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    file.unlink()
    assert done.returncode == 1, done
    assert "a single item of more than" in done.stderr
    assert "Traceback" not in done.stderr
