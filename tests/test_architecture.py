"""The rooms and their arrows, and what is not loaded until it is needed."""

import ast
import configparser
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import Plnbuddy

ROOT = Path(__file__).parent.parent
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
HEAVY = {
    "rich", "dateparser", "rapidfuzz", "mastodon", "requests", "numpy", "tomlkit", "tomli_w",
    "charset_normalizer", "networkx", "pydantic", "asyncio", "zoneinfo", "idna", "platformdirs",
    "msgspec", "defusedxml", "icalendar", "jinja2",
}  # fmt: skip


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = (
        settings.get("tool", {}).get("importlinter", {}).get("contracts", [])
    )
    return found


def check_imports(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_arrows_between_the_rooms_point_downwards_only() -> None:
    checked = check_imports()
    assert checked.returncode == 0, checked.stdout + checked.stderr
    kept = re.search(r"(\d+) kept, 0 broken", checked.stdout)
    assert kept
    assert int(kept[1]) == len(contracts()) > 0


def test_the_rules_name_every_room() -> None:
    ruled = json.dumps(contracts())
    rooms = [
        folder.name for folder in (ROOT / "plnbuddy").iterdir() if (folder / "__init__.py").exists()
    ]
    assert len(rooms) > 5
    assert [room for room in rooms if not re.search(rf"\b{room}\b", ruled)] == []


def test_an_arrow_upwards_would_be_noticed(tmp_path: Path) -> None:
    rules = configparser.ConfigParser()
    rules["importlinter"] = {"root_package": "plnbuddy"}
    rules["importlinter:contract:upside-down"] = {
        "name": "The command line below the store",
        "type": "layers",
        "layers": "\nplnbuddy.store\nplnbuddy.cli",
    }
    file = tmp_path / "upside-down.ini"
    with file.open("w", encoding="utf-8") as stream:
        rules.write(stream)
    checked = check_imports("--config", str(file))
    assert checked.returncode == 1
    assert "1 broken" in checked.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("suggest", "people", "--explain"),
        ("suggest", "--json"),
        ("later", "#recorders"),
        ("--version",),
    ],
    ids=" ".join,
)
def test_into_a_pipe_nothing_heavy_is_loaded(
    music_teacher: Plnbuddy, arguments: tuple[str, ...]
) -> None:
    needed = {"zoneinfo"} if arguments[0] == "suggest" else set()  # Chats meet in time zones.
    loaded = _loaded(music_teacher, *arguments)
    assert "plnbuddy" in loaded
    assert loaded & (HEAVY - needed) == set()


# What the daily commands do without, and how many modules of plnbuddy each may load: who needs
# more finds out why first (docs/architecture.md, "Start-up").
NEVER_DAILY = HEAVY | {"secrets", "ssl", "http", "email", "socket", "logging", "tempfile", "xml"}
DAILY = {
    (): 88,
    ("suggest", "--offline"): 80,
    ("report",): 75,
    ("log", "connect", "met somebody"): 52,
}


@pytest.mark.parametrize("arguments", DAILY, ids=" ".join)
def test_a_daily_command_loads_only_what_it_needs(
    music_teacher: Plnbuddy, arguments: tuple[str, ...]
) -> None:
    names = _loaded_modules(music_teacher, *arguments)
    tops = {name.partition(".")[0] for name in names}
    needed = {"zoneinfo"}  # Chats meet in time zones.
    assert tops & (NEVER_DAILY - needed) == set()
    ours = sorted(name for name in names if name.partition(".")[0] == "plnbuddy")
    assert 0 < len(ours) <= DAILY[arguments], ours


MODULES_OF_LOG = """
import sys
from plnbuddy.cli.app import app
app(["log", "list"], standalone_mode=False)
print([name for name in sys.modules if name.startswith("plnbuddy.cli.log.")], file=sys.stderr)
"""


def test_a_group_loads_only_the_command_that_is_called(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met somebody")
    done = subprocess.run(
        [sys.executable, "-c", MODULES_OF_LOG],
        capture_output=True,
        text=True,
        env=music_teacher.process_environment(),
        timeout=30,
        check=True,
    )
    assert "plnbuddy.cli.log.list" in done.stderr
    assert not re.search(r"log\.(edit|export|import_|write)", done.stderr)


def test_what_is_heavy_is_noticed_where_it_is_needed(music_teacher: Plnbuddy) -> None:
    loaded = _loaded(music_teacher, "suggest", "--topic", "musci", ok=False, FORCE_COLOR="1")
    assert {"rich", "rapidfuzz"} <= loaded


def _loaded(plnbuddy: Plnbuddy, *arguments: str, ok: bool = True, **environment: str) -> set[str]:
    """The top-level modules that a run of the program had loaded when it ended."""
    modules = _loaded_modules(plnbuddy, *arguments, ok=ok, **environment)
    return {name.partition(".")[0] for name in modules}


def _loaded_modules(
    plnbuddy: Plnbuddy, *arguments: str, ok: bool = True, **environment: str
) -> set[str]:
    """All modules that a run of the program had loaded when it ended."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "plnbuddy", *arguments],
        capture_output=True,
        text=True,
        env=plnbuddy.process_environment(**environment),
        timeout=30,
        check=False,
    )
    assert (done.returncode == 0) is ok, done.stderr[-500:]
    return set(re.findall(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\S+)$", done.stderr, re.MULTILINE))


def test_the_map_of_rooms_names_every_room_and_no_other() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn: set[str] = set()
    above = ""
    for row in text.partition("```text\nplnbuddy/\n")[2].partition("```")[0].splitlines():
        names = re.match(r"( +)((?:[a-z_]+/ +)+)", row)
        if names:
            above = above if len(names[1]) > 2 else ""
            drawn.update(f"{above}{name}" for name in re.findall("[a-z_]+", names[2]))
            above = above or f"{names[2].strip()}"
    package = ROOT / "plnbuddy"
    rooms = {str(file.parent.relative_to(package)) for file in package.rglob("*.py")} | {
        str(file.parent.relative_to(package)) for file in package.rglob("*.sql")
    }
    assert drawn == rooms - {"."} - {room for room in rooms if room.endswith("templates")}


LONGEST = 350  # lines


def long_without_a_reason(text: str) -> bool:
    """Whether a module is over 350 lines, and no line of its docstring begins with "Long:"."""
    if len(text.splitlines()) <= LONGEST:
        return False
    docstring = ast.get_docstring(ast.parse(text)) or ""
    return not re.search(r"^Long: \w", docstring, re.MULTILINE)


def test_no_file_is_long_without_a_reason() -> None:
    long = {
        file.relative_to(ROOT).as_posix()
        for folder in ("plnbuddy", "tests", "bench", "tools")
        for file in (ROOT / folder).rglob("*.py")
        if long_without_a_reason(file.read_text(encoding="utf-8"))
    }
    assert long == set()


@pytest.mark.parametrize(
    ("docstring", "lines", "refused"),
    [
        ("One theme.", 350, False),
        ("One theme.", 351, True),
        ("One theme.\n\nLong: a table of all languages.\n", 351, False),
        ("One theme, Long: it is not a line of its own.", 351, True),
        ("One theme.\n\nLong:\n", 351, True),
    ],
)
def test_a_long_file_would_be_noticed(docstring: str, lines: int, refused: bool) -> None:
    text = f'"""{docstring}"""\n'
    text += 'LATER = "Long: this is no docstring."\n' * (lines - len(text.splitlines()))
    assert long_without_a_reason(text) is refused
