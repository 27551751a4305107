"""The settings file, the commands that change it, and the doctor that looks at it."""

import contextlib
import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.system.config import KEYS
from tests.conftest import Plnbuddy, run_without_the_right_to_write_everywhere

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"

COMMENTED = """\
# My settings.
[profile]
topics = ["music"]   # and drama one day
languages = ["en"]

# Goals: small ones.
[goals]
connect = 3 # enough
minutes = 45
# The end.
"""


@pytest.fixture
def file(plnbuddy: Plnbuddy) -> Path:
    """Where the settings file is, or will be."""
    plnbuddy.home.mkdir()
    return plnbuddy.home / "config.toml"


def values(plnbuddy: Plnbuddy) -> Any:
    return plnbuddy("config", "show", "--json").data["values"]


def refused(plnbuddy: Plnbuddy, *arguments: str, code: int = 7) -> str:
    """The sentence with which the command is refused; the settings file stays as it is."""
    file = plnbuddy.home / "config.toml"
    before = file.read_bytes() if file.exists() else None
    answer = plnbuddy(*arguments, ok=False)
    assert answer.exit_code == code, answer
    assert answer.output == ""
    assert "stumbled" not in answer.messages
    assert "Traceback" not in answer.messages
    assert (file.read_bytes() if file.exists() else None) == before
    return answer.messages


# Broken files.

BROKEN = [
    ("[profile]\ntopics = [music]\n", 2, 11),
    ("[goals]\nconnect = 2\nminutes = 60 a week\n", 3, 14),
    ("[goals]\nconnect = 2\nconnect = 3\n", 3, None),
    ("[profile]\npurpose = 'it's'\n", 2, 15),
    ("just words\n", 1, 6),
    ('[profile]\npurpose = "a\tb\x01"\n', 2, None),
    ('[profile]\ntopics = ["music"', 2, None),
    ("[goals]\nconnect = 2\n\n[profile", 4, None),
    ('[profile]\npurpose = """never ended\n\n\n', None, None),
]


@pytest.mark.parametrize(("text", "line", "column"), BROKEN)
@pytest.mark.parametrize(
    "command",
    [
        ["config", "set", "goals.minutes", "90"],
        ["config", "show"],
        ["start", "--topic", "music", "--yes"],
        ["start", "--yes"],
        ["log", "connect", "met somebody"],
        ["report"],
        ["suggest"],
    ],
    ids=" ".join,
)
def test_a_broken_file_names_line_and_column_and_is_not_overwritten(
    plnbuddy: Plnbuddy,
    file: Path,
    command: list[str],
    text: str,
    line: int | None,
    column: int | None,
) -> None:
    file.write_text(text)
    message = refused(plnbuddy, *command)
    assert str(file) in message
    assert "line" in message
    assert "column" in message
    assert "plnbuddy config edit" in message
    if line:
        assert f"line {line}" in message
    if column:
        assert f"column {column}" in message
    assert not (plnbuddy.home / "plnbuddy.sqlite3").exists()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
