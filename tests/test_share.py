"""`share`, and the page of a list: who is on it, how to be taken off, and a browser's view."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plnbuddy.handles import parse_tag
from plnbuddy.lists.page import build_list_page, contact_link
from plnbuddy.model import SubjectKind
from plnbuddy.store.lists import KeptList, ListRow, person_row
from tests.accounts import THERE, serving
from tests.conftest import Plnbuddy
from tests.village import settle, village

OFF = ("--contact", "hart@example.org")
TODAY = date(2026, 11, 24)
HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)> \" ' {{ 7*7 }}"


def shown(plnbuddy: Plnbuddy, *words: str) -> set[str]:
    return {row["label"] for row in plnbuddy("share", *words, "--json").data["rows"]}


def test_only_people_whose_settings_allow_it_are_shared(music_teacher: Plnbuddy) -> None:
    community = village()
    community.person("shy", discoverable=False)
    community.person("quiet", noindex=True)
    community.follow("anna", "shy", "quiet")
    community.move(f"dan@{THERE}", "kai")
    with serving(community) as server:
        settle(music_teacher, server)
        answer = music_teacher("share", "--json")
        names = {
            row["label"].split("@")[1] for row in answer.data["rows"] if row["label"][0] == "@"
        }
        assert names == {"ben", "cleo", "hal"}
        assert answer.data["refused"] == 3
        assert answer.data["file"] is None
        music_teacher(
            "lists",
            "forget",
            next(label for label in shown(music_teacher) if label.startswith("@ben@")),
        )
        assert not any("@ben@" in label for label in shown(music_teacher))


def test_a_preview_writes_nothing_and_a_yes_writes_the_page(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    music_teacher("follow", "@strudel@social.toplap.org", "#musiced", "@nobody@example.org")
    file = tmp_path / "page.html"
    answer = music_teacher("share", str(file))
    assert "@strudel@social.toplap.org" in answer.output
    assert "nobody could ask them: 1" in answer.messages
    assert not file.exists()
    assert music_teacher("share", str(file), "--yes", ok=False).exit_code == 2
    music_teacher("share", str(file), "--yes", *OFF)
    page = file.read_text(encoding="utf-8")
    assert 'href="mailto:hart@example.org"' in page
    assert "#musiced" in page
    assert "@nobody@example.org" not in page
    csv = base64.b64decode(re.findall(r"base64,([\w+/=]+)", page)[0]).decode()
    assert csv.splitlines()[1:] == ["strudel@social.toplap.org,true,false,"]


def test_topics_and_numbers(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", "@strudel@social.toplap.org", "@Blender@mastodon.social")
    assert shown(music_teacher, "--topic", "arts") == {"@Blender@mastodon.social"}
    assert shown(music_teacher, "-n", "1") == {"@strudel@social.toplap.org"}


def test_nobody_to_share(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("share", ok=False)
    assert answer.exit_code == 6
    assert "plnbuddy suggest" in answer.messages


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("hart@example.org", "mailto:hart@example.org"),
        ("mailto:hart@example.org", "mailto:hart@example.org"),
        ("https://example.org/off", "https://example.org/off"),
        ("ask me in the staff room", ""),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example?bcc=c@d.example", ""),
        ("@anna@example.org", ""),
    ],
)
def test_contacts(contact: str, link: str) -> None:
    assert contact_link(contact) == link


def rows(count: int = 12) -> list[ListRow]:
    people = [
        replace(
            person_row(f"@teacher{i}@school{i % 3}.example"),
            name=f"Teacher {i}",
            description=HOSTILE if i == 3 else "answers everybody",
            topics=("music",),
            basis="organisation",
            source="https://example.org/list",
        )
        for i in range(count)
    ]
    long = replace(person_row("@" + "w" * 60 + "@" + "long" * 12 + ".example"), name="W" * 90)
    tag = parse_tag("#musiced")
    return [
        *people,
        long,
        ListRow(SubjectKind.HASHTAG, tag.key, "#musiced", description="Music"),
        ListRow(SubjectKind.CHAT, tag.key, "#musedchat", description="Mondays at 20:00"),
    ]


LIST = KeptList("mine", HOSTILE, introduction=f"Dear Ben,\n{HOSTILE}", contact="hart@example.org")


def test_hostile_text_stays_text() -> None:
    page = build_list_page(LIST, rows(), HOSTILE, HOSTILE, TODAY)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_an_exported_list_is_such_a_page(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("lists", "new", "Music Teachers", "@anna@example.org", "--contact", "h@example.org")
    file = tmp_path / "page.html"
    plnbuddy("lists", "export", "music-teachers", str(file))
    assert "@anna@example.org" in file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[object]":
    pytest.importorskip("selenium")
    from tests.chromium import Browser

    opened = Browser(tmp_path_factory.mktemp("browser"))
    yield opened
    opened.driver.quit()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_in_a_browser(browser: object, width: int, dark: bool) -> None:
    from tests.chromium import Browser

    assert isinstance(browser, Browser)
    page = build_list_page(LIST, rows(), "Mrs Hart", "Hilltop School", TODAY)
    browser.open(page, width=width, dark=dark, touch=width < 700)
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("data:")] == []
    assert browser.run("return document.documentElement.scrollWidth <= window.innerWidth")
    assert browser.run("return document.querySelectorAll('.card').length") == len(rows())
    assert browser.run("return document.querySelectorAll('script, img').length") == 0


@pytest.mark.browser
def test_every_text_can_be_read(browser: object) -> None:
    from tests.chromium import Browser
    from tests.test_network_page import CONTRASTS

    assert isinstance(browser, Browser)
    for dark in (False, True):
        browser.open(build_list_page(LIST, rows(3), "Mrs Hart", "", TODAY), dark=dark)
        assert browser.run(CONTRASTS) == []


@pytest.mark.browser
def test_the_printed_page(browser: object) -> None:
    from io import BytesIO

    import pypdf

    from tests.chromium import Browser

    assert isinstance(browser, Browser)
    browser.open(build_list_page(LIST, rows(), "Mrs Hart", "", TODAY))
    printed = pypdf.PdfReader(BytesIO(browser.pdf(8.27, 11.69)))
    text = "".join(sheet.extract_text() for sheet in printed.pages)
    assert len(printed.pages) <= 3
    assert "@teacher11@school2.example" in text
    assert "hart@example.org" in text
