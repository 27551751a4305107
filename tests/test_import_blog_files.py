"""Files of blog exports as they come: every encoding, odd texts, hostile, damaged, of others."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.imports import export_file
from plnbuddy.imports.disqus import DisqusExport
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.wordpress import WordPressExport
from plnbuddy.store.database import Store
from tests import blog_imports
from tests.blog_exports import BlogPost, DisqusPost, DisqusThread, disqus, wordpress, write
from tests.blog_imports import (
    BLOG,
    CLOCK,
    COMMENTS,
    POSTS,
    Bring,
    refused,
    silent,
    texts,
)
from tests.stored import entries

bring, store = blog_imports.bring, blog_imports.store


def test_html_scripts_and_escapes_become_plain_text(bring: Bring, store: Store) -> None:
    message = (
        "<p>One<br>two</p><script>alert('x')</script><style>p{}</style>"
        "&lt;img src=x onerror=alert(1)&gt; \u202eevil\u202c <a href='javascript:x()'>three</a>"
        "<!-- hidden --><iframe>inside</iframe>"
    )
    bring(
        disqus(
            [
                DisqusPost(1, "An<b>na</b> \x9b31m&amp; \u202eCo"),
                replace(POSTS[1], message=message),
            ],
            [DisqusThread(10, "Let&#8217;s <i>cut</i>\ncakes", "javascript:alert(1)")],
        )
    )
    (entry,) = entries(store)
    assert entry.text == (
        'Answered Anna & Co on "Let’s cut cakes": One two <img src=x onerror=alert(1)> evil three'
    )
    assert entry.links == ()
    assert entry.place == "hartclass"


def test_long_texts_are_cut(bring: Bring, store: Store) -> None:
    bring(disqus([replace(POSTS[2], message="<p>word</p>" * 100_000)]))
    said = entries(store)[0].text.removeprefix('Commented on "Fractions": ')
    assert len(said) <= 280
    assert said.endswith("…")


def test_control_characters_and_blank_lines_that_blogs_export_do_no_harm(
    bring: Bring, store: Store
) -> None:
    broken = "\n\n" + disqus([replace(POSTS[2], message="<p>a\x0bb\x08c\x1b[31md</p>")])
    bring(broken)
    assert texts(store) == ['Commented on "Fractions": abc[31md']


def test_an_export_without_namespace_is_read(bring: Bring, store: Store) -> None:
    assert bring(disqus(POSTS, spaces=False)).total == 2


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
        ("utf-8", "utf-8-sig"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "latin-1"),
        ("utf-16", "utf-8"),  # the declaration is wrong
        ("x-nothing", "utf-8"),
        ("hex", "utf-8"),
    ],
)
def test_every_encoding_is_read(bring: Bring, store: Store, declared: str, encoding: str) -> None:
    bring(disqus([replace(POSTS[2], message="Grüße é")], encoding=declared), encoding=encoding)
    assert texts(store) == ['Commented on "Fractions": Grüße é']


def test_an_encoding_of_several_bytes_is_read(bring: Bring, store: Store) -> None:
    text = disqus([replace(POSTS[2], message="分数")], encoding="Shift_JIS")
    bring(text, encoding="shift_jis")
    assert texts(store) == ['Commented on "Fractions": 分数']


def test_a_packed_export_is_read_whatever_its_name(bring: Bring, tmp_path: Path) -> None:
    assert bring(wordpress(BLOG), name="blog.xml.gz").total == 3
    packed = gzip.compress(disqus(POSTS).encode())
    (tmp_path / "odd.xml").write_bytes(packed)
    source = DisqusExport(tmp_path / "odd.xml", "hart", False, CLOCK)
    assert len(list(source.read(Findings(), silent))) == 2


BOMB = (
    '<!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    "doctype",
    [
        BOMB,
        '<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE {root} SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE {root} [<!ATTLIST x y CDATA 'z'>]>",
    ],
)
@pytest.mark.parametrize("padding", ["", f"<!-- {'x' * 40_000} -->"])
def test_definitions_are_refused(bring: Bring, store: Store, doctype: str, padding: str) -> None:
    for root, text in (
        ("disqus", disqus(POSTS, doctype=padding + doctype.format(root="disqus"))),
        ("rss", wordpress(BLOG, doctype=padding + doctype.format(root="rss"))),
    ):
        with refused(PlnbuddyError, "holds definitions that no export has"):
            bring(text, name=f"{root}.xml")
    assert entries(store) == []


def test_the_parser_too_refuses_definitions(tmp_path: Path) -> None:
    file = write(tmp_path / "export.xml", disqus(POSTS))
    source = DisqusExport(file, "Mrs Hart", False, CLOCK)
    write(file, disqus(POSTS, doctype=BOMB.format(root="disqus")))
    with refused(PlnbuddyError, "holds definitions that no export has"):
        list(source.read(Findings(), silent))


def test_a_gz_that_holds_too_much_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xml.gz"
    begun = disqus([]).encode().replace(b"</disqus>", b"")
    file.write_bytes(gzip.compress(begun) + gzip.compress(b" " * 1_000_000) * 60)
    source = DisqusExport(file, "Mrs Hart", False, CLOCK)
    with refused(PlnbuddyError, "more than 200 times its size"):
        list(source.read(Findings(), silent))


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MEMBER_LIMIT", 5_000, "GB of text"),
        ("RECORD_LIMIT", 100_000, "one comment of more than"),
        ("PARTS_LIMIT", 1_000, "parts"),
    ],
)
def test_more_than_any_export_holds_is_refused(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    monkeypatch.setattr(export_file, limit, value)
    many = [DisqusPost(n) for n in range(500)]  # Not one comment: many are allowed.
    if limit != "MEMBER_LIMIT":
        assert bring(disqus([*many, POSTS[2]]), name="fine.xml").total == 1
    one = DisqusPost(7, message="x" * 300_000, extra="<a>" * 2_000 + "</a>" * 2_000)
    with refused(PlnbuddyError, said):
        bring(disqus([*POSTS, one]))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("service", ["disqus", "wordpress"])
def test_what_stands_before_the_end_of_a_truncated_file_is_read(
    tmp_path: Path, service: str, packed: bool
) -> None:
    rng = random.Random(1)
    noise = [f"<p>{rng.getrandbits(4_000):x}</p>" for _ in range(400)]
    if service == "disqus":
        text = disqus([replace(POSTS[2], number=n, message=m) for n, m in enumerate(noise, 1)])
    else:
        text = wordpress([BlogPost(n, content=m) for n, m in enumerate(noise, 1)])
    content = gzip.compress(text.encode()) if packed else text.encode()
    file = tmp_path / "half.xml"
    file.write_bytes(content[: len(content) // 2])
    kind = DisqusExport if service == "disqus" else WordPressExport
    read = []
    with refused(PlnbuddyError, "half.xml ends too early", "nothing will be doubled"):
        for entry in kind(file, "Mrs Hart", False, CLOCK).read(Findings(), silent):
            read.append(entry.uid)
    assert 150 < len(read) < 250


def test_a_damaged_place_is_named_by_its_line(bring: Bring) -> None:
    with refused(PlnbuddyError, "is damaged in line 5"):
        bring(disqus(POSTS).replace("<createdAt>2019-09-02", "<created><At>2019-09-02", 1))


# The wrong file


FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title></channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title></feed>'


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (b"", "is empty"),
        (b"\x1f\x8b\x08\x00", "is damaged"),
        (b"<!doctype html><p>Log in", "looks like a web page"),
        (b"\n<html><body>Log in</body></html>", "looks like a web page"),
        (FEED.encode(), "plnbuddy import feed"),
        (ATOM.encode(), "plnbuddy import feed"),
        (FEED.encode("utf-16"), "plnbuddy import feed"),
        (b"PK\x03\x04 and so on", "looks like a zip archive"),
        (json.dumps({"a": 1}).encode(), "looks like JSON"),
        (b"Hello", "is no XML"),
        (bytes(range(256)), "is no XML"),
        (b"<opml><body/></opml>", "another kind of XML (<opml>)"),
        (b"<!-- never closed", "is no XML"),
    ],
)
def test_a_wrong_file_is_told_what_it_looks_like(
    tmp_path: Path, content: bytes, looks: str
) -> None:
    file = tmp_path / "wrong.xml"
    file.write_bytes(content)
    for kind in (DisqusExport, WordPressExport):
        with refused(UsageError, looks, "wrong.xml"):
            kind(file, "me", False, CLOCK)


def test_the_other_services_export_is_recognised(tmp_path: Path) -> None:
    with refused(UsageError, "looks like an export of WordPress", "plnbuddy import wordpress"):
        DisqusExport(write(tmp_path / "a.xml", wordpress(BLOG)), "me", False, CLOCK)
    with refused(UsageError, "looks like an export of Disqus", "plnbuddy import disqus"):
        WordPressExport(write(tmp_path / "b.xml.gz", disqus(POSTS)), "me", False, CLOCK)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with refused(PlnbuddyError, "cannot be read"):
        DisqusExport(tmp_path / "none.xml", "me", False, CLOCK)
    with refused(UsageError, "is not a file"):
        WordPressExport(tmp_path, "me", False, CLOCK)


def test_progress_runs_over_both_readings(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    posts = [replace(POSTS[2], number=n, message="x" * 10_000) for n in range(300)]
    file = write(tmp_path / "long.xml", disqus(posts))
    source = DisqusExport(file, "Mrs Hart", False, CLOCK)
    list(source.read(Findings(), lambda what, done, size: heard.append((what, done, size))))
    assert_both_readings_are_heard(heard, file)
    heard.clear()
    long = replace(COMMENTS[2], content="x" * 10_000)
    blog = [BlogPost(n, comments=(long,)) for n in range(300)]
    file = write(tmp_path / "blog.xml", wordpress(blog))
    other = WordPressExport(file, "Mrs Hart", False, CLOCK)
    list(other.read(Findings(), lambda what, done, size: heard.append((what, done, size))))
    assert_both_readings_are_heard(heard, file)


def assert_both_readings_are_heard(heard: list[tuple[str, int, int]], file: Path) -> None:
    """Of as many bytes as both have, and never of fewer than before."""
    size = file.stat().st_size
    assert len(heard) >= 6
    assert heard == sorted(heard)
    assert heard[-1] == ("comments", 2 * size, 2 * size)
