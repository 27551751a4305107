"""A journal of every field, its files, and how a bad one is refused."""

import json
from typing import Any

import pytest

from tests.conftest import Plnbuddy
from tests.journal_entries import entries

HEADER = (
    "uid,kind,when,day,text,people,tags,links,minutes,place,note,origin,"
    "standards,type,provider,until,evidence,reflection"
)
RECORD = {
    "uid": "a1",
    "kind": "collaborate",
    "when": "2026-11-20T10:00:00Z",
    "day": "2026-11-20",
    "text": "answered a question",
}


def without_numbers(found: list[Any]) -> list[Any]:
    return sorted(
        ({k: v for k, v in entry.items() if k != "id"} for entry in found),
        key=lambda entry: str(entry["uid"]),
    )


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def import_bytes(plnbuddy: Plnbuddy, content: bytes, name: str) -> Any:
    file = plnbuddy.home.parent / name
    file.write_bytes(content)
    return plnbuddy("log", "import", str(file), "--json").data


def refuse(plnbuddy: Plnbuddy, content: bytes, name: str) -> str:
    """The sentence with which the file is refused; the journal stays as it is."""
    file = plnbuddy.home.parent / name
    file.write_bytes(content)
    before = entries(plnbuddy)
    answer = plnbuddy("log", "import", str(file), ok=False)
    assert answer.exit_code == 1, answer
    assert "stumbled" not in answer.messages, answer
    assert answer.output == ""
    assert entries(plnbuddy) == before
    return answer.messages


@pytest.fixture
def journal(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A journal with what is awkward in files."""
    for kind, text, options in (
        ("connect", "met @anna@example.org, @ben and #edchat; “quoted”", ["--minutes", "0"]),
        ("collaborate", '=HYPERLINK("https://evil.example")', ["--note", "-1+1", "--where", "@x"]),
        (
            "contribute",
            'two\nlines, "quotes"; semi\tcolons',
            ["--url", "https://example.org/?a=1,2"],
        ),
        ("contribute", "'tis 日本語 👩\u200d🏫", ["--tag", "教育", "--with", "@c@schüler.example"]),
    ):
        plnbuddy("log", kind, text, *options, "--date", "2026-11-20 16:00")
    return plnbuddy
