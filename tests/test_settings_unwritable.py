"""Folders and settings that cannot be written or read are named."""

from pathlib import Path

import pytest

from tests import settings_file
from tests.conftest import Plnbuddy, run_without_the_right_to_write_everywhere
from tests.settings_file import COMMENTED, mode

file = settings_file.file


@pytest.mark.parametrize(
    "command", [["config", "set", "goals.minutes", "90"], ["start", "--level", "primary", "--yes"]]
)
def test_a_folder_that_cannot_be_written_is_named_and_keeps_its_file(
    plnbuddy: Plnbuddy, file: Path, command: list[str]
) -> None:
    file.write_text(COMMENTED)
    with mode(plnbuddy.home, 0o555):
        answer = run_without_the_right_to_write_everywhere(plnbuddy, *command)
    assert answer.exit_code == 7, answer
    assert f"{file} cannot be written" in answer.messages
    assert "Traceback" not in answer.messages
    assert file.read_text() == COMMENTED
    assert [path.name for path in plnbuddy.home.iterdir()] == ["config.toml"]


def test_settings_that_cannot_be_read_are_named(plnbuddy: Plnbuddy, file: Path) -> None:
    file.write_text(COMMENTED)
    with mode(file, 0o000):
        for command in (["report"], ["config", "set", "goals.minutes", "90"], ["start", "--yes"]):
            answer = run_without_the_right_to_write_everywhere(plnbuddy, *command)
            assert answer.exit_code == 7, answer
            assert f"{file} cannot be read" in answer.messages
    assert file.read_text() == COMMENTED


def test_a_home_that_cannot_be_made_is_named(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    with mode(tmp_path, 0o555):
        answer = run_without_the_right_to_write_everywhere(plnbuddy, "start", "--yes")
        assert answer.exit_code == 7, answer
        answer = run_without_the_right_to_write_everywhere(plnbuddy, "log", "connect", "x")
        assert answer.exit_code == 8, answer
    assert "cannot be" in answer.messages
    assert "stumbled" not in answer.messages


def test_a_home_that_is_a_file_is_named(plnbuddy: Plnbuddy) -> None:
    plnbuddy.home.write_text("a file")
    for command in (["report"], ["start", "--yes"], ["config", "set", "goals.minutes", "9"]):
        answer = plnbuddy(*command, ok=False)
        assert answer.exit_code in (7, 8), answer
        assert str(plnbuddy.home) in answer.messages
    assert plnbuddy.home.read_text() == "a file"


def test_a_settings_file_that_is_a_folder_is_named(plnbuddy: Plnbuddy, file: Path) -> None:
    file.mkdir()
    answer = plnbuddy("report", ok=False)
    assert answer.exit_code == 7
    assert f"{file} cannot be read" in answer.messages
