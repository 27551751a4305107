"""Which people and hashtags exploring puts first, and who opens something new."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    MOMENT,
    NOTHING_FOUND,
    THERE,
    serving,
)
from tests.conftest import Plnbuddy
from tests.village import (
    FAMILIAR,
    FAR,
    FAY,
    GIL,
    QUIET,
    TODAY,
    discovered_labels,
    found,
    on,
    settle,
    village,
    with_hashtags,
    write,
)
from tests.village_truths import is_true, new_to_anna

from .mastodon_server import (
    Community,
    ServerSettings,
    faults,
)

# Fixtures.
anna, explored, explored_home, synced_home, village_server = (
    homes.anna,
    homes.explored,
    homes.explored_home,
    homes.synced_home,
    homes.village_server,
)


# Whom the ranking puts first


def test_who_follows_the_teacher_comes_before_who_is_followed_by_more(
    music_teacher: Plnbuddy,
) -> None:
    """mel follows Anna and is followed by ben alone, fay by four whom Anna follows."""
    community = village()
    community.person("eli")
    community.follow("anna", "eli")
    community.follow("eli", FAY[1:])
    community.person("mel", domain=FAR, topics=("musiced",), discoverable=True)
    community.follow("ben", f"mel@{FAR}")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
        before = discovered_labels(music_teacher.home)
        assert before.index(FAY) < before.index(f"@mel@{FAR}")
        community.follow(f"mel@{FAR}", "anna")
        music_teacher("sync", now=on(1))
        music_teacher("explore", now=on(1))
        after = discovered_labels(music_teacher.home)
    assert after.index(f"@mel@{FAR}") < after.index(FAY)


def test_who_posted_lately_comes_before_who_has_not(music_teacher: Plnbuddy) -> None:
    """The same people follow all four; only the day of the last post differs."""
    community = village()
    days = {"ada": 200, "bo": 60, "cy": 20, "di": 2}
    for name, ago in days.items():
        community.person(name, domain=FAR, last_status_at=TODAY - timedelta(days=ago))
        community.follow("ben", f"{name}@{FAR}")
        community.follow(f"cleo@{THERE}", f"{name}@{FAR}")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
    labels = [label.partition("@far")[0] for label in discovered_labels(music_teacher.home)]
    assert [name for name in labels if name[1:] in days] == ["@di", "@cy", "@bo", "@ada"]


def with_four_alike() -> Community:
    """Anna follows zed, whose list is much like hers, and four whose lists are a little.

    xena is followed by zed alone, yves by the four; crowd's list is long and like nobody's.
    """
    community = Community(HERE, now=MOMENT)
    names = ["anna", "zed", "crowd", *(f"mild{number}" for number in range(4)), "xena", "yves"]
    mine, others = [f"mine{n}" for n in range(20)], [f"other{n}" for n in range(400)]
    for name in (*names, *mine, *others):
        community.person(name, topics=("musiced",) if name in ("xena", "yves") else ())
    community.follow("anna", *names[1:7], *mine)
    community.follow("zed", *mine[:10], *others[:9], "xena")
    for number in range(4):
        at = 9 + 17 * number
        shared = mine[10 + 2 * number : 12 + 2 * number]
        community.follow(f"mild{number}", *shared, *others[at : at + 17], "yves")
    community.follow("crowd", *others[80:400])
    for name in mine:
        community.change(name, hide_collections=True)
    return community


def order_of(teacher: Plnbuddy, *names: str) -> list[str]:
    """Those of the names that exploring would suggest, best first."""
    labels = discovered_labels(teacher.home)
    return sorted(names, key=lambda name: labels.index(f"@{name}@{HERE}"))


@pytest.mark.parametrize(
    ("lacking", "expected"), [((FAMILIAR,), ["yves", "xena"]), ((), ["xena", "yves"])]
)
def test_lists_read_in_part_teach_where_nothing_else_tells_who_knows_whom(
    music_teacher: Plnbuddy, lacking: tuple[str, ...], expected: list[str]
) -> None:
    """What explains Anna's follows best says yves; likeness to each list alone says xena."""
    with serving(with_four_alike(), ServerSettings(absent=(*QUIET.absent, *lacking))) as server:
        settle(music_teacher, server)("explore", "--budget", "20")
    question = "SELECT handle, ended FROM list_reading JOIN known_person ON id = person"
    read = dict(homes.kept_rows(music_teacher.home, f"{question} WHERE purpose = 'rank'"))
    assert read.pop(f"@crowd@{HERE}", 0) == 0  # Read in part, or not at all yet.
    assert len(read) == 5
    assert order_of(music_teacher, "xena", "yves") == expected


# Hashtags


def test_hashtags_are_ranked_by_how_specific_they_are_not_by_how_loud(
    music_teacher: Plnbuddy,
) -> None:
    with serving(with_hashtags()) as server:
        settle(music_teacher, server)("explore")
    tags = found(music_teacher, kind="hashtags", sources=["follows"])
    assert list(tags) == ["#recorders", "#loud"]
    assert tags["#recorders"]["score"] > tags["#loud"]["score"]
    assert tags["#recorders"]["reasons"] == [
        "used by 2 of those you follow, and by 2 people on your server this week"
    ] or all("2 of those you follow" in each for each in tags["#recorders"]["reasons"])
    assert "used by 3 of those you follow" in tags["#loud"]["reasons"][0]


