"""Archives as other servers and years write them: other members of the kinds in tests/cases."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Plnbuddy
from tests.test_archive_cases import archive, tweet

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def note(number: int, **facts: Any) -> dict[str, Any]:
    to = facts.pop("to", [PUBLIC])
    address = f"https://s.example/users/a/statuses/{number}"
    inner = {
        "id": address, "type": "Note", "published": "2024-07-01T10:00:00Z", "to": to,
        "url": f"https://s.example/@a/{number}", "attributedTo": "https://s.example/users/a",
        "content": f"<p>Hello {number}</p>", "tag": [], "attachment": [], "cc": [], **facts,
    }  # fmt: skip
    return {
        "id": f"{address}/activity", "type": "Create", "actor": "https://s.example/users/a",
        "published": "2024-07-01T10:00:00Z", "to": to, "cc": [], "object": inner,
    }  # fmt: skip


def mastodon(folder: Path, outbox: str) -> Path:
    folder.mkdir()
    actor = {"id": "https://s.example/users/a", "type": "Person", "preferredUsername": "a",
             "url": "https://s.example/@a"}  # fmt: skip
    (folder / "actor.json").write_text(json.dumps(actor))
    (folder / "outbox.json").write_text(outbox, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("outbox", "count", "code"),
    [
        ('{"orderedItems":%s,"totalItems":1,"orderedItems":[]}', 1, 0),
        ('{"totalItems":1,"orderedItems":null,"orderedItems":%s}', 1, 0),
        ('\ufeff{"totalItems":1,"orderedItems":%s}', 1, 0),
        ('{"totalItems":50,"orderedItems":%s}', 1, 1),
        ('{"totalItems":1,"orderedItems":[]}', 0, 1),
    ],
)
def test_outboxes_as_servers_write_them(
    plnbuddy: Plnbuddy, tmp_path: Path, outbox: str, count: int, code: int
) -> None:
    text = outbox.replace("%s", json.dumps([note(1)]))
    place = mastodon(tmp_path / "a", text)
    answer = plnbuddy("import", "mastodon-archive", str(place), ok=False)
    assert answer.exit_code == code, answer
    entries = plnbuddy("log", "list", "--all", "--json", ok=False).data["entries"]
    assert len(entries) == count


@pytest.mark.parametrize(
    ("facts", "is_public"),
    [
        ({}, True),
        ({"to": ["as:Public"]}, True),
        ({"to": ["https://s.example/users/a/followers"], "cc": [PUBLIC]}, True),
        ({"to": ["https://s.example/users/a/followers"]}, False),
        ({"to": ["https://s.example/users/b"]}, False),
        ({"to": ["https://s.example/local"]}, False),
        ({"to": []}, False),
        ({"localOnly": True}, False),
        ({"local_only": True}, False),
    ],
)
def test_what_is_closed_in_an_archive_is_in_no_footprint(
    plnbuddy: Plnbuddy, tmp_path: Path, facts: dict[str, Any], is_public: bool
) -> None:
    items = json.dumps([note(1, **facts)])
    place = mastodon(tmp_path / "a", f'{{"totalItems": 1, "orderedItems": {items}}}')
    plnbuddy("import", "mastodon-archive", str(place), ok=False)
    shown = plnbuddy("footprint", "--json", ok=False)
    assert (shown.exit_code == 0 and shown.data["total"] == 1) is is_public


def test_a_file_of_tweets_that_is_cut_off_is_said(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    place = archive(tmp_path / "a", *(tweet(number, "x") for number in range(5)))
    file = next(place.rglob("tweets.js"))
    file.write_text(file.read_text()[:-40])
    answer = plnbuddy("import", "twitter-archive", str(place), ok=False)
    assert answer.exit_code == 1
    assert "ends too early; what is there was read" in answer.messages
    assert len(plnbuddy("log", "list", "--all", "--json").data["entries"]) == 4


def hole(file: Path) -> None:
    """As much as 900 MB without taking any space."""
    with file.open("r+b") as stream:
        stream.seek(900_000_000, os.SEEK_END)
        stream.write(b'"}}]')


def letters(file: Path) -> None:
    """The same in letters."""
    with file.open("ab") as stream:
        for _ in range(900):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}}]')


@pytest.mark.slow
@pytest.mark.parametrize("fill", [hole, letters])
def test_a_tweet_of_900_mb_ends_with_a_sentence_and_little_memory(
    plnbuddy: Plnbuddy, tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    place = archive(tmp_path / "a", tweet(1, "x"))
    file = next(place.rglob("tweets.js"))
    file.write_text('window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "')
    fill(file)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (400_000_000,) * 2);"
        "from plnbuddy.__main__ import main; sys.argv[0] = 'plnbuddy'; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "import", "twitter-archive", str(place)],
        env=plnbuddy.process_environment(), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip
    file.unlink()
    assert done.returncode == 1, done
    assert "a single item of more than" in done.stderr
    assert "Traceback" not in done.stderr
