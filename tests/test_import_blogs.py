"""Disqus and WordPress exports: who answered whom, pupils without names, hostile files."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.model import Activity
from plnbuddy.imports import export_file
from plnbuddy.imports.disqus import DisqusExport
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.run import Outcome, run_import
from plnbuddy.imports.wordpress import WordPressExport
from plnbuddy.store.activities import ActivityFilter, find_activities
from plnbuddy.store.database import Store, open_store
from plnbuddy.store.imports import exchanges_of
from tests.blog_exports import (
    BlogAuthor,
    BlogComment,
    BlogPost,
    DisqusPost,
    DisqusThread,
    disqus,
    wordpress,
    write,
)

CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin"))

POSTS = [
    DisqusPost(1, "Anna", email="anna@home.example"),
    DisqusPost(2, "Mrs Hart", "<p>Well seen, Anna!</p>", parent=1, username="hart"),
    DisqusPost(3, "Mrs Hart", "<p>Read on.</p>", username="hart"),
    DisqusPost(4, "Tom", "<p>I shall.</p>", parent=3),
]
COMMENTS = (
    BlogComment(1, "Anna", email="anna@home.example"),
    BlogComment(2, "Mrs Hart", "Well seen, Anna!", parent=1, user=1),
    BlogComment(3, "Mrs Hart", "Read on.", user=1),
    BlogComment(4, "Tom", "I shall.", parent=3),
)
BLOG = [BlogPost(5, comments=COMMENTS)]


def silent(what: str, done: int, size: int) -> None:
    """Nobody listens."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "journal" / "plnbuddy.db") as opened:
        yield opened


Bring = Callable[..., Outcome]


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Bring:
    """Writes an export and imports it."""

    def import_text(
        text: str,
        me: str = "Mrs Hart",
        *,
        students: bool = False,
        name: str = "export.xml",
        encoding: str = "utf-8",
    ) -> Outcome:
        file = write(tmp_path / name, text, encoding)
        kind = DisqusExport if "<disqus" in text else WordPressExport
        return run_import(store, kind(file, me, students, CLOCK), CLOCK, silent)

    return import_text


def entries(store: Store) -> list[Activity]:
    return list(find_activities(store, ActivityFilter(oldest_first=True)))


def texts(store: Store) -> list[str]:
    return [entry.text for entry in sorted(entries(store), key=lambda entry: entry.id)]


def exchanges(outcome: Outcome) -> set[tuple[str, str, int]]:
    return {(e.author, e.answered, e.times) for e in outcome.exchanges}


def kept_bytes(store: Store) -> bytes:
    """Everything on the disk: the store, and what is still in its log."""
    return b"".join(file.read_bytes() for file in store.file.parent.iterdir())


@contextmanager
def refused(kind: type[PlnbuddyError], *words: str) -> Iterator[None]:
    with pytest.raises(kind) as caught:
        yield
    assert type(caught.value) is kind
    said = f"{caught.value.problem} {caught.value.remedy}"
    for word in words:
        assert word in said


# What becomes an entry


