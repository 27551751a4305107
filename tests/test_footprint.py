import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Activity, ActivityKind, Profile
from plnbuddy.footprint.build import FEED_LIMIT, Footprint, build_footprint
from plnbuddy.footprint.choose import Wanted
from plnbuddy.footprint.feed import footprint_feed
from plnbuddy.footprint.markdown import footprint_markdown
from plnbuddy.footprint.places import name_place, public_link
from plnbuddy.store.activities import add_activities
from plnbuddy.store.database import open_store
from plnbuddy.store.footprint import hide_uids
from tests.conftest import Plnbuddy

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def entry(uid: str, text: str = "A rubric", **changes: object) -> Activity:
    moment = changes.pop("at", DAY)
    assert isinstance(moment, datetime)
    facts: dict[str, object] = {
        "kind": ActivityKind.CONTRIBUTE,
        "links": (f"https://blog.example.org/{uid}",),
        **changes,
    }
    return Activity(0, uid, happened_at=moment, day=moment.date(), text=text, **facts)  # type: ignore[arg-type]


def footprint_of(
    folder: Path,
    *entries: Activity,
    wanted: Wanted | None = None,
    keep: int | None = None,
    name: str = "Ada",
) -> Footprint:
    with open_store(folder / "journal.sqlite3") as store:
        if entries:
            with store.writing():
                add_activities(store, entries)
        return build_footprint(
            store, Profile(name=name, school="Mill School"), wanted or Wanted(), keep
        )


def uids(footprint: Footprint) -> list[str]:
    return [each.uid for each in footprint.entries]


@pytest.fixture
def sharing_teacher(plnbuddy: Plnbuddy) -> Plnbuddy:
    share(plnbuddy, "a unit on rhythm #musiced", "https://example.org/unit", "2024-03-01")
    share(plnbuddy, "a talk on rubrics", "https://youtu.be/x", "2025-05-01")
    share(plnbuddy, "an answer #musiced", "https://mastodon.social/@ada/1", "2026-11-01")
    return plnbuddy


def share(plnbuddy: Plnbuddy, text: str, url: str, day: str) -> None:
    plnbuddy("log", "contribute", text, "--url", url, "--date", day, "--note", "a secret note")


# What is public


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


# The command


def test_the_list_has_counts_then_numbers_days_places_and_links(sharing_teacher: Plnbuddy) -> None:
    lines = sharing_teacher("footprint").output.splitlines()
    assert lines[1] == "3 contributions, from 2024 to 2026"
    assert lines[2] == "Places: Mastodon 1, YouTube 1, example.org 1"
    assert lines[3] == "Topics: music 2, other topics 1"
    assert lines[5] == "   3  2026-11-01  Mastodon  an answer #musiced"
    assert lines[6].strip() == "https://mastodon.social/@ada/1"
    assert [line[:4].strip() for line in lines[5::2]] == ["3", "2", "1"]


def test_it_shows_the_newest_20_and_says_so(plnbuddy: Plnbuddy) -> None:
    for number in range(22):
        share(plnbuddy, f"text {number}", f"https://example.org/{number}", "2026-11-01")
    few = plnbuddy("footprint")
    assert few.output.count("https://") == 20
    assert "newest 20 of 22" in few.messages
    assert plnbuddy("footprint", "-n", "3").output.count("https://") == 3
    everything = plnbuddy("footprint", "--all")
    assert everything.output.count("https://") == 22
    assert "newest" not in everything.messages
    assert len(plnbuddy("footprint", "--json").data["entries"]) == 22
    assert plnbuddy("footprint", "-n", "2", "-q").messages == ""


def test_hide_and_unhide_by_number(sharing_teacher: Plnbuddy) -> None:
    hidden = sharing_teacher("footprint", "hide", "2", "1")
    assert "unhide 2 1" in hidden.messages
    shown = sharing_teacher("footprint")
    assert "rubrics" not in shown.output
    assert "Hidden: 2" in shown.messages
    assert "rubrics" in sharing_teacher("log", "list").output
    listed = sharing_teacher("footprint", "unhide", "--json").data
    assert [each["id"] for each in listed["entries"]] == [2, 1]
    sharing_teacher("footprint", "unhide", "2")
    assert [e["number"] for e in sharing_teacher("footprint", "--json").data["entries"]] == [3, 2]


def test_a_wrong_number_hides_nothing(sharing_teacher: Plnbuddy) -> None:
    answer = sharing_teacher("footprint", "hide", "1", "99", ok=False)
    assert answer.exit_code == 6
    assert "no entry 99" in answer.messages
    assert sharing_teacher("footprint", "--json").data["total"] == 3


