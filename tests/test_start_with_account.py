"""From nothing to a network on one's own account, with `start` alone."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plnbuddy.curated.bundled import read_educators
from tests.accounts import MOMENT, UNREACHABLE, agree, consent_address, saved_accounts
from tests.conftest import Plnbuddy, become_a_music_teacher
from tests.conversations import (
    LANGUAGES,
    LEVELS,
    LOG_IN,
    NETWORKS,
    NUMBERS,
    PURPOSE,
    REGION,
    SERVER,
    TOPICS,
    WHICH,
    Conversation,
    conversation,
)
from tests.test_start import steps

from .mastodon_server import Community, MastodonServer

HERE = "classroom.example"


@pytest.fixture
def community() -> Community:
    """A server for newcomers, and every educator of the bundled list on a server of their own."""
    made = Community(HERE, now=MOMENT)
    made.person("nora", has_avatar=False)
    for educator in read_educators():
        if educator.handle.domain:
            made.person(educator.handle.username, domain=educator.handle.domain, known=False)
    return made


def answer_the_first_step(talk: Conversation, server: MastodonServer) -> None:
    """The profile, and the login with a code from the page that the server shows."""
    talk.ask(PURPOSE, "rhythm games")
    talk.ask(TOPICS, "music, computing")
    talk.ask(LEVELS, "secondary")
    talk.ask(LANGUAGES, "en")
    talk.ask(REGION, "")
    talk.ask(NETWORKS, "mastodon")
    talk.ask(SERVER, server.url)
    talk.ask(LOG_IN, "yes")
    said = talk.hear("The code?")
    talk.hear(": ")
    talk.answer(agree(consent_address(_unwrapped(said)), "nora"))


def _unwrapped(said: str) -> str:
    """The text with an address that was broken at the edge of the terminal in one piece again."""
    start = said.index("http")
    return said[:start] + re.sub(r"(\S)\n(?=\S)", r"\1", said[start:])


def followed(community: Community) -> set[str]:
    return {
        f"@{community.find(number).acct}"
        for number in community.follows.targets(community.find("nora").id)
    }


def test_start_alone_leads_from_nothing_to_a_network_on_the_account(
    plnbuddy: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    with conversation(plnbuddy, BROWSER="/bin/true") as talk:
        answer_the_first_step(talk, server)
        talk.hear(f"Logged in as @nora@{HERE}")
        talk.hear("a picture is missing")
        talk.hear("a bio is missing")
        talk.ask("Go on with step 2?", "yes")
        talk.follow_until(3)
        assert "Followed on your account" in talk.heard
        talk.follow_until(4)
        post = community.post("nora", "I teach music #introduction #musiced")
        talk.ask("Have you posted it?", str(post.url))
        talk.ask("Whom have you answered?", "")
        talk.ask("Go on with step 5?", "yes")
        talk.ask("Connect: how many", "3")
        talk.ask("Collaborate: how many", "2")
        talk.ask("Contribute: how many", "1")
        talk.ask("At most how many minutes", "90")
        assert talk.end() == 0
    people = followed(community)
    assert len(people) >= 10
    curated = {str(educator.handle).lower() for educator in read_educators()}
    assert {handle.lower() for handle in people} <= curated
    tags = list(community.followed_tags[community.find("nora").id].items())
    assert len(tags) >= 3
    assert steps(plnbuddy)[0:3] == [True, True, True]
    report = talk.heard[talk.heard.rindex("Your first report") :]
    assert re.search(r"connect\s+\S+\s+\d\d of 3", report)
    data = plnbuddy("report", "--json").data
    kinds = {each["kind"]: each["count"] for each in data["kinds"]}
    assert kinds["connect"] >= 13
    assert kinds["contribute"] >= 1
    journal = plnbuddy("log", "list", "--all", "--json").data["entries"]
    from_account = [entry for entry in journal if entry["origin"] == "mastodon"]
    assert [entry["links"] for entry in from_account] == [[post.url]]
    logged = {entry["people"][0] for entry in journal if entry["people"]}
    assert {handle.lower() for handle in people} <= {handle.lower() for handle in logged}
    answer = plnbuddy("sync", "--json").data
    assert answer["logged"] == {"connect": 0, "collaborate": 0, "contribute": 0}
    assert (answer["following"], answer["tags"]) == (len(people), len(tags))


def test_what_happens_on_the_account_fills_the_first_report(
    plnbuddy: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.person("ben")
    asked = community.post("ben", "Welcome", mentions=["nora"])
    with conversation(plnbuddy, BROWSER="/bin/true") as talk:
        answer_the_first_step(talk, server)
        talk.ask("Go on with step 2?", "yes")
        talk.follow_until(3)
        talk.follow_until(4)
        community.follow("ben", "nora")
        community.post("nora", "Thank you", in_reply_to=asked)
        community.post("nora", "I teach music #introduction")
        talk.ask("Have you posted it?", "")
        talk.ask("Whom have you answered?", "")
        talk.ask("Go on with step 5?", "yes")
        for question in ("Connect: how", "Collaborate: how", "Contribute: how", "At most how"):
            talk.ask(question, "")
        talk.hear("Your first report")
        assert talk.end() == 0
    assert steps(plnbuddy) == [True] * 5
    kinds = {each["kind"]: each["count"] for each in plnbuddy("report", "--json").data["kinds"]}
    assert (kinds["collaborate"], kinds["contribute"]) == (1, 1)


def test_who_is_followed_already_is_not_suggested_after_the_login(
    plnbuddy: Plnbuddy, community: Community, server: MastodonServer, tmp_path: Path
) -> None:
    home = tmp_path / "without an account"
    other = Plnbuddy(home, {**plnbuddy.environment, "PLNBUDDY_HOME": str(home)})
    become_a_music_teacher(other)
    shown = other("suggest", "people", "--json").data["sections"][0]["suggestions"]
    first = shown[0]["subject"]["label"]
    community.follow("nora", community.find(first[1:]))
    with conversation(plnbuddy, BROWSER="/bin/true") as talk:
        answer_the_first_step(talk, server)
        talk.ask("Go on with step 2?", "yes")
        offered = talk.hear(WHICH)
    assert "@" in offered
    assert first not in offered


def test_a_wrong_code_costs_nothing_and_the_conversation_goes_on(
    plnbuddy: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    with conversation(plnbuddy, BROWSER="/bin/true") as talk:
        talk.ask(PURPOSE, "songs")
        talk.ask(TOPICS, "music, computing")
        talk.ask(LEVELS, "primary")
        talk.ask(LANGUAGES, "en")
        talk.ask(REGION, "")
        talk.ask(NETWORKS, "mastodon")
        talk.ask(SERVER, urlsplit(server.url).netloc)
        talk.ask(LOG_IN, "yes")
        talk.ask("The code?", "wrong")
        talk.hear("does not accept this code")
        talk.hear("Go on with step 2?")
    assert saved_accounts(plnbuddy)["logins"] == []


@pytest.mark.slow
def test_a_server_that_stops_in_the_middle_costs_nothing(
    plnbuddy: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    with conversation(plnbuddy, BROWSER="/bin/true") as talk:
        answer_the_first_step(talk, server)
        talk.ask("Go on with step 2?", "yes")
        shown = talk.hear(WHICH)
        talk.hear(": ")
        server.stop()
        talk.answer(NUMBERS.findall(shown)[0])
        talk.hear("cannot be reached")
        talk.ask(WHICH, "")
        talk.ask("Read it now?", "no")
        talk.hear("Not done yet")
        assert "Traceback" not in talk.heard
    assert steps(plnbuddy)[0] is True
    assert plnbuddy("sync", ok=False).exit_code == UNREACHABLE
