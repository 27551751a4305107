"""The first evening: `start` with one yes, and the same reading for who has an account."""

import re
from datetime import timedelta

from tests.accounts import MOMENT, log_in
from tests.conftest import Plnbuddy
from tests.conversations import (
    LANGUAGES,
    LEVELS,
    NETWORKS,
    NUMBERS,
    PURPOSE,
    REGION,
    SERVER,
    TOPICS,
    WHICH,
    conversation,
)
from tests.open_village import BIG, host_of, open_world, staff_rooms, teachers
from tests.test_open_reading import offered

from .mastodon_server import ServerSettings, Several

COLLEAGUES = (
    "@priya@maths.example",
    "@okafor@big.example",
    "@lindqvist@school.example",
    "@ana@aula.example",
    "@wren@big.example",
)
OTHERS = {
    "@shop@big.example": "Maths worksheets for busy teachers. 20% off in the shop!",
    "@old@big.example": "Retired maths teacher. Trains.",
    "@uni@school.example": "PGCE maths student. Future teacher.",
    "@dad@aula.example": "Dad of two, not a teacher. Maths memes.",
    "@tunes@school.example": "I teach music at a secondary school.",
}


def crowded_rooms() -> Several:
    """The README's five maths teachers among people who post the same without being any."""
    world = staff_rooms()
    for number, (handle, bio) in enumerate(OTHERS.items()):
        world.person(handle, note=f"<p>{bio}</p>")
        at = MOMENT - timedelta(hours=2 + number)
        world.post(handle, "Fractions! #ITeachMath #MTBoS", at=at)
    return world


def test_one_yes_on_an_empty_home_brings_five_colleagues_and_three_living_hashtags(
    plnbuddy: Plnbuddy,
) -> None:
    with crowded_rooms().serving() as servers:
        plnbuddy.environment["PLNBUDDY_ALLOW_LOOPBACK"] = "1"
        hosts = [server.url.removeprefix("http://") for server in servers.values()]
        plnbuddy("config", "set", "explore.servers", *hosts)  # In place of those of the table.
        with conversation(plnbuddy, asks=True) as talk:
            talk.ask(PURPOSE, "")
            talk.ask(TOPICS, "maths")
            talk.ask(LEVELS, "secondary")
            talk.ask(LANGUAGES, "en")
            talk.ask(REGION, "")
            talk.ask(NETWORKS, "1")
            talk.ask(SERVER, "")
            talk.ask("Go on with step 2?", "")
            talk.ask("Ask them?", "yes")
            people = talk.hear(WHICH)
            talk.hear(": ")
            talk.answer(" ".join(NUMBERS.findall(people)))
            talk.ask("Show more?", "no")
            talk.ask("Read it now?", "no")
            talk.ask("Go on with step 3?", "")
            hashtags = talk.hear(WHICH)
            talk.press_ctrl_c()
            talk.end()
        assert "Ask them?" not in people  # Once is enough.
    shown = re.findall(r"(?m)^ *\d+  .*?(@\S+@\S+)$", people)
    assert set(shown[:5]) == set(COLLEAGUES)
    assert not set(shown) & set(OTHERS)
    said = re.findall(r"says '[^']+' in the bio", " ".join(people.split()))
    assert len(said) == 5
    tags = re.findall(r"(?m)^ *\d+  (#\S+)", hashtags)
    weeks = re.findall(
        r"[1-9]\d* posts? by (?:at most )?[1-9]\d* (?:people|person) this week",
        " ".join(hashtags.split()),
    )
    assert len(tags) >= len(weeks) == 3
    assert "no chat is known that fits you" in " ".join(hashtags.split())
    everything = plnbuddy("suggest", "--offline", "--json").data["sections"]
    chats = [each for each in everything if each["kind"] == "chat"]
    assert [each["suggestions"] for each in chats] in ([], [[]])


def _with_a_member() -> Several:
    """A server that shows posts to its own people alone: nora, and a colleague she never met."""
    world = teachers()
    world.at[BIG].person("nora", discoverable=True)
    rosa = f"@rosa@{BIG}"
    world.person(rosa, only_at_home=True, note="<p>Maths teacher, secondary school</p>")
    world.post(rosa, "Ratio tables #ITeachMath", at=MOMENT - timedelta(hours=3))
    return world


CLOSED = {BIG: ServerSettings(hashtag_feeds=("authenticated", "authenticated"))}


def test_who_is_logged_in_reads_their_own_server_with_the_login_and_no_other(
    plnbuddy: Plnbuddy,
) -> None:
    rosa = f"@rosa@{BIG}"
    with open_world(plnbuddy, _with_a_member(), CLOSED) as servers:
        plnbuddy("explore", PLNBUDDY_NOW="2026-11-24T09:00:00+00:00")
        assert servers[BIG].log.count("/api/v1/timelines/tag/*") == 0
        assert offered(plnbuddy)[rosa]["reasons"][-1] == f"asked to be listed on {BIG}"
        log_in(plnbuddy, servers[BIG], "nora")
        plnbuddy("sync")
        for server in servers.values():
            server.log.clear()
        plnbuddy("explore", PLNBUDDY_NOW="2026-11-25T09:00:00+00:00")
        asked = servers[BIG].log.entries("/api/v1/timelines/tag/*")
        assert asked
        assert all(entry.status == 200 and entry.token for entry in asked)
        others = [server for domain, server in servers.items() if domain != BIG]
        sent = [entry for server in others for entry in server.log.entries()]
        assert sent
        assert [entry.token for entry in sent if entry.token] == []
        host = host_of(servers[BIG])
    found = offered(plnbuddy, PLNBUDDY_NOW="2026-11-25T09:00:00+00:00")
    assert "says 'Maths teacher, secondary school' in the bio" in found[rosa]["reasons"]
    assert "posted under #ITeachMath yesterday" in found[rosa]["reasons"]
    explained = plnbuddy("suggest", "people", "--offline", "--explain")
    assert f"{host}: it shows posts" not in explained.output


def test_a_login_changes_nothing_about_who_says_no(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy, _with_a_member(), CLOSED) as servers:
        log_in(plnbuddy, servers[BIG], "nora")
        plnbuddy("sync")
        plnbuddy("explore")
        shown = plnbuddy("suggest", "people", "-n", "50", "--offline").output
    for name in ("unlisted", "silent", "nobot", "unlist", "robot", "late", "gone", "hidden"):
        assert f"@{name}@" not in shown
    assert "@rosa@" in shown


def test_start_asks_the_server_of_the_account_with_the_login(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy, _with_a_member(), CLOSED, agreed=False) as servers:
        log_in(plnbuddy, servers[BIG], "nora")
        plnbuddy("sync")
        servers[BIG].log.clear()
        with conversation(plnbuddy, asks=True) as talk:
            talk.hear("where you are logged in")
            talk.ask("Ask them?", "yes")
            talk.hear(WHICH)
            talk.press_ctrl_c()
            talk.end()
        asked = servers[BIG].log.entries("/api/v1/timelines/tag/*")
    assert asked
    assert all(entry.token for entry in asked)
