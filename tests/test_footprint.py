"""What of a journal is public, of which place and topic, and which of it is asked for."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from plnbuddy.core.handles import Tag
from plnbuddy.core.model import ActivityKind
from plnbuddy.footprint.choose import Wanted
from plnbuddy.footprint.places import name_place, public_link
from plnbuddy.store.activities import add_activities
from plnbuddy.store.database import open_store
from plnbuddy.store.footprint import hide_uids
from tests import footprints
from tests.conftest import Plnbuddy
from tests.footprints import DAY, entry, footprint_of, uids

sharing_teacher = footprints.sharing_teacher


def test_only_what_others_can_see_is_in_it(tmp_path: Path) -> None:
    talk = ActivityKind.COLLABORATE
    built = footprint_of(
        tmp_path,
        entry("given"),
        entry("without-link", links=()),
        entry("followed", kind=ActivityKind.CONNECT, origin="mastodon"),
        entry("staff-room", kind=talk, origin="manual"),
        *(
            entry(origin, kind=talk, origin=origin)
            for origin in ("mastodon", "twitter-archive", "disqus", "wordpress", "feed")
        ),
    )
    assert set(uids(built)) == {
        "given", "mastodon", "twitter-archive", "disqus", "wordpress", "feed",
    }  # fmt: skip


@pytest.mark.parametrize(
    "link",
    [
        "http://localhost/x", "http://moodle/course", "https://nas.local/x", "http://10.0.0.7/x",
        "https://wiki.school.internal/", "https://me:secret@example.org/", "http://[::1]/",
        "http://[bad/", "https://127.0.0.1:8080/x", "ftp://example.org/",
    ],
)  # fmt: skip
def test_links_into_a_house_or_with_a_password_are_not_public(link: str, tmp_path: Path) -> None:
    assert public_link([link]) == ""
    assert public_link([link, "https://example.org/x"]) == "https://example.org/x"


def test_nothing_private_is_in_any_form(sharing_teacher: Plnbuddy, tmp_path: Path) -> None:
    sharing_teacher("log", "edit", "1", "--minutes", "777")
    for form in ("text", "md", "json", "atom"):
        assert "secret" not in sharing_teacher("footprint", "--format", form).output
        assert "777" not in sharing_teacher("footprint", "--format", form).output
    sharing_teacher("footprint", "--html", str(tmp_path / "page"))
    for file in (tmp_path / "page").iterdir():
        assert "secret" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("place", "origin", "link", "name"),
    [
        ("Staff day", "manual", "https://example.org/x", "Staff day"),
        ("twitter", "manual", "https://example.org/x", "Twitter"),
        ("", "mastodon", "https://example.org/@ada/1", "Mastodon"),
        ("", "twitter-archive", "https://x.com/ada/status/1", "Twitter"),
        ("", "manual", "https://x.com/ada/status/1", "Twitter"),
        ("", "manual", "https://www.YouTube.com/watch?v=1", "YouTube"),
        ("", "manual", "https://school.social/@ada/112", "Mastodon"),
        ("", "manual", "https://school.social/@ada", "school.social"),
        ("", "feed", "https://www.ada.example/2026/unit", "ada.example"),
    ],
)
def test_a_place_is_what_the_entry_says_or_the_origin_or_the_site(
    place: str, origin: str, link: str, name: str
) -> None:
    assert name_place(place, origin, link) == name


def test_two_spellings_of_a_place_are_one_place(tmp_path: Path) -> None:
    built = footprint_of(
        tmp_path, entry("1", place="mastodon"), entry("2", origin="mastodon"),
        entry("3", place="EduCon", at=DAY + timedelta(days=1)), entry("4", place="educon"),
    )  # fmt: skip
    assert built.by_place == {"EduCon": 2, "Mastodon": 2}


def test_topics_come_from_the_curated_hashtags(tmp_path: Path) -> None:
    built = footprint_of(
        tmp_path, entry("1", tags=(Tag("MusicEd"),)), entry("2", tags=(Tag("noSuchTag"),)),
        entry("3"), entry("4", tags=(Tag("musiced"), Tag("assessment"))),
    )  # fmt: skip
    assert built.by_topic == {"music": 2, "assessment": 1, "other": 2}
    assert list(built.by_topic)[-1] == "other"


# Choosing


def test_the_newest_come_first_and_counts_are_of_all(tmp_path: Path) -> None:
    entries = [entry(str(i), at=DAY - timedelta(days=100 * i)) for i in range(8)]
    built = footprint_of(tmp_path, *reversed(entries), keep=3)
    assert uids(built) == ["0", "1", "2"]
    assert built.total == 8
    assert built.by_year == {"2026": 4, "2025": 3, "2024": 1}
    assert (built.first_day, built.last_day) == (date(2024, 12, 20), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(words="RHYTHM unit"), ["unit"]),
        (Wanted(words="#musiced"), ["unit"]),
        (Wanted(words="resume"), ["cv"]),
        (Wanted(place="twitter"), ["cv"]),
        (Wanted(topic="music"), ["unit"]),
        (Wanted(topic="other"), ["party", "cv"]),
        (Wanted(kind=ActivityKind.COLLABORATE), ["cv"]),
        (Wanted(first_day=date(2026, 11, 1)), ["party", "unit"]),
        (Wanted(excluded=("Twitter",)), ["party", "unit"]),
        (Wanted(excluded=("#MusicEd",)), ["party", "cv"]),
        (Wanted(excluded=("art",)), ["party", "unit", "cv"]),
        (Wanted(excluded=("Résumé", "party")), ["unit"]),
    ],
)
def test_what_is_asked_for_stays_and_what_is_excluded_goes(
    tmp_path: Path, wanted: Wanted, left: list[str]
) -> None:
    built = footprint_of(
        tmp_path,
        entry("party", "Songs for a party", at=DAY),
        entry("unit", "A unit on rhythm", tags=(Tag("musiced"),), at=DAY - timedelta(days=1)),
        entry(
            "cv", "My résumé", kind=ActivityKind.COLLABORATE, origin="twitter-archive",
            at=DAY - timedelta(days=90),
        ),
        wanted=wanted,
    )  # fmt: skip
    assert uids(built) == left


def test_hiding_holds_by_uid_when_the_entry_comes_again(tmp_path: Path) -> None:
    footprint_of(tmp_path, entry("1"), entry("2"))
    with open_store(tmp_path / "journal.sqlite3") as store, store.writing():
        hide_uids(store, ["1"], DAY.date())
        store.execute("DELETE FROM activity WHERE uid = '1'")
    assert uids(footprint_of(tmp_path, entry("1"))) == ["2"]


@pytest.mark.slow
def test_a_hundred_thousand_entries_are_read_with_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    entries = [
        entry(str(i), at=DAY - timedelta(hours=i), tags=(Tag("musiced"),)) for i in range(100_000)
    ]
    footprint_of(tmp_path, *entries[:1])
    with open_store(tmp_path / "journal.sqlite3") as store, store.writing():
        add_activities(store, entries[1:])
    del entries
    tracemalloc.start()
    built = footprint_of(tmp_path, keep=5_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert built.total == 100_000
    assert len(built.entries) == 5_000
    assert peak < 40_000_000


def test_a_word_that_is_left_out_is_a_whole_word(tmp_path: Path) -> None:
    texts = ("art for all", "we start", "arts week", "On ART.", "kart")
    entries = [entry(str(number), text) for number, text in enumerate(texts)]
    built = footprint_of(tmp_path, *entries, wanted=Wanted(excluded=("art",)))
    assert sorted(uids(built)) == ["1", "2", "4"]
    assert built.excluded == {"art": 2}


def test_every_word_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    entries = [entry("both", "rhythm and rubrics"), entry("one", "rhythm alone")]
    assert uids(footprint_of(tmp_path, *entries, wanted=Wanted(words="Rubrics rhythm"))) == ["both"]


def test_an_entry_whose_links_not_everybody_can_follow_is_not_in_it(tmp_path: Path) -> None:
    inside = entry("inside", links=("https://wiki.school.internal/plan", "http://10.0.0.7/x"))
    mixed = entry("mixed", links=("http://localhost/x", "https://example.org/x"))
    built = footprint_of(tmp_path, inside, mixed)
    assert [(each.uid, each.link) for each in built.entries] == [("mixed", "https://example.org/x")]
    assert built.total == 1
