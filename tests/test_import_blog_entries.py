"""What of a Disqus or WordPress export becomes an entry of which day, and what is left out."""

from dataclasses import replace
from datetime import date

import pytest

from plnbuddy.store.database import Store
from plnbuddy.store.imports import exchanges_of
from tests import blog_imports
from tests.blog_exports import BlogComment, BlogPost, DisqusPost, DisqusThread, disqus, wordpress
from tests.blog_imports import BLOG, COMMENTS, POSTS, Bring, exchanges, kept_bytes, texts
from tests.stored import entries

bring, store = blog_imports.bring, blog_imports.store


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


def test_a_blog_without_a_name_is_called_by_its_site(bring: Bring, store: Store) -> None:
    bring(wordpress(BLOG, title=""))
    assert {entry.place for entry in entries(store)} == {"class.example"}


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
                DisqusPost(
                    6,
                    "Mrs Hart",
                    "kept",
                    username="hart",
                    parent=5,
                    extra="<isApproved>true</isApproved>",
                ),
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