@pytest.mark.parametrize(
    "command",
    [["report"], ["config", "set", "goals.minutes", "90"], ["start", "--yes"]],
    ids=" ".join,
)
def test_a_file_of_another_encoding_is_refused_and_kept(
    plnbuddy: Plnbuddy, file: Path, encoding: str, command: list[str]
) -> None:
    file.write_bytes('[profile]\npurpose = "Prüfungen"\n'.encode(encoding))
    message = refused(plnbuddy, *command)
    assert "is not UTF-8 text" in message
    assert str(file) in message


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_from_windows_is_read(
    plnbuddy: Plnbuddy, file: Path, newline: str, mark: bytes
) -> None:
    file.write_bytes(mark + COMMENTED.replace("\n", newline).encode())
    assert values(plnbuddy)["goals.minutes"] == 45
    plnbuddy("config", "set", "goals.minutes", "90")
    assert values(plnbuddy)["goals.minutes"] == 90
    assert values(plnbuddy)["goals.connect"] == 3
    assert file.read_bytes().count(b"\r\n") in (0, 10)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_gives_the_usual_values(plnbuddy: Plnbuddy, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    found = values(plnbuddy)
    assert set(found) == set(KEYS)
    assert found["goals.minutes"] == 60
    plnbuddy("config", "set", "goals.minutes", "90")
    assert values(plnbuddy)["goals.minutes"] == 90
    assert text.strip("\ufeff\n") in file.read_text(encoding="utf-8")


# Unknown keys and values that do not fit.


@pytest.mark.parametrize(
    ("text", "word", "hint"),
    [
        ("[profile]\ntopcs = ['music']\n", "profile.topcs", "Did you mean profile.topics"),
        ("[profle]\ntopics = ['music']\n", "profle.topics", "Did you mean profile.topics"),
        ("[goals]\nminuts = 5\n", "goals.minuts", "Did you mean goals.minutes"),
        ("minutes = 5\n", "minutes", "Did you mean goals.minutes"),
        ("goals = 5\n", "goals", ""),
        ("[display]\nzzzzzz = 5\n", "display.zzzzzz", "plnbuddy config show"),
        ("[qqqqqq]\n", "qqqqqq", ""),
    ],
)
def test_an_unknown_key_or_section_is_named_with_the_nearest_one(
    plnbuddy: Plnbuddy, file: Path, text: str, word: str, hint: str
) -> None:
    file.write_text(text)
    message = refused(plnbuddy, "report")
    assert f"'{word}' is not a" in message
    assert str(file) in message
    assert hint in message
    assert refused(plnbuddy, "config", "set", "goals.connect", "1") == message


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("goal.minutes", "Did you mean goals.minutes"),
        ("Goals.Minutes", "Did you mean goals.minutes"),
        ("profile.topic", "Did you mean profile.topics"),
        ("display.timezon", "Did you mean display.timezone"),
        ("zzzzzz", "plnbuddy config show"),
        ("", "plnbuddy config show"),
        ("profile", ""),
    ],
)
def test_setting_an_unknown_key_is_refused(plnbuddy: Plnbuddy, key: str, hint: str) -> None:
    assert hint in refused(plnbuddy, "config", "set", key, "5")
    assert hint in refused(plnbuddy, "config", "set", key)
    assert not (plnbuddy.home / "config.toml").exists()


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("profile.topics", "musci", "Did you mean music"),
        ("profile.topics", "music,mathss", "Did you mean math"),
        ("profile.levels", "secundary", "Did you mean secondary"),
        ("profile.languages", "germn", "Did you mean german"),
        ("profile.networks", "mastodn", "Did you mean mastodon"),
        ("profile.region", "Germany, mostly", "country code"),
        ("display.week_starts", "sonday", "sunday"),
        ("display.timezone", "Europe/Berln", "Europe/Berlin"),
        ("display.timezone", "../../etc/passwd", "Europe/Berlin"),
        ("display.timezone", "Europe", "Europe/Berlin"),
        ("goals.minutes", "many", "whole number from 0 to 10000"),
        ("goals.minutes", "-1", "whole number"),
        ("goals.minutes", "10001", "whole number"),
        ("goals.minutes", "1.5", "whole number"),
        ("goals.minutes", "²", "whole number"),
        ("goals.connect", "101", "whole number from 0 to 100"),
        ("suggest.people", "51", "whole number"),
        ("goals.minutes", "9" * 5_000, "whole number"),
        ("goals.minutes", "\x1b[31m", "whole number"),
        ("account.server", "mastodon", "mastodon.social"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(
    plnbuddy: Plnbuddy, key: str, value: str, hint: str
) -> None:
    message = refused(plnbuddy, "config", "set", "--", key, value)
    assert key in message
    assert hint.lower() in message.lower()
    assert "invalid literal" not in message
    assert "?." not in message
    assert "\x1b" not in message
    assert len(message) < 1_000


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("[profile]\ntopics = 5", "profile.topics"),
        ("[profile]\ntopics = [5]", "profile.topics"),
        ("[profile]\ntopics = {music = true}", "profile.topics"),
        ("[profile]\ntopics = ['musci']", "profile.topics"),
        ("[profile]\npurpose = 5", "profile.purpose"),
        ("[profile]\npurpose = 2026-11-24", "profile.purpose"),
        ("[profile]\nregion = ['DE']", "profile.region"),
        ("[goals]\nminutes = 'many'", "goals.minutes"),
        ("[goals]\nminutes = true", "goals.minutes"),
        ("[goals]\nminutes = 1.5", "goals.minutes"),
        ("[goals]\nminutes = inf", "goals.minutes"),
        ("[goals]\nminutes = -1", "goals.minutes"),
        ("[goals]\nminutes = [60]", "goals.minutes"),
        ("[display]\nweek_starts = 'friday'", "display.week_starts"),
        ("[display]\nweek_starts = 1", "display.week_starts"),
        ("[display]\ntimezone = 1", "display.timezone"),
        ("[display]\ntimezone = 'Mars/Base'", "display.timezone"),
        ("[account]\nserver = 'x.com'", "account.server"),
    ],
)
def test_a_wrong_type_or_value_in_the_file_is_named_by_its_key(
    plnbuddy: Plnbuddy, file: Path, line: str, key: str
) -> None:
    file.write_text(line + "\n")
    assert key in refused(plnbuddy, "report")
    assert key in refused(plnbuddy, "config", "set", "goals.connect", "1")
    assert key in refused(plnbuddy, "start", "--yes")


