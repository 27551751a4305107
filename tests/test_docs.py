"""What the documents say is what the program does."""

import re
import shlex
from pathlib import Path

import pytest

from tests.command_reference import FILE, HEAD, MAN_PAGE, man_page, reference
from tests.conftest import Plnbuddy

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_command_reference_is_what_the_help_says() -> None:
    assert FILE.read_text(encoding="utf-8") == reference()


def test_the_help_names_no_file_that_is_not_installed() -> None:
    assert "docs/" not in reference().replace(HEAD, "")


def test_the_man_page_is_what_the_help_says() -> None:
    assert MAN_PAGE.read_text(encoding="utf-8") == man_page()
    assert ".B 130\nstopped with Ctrl\\-C" in man_page()


def test_every_document_has_its_place_on_the_site() -> None:
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    documents = [path.name for path in (ROOT / "docs").glob("*.md")]
    assert [name for name in documents if f"- {name}\n" not in site] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    lines = [line for line in README.splitlines() if line.endswith("python -m pytest")]
    assert len(lines) == 1
    pattern = re.search(r"grep -m1 '([^']+)'", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert pattern
    assert re.match(pattern[1], lines[0])


def test_every_command_of_the_readme_and_the_first_week_runs(
    music_teacher: Plnbuddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    started = (ROOT / "docs" / "getting-started.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", README + started, re.DOTALL)
    commands = [
        shlex.split(line, comments=True)[1:]
        for line in "\n".join(blocks).splitlines()
        if line.startswith("plnbuddy ")
    ]
    assert len(commands) >= 6
    for words in commands:
        music_teacher(*words)


@pytest.mark.parametrize("name", [path.name for path in sorted((ROOT / "docs").glob("*.md"))])
def test_links_between_documents_lead_somewhere(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert (ROOT / "docs" / target).exists(), target


def test_json_forms_are_documented(music_teacher: Plnbuddy) -> None:
    documented = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    runs = [
        ("start",), ("suggest",), ("follow", "1"), ("skip", "2"), ("later", "3"), ("undo",),
        ("log", "connect", "x"), ("log", "list"), ("report",), ("lists",),
        ("lists", "search", "music"), ("config", "show"), ("doctor",),
        ("log", "contribute", "x", "--url", "https://example.org/x"), ("footprint",),
        ("chats", "--all"),
        ("report", "--evidence"), ("lists", "forget"), ("lists", "new", "Mine", "#musiced"),
    ]  # fmt: skip
    for words in runs:
        data = music_teacher(*words, "--json").data
        assert f"`{data['form']}`" in documented, words


def test_every_json_form_in_the_program_is_documented() -> None:
    documented = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    forms = {
        form
        for file in (ROOT / "plnbuddy" / "cli").rglob("*.py")
        for form in re.findall(
            r'(?:show_json|Answer)\(\s*"([a-z-]+)"', file.read_text(encoding="utf-8")
        )
    }
    assert len(forms) > 30
    assert {form for form in forms if f"`plnbuddy.{form}.1`" not in documented} == set()
