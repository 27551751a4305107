"""Twitter archives of every layout: what they bring, and what an import leaves alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.imports import run
from tests import twitter_archives
from tests.conftest import Plnbuddy
from tests.twitter_archives import (
    ANNA,
    BEN,
    TWEETS,
    entries,
    members,
    old_members,
    script,
    tweet,
    write_folder,
    write_zip,
)

archive = twitter_archives.archive


def test_tweets_become_the_three_cs(plnbuddy: Plnbuddy, archive: Path) -> None:
    answer = plnbuddy("import", "twitter-archive", str(archive))
    assert "They are of 2018-10-10." in answer.output
    found = entries(plnbuddy)
    kinds = {uid.removeprefix("twitter/"): entry["kind"] for uid, entry in found.items()}
    assert kinds == {
        "1": "contribute",
        "2": "collaborate",
        "3": "contribute",
        "4": "connect",
        "6": "contribute",
        "7": "contribute",
        "8": "collaborate",
    }
    first = found["twitter/1"]
    assert first["text"] == "My unit on rhythm #musiced https://example.org/unit"
    assert first["links"] == ["https://x.com/mrshart/status/1", "https://example.org/unit"]
    assert first["tags"] == ["musiced"]
    assert first["day"] == "2018-10-10"
    assert first["place"] == "Twitter"
    assert found["twitter/4"]["text"] == "Passed on a tweet by @ben_t: Ten songs for the first week"
    assert found["twitter/4"]["people"] == ["@ben_t"]
    assert found["twitter/6"]["text"].startswith("Worth reading & sharing")
    assert found["twitter/6"]["people"] == ["@clara"]


def test_what_a_tweet_leaves_unsaid_is_taken_from_what_it_says(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    picture = {"https://t.co/p": "https://twitter.com/mrshart/status/1/photo/1"}
    # The tweet that was answered is gone, and with it its number.
    answer = tweet(2, "@anna Try it #musiced", mentions=[ANNA], tags=["musiced"])
    answer["in_reply_to_screen_name"] = "anna"
    passed_on = {**tweet(3, "Ten songs"), "retweeted_status": {"user": {"screen_name": "ben_t"}}}
    content = members([tweet(1, "https://t.co/p", urls=picture), answer, passed_on])
    plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", content)))
    found = entries(plnbuddy)
    assert found["twitter/1"]["text"] == "A tweet without words"
    assert found["twitter/2"]["kind"] == "contribute"
    assert found["twitter/3"]["text"] == "Passed on a tweet by @ben_t: Ten songs"


def test_private_messages_are_not_read(plnbuddy: Plnbuddy, archive: Path) -> None:
    plnbuddy("import", "twitter-archive", str(archive))
    assert b"SECRET" not in b"".join(f.read_bytes() for f in plnbuddy.home.rglob("*.sqlite3*"))


def test_people_and_claims(plnbuddy: Plnbuddy, archive: Path) -> None:
    answer = plnbuddy("import", "twitter-archive", str(archive))
    assert "1 more whom you followed" in answer.output
    found = plnbuddy("import", "people", "--json").data
    people = {person["handle"]: person for person in found["people"]}
    assert people["@anna"]["times"] == 2
    assert people["@anna"]["followed"] is True
    assert "@mrshart" not in people
    claims = {claim["handle"]: claim for claim in found["claims"]}
    assert claims["@ben@mastodon.social"]["claimed_by"] == "@ben_t"
    assert claims["@ben@mastodon.social"]["found_in"] == "name"
    assert claims["@hart@fosstodon.org"]["claimed_by"] == ""
    assert not any("gmail" in handle for handle in claims)
    shown = plnbuddy("import", "people").output
    assert "says to be @ben@mastodon.social on the fediverse: check before you follow" in shown


def test_archives_become_suggestions(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("config", "set", "profile.networks", "twitter,mastodon")
    plnbuddy("config", "set", "profile.topics", "music")
    many = [
        tweet(i, "@anna yes #choirchat", mentions=[ANNA, BEN], tags=["choirchat"],
              reply_to=(900 + i, "anna", "101"))
        for i in range(1, 41)
    ]  # fmt: skip
    plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", members(many))))
    answer = plnbuddy("suggest", "--source", "archive", "--json", "--offline")
    found = {
        s["subject"]["label"]: s
        for section in answer.data["sections"]
        for s in section["suggestions"]
    }
    assert found["@anna"]["reasons"] == ["you spoke 40 times, last in 2018"]
    assert found["#choirchat"]["reasons"] == ["you used it 40 times, last in 2018"]
    assert "a claim to check" in found["@ben@mastodon.social"]["reasons"][0]


def test_twice_doubles_nothing_and_undo_takes_all_back(
    plnbuddy: Plnbuddy, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 3)
    plnbuddy("log", "connect", "met somebody")
    plnbuddy("import", "twitter-archive", str(archive))
    before = entries(plnbuddy)
    again = plnbuddy("import", "twitter-archive", str(archive), "--json").data
    assert again["imported_before"]["entries"] == 7
    assert entries(plnbuddy) == before
    assert "interrupted" not in plnbuddy("import", "list").output
    plnbuddy("undo")
    assert len(entries(plnbuddy)) == 1
    assert plnbuddy("import", "people", ok=False).exit_code == 6
    plnbuddy("undo")
    assert entries(plnbuddy) == {}


def test_a_grown_archive_adds_only_what_is_new(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "a.zip", members(TWEETS))))
    grown = write_zip(tmp_path / "b.zip", members([*TWEETS, tweet(9, "a new one")]))
    found = plnbuddy("import", "twitter-archive", str(grown), "--json").data
    assert sum(found["added"].values()) == 1
    assert found["already_there"] == 7


def test_a_dry_run_keeps_nothing(plnbuddy: Plnbuddy, archive: Path) -> None:
    answer = plnbuddy("import", "twitter-archive", str(archive), "--dry-run")
    assert "Would be added" in answer.output
    assert plnbuddy("log", "list", ok=False).exit_code == 6
    assert plnbuddy("import", "list", ok=False).exit_code == 6


def test_an_interrupted_import_goes_on(
    plnbuddy: Plnbuddy, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    real = run._add_batch
    batches: list[int] = []

    def stopped(*arguments: Any) -> None:
        if len(batches) == 2:
            raise KeyboardInterrupt
        batches.append(1)
        real(*arguments)

    monkeypatch.setattr(run, "_add_batch", stopped)
    assert plnbuddy("import", "twitter-archive", str(archive), ok=False).exit_code == 130
    assert len(entries(plnbuddy)) == 4
    listed = plnbuddy("import", "list").output
    assert "interrupted" in listed
    assert "Twitter archive: " in listed
    monkeypatch.setattr(run, "_add_batch", real)
    plnbuddy("import", "twitter-archive", str(archive))
    assert len(entries(plnbuddy)) == 7
    plnbuddy("undo")
    assert entries(plnbuddy) == {}


def test_removing_an_import_keeps_what_was_changed(plnbuddy: Plnbuddy, archive: Path) -> None:
    plnbuddy("import", "twitter-archive", str(archive))
    plnbuddy("log", "edit", "1", "--note", "the best unit ever")
    answer = plnbuddy("import", "remove", "1")
    assert "6 entries" in answer.output and "1 that you changed" in answer.output
    assert [entry["note"] for entry in entries(plnbuddy).values()] == ["the best unit ever"]


LAYOUTS: dict[str, Callable[[], dict[str, str]]] = {
    "2022, tweets.js": lambda: members(TWEETS),
    "2019, tweet.js": lambda: members(TWEETS, file="data/tweet.js"),
    "2018, not in data": lambda: members(TWEETS, file="tweet.js"),
    "not wrapped": lambda: members(TWEETS, wrapped=False),
    "in a folder of its own": lambda: {
        f"twitter-2022/{name}": text for name, text in members(TWEETS).items()
    },
    "in parts": lambda: (
        members(TWEETS[:4])
        | {
            "data/tweets-part1.js": script("tweets", [{"tweet": t} for t in TWEETS[4:]], 1),
        }
    ),
    "no spaces": lambda: (
        members([])
        | {
            "data/tweets.js": "window.YTD.tweets.part0="
            + json.dumps([{"tweet": t} for t in TWEETS])
        }
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("unpacked", [False, True])
def test_layouts(plnbuddy: Plnbuddy, tmp_path: Path, layout: str, unpacked: bool) -> None:
    content = LAYOUTS[layout]()
    place = (
        write_folder(tmp_path / "twitter", content)
        if unpacked
        else write_zip(tmp_path / "twitter.zip", content)
    )
    plnbuddy("import", "twitter-archive", str(place))
    assert sorted(entries(plnbuddy)) == [f"twitter/{i}" for i in (1, 2, 3, 4, 6, 7, 8)]


def test_the_layout_before_2019(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    old = {
        "source": "web",
        "entities": {"user_mentions": [], "hashtags": [{"text": "edchat"}], "urls": []},
        "text": "hello #edchat",
        "id_str": "31",
        "id": 31,
        "created_at": "2014-05-11 20:15:08 +0000",
        "in_reply_to_status_id_str": None,
        "user": {"screen_name": "mrshart"},
    }
    passed_on = {
        **old,
        "id_str": "32",
        "text": "RT @anna: cut…",
        "retweeted_status": {"user": {"screen_name": "anna", "name": "Anna"}, "text": "cut off"},
    }
    place = write_zip(tmp_path / "old.zip", old_members([old, passed_on]))
    plnbuddy("import", "twitter-archive", str(place))
    found = entries(plnbuddy)
    assert found["twitter/31"]["day"] == "2014-05-11"
    assert found["twitter/31"]["links"] == ["https://x.com/mrshart/status/31"]
    assert found["twitter/32"]["people"] == ["@anna"]


def test_long_tweets_are_whole(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    whole = "A long thought. " * 40
    content = members([tweet(1, whole[:270] + "…", when="Fri Mar 01 10:00:00 +0000 2024")])
    note = {"noteTweetId": "5", "createdAt": "2024-03-01T10:00:00.000Z", "core": {"text": whole}}
    content["data/note-tweet.js"] = script("note_tweet", [{"noteTweet": note}])
    answer = plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", content)))
    assert entries(plnbuddy)["twitter/1"]["text"] == whole.strip()
    assert "hashtag" not in answer.output


def test_a_missing_part_is_told(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    content = members(TWEETS[:2])
    content["data/tweets-part2.js"] = script("tweets", [{"tweet": TWEETS[3]}], 2)
    answer = plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", content)))
    assert "Left out, parts of the archive that are missing: 1" in answer.output
    assert len(entries(plnbuddy)) == 3


def test_broken_tweets_cost_only_themselves(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    wrong = {**tweet(2, "text"), "entities": "none", "created_at": 5}
    dateless = tweet(3, "no date", when="some day")
    content = members([TWEETS[0], wrong, dateless, TWEETS[1]])
    text = content["data/tweets.js"].replace('"full_text": "@anna thank', '"full_text": \x01"@anna')
    content["data/tweets.js"] = text
    answer = plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", content)))
    assert list(entries(plnbuddy)) == ["twitter/1"]
    assert "without a number or a date" in answer.output
    assert "could not be read" in answer.output


def test_utf_16_and_lone_surrogates(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    content: dict[str, str | bytes] = dict(members([tweet(1, "schön \\ud83c 🎵")]))
    text = str(content["data/tweets.js"]).replace("\\\\ud83c", "\\ud83c")
    content["data/tweets.js"] = text.encode("utf-16")
    plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", content)))
    assert entries(plnbuddy)["twitter/1"]["text"].startswith("schön")


def test_hostile_texts_are_harmless(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    nasty = "\x1b[31mred\x1b[0m [bold]x[/bold] <script>alert(1)</script> \u202eevil"
    content = members([tweet(1, nasty, urls={"https://t.co/x": "javascript:alert(1)"})])
    plnbuddy("import", "twitter-archive", str(write_zip(tmp_path / "t.zip", content)))
    entry = entries(plnbuddy)["twitter/1"]
    assert entry["text"] == "red [bold]x[/bold] <script>alert(1)</script> evil"
    assert entry["links"] == ["https://x.com/mrshart/status/1"]