def test_a_broken_value_can_be_mended_with_config_set(plnbuddy: Plnbuddy, file: Path) -> None:
    """What is wrong in one key is no reason to refuse a better value for that same key."""
    file.write_text(COMMENTED.replace("45", '"many"'))
    plnbuddy("config", "set", "goals.minutes", "90")
    assert values(plnbuddy)["goals.minutes"] == 90


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


# Folders that cannot be written.


@contextlib.contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    before = path.stat().st_mode & 0o777
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


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


# The doctor.


def findings(plnbuddy: Plnbuddy, code: int) -> dict[str, Any]:
    answer = plnbuddy("doctor", "--json", ok=False)
    assert answer.exit_code == code, answer
    assert answer.data["healthy"] is (code == 0)
    found = {finding["part"]: finding for finding in answer.data["findings"]}
    text = plnbuddy("doctor", ok=False)
    assert text.exit_code == code
    for part, finding in found.items():
        assert finding["fact"] in text.output or part == "disk"  # Others use it, too.
        assert finding["remedy"] in text.output
        assert (finding["health"] == "fine") or finding["remedy"]
    return found


PARTS = {"program", "settings", "profile", "journal", "disk", "lists", "terminal", "time zone"}


def problems(found: dict[str, Any]) -> set[str]:
    assert set(found) >= PARTS
    return {part for part, finding in found.items() if finding["health"] == "problem"}


def test_the_doctor_finds_nothing_wrong_in_a_new_home_and_makes_nothing(
    plnbuddy: Plnbuddy,
) -> None:
    found = findings(plnbuddy, 0)
    assert problems(found) == set()
    assert found["settings"]["health"] == found["journal"]["health"] == "note"
    assert not plnbuddy.home.exists()