def test_an_empty_answer_says_why(plnbuddy: Plnbuddy) -> None:
    empty = plnbuddy("footprint", ok=False)
    assert empty.exit_code == 6
    assert "Nothing in the journal is public yet." in empty.messages
    share(plnbuddy, "a talk", "https://youtu.be/x", "2026-11-01")
    misspelt = plnbuddy("footprint", "--place", "youtub", ok=False)
    assert misspelt.exit_code == 6
    assert "Did you mean YouTube?" in misspelt.messages
    assert plnbuddy("footprint", "--search", "xyz", ok=False).exit_code == 6
    assert plnbuddy("footprint", "--topic", "musci", ok=False).exit_code == 2
    assert plnbuddy("footprint", "--kind", "connect", ok=False).exit_code == 2
    plnbuddy("footprint", "hide", "1")
    assert "1 of its entries" in plnbuddy("footprint", ok=False).messages


def test_exclusions_are_counted(sharing_teacher: Plnbuddy) -> None:
    answer = sharing_teacher("footprint", "--exclude", "youtube", "--exclude", "#musiced", ok=False)
    assert answer.exit_code == 6
    answer = sharing_teacher("footprint", "--exclude", "youtube", "--exclude", "xyz")
    assert "Left out because of youtube: 1." in answer.messages
    assert "Left out because of xyz: 0." in answer.messages


@pytest.mark.parametrize("form", ["text", "md", "json", "atom"])
def test_a_file_holds_what_the_terminal_shows(
    sharing_teacher: Plnbuddy, tmp_path: Path, form: str
) -> None:
    shown = sharing_teacher("footprint", "--format", form).output
    file = tmp_path / "footprint"
    answer = sharing_teacher("footprint", "--format", form, "--output", str(file))
    assert answer.output == ""
    assert "3 entries are in" in answer.messages
    assert file.read_text(encoding="utf-8") == shown


def test_json_holds_counts_and_entries(sharing_teacher: Plnbuddy) -> None:
    data = sharing_teacher("footprint", "--format", "json").data
    assert data == sharing_teacher("footprint", "--json").data
    assert data["form"] == "plnbuddy.footprint.1"
    assert data["by_year"] == {"2026": 1, "2025": 1, "2024": 1}
    newest = data["entries"][0]
    assert newest.pop("uid")
    assert newest == {
        "number": 3, "kind": "contribute", "happened_at": "2026-11-01T12:00:00Z",
        "day": "2026-11-01", "place": "Mastodon", "topics": ["music"], "tags": ["musiced"],
        "text": "an answer #musiced", "link": "https://mastodon.social/@ada/1",
    }  # fmt: skip


# Markdown and Atom


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


# The page's files (what is in the page: test_footprint_page.py)


def test_html_writes_two_files_and_says_what_they_tell(
    sharing_teacher: Plnbuddy, tmp_path: Path
) -> None:
    sharing_teacher("config", "set", "profile.name", "Ada")
    folder = tmp_path / "my-page"
    answer = sharing_teacher("footprint", "--exclude", "YouTube", "--html", str(folder))
    assert {file.name for file in folder.iterdir()} == {"index.html", "feed.atom"}
    assert "meant for the public" in answer.messages
    assert "your name and the text, day, place, topics and link of 2 entries" in answer.messages
    assert "any web host" in answer.messages
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "a talk on rubrics" not in page
    assert "a unit on rhythm" in page
    quiet = sharing_teacher("footprint", "--html", str(folder), "-q")
    assert "meant for the public" in quiet.messages
    data = sharing_teacher("footprint", "--html", str(folder), "--json").data
    assert data["form"] == "plnbuddy.footprint-page.1"
    assert (data["entries"], data["total"]) == (3, 3)


def test_somebody_elses_home_page_is_not_replaced(
    sharing_teacher: Plnbuddy, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<h1>My home</h1>")
    answer = sharing_teacher("footprint", "--html", str(tmp_path), ok=False)
    assert answer.exit_code == 1
    assert "already another index.html" in answer.messages
    assert (tmp_path / "index.html").read_text() == "<h1>My home</h1>"
    assert not (tmp_path / "feed.atom").exists()


def test_a_file_in_the_way_is_an_error(sharing_teacher: Plnbuddy, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    answer = sharing_teacher("footprint", "--html", str(tmp_path / "file"), ok=False)
    assert answer.exit_code == 1
    assert "cannot be written" in answer.messages
    clash = sharing_teacher("footprint", "--html", "x", "--format", "md", ok=False)
    assert clash.exit_code == 2


def test_hostile_text_from_an_import_is_harmless_in_the_terminal(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    record = {
        "uid": "1", "kind": "contribute", "when": "2026-11-01T12:00:00Z", "day": "2026-11-01",
        "text": "red \x1b[31mtext \u202egnp.exe [bold]x[/bold]", "links": ["https://example.org/x"],
        "place": "\x1b]8;;https://evil.example\x07Blog", "tags": [],
    }  # fmt: skip
    file = tmp_path / "journal.jsonl"
    file.write_text(json.dumps(record), encoding="utf-8")
    plnbuddy("log", "import", str(file))
    output = plnbuddy("footprint", FORCE_COLOR="").output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "[bold]x[/bold]" in output


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
