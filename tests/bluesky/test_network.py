"""Against the real programs of Bluesky on this computer; run in continuous integration.

PLNBUDDY_TEST_BLUESKY=$(first line of: sleep infinity | tests/bluesky/start.sh FOLDER)
"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.accounts import NO_ACCOUNT
from tests.bluesky.network import Network, running_network
from tests.conftest import Plnbuddy

pytestmark = pytest.mark.bluesky


@pytest.fixture
def network() -> Network:
    found = running_network()
    if found is None:
        pytest.fail("PLNBUDDY_TEST_BLUESKY names no network; see this file's first lines")
    return found


@pytest.fixture
def newcomer(plnbuddy: Plnbuddy, network: Network) -> Plnbuddy:
    """Somebody with an empty folder, on a computer for which the network is Bluesky."""
    # What is written there is written now, so it is now for plnbuddy, too.
    moment = {"PLNBUDDY_NOW": datetime.now(UTC).isoformat()}
    assert not plnbuddy.home.exists()
    return Plnbuddy(plnbuddy.home, {**plnbuddy.environment, **network.environment, **moment})


@pytest.fixture
def teacher(newcomer: Plnbuddy) -> Plnbuddy:
    """A maths teacher who chose Bluesky."""
    there = newcomer
    there("config", "set", "profile.networks", "bluesky")
    there("config", "set", "profile.topics", "math")
    return there


def test_from_a_starter_pack_to_todays_list_without_an_account(
    teacher: Plnbuddy, network: Network
) -> None:
    kit, anna, ben, cleo = (network.join(name) for name in ("kit", "anna", "ben", "cleo"))
    kit.describe("Kit")
    anna.describe("Anna", "Maths teacher in Leeds, KS3")
    ben.describe("Ben", "Maths teacher, too", hidden=True)
    cleo.describe("Cleo", "Music teacher")
    key = kit.make_pack("Maths teachers UK", [anna, ben, cleo], "People who teach maths")
    network.wait_for_people(kit, anna, ben, cleo)
    network.wait_for_pack(kit, key, 3)
    address = f"https://bsky.app/starter-pack/{kit.handle}/{key}"
    added = teacher("lists", "add", address, "--no-input")
    assert "shown only to who is logged in: 1" in added.output
    sections = teacher("suggest", "people", "--json").data["sections"]
    rows = {row["subject"]["label"]: row for part in sections for row in part["suggestions"]}
    assert f"@{ben.handle}" not in rows
    number = str(rows[f"@{anna.handle}"]["number"])
    [outcome] = teacher("follow", number, "--json").data["outcomes"]
    assert outcome["link"] == f"https://bsky.app/profile/{anna.handle}"

    late = network.join("late")
    late.describe("Late", "Maths teacher")
    kit.write("app.bsky.graph.listitem", {"subject": late.did, "list": kit.list_behind(key)})
    network.wait_for_people(late)
    network.wait_for_pack(kit, key, 4)
    updated = teacher("lists", "update")
    assert f"@{late.handle}" in updated.output


def test_a_list_is_read_and_its_people_are_looked_after(
    teacher: Plnbuddy, network: Network
) -> None:
    kit, anna, gone = (network.join(name) for name in ("kit", "anna", "gone"))
    for person in (kit, anna, gone):
        person.describe(person.handle)
    anna.post("Good morning")
    uri = kit.make_list("Staff room", [anna, gone])
    network.wait_for_people(kit, anna, gone)
    network.wait_for_list(uri, 2)
    network.wait_for(
        lambda: (network.ask("app.bsky.feed.getAuthorFeed", actor=anna.did) or {}).get("feed")
    )
    address = f"https://bsky.app/profile/{kit.handle}/lists/{uri.rpartition('/')[2]}"
    teacher("lists", "add", address, "--no-input")
    gone.do("com.atproto.server.deactivateAccount", {})
    network.wait_for(lambda: network.ask("app.bsky.actor.getProfile", actor=gone.did) is None)
    checked = teacher("lists", "check", "staff-room", "--json", ok=False, now="").data
    states = {check["key"]: check["state"] for check in checked["checks"]}
    assert states == {f"@{anna.handle}": "fine", f"@{gone.handle}": "gone"}


def test_a_name_that_changes_is_the_same_person(teacher: Plnbuddy, network: Network) -> None:
    kit, anna = network.join("kit"), network.join("anna")
    kit.describe("Kit")
    anna.describe("Anna", "Maths teacher")
    uri = kit.make_list("Staff room", [anna])
    network.wait_for_people(kit, anna)
    network.wait_for_list(uri, 1)
    address = f"https://bsky.app/profile/{kit.handle}/lists/{uri.rpartition('/')[2]}"
    teacher("lists", "add", address, "--no-input")
    teacher("skip", f"@{anna.handle}")
    new = f"new-{anna.handle}"
    anna.do("com.atproto.identity.updateHandle", {"handle": new})
    network.wait_for(
        lambda: (
            (network.ask("app.bsky.actor.getProfile", actor=anna.did) or {}).get("handle") == new
        )
    )
    teacher("lists", "update")
    rows = teacher("lists", "show", "staff-room", "--json").data["rows"]
    assert [row["label"] for row in rows] == [f"@{new}"]
    sections = teacher("suggest", "people", "--json", ok=False).data["sections"]
    assert [part["suggestions"] for part in sections] in ([], [[]])


def test_with_an_account_from_login_to_the_report(teacher: Plnbuddy, network: Network) -> None:
    me = network.join("me")
    me.describe("Me", "Maths teacher")
    others = [network.join(f"p{number}") for number in range(10)]
    for other in others:
        other.describe(other.handle, "Maths teacher")
    others[0].follow(me)
    question = others[1].post("How do you teach fractions?")
    network.wait_for_people(me, *others)
    teacher("login", "bsky", me.handle, input=f"{me.app_password()}\n")
    first = teacher("sync", "--json").data
    assert first["logged"]["connect"] == 1
    outcomes = teacher("follow", *(f"@{o.handle}" for o in others), "-y", "--json").data["outcomes"]
    assert all(outcome["on_account"] for outcome in outcomes)

    def follows() -> int:
        return len((network.ask("app.bsky.graph.getFollows", actor=me.did) or {})["follows"])

    network.wait_for(lambda: follows() == 10)
    network.wait_for(lambda: network.ask("app.bsky.feed.getPosts", uris=question)["posts"])
    [asked] = network.ask("app.bsky.feed.getPosts", uris=question)["posts"]
    there = {"uri": question, "cid": asked["cid"]}
    me.post("With beads", reply={"root": there, "parent": there})
    network.wait_for(
        lambda: (network.ask("app.bsky.feed.getAuthorFeed", actor=me.did) or {}).get("feed")
    )
    second = teacher("sync", "--json").data
    assert (second["following"], second["followers"]) == (10, 1)
    assert second["requests"] <= 4
    assert "With beads" in [activity["text"] for activity in second["activities"]]
    assert f"@{others[1].handle}" in teacher("report").output
    teacher("logout")
    assert teacher("whoami", ok=False).exit_code == 3


def test_from_an_empty_folder_to_a_pack_an_account_and_an_answer_in_the_report(
    newcomer: Plnbuddy, network: Network
) -> None:
    """What the whole of Bluesky in plnbuddy is for, one command after the other."""
    subject = f"oboe{uuid4().hex[:6]}"  # Nobody else's packs on this network are about it.
    kit, me = network.join("kit"), network.join("me")
    people = [network.join(f"p{number}") for number in range(11)]
    for person in people:
        person.describe(f"Teacher {person.handle}", f"Music teacher, {subject}, secondary")
    kit.describe("Kit")
    me.describe("Me", "Music teacher")
    people[0].follow(people[10])
    key = kit.make_pack(f"Music teachers {subject}", people[:10], "We teach music")
    question = people[1].post("How do you begin with rhythm?")
    network.wait_for_people(kit, me, *people)
    network.wait_for_pack(kit, key, 10)

    teacher = newcomer
    profile = ("--topic", "music", "--level", "secondary", "--language", "en")
    teacher("start", *profile, "--network", "bluesky", "--yes")
    found = teacher("explore", "--yes", "--json").data
    mine = next(pack for pack in found["packs"] if subject in pack["title"])
    assert (mine["people"], mine["by"]) == (10, f"@{kit.handle}")
    teacher("lists", "add", mine["address"], "--no-input")
    sections = teacher("suggest", "people", "-n", "50", "--json").data["sections"]
    shown = {row["subject"]["label"] for part in sections for row in part["suggestions"]}
    assert {f"@{person.handle}" for person in people[:10]} <= shown
    assert teacher("whoami", ok=False).exit_code == NO_ACCOUNT  # All of that without an account.

    teacher("login", "bsky", me.handle, input=f"{me.app_password()}\n")
    teacher("sync")
    handles = [f"@{person.handle}" for person in people[:10]]
    followed = teacher("follow", *handles, "-y", "--json").data["outcomes"]
    assert all(outcome["on_account"] for outcome in followed)
    network.wait_for(lambda: network.ask("app.bsky.feed.getPosts", uris=question)["posts"])
    [asked] = network.ask("app.bsky.feed.getPosts", uris=question)["posts"]
    there = {"uri": question, "cid": asked["cid"]}
    me.post("With claves", reply={"root": there, "parent": there})

    def is_there() -> bool:
        feed = (network.ask("app.bsky.feed.getAuthorFeed", actor=me.did) or {}).get("feed")
        follows = network.ask("app.bsky.graph.getFollows", actor=me.did) or {}
        return bool(feed) and len(follows.get("follows", ())) == 10

    network.wait_for(is_there)
    read = teacher("sync", "--json").data
    assert (read["following"], read["logged"]["collaborate"]) == (10, 1)
    report = teacher("report").output
    assert "With claves" in report
    assert f"@{people[1].handle}" in report
    assert teacher("explore", "--json").data["by_source"]["follows"]
    sections = teacher("suggest", "people", "-n", "50", "--json").data["sections"]
    reasons = {
        row["subject"]["label"]: row["reasons"] for p in sections for row in p["suggestions"]
    }
    told = reasons[f"@{people[10].handle}"]
    assert any(f"followed by @{people[0].handle}" in reason for reason in told)


def test_a_starter_pack_of_ones_own_can_be_read_by_everybody(
    teacher: Plnbuddy, network: Network
) -> None:
    me, anna, ben = (network.join(name) for name in ("me", "anna", "ben"))
    for person in (me, anna, ben):
        person.describe(person.handle, "Maths teacher")
    me.follow(anna)
    me.follow(ben)
    network.wait_for_people(me, anna, ben)
    network.wait_for(
        lambda: len((network.ask("app.bsky.graph.getFollows", actor=me.did) or {})["follows"]) == 2
    )
    teacher("login", "bsky", me.handle, input=f"{me.app_password()}\n")
    teacher("sync")
    pack = ("share", "--as", "starter-pack", "--title", "Maths people", "--yes", "--post")
    page = teacher(*pack, "--json").data["posted"]
    network.wait_for_pack(me, page.rpartition("/")[2], 2)
    teacher("lists", "add", page, "--no-input")
    rows = teacher("lists", "show", "maths-people", "--json").data["rows"]
    assert {row["label"] for row in rows} == {f"@{anna.handle}", f"@{ben.handle}"}


def test_a_wrong_app_password_is_told_from_a_wrong_name(
    teacher: Plnbuddy, network: Network
) -> None:
    me = network.join("me")
    me.describe("Me")
    network.wait_for_people(me)
    wrong = teacher("login", "bsky", me.handle, input="abcd-efgh-ijkl-mnop\n", ok=False)
    assert (wrong.exit_code, "does not accept this app password" in wrong.messages) == (3, True)
    nobody = teacher("login", "bsky", "nobody.test", input="abcd-efgh-ijkl-mnop\n", ok=False)
    assert nobody.exit_code == 6


def test_a_post_that_was_deleted_there_is_said_to_be(teacher: Plnbuddy, network: Network) -> None:
    me = network.join("me")
    me.describe("Me", "Maths teacher")
    uris = [me.post(text) for text in ("First", "Second", "Third")]
    network.wait_for_people(me)

    def posts() -> int:
        return len((network.ask("app.bsky.feed.getAuthorFeed", actor=me.did) or {})["feed"])

    network.wait_for(lambda: posts() == 3)
    teacher("login", "bsky", me.handle, input=f"{me.app_password()}\n")
    teacher("sync")
    rkey = uris[1].rpartition("/")[2]
    post: dict[str, object] = {"repo": me.did, "collection": "app.bsky.feed.post", "rkey": rkey}
    me.do("com.atproto.repo.deleteRecord", post)
    network.wait_for(lambda: posts() == 2)
    teacher("sync")
    entries = teacher("log", "list", "--json").data["entries"]
    assert {each["text"]: each["deleted"] for each in entries} == {
        "First": False, "Second": True, "Third": False,
    }  # fmt: skip