def test_the_doctor_finds_a_home_in_use_in_order(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met somebody")
    found = findings(music_teacher, 0)
    assert problems(found) == set()
    assert "1 entries" in found["journal"]["fact"] or "1 entry" in found["journal"]["fact"]
    assert "music" in found["profile"]["fact"]
    assert "all is well" in music_teacher("doctor").messages


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[goals]\nminutes = 60 a week\n", "line 2"),
        (b"[goals]\nminuts = 5\n", "goals.minuts"),
        (b"[goals]\nminutes = 'many'\n", "goals.minutes"),
        (b"[profile]\npurpose = 'Pr\xfcfung'\n", "UTF-8"),
        (b"[display]\ntimezone = 'Mars/Base'\n", "Mars/Base"),
    ],
)
def test_the_doctor_names_what_is_wrong_with_the_settings(
    plnbuddy: Plnbuddy, file: Path, text: bytes, words: str
) -> None:
    file.write_bytes(text)
    found = findings(plnbuddy, 1)
    assert problems(found) == {"settings"}
    assert words in found["settings"]["fact"]
    assert file.read_bytes() == text


def break_as(store: Path, kind: str) -> str:
    """Damage the store; returns a word of the sentence that should name it."""
    if kind == "newer":
        with contextlib.closing(sqlite3.connect(store)) as connection:
            connection.execute("PRAGMA user_version = 99")
        return "newer plnbuddy"
    if kind == "text":
        store.write_text("Dear diary, this is no database at all.\n" * 100)
        return "not a plnbuddy journal"
    if kind == "other":
        store.unlink()
        with contextlib.closing(sqlite3.connect(store)) as connection:
            connection.execute("CREATE TABLE recipe (name)")
            connection.commit()
        return "another program"
    content = store.read_bytes()
    if kind == "one table":
        with contextlib.closing(sqlite3.connect(store)) as connection:
            where = "SELECT rootpage FROM sqlite_master WHERE name = 'activity_person'"
            start = (connection.execute(where).fetchone()[0] - 1) * 4_096
        store.write_bytes(content[:start] + b"\xff" * 4_096 + content[start + 4_096 :])
    elif kind == "truncated":
        store.write_bytes(content[: len(content) // 2])
    else:
        half = len(content) // 2
        store.write_bytes(content[:4_096] + b"\xff" * half + content[4_096 + half :])
    return "damaged"


@pytest.mark.parametrize(
    "kind", ["newer", "text", "other", "truncated", "overwritten", "one table"]
)
def test_the_doctor_names_what_is_wrong_with_the_journal(
    music_teacher: Plnbuddy, kind: str
) -> None:
    for number in range(30):
        music_teacher("log", "connect", f"met somebody {number} " + "x" * 400)
    store = music_teacher.home / "plnbuddy.sqlite3"
    words = break_as(store, kind)
    before = store.read_bytes()
    found = findings(music_teacher, 1)
    assert problems(found) == {"journal"}
    assert words in found["journal"]["fact"]
    assert str(store) in found["journal"]["fact"]
    assert store.read_bytes() == before


@pytest.mark.parametrize("of_the_folder", [True, False])
def test_the_doctor_finds_a_link_that_leads_nowhere(
    plnbuddy: Plnbuddy, tmp_path: Path, of_the_folder: bool
) -> None:
    if not of_the_folder:
        plnbuddy.home.mkdir()
    link = plnbuddy.home if of_the_folder else plnbuddy.home / "plnbuddy.sqlite3"
    link.symlink_to(tmp_path / "a disk that is not connected" / "x")
    answer = plnbuddy("doctor", ok=False)
    assert answer.exit_code == 1
    assert "which is not there" in answer.output
    assert plnbuddy("log", "connect", "x", ok=False).exit_code == 8


def test_the_doctor_names_a_wrong_present_moment(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("doctor", "--json", ok=False, now="noonish")
    found = {finding["part"]: finding for finding in answer.data["findings"]}
    assert "noonish" in found["time zone"]["fact"]
    assert answer.exit_code == 1
    assert plnbuddy("report", ok=False, now="noonish").exit_code == 2


def test_the_doctor_names_a_folder_that_cannot_be_written(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met somebody")
    with mode(music_teacher.home, 0o555):
        answer = run_without_the_right_to_write_everywhere(music_teacher, "doctor", "--json")
    found = {finding["part"]: finding for finding in answer.data["findings"]}
    assert answer.exit_code == 1
    assert problems(found) >= {"disk"}


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