def test_the_teachers_disqus_comments_become_entries_and_the_others_are_counted(
    bring: Bring, store: Store
) -> None:
    outcome = bring(disqus(POSTS))
    assert [
        (e.uid, e.kind, e.text, e.links, e.place, e.origin)
        for e in sorted(entries(store), key=lambda e: e.uid)
    ] == [
        (
            "disqus/hartclass/2",
            "collaborate",
            'Answered Anna on "Fractions": Well seen, Anna!',
            ("https://class.example/fractions#comment-2",),
            "class.example",
            "disqus",
        ),
        (
            "disqus/hartclass/3",
            "contribute",
            'Commented on "Fractions": Read on.',
            ("https://class.example/fractions#comment-3",),
            "class.example",
            "disqus",
        ),
    ]
    assert outcome.left_out == {"comments of others": 2}
    assert exchanges(outcome) == {
        ("Anna", "", 1),
        ("Mrs Hart", "Anna", 1),
        ("Mrs Hart", "", 1),
        ("Tom", "Mrs Hart", 1),
    }
    assert {(e.author, e.answered, e.times) for e in exchanges_of(store, outcome.number or 0)} == (
        exchanges(outcome)
    )


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_wordpress_posts_and_comments_of_the_only_author_become_entries(
    bring: Bring, store: Store, version: str
) -> None:
    # Version 1.1 gives authors no numbers: their comments are known by the address.
    signed = tuple(
        replace(c, email="Hart@school.example") if c.author == "Mrs Hart" else c for c in COMMENTS
    )
    outcome = bring(wordpress([BlogPost(5, comments=signed)], version=version), me="")
    assert [
        (e.uid, e.kind, e.text, e.links, e.place)
        for e in sorted(entries(store), key=lambda e: e.uid)
    ] == [
        (
            "wordpress/class.example/5",
            "contribute",
            'Published "Fractions": Today we cut cakes.',
            ("https://class.example/?p=5",),
            "Class 5 blog",
        ),
        (
            "wordpress/class.example/comment-2",
            "collaborate",
            'Answered Anna on "Fractions": Well seen, Anna!',
            ("https://class.example/?p=5#comment-2",),
            "Class 5 blog",
        ),
        (
            "wordpress/class.example/comment-3",
            "contribute",
            'Commented on "Fractions": Read on.',
            ("https://class.example/?p=5#comment-3",),
            "Class 5 blog",
        ),
    ]
    assert ("Tom", "Mrs Hart", 1) in exchanges(outcome)
    assert outcome.left_out == {"comments of others": 2}


def test_a_wordpress_export_without_a_list_of_authors_takes_the_only_writer(
    bring: Bring, store: Store
) -> None:
    bring(wordpress([BlogPost(5)], version="1.0"), me="")
    assert texts(store) == ['Published "Fractions": Today we cut cakes.']


def test_importing_again_and_importing_a_grown_export_doubles_nothing(
    bring: Bring, store: Store
) -> None:
    assert bring(disqus(POSTS)).total == 2
    again = bring(disqus(POSTS))
    assert again.before and again.total == 0
    grown = bring(disqus([*POSTS, DisqusPost(9, "Mrs Hart", "New", username="hart")]))
    assert (grown.total, grown.already_there) == (1, 2)
    assert bring(wordpress(BLOG)).total == 3
    more = [*BLOG, BlogPost(6, "Decimals")]
    assert (bring(wordpress(more)).total, len(entries(store))) == (1, 7)


def test_a_post_and_a_comment_with_the_same_number_are_two_entries(
    bring: Bring, store: Store
) -> None:
    assert bring(wordpress([BlogPost(3, comments=COMMENTS)])).total == 3


def test_two_blogs_on_one_domain_are_two_blogs(bring: Bring, store: Store) -> None:
    for path in ("5a", "5b"):
        bring(wordpress([BlogPost(5)], site=f"https://www.School.example/{path}/"))
    assert {e.uid for e in entries(store)} == {
        "wordpress/school.example/5a/5",
        "wordpress/school.example/5b/5",
    }


def test_an_answer_to_oneself_is_no_collaboration(bring: Bring, store: Store) -> None:
    bring(disqus([POSTS[2], DisqusPost(5, "Mrs Hart", "And on.", parent=3, username="hart")]))
    assert {e.kind.value for e in entries(store)} == {"contribute"}


def test_answers_may_stand_before_what_they_answer(bring: Bring, store: Store) -> None:
    bring(disqus(POSTS[::-1]))
    bring(wordpress([BlogPost(5, comments=COMMENTS[::-1])]))
    answers = [text for text in texts(store) if text.startswith("Answered")]
    assert answers == ['Answered Anna on "Fractions": Well seen, Anna!'] * 2


# What is left out


