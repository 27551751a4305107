"""What was displayed is remembered, and nothing else."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests import village as homes
from tests.accounts import in_a_hurry, serving
from tests.conftest import Answer, Plnbuddy
from tests.village import healthy_educators, kept_rows, settle, village

from .mastodon_server import MastodonServer, faults

anna, village_server, synced_home = homes.anna, homes.village_server, homes.synced_home


def remembered(plnbuddy: Plnbuddy) -> list[tuple[int, str]]:
    """Every row that was kept as shown: the number of its list, and its label."""
    question = "SELECT list, label FROM shown ORDER BY list, number"
    return [(int(number), str(label)) for number, label in kept_rows(plnbuddy.home, question)]


def displayed(answer: Answer) -> list[str]:
    return [
        each["subject"]["label"]
        for section in answer.data["sections"]
        for each in section["suggestions"]
    ]


def test_who_made_room_for_somebody_else_was_not_shown(music_teacher: Plnbuddy) -> None:
    community = village()
    labels = healthy_educators(community)
    with serving(community) as server:
        teacher = settle(music_teacher, server)
        teacher("config", "set", "profile.topics", "computing", "edtech")
        for label in labels[::2]:
            community.move(label[1:], "kai")
        answer = teacher("suggest", "people", "--source", "curated", "--json")
    assert [label for _, label in remembered(teacher)] == displayed(answer)
    assert set(Counter(remembered(teacher)).values()) == {1}


@pytest.mark.parametrize("form", [("--json",), ()])
def test_a_server_that_is_down_adds_nobody_to_what_was_shown(
    anna: Plnbuddy,
    village_server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    form: tuple[str, ...],
) -> None:
    in_a_hurry(monkeypatch)
    anna("config", "set", "profile.topics", "computing")
    village_server.faults.schedule(faults.status(503), times=None)
    anna("suggest", *form)
    labels = [label for _, label in remembered(anna)]
    assert {number for number, _ in remembered(anna)} == {1}
    village_server.faults.clear()
    assert labels == displayed(anna("suggest", "--offline", "--json"))


def test_a_list_that_could_not_be_written_was_not_shown(music_teacher: Plnbuddy) -> None:
    running = music_teacher.begin("suggest", "--offline", output=Path("/dev/full"))
    _, messages = running.communicate()
    assert running.wait() != 0
    assert b"Traceback" not in messages
    assert remembered(music_teacher) == []
    answer = music_teacher("suggest", "--offline", "--json")
    assert [label for _, label in remembered(music_teacher)] == displayed(answer)


def test_the_numbers_are_those_of_the_list_that_was_displayed_last(
    music_teacher: Plnbuddy,
) -> None:
    first = displayed(music_teacher("suggest", "people", "--json"))
    tags = displayed(music_teacher("suggest", "hashtags", "--json"))
    assert first != tags
    decided = json.loads(music_teacher("skip", "1", "--json").output)
    assert decided["outcomes"][0]["subject"]["label"] == tags[0]
