"""Names of Bluesky in every command that takes a person, and what an account there leaves."""

from pathlib import Path

import pytest

from plnbuddy.core.handles import parse_handle
from tests.accounts import USAGE
from tests.bluesky.posts import FEED, post
from tests.bluesky.signing_in import ME
from tests.bluesky.stand_in import Reply, StandIn, did, refusal, view
from tests.conftest import Plnbuddy
from tests.conversations import (
    LANGUAGES,
    LEVELS,
    NETWORKS,
    PURPOSE,
    REGION,
    SERVER,
    TOPICS,
    conversation,
)
from tests.journal_entries import entries
from tests.test_start import saved

FOLLOWS = "app.bsky.graph.getFollows"
RECORD = "com.atproto.repo.getRecord"
TOMORROW = "2026-11-25T09:00:00+00:00"
FORMS = {
    "handle": "@anna.school.org",
    "address": "https://bsky.app/profile/anna.school.org",
    "address without https": "bsky.app/profile/anna.school.org/",
    "protocol": "at://anna.school.org",
    "in capitals": "@Anna.School.ORG",
}
BY_IDENTITY = {
    "identity": did("anna"),
    "address": f"https://bsky.app/profile/{did('anna')}",
    "protocol": f"at://{did('anna')}",
}


@pytest.fixture
def member(member: Plnbuddy) -> Plnbuddy:
    """Somebody who is logged in and chose Bluesky."""
    member("config", "set", "profile.networks", "bluesky")
    return member


# Names


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_entry_is_with_a_person_however_the_name_is_written(
    plnbuddy: Plnbuddy, form: str
) -> None:
    plnbuddy("log", "collaborate", "planned a unit", "--with", form)
    [found] = entries(plnbuddy)
    assert found["people"] == ["@anna.school.org"]
    plnbuddy("log", "collaborate", "and taught it", "--with", "@anna.school.org")
    [person] = plnbuddy("report", "--json").data["people"]
    assert (person["handle"], person["count"]) == ("@anna.school.org", 2)


@pytest.mark.parametrize("form", BY_IDENTITY.values(), ids=BY_IDENTITY)
def test_an_identity_is_the_person_who_is_known_by_it(
    member: Plnbuddy, server: StandIn, form: str
) -> None:
    server.answers[FOLLOWS] = lambda _call: {"follows": [view("anna")]}
    member("sync")
    member("log", "collaborate", "planned a unit", "--with", form)
    [found] = entries(member)
    assert found["people"] == ["@anna.test"]