def test_what_is_not_public_on_a_blog_is_left_out_and_counted(bring: Bring, store: Store) -> None:
    outcome = bring(
        wordpress(
            [
                BlogPost(1, status="draft"),
                BlogPost(2, status="private", comments=(BlogComment(8, "Mrs Hart", user=1),)),
                BlogPost(3, status="trash"),
                BlogPost(4, password="secret"),
                BlogPost(5, type="attachment", status="inherit"),
                BlogPost(6, status="future"),
                BlogPost(7, creator="colleague"),
                BlogPost(
                    8,
                    "About",
                    type="page",
                    comments=(
                        BlogComment(11, "Mrs Hart", user=1, approved="spam"),
                        BlogComment(12, "Mrs Hart", user=1, approved="trash"),
                        BlogComment(13, "Mrs Hart", user=1, approved="0"),
                        BlogComment(14, "Mrs Hart", user=1, type="pingback"),
                        BlogComment(15, "Mrs Hart", user=1, type="trackback"),
                        BlogComment(16, "Mrs Hart", "Hello", user=1, type="comment"),
                    ),
                ),
            ]
        )
    )
    assert texts(store) == [
        'Published the page "About": Today we cut cakes.',
        'Commented on "About": Hello',
    ]
    assert outcome.left_out == {
        "drafts": 1,
        "private posts": 1,
        "posts in the trash": 1,
        "posts with a password": 1,
        "pictures, menus and other parts of the blog": 1,
        "unpublished posts": 1,
        "posts of others": 1,
        "comments on pages that are not public": 1,
        "comments marked as spam": 1,
        "comments in the trash": 1,
        "comments waiting for approval": 1,
        "pingbacks and trackbacks": 2,
    }


def test_deletion_and_spam_marks_of_disqus_are_respected(bring: Bring, store: Store) -> None:
    outcome = bring(
        disqus(
            [
                DisqusPost(1, "Mrs Hart", "gone", username="hart", deleted=True),
                DisqusPost(2, "Mrs Hart", "spam", username="hart", spam=True),
                DisqusPost(3, "Mrs Hart", "page gone", username="hart", thread=11),
                DisqusPost(
                    4, "Mrs Hart", "no", username="hart", extra="<isApproved>false</isApproved>"
                ),
                DisqusPost(5, "Anna", deleted=True),
                DisqusPost(6, "Mrs Hart", "kept", username="hart", parent=5),
            ],
            [DisqusThread(10), DisqusThread(11, deleted=True)],
        )
    )
    # Who deleted a comment is not named in the answer to it either.
    assert texts(store) == ['Answered somebody on "Fractions": kept']
    assert b"Anna" not in kept_bytes(store)
    assert outcome.left_out == {
        "deleted comments": 2,
        "comments marked as spam": 1,
        "comments on deleted pages": 1,
        "comments that were not approved": 1,
    }


@pytest.mark.parametrize(
    "other",
    [
        DisqusPost(1, ""),
        DisqusPost(1, "Guest"),
        DisqusPost(1, "[deleted]"),
        DisqusPost(1, author_element=False),
        DisqusPost(99),
    ],
)
def test_a_deleted_author_is_somebody(bring: Bring, store: Store, other: DisqusPost) -> None:
    bring(disqus([other, POSTS[1]]))
    assert texts(store) == ['Answered somebody on "Fractions": Well seen, Anna!']


def test_a_person_erased_from_wordpress_is_somebody(bring: Bring, store: Store) -> None:
    erased = BlogComment(1, "Anonymous", email="deleted@site.invalid")
    bring(wordpress([BlogPost(5, comments=(erased, COMMENTS[1]))]), students=True)
    outcome = bring(wordpress([BlogPost(5, comments=(erased, COMMENTS[1]))]))
    assert ("Mrs Hart", "somebody", 1) in exchanges(outcome)


# Who the teacher is


@pytest.mark.parametrize("me", ["mrs hart", "HART", "@hart", "Hart@School.example", "Mrs  Hart "])
def test_the_teacher_is_known_by_name_username_or_address(
    bring: Bring, store: Store, me: str
) -> None:
    signed = [replace(p, email="hart@school.example") if p.username else p for p in POSTS]
    assert bring(disqus(signed), me).total == 2
    assert bring(wordpress(BLOG, [BlogAuthor(), BlogAuthor(2, "lee", "l@x.org", "Lee")]), me).total