def test_a_rare_hashtag_is_not_judged_by_chance(music_teacher: Plnbuddy) -> None:
    """Nobody but Anna's follows uses either: that three do says more than that two do."""
    community = village()
    for follow in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        write(community, follow, 2, "widely")
    for follow in ("ben", f"cleo@{THERE}"):
        write(community, follow, 2, "rarely")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    tags = found(music_teacher, kind="hashtags", sources=["follows"])
    assert tags["#widely"]["score"] > tags["#rarely"]["score"]


def test_a_hashtag_of_one_person_or_of_strangers_or_followed_already_is_not_suggested(
    music_teacher: Plnbuddy,
) -> None:
    community = with_hashtags()
    for follow in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        write(community, follow, 1, "musiced")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        tags = found(music_teacher, kind="hashtags", sources=["follows"])
        assert {"#lonely", "#strange", "#musiced"}.isdisjoint(tags)
        community.follow_tag("anna", "recorders")
        music_teacher("sync")
        music_teacher("skip", "#loud")
        assert found(music_teacher, kind="hashtags", sources=["follows"]) == {}


def test_how_many_people_use_a_hashtag_is_not_overstated(music_teacher: Plnbuddy) -> None:
    community = village()
    for day in range(6):
        for follow in ("ben", f"cleo@{THERE}"):
            write(community, follow, day, "recorders")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    (reason,) = found(music_teacher, kind="hashtags", sources=["follows"])["#recorders"]["reasons"]
    assert "used by 2 of those you follow" in reason
    for words, number in re.findall(r"(\w+ \w+) (\d+) people", reason):
        assert int(number) == 2 or words in ("at most", "up to"), reason


def test_a_boost_is_no_use_of_a_hashtag(music_teacher: Plnbuddy) -> None:
    """Also on servers that put the hashtags of the boosted post on the boost."""
    community = village()
    post = community.post(GIL[1:], "Sheet music", tags=["boosted"])
    for follow in ("ben", f"cleo@{THERE}"):
        community.boost(follow, post)

    def copy_tags(entity: dict[str, Any]) -> dict[str, Any]:
        return entity | {"tags": entity["reblog"]["tags"]} if entity.get("reblog") else entity

    with serving(community) as server:
        settle(music_teacher, server)
        home = "/api/v1/timelines/home"
        server.faults.schedule(faults.changed_objects(copy_tags), home, times=None)
        music_teacher("explore")
    assert found(music_teacher, kind="hashtags", sources=["follows"]) == {}


# Stretch


def with_strangers() -> Community:
    """The village with three whom ben alone follows: an echo, an opener, and a newcomer."""
    community = village()
    for number in range(12):
        community.person(f"near{number}", domain=FAR)
        community.follow(f"cleo@{THERE}", f"near{number}@{FAR}")
        community.person(f"new{number}", domain=FAR)
    for name in ("echo", "opener", "newcomer"):
        community.person(name)
        community.follow("ben", name)
    community.follow("echo", *(f"near{number}@{FAR}" for number in range(12)))
    community.follow("opener", *(f"near{number}@{FAR}" for number in range(3)))
    community.follow("opener", *(f"new{number}@{FAR}" for number in range(9)))
    community.follow("newcomer", *(f"new{number}@{FAR}" for number in range(5)))
    return community


def test_stretch_names_only_who_opens_something_new_with_true_counts(
    music_teacher: Plnbuddy,
) -> None:
    community = with_strangers()
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        stretched = found(music_teacher, "--stretch")
        assert set(stretched) == {f"@opener@{HERE}"}
        (reason,) = (
            each for each in stretched[f"@opener@{HERE}"]["reasons"] if each.startswith("opens")
        )
        assert reason.startswith("opens something new: 9 of 12 people they follow")
        assert is_true(community, f"@opener@{HERE}", reason)
        assert f"@echo@{HERE}" in found(music_teacher)
        assert "opens something new" in music_teacher("suggest", "--stretch", "--offline").output


def test_the_teacher_is_nothing_new(music_teacher: Plnbuddy) -> None:
    community = with_strangers()
    community.follow("opener", "anna")
    community.follow("echo", "anna")
    assert new_to_anna(community, f"@opener@{HERE}") == (9, 13)
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    stretched = found(music_teacher, "--stretch")
    assert set(stretched) == {f"@opener@{HERE}"}
    assert any("9 of 13 people" in each for each in stretched[f"@opener@{HERE}"]["reasons"])


def test_some_requests_are_kept_for_stretch_while_lists_are_read(music_teacher: Plnbuddy) -> None:
    """crowd's list alone would take more than the whole budget."""
    community = with_strangers()
    community.person("crowd")
    for number in range(1600):
        community.person(f"crowd{number}", domain=FAR)
    community.follow("anna", "crowd")
    community.follow("crowd", *(f"crowd{number}@{FAR}" for number in range(1600)))
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore", "--budget", "32")
        assert server.log.count() == 32
    assert f"@opener@{HERE}" in found(music_teacher, "--stretch")


def test_stretch_before_exploring_says_what_to_do(anna: Plnbuddy) -> None:
    answer = anna("suggest", "--stretch", "--offline", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "plnbuddy explore" in answer.messages
