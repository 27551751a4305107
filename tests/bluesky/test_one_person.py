"""The same person on two networks, and old contacts met again: only where profiles say so."""

from pathlib import Path

import pytest

from plnbuddy.core.handles import parse_handle
from plnbuddy.core.own_accounts import bridged, named_accounts
from tests.bluesky.stand_in import labelled, view
from tests.bluesky.world import World
from tests.conftest import Plnbuddy
from tests.open_village import PRIYA, open_world, teachers
from tests.twitter_archives import members, tweet, write_zip


@pytest.mark.parametrize(
    ("own", "bio", "named"),
    [
        ("@a.bsky.social", "Also @anna@maths.example", ["@anna@maths.example"]),
        ("@a.bsky.social", "https://maths.example/@anna", ["@anna@maths.example"]),
        ("@a.bsky.social", "Formerly @mrsanna on Twitter", ["@mrsanna"]),
        ("@a.bsky.social", "twitter: mrsanna", ["@mrsanna"]),
        ("@a.bsky.social", "https://twitter.com/mrsanna", ["@mrsanna"]),
        ("@a.bsky.social", "I left Twitter. Friend of @b.bsky.social", []),
        ("@a.bsky.social", "anna@maths.example", []),
        ("@anna@maths.example", "bsky: anna.school.org", ["@anna.school.org"]),
        ("@anna@maths.example", "https://bsky.app/profile/a.bsky.social", ["@a.bsky.social"]),
        ("@anna@maths.example", "@other@maths.example", []),
        ("@anna@maths.example", "Anna on Bluesky", []),
    ],
)
def test_which_accounts_a_profile_names(own: str, bio: str, named: list[str]) -> None:
    assert [str(each) for each in named_accounts(parse_handle(own), bio)] == named


@pytest.mark.parametrize(
    ("handle", "there"),
    [
        ("@anna.bsky.social@bsky.brid.gy", "@anna.bsky.social"),
        ("@anna_b@maths.example.org", "@anna-b.maths.example.org.ap.brid.gy"),
        ("@anna.bsky.social", "None"),
    ],
)
def test_the_bridge_makes_names_by_rule(handle: str, there: str) -> None:
    assert str(bridged(parse_handle(handle))) == there


def reasons(teacher: Plnbuddy) -> dict[str, list[str]]:
    answer = teacher("suggest", "people", "-n", "50", "--offline", "--json", ok=False)
    [section] = answer.data["sections"]
    return {each["subject"]["label"]: each["reasons"] for each in section["suggestions"]}


def explored_on_both(teacher: Plnbuddy, mastodon_bio: str) -> None:
    """Priya of the fediverse, and somebody called so on Bluesky, in a pack."""
    villagers = teachers()
    villagers.change(PRIYA, note=f"<p>KS3/KS4 maths teacher in Leeds. {mastodon_bio}</p>")
    with open_world(teacher, villagers):
        teacher("config", "set", "profile.networks", "mastodon,bluesky")
        teacher("explore")


def test_who_says_so_on_both_is_shown_once_with_the_evidence(
    teacher: Plnbuddy, world: World
) -> None:
    world.pack("Maths teachers UK", view("priya", f"Maths teacher. Also {PRIYA}"))
    explored_on_both(teacher, "bsky: priya.test")
    found = reasons(teacher)
    assert "@priya.test" not in found
    told = "also on Bluesky as @priya.test: each of the two profiles names the other"
    assert told in found[PRIYA]
    assert "in the starter pack 'Maths teachers UK' by @kit.test" in found[PRIYA]


def test_a_claim_of_one_side_alone_makes_nobody_the_same(teacher: Plnbuddy, world: World) -> None:
    world.pack("Maths teachers UK", view("priya", f"Maths teacher. Also {PRIYA}"))
    explored_on_both(teacher, "")
    assert {"@priya.test", PRIYA} <= set(reasons(teacher))


def test_who_was_decided_on_under_the_other_name_is_not_suggested_again(
    teacher: Plnbuddy, world: World
) -> None:
    world.pack("Maths teachers UK", view("priya", f"Maths teacher. Also {PRIYA}"))
    explored_on_both(teacher, "bsky: priya.test")
    teacher("skip", PRIYA)
    assert not {"@priya.test", PRIYA} & set(reasons(teacher))


def test_the_bridges_name_is_the_same_person(teacher: Plnbuddy, world: World) -> None:
    name = f"{PRIYA.removeprefix('@').replace('@', '.')}.ap.brid.gy"
    bridge = {**view("bridge", "Maths teacher in Leeds"), "handle": name}
    world.pack("Maths teachers UK", bridge)
    explored_on_both(teacher, "")
    found = reasons(teacher)
    assert f"@{name}" not in found
    assert any("the bridge between the two made that name" in each for each in found[PRIYA])


def old_tweets(tmp_path: Path) -> Path:
    talks = [
        tweet(
            n,
            "@mrsanna yes",
            mentions=[("mrsanna", "Anna", "9")],
            reply_to=(n + 50, "mrsanna", "9"),
        )
        for n in range(1, 5)
    ]
    return write_zip(tmp_path / "twitter.zip", members(talks))


def test_an_old_contact_is_met_again_where_their_own_profile_names_the_old_handle(
    teacher: Plnbuddy, world: World, tmp_path: Path
) -> None:
    teacher("config", "set", "profile.networks", "bluesky")
    teacher("config", "set", "profile.topics", "math")
    teacher("import", "twitter-archive", str(old_tweets(tmp_path)))
    bio = "Maths teacher. Formerly @mrsanna on Twitter"
    world.server.answers["app.bsky.actor.searchActors"] = lambda _call: {
        "actors": [
            view("anna", bio),
            view("mrsanna", "Knitting"),
            labelled("hidden", "!no-unauthenticated", description=bio),
            view("nolist", f"{bio}. Please do not list me."),
        ]
    }
    teacher("explore", "--yes")
    [asked] = world.server.asked("app.bsky.actor.searchActors")
    assert asked.values["q"] == "mrsanna"
    found = reasons(teacher)
    told = "a claim to check: this profile names @mrsanna on Twitter/X, with whom you spoke 4 times"
    assert told in found["@anna.test"]
    assert not {"@mrsanna.test", "@hidden.test", "@nolist.test"} & set(found)


def test_whom_the_archives_tweets_say_is_now_on_bluesky_is_a_claim(
    teacher: Plnbuddy, tmp_path: Path
) -> None:
    teacher("config", "set", "profile.networks", "bluesky")
    teacher("config", "set", "profile.topics", "math")
    moved = tweet(1, "I am now @me-too.bsky.social, and so is @anna.bsky.social")
    teacher("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", members([moved]))))
    found = reasons(teacher)
    assert any("a claim to check" in each for each in found["@anna.bsky.social"])