@pytest.mark.parametrize("me", ["", "Nobody"])
def test_without_the_teacher_the_most_frequent_names_are_proposed(bring: Bring, me: str) -> None:
    posts = [DisqusPost(n, "Tom") for n in (5, 6, 7)]
    with refused(UsageError, '--me "Tom" (the most frequent: Tom, Mrs Hart, Anna)'):
        bring(disqus([*POSTS[:3], *posts]), me)


def test_several_authors_of_a_blog_are_proposed(bring: Bring, store: Store) -> None:
    authors = [BlogAuthor(), BlogAuthor(2, "lee", "lee@x.example", "Mr Lee")]
    posts = [*BLOG, BlogPost(6, creator="lee"), BlogPost(7, creator="lee")]
    with refused(UsageError, '--me "Mrs Hart" (the most frequent: Mrs Hart, Mr Lee'):
        bring(wordpress(posts, authors), "")
    assert bring(wordpress(posts, authors), "mr lee").total == 2


def test_a_proposal_holds_no_address_and_in_student_mode_no_pupil(bring: Bring) -> None:
    posts = [DisqusPost(1, "anna@home.example"), DisqusPost(2, "Tom")]
    with pytest.raises(UsageError) as caught:
        bring(disqus(posts), "")
    assert "@" not in caught.value.remedy
    with pytest.raises(UsageError) as caught:
        bring(disqus(posts), "", students=True)
    assert 'me "Mrs Hart"' in caught.value.remedy and "Tom" not in caught.value.remedy
    with pytest.raises(UsageError) as caught:
        bring(wordpress(BLOG, [BlogAuthor(), BlogAuthor(2, "lee")]), "", students=True)
    assert "Anna" not in caught.value.remedy


def test_a_pupil_with_the_authors_name_and_another_account_is_not_the_teacher(
    bring: Bring, store: Store
) -> None:
    pupils = (
        BlogComment(1, "Mrs Hart", "I am not", user=7),
        BlogComment(2, "Mrs Hart", "Nor am I", email="x@home.example"),
    )
    bring(wordpress([BlogPost(5, comments=pupils)]), me="")
    assert len(entries(store)) == 1


# Pupils


def test_student_mode_keeps_no_name_and_no_word(bring: Bring, store: Store) -> None:
    one = bring(disqus(POSTS), students=True)
    two = bring(wordpress(BLOG), students=True)
    assert sorted(texts(store)) == sorted(
        [
            'Answered a student on "Fractions"',
            'Commented on "Fractions"',
            'Published "Fractions"',
            'Answered a student on "Fractions"',
            'Commented on "Fractions"',
        ]
    )
    assert {link for e in entries(store) for link in e.links} == {
        "https://class.example/fractions",
        "https://class.example/?p=5",
    }
    for outcome in (one, two):
        assert exchanges(outcome) == {
            ("Student 1", "", 1),
            ("Mrs Hart", "Student 1", 1),
            ("Mrs Hart", "", 1),
            ("Student 2", "Mrs Hart", 1),
        }
    for word in (b"Anna", b"anna", b"Tom", b"home.example", b"Read on", b"Well seen", b"cakes"):
        assert word not in kept_bytes(store)


def test_an_ordinary_import_keeps_no_address_of_others(bring: Bring, store: Store) -> None:
    posts = [
        *POSTS,
        DisqusPost(7, "eve@home.example"),
        DisqusPost(8, "Mrs Hart", "Ask <b>eve@home.example</b>, @lee@school.social", parent=7),
    ]
    bring(disqus(posts, [DisqusThread(10, "Mail to eve@home.example")]))
    bring(wordpress(BLOG))
    assert b"home.example" not in kept_bytes(store)
    assert any(text.endswith("Ask …, @lee@school.social") for text in texts(store))
    assert b"eve@" not in kept_bytes(store)


