"""Settings that are broken, unknown or do not fit are named, and the file is kept."""

from pathlib import Path

import pytest

from plnbuddy.system.config import KEYS
from tests import settings_file
from tests.conftest import Plnbuddy
from tests.settings_file import COMMENTED, refused, values

file = settings_file.file


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
        ("profile.region", "Germany", "country code"),
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
