"""Importing a large Twitter archive, against reading its tweets with json alone.

Run: python -m bench.twitter_archive [TWEETS]
"""

import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.installing import Installed, begin_home, install_plnbuddy, plain_environment
from bench.measuring import (
    Command,
    aim_word,
    machine_line,
    measure,
    median_seconds,
    peak_memory,
    table_lines,
)

TWEETS = 200_000
RUNS = 3
AIM_FIRST = 1.5
AIM_SECOND = 0.3
AIM_MEMORY = 200  # MiB

_JSON_ALONE = """
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    content = archive.read("data/tweets.js")
print(len(json.loads(content[content.index(b"["):])))
"""
_WORDS = (
    "the", "of", "students", "reading", "class", "lesson", "idea", "sharing", "today", "great",
    "question", "who", "tried", "this", "method", "school", "year", "teachers", "music", "choir",
    "rubric", "feedback", "–", "schön", "für", "alle", "🎵", "learning",
)  # fmt: skip
_TAGS = ("musiced", "edchat", "choir", "edtech", "rhythm")


def tweets(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Tweets of a busy teacher, with all the fields that an archive of 2023 has."""
    draw = Random(seed)
    start = datetime(2010, 1, 1, tzinfo=UTC)
    for at in range(count):
        yield {"tweet": _tweet(draw, at, start + timedelta(minutes=37 * at))}


def _tweet(draw: Random, at: int, moment: datetime) -> dict[str, Any]:
    number = str(10**17 + at)
    tags = draw.choices(_TAGS, k=draw.choice([0, 0, 1, 2]))
    people = [int(draw.paretovariate(1)) % 3_000 for _ in range(draw.choice([0, 1, 1, 2]))]
    links = [f"https://t.co/{draw.getrandbits(40):010x}" for _ in range(draw.choice([0, 1]))]
    text = " ".join(
        [
            *(f"@teacher{person}" for person in people),
            *draw.choices(_WORDS, k=draw.randint(8, 25)),
            *(f"#{tag}" for tag in tags),
            *links,
        ]
    )
    if draw.random() < 0.15:
        text = f"RT @teacher{draw.randrange(3_000)}: {text}"
    reply = people and draw.random() < 0.5
    return {
        "edit_info": {
            "initial": {
                "editTweetIds": [number],
                "editableUntil": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
                "editsRemaining": "5",
                "isEditEligible": True,
            }
        },
        "retweeted": False,
        "source": '<a href="http://twitter.com/download/android">Twitter for Android</a>',
        "entities": {
            "hashtags": [{"text": tag, "indices": ["3", "9"]} for tag in tags],
            "symbols": [],
            "user_mentions": [
                {
                    "name": f"Teacher {person}",
                    "screen_name": f"teacher{person}",
                    "indices": ["0", "15"],
                    "id_str": str(person),
                    "id": str(person),
                }
                for person in people
            ],
            "urls": [
                {
                    "url": link,
                    "expanded_url": f"https://example.org/{link[-10:]}",
                    "display_url": "example.org/…",
                    "indices": ["80", "103"],
                }
                for link in links
            ],
        },
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "1",
        "id_str": number,
        "truncated": False,
        "retweet_count": "0",
        "id": number,
        "possibly_sensitive": False,
        "created_at": f"{moment:%a %b %d %H:%M:%S} +0000 {moment:%Y}",
        "favorited": False,
        "full_text": text,
        "lang": "en",
        **(
            {
                "in_reply_to_status_id_str": str(10**16 + at),
                "in_reply_to_user_id_str": str(people[0]),
                "in_reply_to_screen_name": f"teacher{people[0]}",
            }
            if reply
            else {}
        ),
    }


def write_archive(file: Path, count: int, extra: str = "") -> int:
    """An archive with so many tweets; returns the bytes of its tweets unpacked."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("data/tweets.js", "w", force_zip64=True) as stream:
            stream.write(b"window.YTD.tweets.part0 = [\n")
            for at, item in enumerate(tweets(count)):
                part = json.dumps(item, indent=2, ensure_ascii=False)
                stream.write(f"{',' if at else ''}\n{part}".encode())
            stream.write(b"\n]\n")
        account = [{"account": {"username": "mrshart", "accountId": "7"}}]
        archive.writestr("data/account.js", f"window.YTD.account.part0 = {json.dumps(account)}")
        archive.writestr("data/extra.js", extra)
        return archive.getinfo("data/tweets.js").file_size


def commands(plnbuddy: Installed, folder: Path, first: Path, later: Path) -> list[Command]:
    """The json baseline, a first import, and two kinds of second ones."""
    fresh = folder / "fresh"
    full = begin_home(plnbuddy, folder / "full")

    def forget() -> None:
        for file in (fresh / "home").glob("*"):
            file.unlink()

    def copy_journal() -> None:
        """The journal as it is after the first archive."""
        shutil.copy(folder / "full" / "plnbuddy.sqlite3", folder / "later")

    later_home = {**begin_home(plnbuddy, folder / "later")}
    fresh.mkdir()
    new = {**begin_home(plnbuddy, fresh), "PLNBUDDY_HOME": str(fresh / "home")}

    def importing(name: str, file: Path, environment: Any, prepare: Any = None) -> Command:
        arguments = [plnbuddy.program("plnbuddy"), "import", "twitter-archive", str(file)]
        return Command(name, arguments, environment, folder, prepare=prepare)

    alone = [str(plnbuddy.python), "-c", _JSON_ALONE, str(first)]
    return [
        Command("json alone", alone, plain_environment(folder), folder),
        importing("a first import", first, new, forget),
        importing("the same archive again", first, full),
        importing("a newer archive with the same tweets", later, later_home, copy_journal),
    ]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TWEETS
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        plnbuddy = install_plnbuddy(folder / "environment")
        size = write_archive(folder / "twitter.zip", count)
        write_archive(folder / "later.zip", count, "later")
        todo = commands(plnbuddy, folder, folder / "twitter.zip", folder / "later.zip")
        runs = measure(todo, RUNS)
        memory = {command.name: peak_memory(command, 1) for command in todo}
    seconds = {name: median_seconds(found) for name, found in runs.items()}
    base, first = seconds["json alone"], seconds["a first import"]
    rows = [
        (name, f"{seconds[name]:.2f} s", f"{seconds[name] / base:.2f}", f"{memory[name]:.0f} MiB")
        for name in seconds
    ]
    print(f"{count:,} tweets, {size / 1e6:.0f} MB unpacked")
    print("\n".join(table_lines(("", "time", "× json alone", "peak memory"), rows)))
    again = seconds["the same archive again"] / first
    for aim, met in (
        (f"first import ≤ {AIM_FIRST} × json alone: {first / base:.2f}", first / base <= AIM_FIRST),
        (f"second import ≤ {AIM_SECOND} × the first: {again:.2f}", again <= AIM_SECOND),
        (f"peak memory ≤ {AIM_MEMORY} MiB", memory["a first import"] <= AIM_MEMORY),
    ):
        print(f"{aim}: {aim_word(met)}")
    print(machine_line(RUNS))


if __name__ == "__main__":
    main()