@pytest.mark.parametrize("service", ["disqus", "wordpress"])
def test_pseudonyms_stay_the_same_when_the_export_has_grown(bring: Bring, service: str) -> None:
    def export(names: list[str]) -> str:
        dates = [f"2019-09-{day:02}" for day in range(2, 2 + len(names))]
        places = list(enumerate(zip(names, dates, strict=True), 1))
        random.Random(4).shuffle(places)
        if service == "disqus":
            made = [DisqusPost(n, w, created=f"{d}T10:00:00Z") for n, (w, d) in places]
            return disqus([*made, replace(POSTS[2], number=100)])
        said = [BlogComment(n, w, date_gmt=f"{d} 10:00:00") for n, (w, d) in places]
        return wordpress([BlogPost(5, comments=tuple(said))])

    names = ["Zoe", "Ben", "Zoe", "Ada", "Carl", "Zoe", "Ben"]
    first = exchanges(bring(export(names[:5]), students=True)) - {("Mrs Hart", "", 1)}
    assert first == {
        ("Student 1", "", 2),
        ("Student 2", "", 1),
        ("Student 3", "", 1),
        ("Student 4", "", 1),
    }
    grown = exchanges(bring(export([*names, "Alan"]), students=True)) - {("Mrs Hart", "", 1)}
    assert grown == {
        ("Student 1", "", 3),
        ("Student 2", "", 2),
        ("Student 3", "", 1),
        ("Student 4", "", 1),
        ("Student 5", "", 1),
    }


def test_a_comment_that_was_deleted_later_moves_no_pseudonym(bring: Bring) -> None:
    posts = [
        DisqusPost(1, "Zoe", created="2019-09-01T10:00:00Z"),
        DisqusPost(2, "Ben", created="2019-09-02T10:00:00Z"),
        POSTS[2],
    ]
    bring(disqus(posts), students=True)
    after = bring(disqus([replace(posts[0], deleted=True), *posts[1:]]), students=True)
    assert ("Student 2", "", 1) in exchanges(after)


# Dates


@pytest.mark.parametrize(
    ("created", "moment"),
    [
        ("2019-09-02T22:30:00Z", "2019-09-02T22:30:00+00:00"),
        ("2012-12-12T12:12:12", "2012-12-12T12:12:12+00:00"),
        ("2019-09-02T22:30:00+02:00", "2019-09-02T20:30:00+00:00"),
        ("2019-09-02T22:30:00.123456", "2019-09-02T22:30:00+00:00"),
    ],
)
def test_disqus_dates_are_utc(bring: Bring, store: Store, created: str, moment: str) -> None:
    bring(disqus([replace(POSTS[2], created=created)]))
    assert entries(store)[0].happened_at.isoformat() == moment


def test_the_day_is_the_teachers(bring: Bring, store: Store) -> None:
    bring(disqus([replace(POSTS[2], created="2019-09-02T22:30:00Z")]))
    assert entries(store)[0].day == date(2019, 9, 3)


@pytest.mark.parametrize("created", ["", "yesterday", "0001-01-01T00:00:00Z", "2019-02-30"])
def test_a_comment_without_a_date_is_left_out(bring: Bring, store: Store, created: str) -> None:
    outcome = bring(disqus([replace(POSTS[1], created=created), POSTS[2]]))
    assert len(entries(store)) == 1
    assert outcome.left_out == {"comments without a date": 1}


def test_a_zero_date_falls_back_to_the_teachers_clock(bring: Bring, store: Store) -> None:
    zero = "0000-00-00 00:00:00"
    comment = BlogComment(1, "Mrs Hart", user=1, date="2019-01-02 12:00:00", date_gmt=zero)
    posts = [
        BlogPost(5, date="2019-07-01 10:00:00", date_gmt=zero, comments=(comment,)),
        BlogPost(6, date=zero, date_gmt=zero),
    ]
    bring(wordpress(posts))
    assert {e.uid.rpartition("/")[2]: e.happened_at.isoformat() for e in entries(store)} == {
        "5": "2019-07-01T08:00:00+00:00",
        "6": "2019-09-01T08:00:00+00:00",  # from the pubDate
        "comment-1": "2019-01-02T11:00:00+00:00",
    }


# Hostile and broken content


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
    with gzip.open(file, "wb", compresslevel=1) as stream:
        stream.write(disqus([]).encode().replace(b"</disqus>", b""))
        for _ in range(60):
            stream.write(b" " * 1_000_000)
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
    size = file.stat().st_size
    assert len(heard) >= 6
    assert heard == sorted(heard)
    assert heard[-1] == ("comments", 2 * size, 2 * size)
