"""What shells offer after Tab: asked as the scripts for bash, zsh and fish ask."""

from collections.abc import Callable

import pytest

from tests.conftest import Plnbuddy


def bash(plnbuddy: Plnbuddy, *words: str) -> list[str]:
    answer = plnbuddy.process(
        _PLNBUDDY_COMPLETE="complete_bash",
        COMP_WORDS=" ".join(("plnbuddy", *words)),
        COMP_CWORD=str(len(words)),
    )
    return answer.output.split()


def zsh(plnbuddy: Plnbuddy, *words: str) -> list[str]:
    answer = plnbuddy.process(
        _PLNBUDDY_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=" ".join(("plnbuddy", *words))
    )
    return [line.split('"')[1] for line in answer.output.splitlines() if '"' in line]


def fish(plnbuddy: Plnbuddy, *words: str) -> list[str]:
    answer = plnbuddy.process(
        _PLNBUDDY_COMPLETE="complete_fish",
        _TYPER_COMPLETE_ARGS=" ".join(("plnbuddy", *words)),
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    return [line.split("\t")[0] for line in answer.output.splitlines()]


Ask = Callable[..., list[str]]
SHELLS = pytest.mark.parametrize("ask", [bash, zsh, fish])


@SHELLS
def test_a_topic_that_is_begun_is_offered(plnbuddy: Plnbuddy, ask: Ask) -> None:
    assert ask(plnbuddy, "suggest", "--topic", "mu") == ["music"]


@SHELLS
def test_own_lists_are_offered_by_name(music_teacher: Plnbuddy, ask: Ask) -> None:
    music_teacher("lists", "new", "Choir people", "#musiced")
    assert ask(music_teacher, "lists", "edit", "ch") == ["choir-people"]


def test_handles_are_offered_and_nobody_who_is_forgotten(music_teacher: Plnbuddy) -> None:
    everybody = bash(music_teacher, "follow", "@")
    assert len(everybody) > 10
    music_teacher("lists", "forget", everybody[0])
    assert everybody[0] not in bash(music_teacher, "follow", "@")


def test_hashtags_are_offered_with_and_without_their_sign(music_teacher: Plnbuddy) -> None:
    assert "musiced" in [tag.lower() for tag in bash(music_teacher, "log", "list", "--tag", "musi")]
    assert "#musiced" in [tag.lower() for tag in fish(music_teacher, "follow", "#musi")]


def test_broken_settings_offer_nothing_and_say_nothing(music_teacher: Plnbuddy) -> None:
    (music_teacher.home / "config.toml").write_text("[profile\n", encoding="utf-8")
    assert bash(music_teacher, "lists", "edit", "ch") == []
