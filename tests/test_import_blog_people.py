"""Who the teacher of a blog's export is, and pupils without names."""

import random
from dataclasses import replace

import pytest

from plnbuddy.core.errors import UsageError
from plnbuddy.store.database import Store
from tests import blog_imports
from tests.blog_exports import (
    BlogAuthor,
    BlogComment,
    BlogPost,
    DisqusPost,
    DisqusThread,
    disqus,
    wordpress,
)
from tests.blog_imports import (
    BLOG,
    COMMENTS,
    POSTS,
    Bring,
    exchanges,
    kept_bytes,
    refused,
    texts,
)
from tests.stored import entries

bring, store = blog_imports.bring, blog_imports.store


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


def test_an_author_without_a_post_is_proposed_last_and_one_without_a_name_by_the_login(
    bring: Bring,
) -> None:
    authors = [BlogAuthor(), BlogAuthor(2, "lee", name="Mr Lee"), BlogAuthor(3, "kim", name="")]
    posts = [BlogPost(n, creator="kim") for n in (5, 6, 7)] + [BlogPost(8)]
    with refused(UsageError, "(the most frequent: kim, Mrs Hart, Mr Lee)"):
        bring(wordpress(posts, authors), "")


def test_a_pupil_who_comments_most_is_never_proposed_in_student_mode(bring: Bring) -> None:
    pupils = tuple(BlogComment(n, "Anna") for n in range(1, 9))
    blog = [BlogPost(5, comments=pupils)]
    authors = [BlogAuthor(), BlogAuthor(2, "lee", name="Mr Lee")]
    with refused(UsageError, '--me "Anna" (the most frequent: Anna, Mrs Hart'):
        bring(wordpress(blog, authors), "")
    with pytest.raises(UsageError) as caught:
        bring(wordpress(blog, authors), "", students=True)
    assert '--me "Mrs Hart"' in caught.value.remedy
    assert "Anna" not in caught.value.remedy


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
    assert "Anna" not in caught.value.remedy and "Tom" not in caught.value.remedy


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
