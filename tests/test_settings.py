"""Settings are set, shown and edited; comments and everything else in the file stay."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.system.config import KEYS
from tests import settings_file
from tests.conftest import Plnbuddy
from tests.settings_file import COMMENTED, findings, problems, refused, values

file = settings_file.file

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


# Changing settings.


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("profile.topics", ["music,drama"], ["music", "drama"]),
        ("profile.topics", ["music", "drama"], ["music", "drama"]),
        ("profile.topics", ["music,", "drama,"], ["music", "drama"]),
        ("profile.topics", ["Maths"], ["math"]),
        ("profile.levels", ["secondary"], ["secondary"]),
        ("profile.languages", ["German,en"], ["de", "en"]),
        ("profile.networks", ["mastodon,twitter"], ["mastodon", "twitter"]),
        ("profile.region", ["de"], "DE"),
        ("profile.region", ["us-tx"], "US-TX"),
        ("profile.region", [""], ""),
        ("profile.purpose", ["learn", "how", "others", "assess"], "learn how others assess"),
        ("profile.purpose", ['"quoted" = [x] # no comment \\'], '"quoted" = [x] # no comment \\'),
        ("profile.purpose", ["日本語 👩\u200d🏫"], "日本語 👩\u200d🏫"),
        ("goals.minutes", ["90"], 90),
        ("goals.minutes", ["0"], 0),
        ("display.week_starts", ["Sunday"], "sunday"),
        ("display.timezone", ["America/New_York"], "America/New_York"),
    ],
)
@pytest.mark.parametrize("before", ["", COMMENTED], ids=["no file", "a file"])
def test_a_set_value_is_read_back(
    plnbuddy: Plnbuddy, file: Path, before: str, key: str, given: list[str], kept: Any
) -> None:
    if before:
        file.write_text(before)
    plnbuddy("config", "set", key, *given)
    assert values(plnbuddy)[key] == kept
    shown = plnbuddy("config", "show").output
    assert f"{key} = " in shown


def test_comments_and_everything_else_stay_when_a_value_is_set(
    plnbuddy: Plnbuddy, file: Path
) -> None:
    file.write_text(COMMENTED)
    plnbuddy("config", "set", "goals.minutes", "90")
    assert file.read_text() == COMMENTED.replace("45", "90")
    plnbuddy("config", "set", "display.week_starts", "sunday")
    text = file.read_text()
    for line in COMMENTED.replace("45", "90").splitlines():
        assert line in text.splitlines()
    assert tomllib.loads(text)["display"] == {"week_starts": "sunday"}
    plnbuddy("config", "set", "profile.topics", "music,drama")
    assert "# and drama one day" in file.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "[goals]\nconnect = 3",
        "profile.topics = ['music']\ngoals.connect = 3\n",
        "goals = {connect = 3}\n",
        "[goals]\nconnect = 3\n\n[profile]\n\n[display]\n",
        "# first\n\n\n[goals] # second\n  connect = 3\n# third",
    ],
)
def test_every_way_to_write_the_file_survives_a_change(
    plnbuddy: Plnbuddy, file: Path, text: str
) -> None:
    file.write_text(text)
    plnbuddy("config", "set", "goals.minutes", "90")
    plnbuddy("config", "set", "suggest.people", "7")
    found = values(plnbuddy)
    assert (found["goals.connect"], found["goals.minutes"]) == (3, 90)
    assert found["suggest.people"] == 7
    for comment in ("# first", "# second", "# third"):
        assert (comment in file.read_text()) is (comment in text)


def test_start_keeps_comments_and_answers_that_are_there(plnbuddy: Plnbuddy, file: Path) -> None:
    file.write_text(COMMENTED)
    plnbuddy("start", "--level", "secondary", "--yes")
    text = file.read_text()
    for comment in ("# My settings.", "# and drama one day", "# enough", "# The end."):
        assert comment in text
    found = values(plnbuddy)
    assert (found["profile.topics"], found["profile.levels"]) == (["music"], ["secondary"])
    assert found["goals.minutes"] == 45


def test_a_linked_file_stays_a_link(plnbuddy: Plnbuddy, file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text(COMMENTED)
    file.symlink_to(real)
    plnbuddy("config", "set", "goals.minutes", "90")
    assert file.is_symlink()
    assert "minutes = 90" in real.read_text()


def test_a_private_file_stays_private(plnbuddy: Plnbuddy, file: Path) -> None:
    file.write_text(COMMENTED)
    file.chmod(0o600)
    plnbuddy("config", "set", "goals.minutes", "90")
    assert file.stat().st_mode & 0o777 == 0o600


def test_setting_without_a_value_tells_the_present_one(plnbuddy: Plnbuddy) -> None:
    message = refused(plnbuddy, "config", "set", "goals.minutes", code=2)
    assert "'60'" in message
    refused(plnbuddy, "config", "set", code=2)


def test_set_says_what_holds_now_and_quiet_says_nothing(plnbuddy: Plnbuddy) -> None:
    assert "goals.minutes is now 90." in plnbuddy("config", "set", "goals.minutes", "90").messages
    answer = plnbuddy("config", "set", "goals.minutes", "80", "--quiet")
    assert (answer.output, answer.messages) == ("", "")


def test_several_changes_at_once_never_leave_half_a_file(plnbuddy: Plnbuddy, file: Path) -> None:
    file.write_text(COMMENTED)
    running = [plnbuddy.begin("config", "set", "goals.minutes", str(number)) for number in range(5)]
    answers = [process.communicate() for process in running]
    assert [process.wait() for process in running] == [0] * 5, answers
    assert values(plnbuddy)["goals.minutes"] in range(5)
    assert file.read_text().replace(f"minutes = {values(plnbuddy)['goals.minutes']}", "x") == (
        COMMENTED.replace("minutes = 45", "x")
    )
    assert [path.name for path in plnbuddy.home.iterdir()] == ["config.toml"]


# Showing.


def test_the_path_is_printed_alone(plnbuddy: Plnbuddy) -> None:
    assert plnbuddy.process("config", "path").output == f"{plnbuddy.home / 'config.toml'}\n"


def test_without_plnbuddy_home_the_platforms_folders_are_used(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    folders = {"HOME": "", "XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "d"}
    environment = {name: str(tmp_path / folder) for name, folder in folders.items()}
    plain = Plnbuddy(plnbuddy.home, {"PLNBUDDY_HOME": "", "TZ": "UTC", **environment})
    path = plain.process("config", "path").output.strip()
    assert Path(path).name == "config.toml"
    assert tmp_path in Path(path).parents
    plain.process("config", "set", "goals.minutes", "90")
    plain.process("log", "connect", "met somebody")
    assert Path(path).is_file()
    assert len(list(tmp_path.rglob("plnbuddy.sqlite3"))) == 1
    assert not plnbuddy.home.exists()


def test_show_lists_every_setting_with_value_and_meaning(plnbuddy: Plnbuddy, file: Path) -> None:
    file.write_text(COMMENTED)
    output = plnbuddy("config", "show").output
    for key, spec in KEYS.items():
        assert f"{key} = " in output
        assert spec.meaning in output
    lines = output.splitlines()
    assert "goals.minutes = 45" in lines
    assert "goals.contribute = 1  (usual)" in lines
    assert 'account.server = ""  (usual)' in lines
    assert plnbuddy("config").output == output
    answer = plnbuddy.process("config", "show", "--json")
    assert answer.messages == ""
    assert answer.data["file"] == str(file)
    assert set(answer.data["values"]) == set(KEYS)


def test_markup_in_a_value_is_shown_as_it_was_typed(plnbuddy: Plnbuddy) -> None:
    plnbuddy("config", "set", "profile.purpose", "[bold]x[/bold] \x1b[31mred")
    assert "[bold]x[/bold] red" in plnbuddy("config", "show").output
    shown = plnbuddy("config", "show", FORCE_COLOR="1", COLUMNS="200").output
    assert "[bold]x[/bold] red" in shown


# Editing.


def editor(folder: Path, script: str) -> str:
    program = folder / "my editor"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"'{program}' --wait"


def test_edit_opens_the_editor_with_the_file(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    command = editor(tmp_path, 'printf \'[goals]\\nminutes = 77\\n\' > "$2"; echo $1 > "$2.said"')
    answer = plnbuddy.process("config", "edit", EDITOR=command)
    assert "in order" in answer.messages
    assert values(plnbuddy)["goals.minutes"] == 77
    assert (plnbuddy.home / "config.toml.said").read_text() == "--wait\n"


def test_visual_comes_before_editor(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    command = editor(tmp_path, "printf '[goals]\\nminutes = 78\\n' > \"$2\"")
    plnbuddy.process("config", "edit", VISUAL=command, EDITOR="false")
    assert values(plnbuddy)["goals.minutes"] == 78


@pytest.mark.parametrize("content", ["[goals", "[goals]\nminuts = 5\n", "[goals]\nminutes = -5\n"])
def test_a_mistake_made_in_the_editor_is_named_and_the_file_kept(
    plnbuddy: Plnbuddy, tmp_path: Path, content: str
) -> None:
    wanted = tmp_path / "wanted"
    wanted.write_text(content)
    command = editor(tmp_path, f'cat "{wanted}" > "$2"')
    answer = plnbuddy.process("config", "edit", EDITOR=command, ok=False)
    assert answer.exit_code == 7
    assert answer.messages.strip()
    assert "in order" not in answer.messages
    assert (plnbuddy.home / "config.toml").read_text() == content


def test_a_broken_file_can_be_mended_in_the_editor(
    plnbuddy: Plnbuddy, file: Path, tmp_path: Path
) -> None:
    file.write_text("[goals")
    command = editor(tmp_path, "printf '[goals]\\nminutes = 79\\n' > \"$2\"")
    plnbuddy.process("config", "edit", EDITOR=command)
    assert values(plnbuddy)["goals.minutes"] == 79


@pytest.mark.parametrize("command", ["/nowhere/editor", "/", "'unclosed", "   "])
def test_an_editor_that_cannot_be_started_is_named(plnbuddy: Plnbuddy, command: str) -> None:
    answer = plnbuddy.process("config", "edit", EDITOR=command, ok=False)
    assert answer.exit_code == 1
    assert "stumbled" not in answer.messages
    assert str(plnbuddy.home / "config.toml") in answer.messages


def test_without_an_editor_and_a_terminal_the_file_is_named(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy.process("config", "edit", ok=False, EDITOR="", VISUAL="")
    assert answer.exit_code == 1
    assert "EDITOR" in answer.messages
    assert str(plnbuddy.home / "config.toml") in answer.messages


# The example.


def test_the_example_is_accepted_as_it_is(plnbuddy: Plnbuddy, file: Path) -> None:
    shutil.copy(EXAMPLE, file)
    given = values(plnbuddy)
    file.unlink()
    assert given == values(plnbuddy), "the example shows the usual values"
    shutil.copy(EXAMPLE, file)
    assert problems(findings(plnbuddy, 0)) == set()
    plnbuddy("config", "set", "goals.minutes", "90")
    before, after = EXAMPLE.read_text("utf-8").splitlines(), file.read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == ["minutes = 60"]


def test_the_example_documents_every_key() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    sections = tomllib.loads(text)
    given = {f"{section}.{name}" for section, names in sections.items() for name in names}
    assert given == set(KEYS)
    lines = text.splitlines()
    for key in KEYS:
        name = key.partition(".")[2]
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{name} ="))
        block = "\n".join(lines[:at]).rpartition("\n\n")[2]
        assert "#" in block, f"{key} has no comment above it"


@pytest.mark.parametrize("name", ["config.toml", "accounts.json"])
def test_brackets_without_end_are_a_sentence(plnbuddy: Plnbuddy, name: str) -> None:
    plnbuddy.home.mkdir(mode=0o700)
    file = plnbuddy.home / name
    file.write_text(f"{'a = ' if name == 'config.toml' else ''}{'[' * 50_000}")
    file.chmod(0o600)
    for command in (["suggest"], ["doctor"], ["whoami"]):
        answer = plnbuddy(*command, ok=False)
        assert answer.exit_code != 0
        assert "stumbled" not in answer.messages
        assert "Traceback" not in answer.output + answer.messages
    assert file.stat().st_size >= 50_000
