"""`plnbuddy network` from the store and the server to sentences, pages and the report."""

import re
from html import unescape
from pathlib import Path

from tests.accounts import NO_ACCOUNT, NOTHING_FOUND, USAGE, log_in, serving
from tests.conftest import Plnbuddy
from tests.mastodon_server import Community, MastodonServer
from tests.village import village

CLASS = ("ada", "bob", "cem", "dee")
CLUB = ("kim", "lou", "max", "noa")


def two_circles() -> Community:
    """Anna follows two groups whose members all follow each other; bob alone knows the club."""
    community = village()
    for name in (*CLASS, *CLUB):
        community.person(name)
        community.follow("anna", name)
    for group in (CLASS, CLUB):
        for name in group:
            community.follow(name, *(other for other in group if other != name))
    community.follow("bob", "kim", "lou")
    return community


def synced(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    log_in(plnbuddy, server)
    plnbuddy("sync")
    return plnbuddy


def handles(view: dict[str, list[dict[str, str]]]) -> list[str]:
    return [person["handle"] for person in view["people"]]


def test_ties_among_follows_are_those_on_the_server(music_teacher: Plnbuddy) -> None:
    community = two_circles()
    with serving(community) as server:
        view = synced(music_teacher, server)("network", "--json").data
        assert server.log.count("/api/v1/accounts/familiar_followers") == 1
    names = handles(view)
    told = {(names[a], names[b]) for a, b in view["ties"]}
    expected = {
        (f"@{one}@classroom.example", f"@{other}@classroom.example")
        for group in (CLASS, CLUB)
        for one in group
        for other in group
        if one != other
    } | {("@bob@classroom.example", f"@{other}@classroom.example") for other in ("kim", "lou")}
    assert expected <= told
    group_of = {person["handle"]: person["circle"] for person in view["people"]}
    for group in (CLASS, CLUB):
        assert len({group_of[f"@{name}@classroom.example"] for name in group}) == 1
    assert group_of["@ada@classroom.example"] != group_of["@kim@classroom.example"]
    assert len(names) == 12
    assert view["sentences"][0] == "You follow twelve people."


def test_ties_are_asked_for_once_a_week_and_never_offline(music_teacher: Plnbuddy) -> None:
    with serving(two_circles()) as server:
        teacher = synced(music_teacher, server)
        teacher("network", "--offline")
        assert server.log.count("/api/v1/accounts/familiar_followers") == 0
        teacher("network")
        teacher("network")
        assert server.log.count("/api/v1/accounts/familiar_followers") == 1
    answer = teacher("network", now="2026-12-03T09:00:00+00:00")
    assert "could not be read anew" in answer.messages
    assert "You follow" in answer.output


def test_what_changed_is_told_and_carried_by_the_report(music_teacher: Plnbuddy) -> None:
    community = two_circles()
    with serving(community) as server:
        teacher = synced(music_teacher, server)
        assert teacher("network", "--json").data["changes"] == []
        for name in ("pia", "quin", "ravi", "sue"):
            community.person(name)
            community.follow("anna", name)
            community.follow(name, *CLUB)
        later = "2026-12-10T09:00:00+00:00"
        teacher("sync", now=later)
        view = teacher("network", "--json", now=later).data
        assert view["changes"]
        report = teacher("report", "--json", now=later).data
    assert report["network"] == view["changes"][:2]


def test_the_page_holds_everybody_and_asks_for_nothing(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    community = two_circles()
    community.change("ada", display_name="<script>alert(1)</script>")
    page, picture = tmp_path / "network.html", tmp_path / "network.svg"
    with serving(community) as server:
        teacher = synced(music_teacher, server)
        view = teacher("network", "--json").data
        teacher("network", "--html", str(page), "--svg", str(picture))
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in unescape(text)
    assert "<script>alert" not in text
    assert all(handle in text for handle in handles(view))
    assert not re.search(r"""(?:src|href)=["']https?://(?!classroom|schule|far)""", text)
    assert picture.read_text(encoding="utf-8").lstrip().startswith("<svg")


def test_sentences_come_first_and_numbers_when_asked_for(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    page = tmp_path / "network.html"
    with serving(two_circles()) as server:
        teacher = synced(music_teacher, server)
        short = teacher("network", "--html", str(page)).output
        long = teacher("network", "--offline", "--numbers").output
        numbers = teacher("network", "--offline", "--json").data["numbers"]
    meanings = [number["meaning"] for number in numbers]
    assert meanings
    assert not any(meaning in short for meaning in meanings)
    assert all(meaning in long for meaning in meanings)
    assert short.startswith("Your network\nYou follow twelve people.")
    assert short.index("You follow twelve") < short.index("Circles")
    text = page.read_text(encoding="utf-8")
    order = ['id="picture"', 'id="stands-out"', "<details>", 'id="numbers"', 'id="table"']
    places = [text.index(mark) for mark in order]
    assert places == sorted(places)


def test_forgetting_the_account_erases_every_look(music_teacher: Plnbuddy) -> None:
    with serving(two_circles()) as server:
        teacher = synced(music_teacher, server)
        teacher("network")
        teacher("forget-account", "--yes")
    assert teacher("network", ok=False).exit_code == NO_ACCOUNT


def test_it_needs_an_account_and_a_sync(music_teacher: Plnbuddy) -> None:
    assert music_teacher("network", ok=False).exit_code == NO_ACCOUNT
    with serving(two_circles()) as server:
        log_in(music_teacher, server)
        answer = music_teacher("network", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "plnbuddy sync" in answer.messages


def test_a_measure_is_explained_without_an_account(plnbuddy: Plnbuddy) -> None:
    assert "0.027" in plnbuddy("network", "--explain", "constraint").output
    answer = plnbuddy("network", "--explain", "constrain", ok=False)
    assert answer.exit_code == USAGE
    assert "Did you mean constraint" in answer.messages
