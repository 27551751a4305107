"""Against the real programs of Bluesky on this computer; run in continuous integration.

PLNBUDDY_TEST_BLUESKY=$(first line of: sleep infinity | tests/bluesky/start.sh FOLDER)
"""

import pytest

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
def teacher(plnbuddy: Plnbuddy, network: Network) -> Plnbuddy:
    """A maths teacher who chose Bluesky, on a computer for which the network is Bluesky."""
    there = Plnbuddy(plnbuddy.home, {**plnbuddy.environment, **network.environment})
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