@pytest.mark.parametrize(
    "address",
    ["https://threads.com/@anna", "https://www.threads.net/@anna", "https://github.com/anna",
     "https://de.linkedin.com/in/anna"],
)  # fmt: skip
@pytest.mark.parametrize(
    "command",
    [("follow",), ("skip",), ("later",), ("log", "connect", "met", "--with"),
     ("lists", "new", "Mine"), ("lists", "forget")],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_profile_of_a_service_that_is_not_known_is_nobody(
    plnbuddy: Plnbuddy, command: tuple[str, ...], address: str
) -> None:
    refused = plnbuddy(*command, address, ok=False)
    assert refused.exit_code == USAGE
    assert len(refused.messages.strip().splitlines()) == 2
    assert "is not a network that plnbuddy knows people on." in refused.messages
    assert entries(plnbuddy) == []


def test_a_cohort_has_members_on_bluesky_and_welcomes_them_there(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "seminar.toml"
    plnbuddy("cohort", "new", str(file), "--name", "Seminar")
    plnbuddy(
        "cohort",
        "join",
        str(file),
        "--handle",
        "https://bsky.app/profile/me.school.org",
        "--name",
        "Me",
    )
    plnbuddy("cohort", "add", "at://anna.school.org", "--name", "Anna")
    plnbuddy("cohort", "add", "@ben.bsky.social", "--name", "Ben")
    assert '[member."@anna.school.org"]' in file.read_text(encoding="utf-8")
    welcome = ("cohort", "welcome", "--json")
    others = {each["handle"]: each for each in plnbuddy(*welcome).data["members"]}
    assert set(others) == {"@anna.school.org", "@ben.bsky.social"}
    follow = others["@anna.school.org"]["follow"].removeprefix("plnbuddy ").split()
    assert "bsky.app/profile/anna.school.org" in plnbuddy(*follow, "-y").output
    plnbuddy("log", "collaborate", "planned", "--with", "ben.bsky.social")
    assert plnbuddy(*welcome, ok=False).data["members"] == []
    told = {
        each["handle"]: each["welcomed"] for each in plnbuddy("cohort", "--json").data["members"]
    }
    assert (told["@anna.school.org"], told["@ben.bsky.social"]) == (True, True)


@pytest.mark.parametrize("form", [*FORMS.values(), did("anna")])
def test_who_is_forgotten_is_a_person_and_no_server(plnbuddy: Plnbuddy, form: str) -> None:
    plnbuddy("lists", "forget", form)
    told = plnbuddy("lists", "forget", "--json").data
    assert (len(told["people"]), told["servers"]) == (1, [])
    plnbuddy("lists", "forget", form, "--undo")
    assert plnbuddy("lists", "forget", "--json", ok=False).data["people"] == []


def test_who_was_decided_on_by_identity_is_known_once_the_name_is(
    member: Plnbuddy, server: StandIn
) -> None:
    member("lists", "forget", did("anna"))
    member("lists", "new", "Mine", did("anna"), did("ben"))
    member("skip", did("ben"))
    server.answers[FOLLOWS] = lambda _call: {"follows": [view("anna"), view("ben")]}
    member("sync")
    assert member("lists", "forget", "--json").data["people"] == ["@anna.test"]
    rows = member("lists", "show", "mine", "--json").data["rows"]
    assert [row["label"] for row in rows] == ["@ben.test"]
    member("lists", "edit", "mine", "--add", f"at://{did('ben')}", "--reason", "plays the tuba")
    [row] = member("lists", "show", "mine", "--json").data["rows"]
    assert (row["label"], row["description"]) == ("@ben.test", "plays the tuba")


# Networks that were chosen


@pytest.mark.parametrize(
    "chosen",
    [("mastodon", "bluesky", "twitter"), ("bluesky",), ("mastodon", "twitter")],
    ids="-".join,
)
def test_nothing_is_shown_of_a_network_that_was_not_chosen(
    plnbuddy: Plnbuddy, tmp_path: Path, chosen: tuple[str, ...]
) -> None:
    networks = (word for name in chosen for word in ("--network", name))
    plnbuddy("start", "--topic", "general", "--language", "en", *networks, "--yes")
    assert plnbuddy("config", "show", "--json").data["values"]["profile.networks"] == [*chosen]
    file = tmp_path / "colleagues.csv"
    handles = ("@anna.bsky.social", "@anna@school.example", "@anna_teaches")
    rows = (f"{handle},Anna,general,Teaches everything\n" for handle in handles)
    file.write_text("handle,name,topics,description\n" + "".join(rows), encoding="utf-8")
    plnbuddy("lists", "add", str(file), "--no-input")
    people: set[str] = set()
    met: set[str] = set()
    for kind in ("people", "hashtags", "chats"):
        asked = plnbuddy("suggest", kind, "-n", "50", "--offline", "--json", ok=False)
        for row in (row for part in asked.data["sections"] for row in part["suggestions"]):
            for each in row["factors"]:
                met |= {*each["fact"].split(" and ")} if each["name"] == "platform" else set()
            people |= {row["subject"]["label"]} & {*handles}
    assert {parse_handle(handle).platform for handle in people} == {*chosen}
    assert met == {*chosen}


def test_start_asks_for_three_networks_and_takes_several_at_once(plnbuddy: Plnbuddy) -> None:
    with conversation(plnbuddy) as talk:
        for question in (PURPOSE, TOPICS, LEVELS, LANGUAGES, REGION):
            talk.ask(question, "music" if question == TOPICS else "")
        offered = talk.hear(NETWORKS)
        for number, name in enumerate(("Mastodon", "Bluesky", "Twitter/X"), start=1):
            assert f"{number} {name}" in offered
        talk.hear(": ")
        talk.answer("2 3")
        talk.hear("Go on with step 2?")
        assert SERVER not in talk.heard
    assert saved(plnbuddy)["profile"]["networks"] == ["bluesky", "twitter"]


# What an account leaves in the journal


def test_public_posts_are_in_the_footprint_with_their_place(
    member: Plnbuddy, server: StandIn, tmp_path: Path
) -> None:
    theirs = f"at://{did('anna')}/app.bsky.feed.post/3ka"
    answer = {
        **post("3kc", "With beads", reply={"root": {"uri": theirs}, "parent": {"uri": theirs}}),
        "reply": {"parent": {"author": view("anna")}},
    }
    server.answers[FEED] = lambda _call: {"feed": [answer, post("3kb", "A lesson on rhythm")]}
    member("sync")
    shown = member("footprint", "--json").data["entries"]
    assert {(each["text"], each["place"]) for each in shown} == {
        ("A lesson on rhythm", "Bluesky"),
        ("With beads", "Bluesky"),
    }
    assert "https://bsky.app/profile/me.test/post/3kb" in member("footprint").output
    member("footprint", "--html", str(tmp_path / "page"))
    page = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    assert 'href="https://bsky.app/profile/me.test/post/3kb"' in page


def test_a_deleted_post_is_counted_once_and_said_and_nothing_leads_there(
    member: Plnbuddy, server: StandIn
) -> None:
    feed = [post("3kc", "Third"), post("3kb", "Second"), post("3ka", "First")]
    server.answers[FEED] = lambda _call: {"feed": feed}
    server.answers[RECORD] = lambda _call: refusal(400, "RecordNotFound", "Could not locate record")
    member("sync")
    link = "https://bsky.app/profile/me.test/post/3kb"
    assert link in member("footprint").output
    del feed[1]
    assert member("sync", "--json", now=TOMORROW).data["activities"] == []
    [asked] = server.asked(RECORD)
    assert dict(asked.values) == {
        "repo": ME, "collection": "app.bsky.feed.post", "rkey": "3kb",
    }  # fmt: skip
    deleted = {each["text"]: each["deleted"] for each in entries(member)}
    assert deleted == {"First": False, "Second": True, "Third": False}
    assert "(deleted)" in member("log", "list").output
    kinds = member("report", "--json", now=TOMORROW).data["kinds"]
    assert {each["kind"]: each["count"] for each in kinds}["contribute"] == 3
    assert link not in member("footprint").output
    assert link not in member("report", "--evidence", now=TOMORROW).output
    member("sync", now=TOMORROW)
    assert len(server.asked(RECORD)) == 1


def test_a_post_that_was_deleted_and_written_anew_counts_once(
    member: Plnbuddy, server: StandIn
) -> None:
    feed = [post("3kb", "A worksheet on rythm for class 1"), post("3ka", "First")]
    server.answers[FEED] = lambda _call: {"feed": feed}
    server.answers[RECORD] = lambda _call: refusal(400, "RecordNotFound")
    member("sync")
    feed[0] = post("3kc", "A worksheet on rhythm for class 1")
    member("sync", now=TOMORROW)
    kinds = member("report", "--json", now=TOMORROW).data["kinds"]
    assert {each["kind"]: each["count"] for each in kinds}["contribute"] == 2


@pytest.mark.parametrize(
    "answer",
    [{"uri": "at://x", "value": {}}, refusal(400, "InvalidRequest", "Could not find repo"),
     refusal(400, "RepoDeactivated"), refusal(501, "MethodNotImplemented"), refusal(403, "No"),
     Reply(b"nonsense")],
    ids=["there", "no such account", "deactivated", "not offered", "refused", "nonsense"],
)  # fmt: skip
def test_a_post_that_is_merely_missing_is_not_said_deleted(
    member: Plnbuddy, server: StandIn, answer: object
) -> None:
    feed = [post("3kb", "Second"), post("3ka", "First")]
    server.answers[FEED] = lambda _call: {"feed": feed}
    server.answers[RECORD] = lambda _call: answer
    member("sync")
    del feed[0]
    feed.insert(0, post("3kd", "Something else altogether"))
    member("sync", now=TOMORROW)
    assert len(server.asked(RECORD)) == 1
    assert not any(each["deleted"] for each in entries(member))
