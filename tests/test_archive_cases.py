"""Archives as people have them: owners unknown, half of a file, names that changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.imports import json_stream
from plnbuddy.imports.table_columns import read_minutes, unit_of
from tests.conftest import Plnbuddy

CASES = Path(__file__).parent / "cases"
WHEN = "Mon Mar 04 10:00:00 +0000 2019"


def tweet(number: int, text: str, **facts: Any) -> dict[str, Any]:
    return {"tweet": {"id_str": str(number), "created_at": WHEN, "full_text": text, **facts}}


def reply(number: int, text: str, to: int, name: str, account: str, **facts: Any) -> dict[str, Any]:
    return tweet(
        number, text, in_reply_to_status_id_str=str(to), in_reply_to_screen_name=name,
        in_reply_to_user_id_str=account, **facts,
    )  # fmt: skip


def archive(place: Path, *tweets: dict[str, Any], account: bool = True) -> Path:
    data = place / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / "tweets.js").write_text("window.YTD.tweets.part0 = " + json.dumps(list(tweets)))
    if account:
        owner = [{"account": {"username": "hart", "accountId": "5"}}]
        (data / "account.js").write_text("window.YTD.account.part0 = " + json.dumps(owner))
    return place


def bring(plnbuddy: Plnbuddy, *words: str) -> Any:
    return plnbuddy("import", *words, "--json").data


def entries(plnbuddy: Plnbuddy) -> dict[str, Any]:
    found = plnbuddy("log", "list", "--all", "--json").data["entries"]
    return {entry["text"]: entry for entry in found}


def test_an_address_and_a_picture_in_a_tweet_are_no_claims(plnbuddy: Plnbuddy) -> None:
    assert bring(plnbuddy, "twitter-archive", str(CASES / "email_claim"))["claims"] == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Find me at @hart@school.social", ["@hart@school.social"]),
        ("Find me at hart@mastodon.social", ["@hart@mastodon.social"]),
        ("Find me at https://school.social/@hart", ["@hart@school.social"]),
        ("Sign up: office@school.example", []),
        ("Mail office@school.example or @anna", []),
        ("See https://medium.com/@hart and https://github.com/hart", []),
        ("why is icon@2x.png blurred, @anna?", []),
    ],
)
def test_what_in_a_tweet_is_a_claim(
    plnbuddy: Plnbuddy, tmp_path: Path, text: str, claims: list[str]
) -> None:
    outcome = bring(plnbuddy, "twitter-archive", str(archive(tmp_path / "a", tweet(1, text))))
    assert [claim["handle"] for claim in outcome["claims"]] == claims


THREAD = (
    tweet(1, "A thread"),
    reply(2, "@hart goes on", 1, "hart", "5"),
    reply(3, "@hart and on", 2, "hart", "5"),
    reply(4, "@ben quite so", 99, "ben", "8"),
)


def test_the_owner_of_an_archive_is_not_the_person_most_spoken_with(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    place = archive(tmp_path / "a", *THREAD, account=False)
    answer = plnbuddy("import", "twitter-archive", str(place))
    assert "owner of this archive is unknown" in answer.output and "--me" in answer.output
    people = plnbuddy("import", "people", "--json").data["people"]
    assert [person["handle"] for person in people] == ["@ben"]


def test_an_owner_that_nothing_tells_is_asked_for(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    place = archive(tmp_path / "a", THREAD[0], THREAD[3], account=False)
    assert "--me @NAME" in plnbuddy("import", "twitter-archive", str(place)).output
    plnbuddy("undo")
    words = ("twitter-archive", str(place), "--me", "@hart")
    assert bring(plnbuddy, *words)["notes"] == []
    assert plnbuddy("import", *words[:3], "no name", ok=False).exit_code == 2


@pytest.mark.parametrize("alone", [True, False])
def test_tweets_js_alone_is_accepted(plnbuddy: Plnbuddy, tmp_path: Path, alone: bool) -> None:
    place = archive(tmp_path / "a", *THREAD, account=not alone)
    outcome = bring(plnbuddy, "twitter-archive", str(place / "data" / "tweets.js"))
    assert outcome["added"] == {"connect": 0, "collaborate": 1, "contribute": 1}
    assert bool(outcome["notes"]) is alone


def test_a_name_that_changed_is_still_oneself(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    place = archive(
        tmp_path / "a",
        tweet(1, "A thread"),
        reply(2, "@oldhart goes on", 1, "oldhart", "5"),
        reply(3, "to a stranger who has my old name", 9, "hart", "77"),
    )
    outcome = bring(plnbuddy, "twitter-archive", str(place))
    assert outcome["added"] == {"connect": 0, "collaborate": 1, "contribute": 1}
    assert outcome["left_out"] == {"further tweets of a thread": 1}


def test_tweets_without_entities_and_addresses_of_pictures(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    picture = {
        "urls": [],
        "media": [{"url": "https://t.co/p", "expanded_url": "https://x.com/a/status/9/photo/1"}],
    }
    shared = {"url": "https://t.co/q", "expanded_url": "https://twitter.com/ben/status/7/photo/1"}
    place = archive(
        tmp_path / "a",
        tweet(1, "@ben look at this #choir https://school.example/x"),
        tweet(2, "Our band https://t.co/p", entities=picture),
        tweet(3, "Theirs https://t.co/q", entities={"urls": [shared]}),
    )
    bring(plnbuddy, "twitter-archive", str(place))
    found = entries(plnbuddy)
    first = found["@ben look at this #choir https://school.example/x"]
    assert (first["people"], first["tags"]) == (["@ben"], ["choir"])
    assert first["links"][1:] == ["https://school.example/x"]
    assert found["Our band"]["links"] == ["https://x.com/hart/status/2"]
    assert found["Theirs"]["links"][1:] == ["https://twitter.com/ben/status/7"]


@pytest.mark.parametrize("year", ["1970", "2099"])
def test_implausible_dates_are_left_out_of_archives(
    plnbuddy: Plnbuddy, tmp_path: Path, year: str
) -> None:
    odd = tweet(1, "odd", created_at=f"Mon Mar 04 10:00:00 +0000 {year}")
    outcome = bring(plnbuddy, "twitter-archive", str(archive(tmp_path / "a", odd, tweet(2, "ok"))))
    assert outcome["added"]["contribute"] == 1
    assert sum(outcome["left_out"].values()) == 1


@pytest.mark.parametrize(("announced", "refused"), [(2, False), (3, True)])
def test_far_fewer_tweets_than_announced_is_said(
    plnbuddy: Plnbuddy, tmp_path: Path, announced: int, refused: bool
) -> None:
    place = archive(tmp_path / "a", tweet(1, "only one"))
    files = [{"fileName": "data/tweets.js", "count": str(announced)}]
    manifest = {"dataTypes": {"tweets": {"files": files}}}
    (place / "data" / "manifest.js").write_text("window.__THAR_CONFIG = " + json.dumps(manifest))
    answer = plnbuddy("import", "twitter-archive", str(place), ok=False)
    assert answer.exit_code == int(refused)
    told = f"says that it holds {announced} tweets, and holds 1"
    assert (told in answer.messages) is refused
    assert plnbuddy("log", "list", "--json").data["total"] == 1


def outbox(place: Path, text: str) -> str:
    place.mkdir()
    for name in ("actor.json", "outbox.json"):
        (place / name).write_text((CASES / "masto_dup_key" / name).read_text())
    (place / "outbox.json").write_text(text)
    return str(place)


def test_a_key_that_stands_twice(plnbuddy: Plnbuddy) -> None:
    outcome = bring(plnbuddy, "mastodon-archive", str(CASES / "masto_dup_key"))
    assert outcome["added"]["contribute"] == 1
    assert outcome["first_day"] == "2024-07-01"


def test_an_outbox_with_less_than_it_says(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    whole = (CASES / "masto_dup_key" / "outbox.json").read_text()
    for name, text, said in (
        ("more", whole.replace('"totalItems":1', '"totalItems":40'), "says that it holds 40 posts"),
        ("none", '{"totalItems":3,"orderedItems":[]}', "says that it holds 3 posts"),
        ("half", whole[: len(whole) - 100], "ends too early"),
        ("no key", '{"totalItems":3}', "ends too early"),
    ):
        answer = plnbuddy("import", "mastodon-archive", outbox(tmp_path / name, text), ok=False)
        assert answer.exit_code == 1
        assert said in answer.messages


def test_an_empty_archive_says_so(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    place = outbox(tmp_path / "empty", '{"totalItems":0,"orderedItems":[]}')
    answer = plnbuddy("import", "mastodon-archive", place, ok=False)
    assert answer.exit_code == 6
    assert "Nothing in it could be taken" in answer.messages


@pytest.mark.parametrize("wrapped", [True, False])
def test_an_endless_tweet_ends_with_a_sentence(
    plnbuddy: Plnbuddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrapped: bool
) -> None:
    monkeypatch.setattr(json_stream, "_MOST_PENDING", 3_000_000)
    long = tweet(1, "x" * 9_000_000)
    place = archive(tmp_path / "a", long if wrapped else long["tweet"], tweet(2, "y"))
    answer = plnbuddy("import", "twitter-archive", str(place), ok=False)
    assert answer.exit_code == 1
    assert "a single item of more than" in answer.messages


def test_a_lone_surrogate_in_a_tweet(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    place = archive(tmp_path / "a", tweet(1, "half \ud83d of it"))
    assert bring(plnbuddy, "twitter-archive", str(place))["added"]["contribute"] == 1


# Tables


def test_the_unit_of_the_heading_counts(plnbuddy: Plnbuddy) -> None:
    words = ("csv", str(CASES / "pd_hours.csv"), "--kind", "contribute", "--no-input")
    bring(plnbuddy, *words)
    minutes = {text: entry["minutes"] for text, entry in entries(plnbuddy).items()}
    assert minutes == {"Fortbildung Feedback": 120, "Lesekreis": 90, "Besuch": 180}


@pytest.mark.parametrize(
    ("heading", "cell", "minutes"),
    [
        ("Hours", "2", 120), ("CPD hours", "1.5", 90), ("Dauer (h)", "0,5", 30), ("Std.", "3", 180),
        ("Heures", "2", 120), ("Horas", "2", 120), ("Time (hrs)", "1:30", 90),
        ("Hours", "45 min", 45), ("Minutes", "2", 2), ("Dauer (Min.)", "90", 90),
        ("Duration", "90", 90), ("Hours", "99", None), ("Hours", "two", None),
    ],
)  # fmt: skip
def test_hours_and_minutes(heading: str, cell: str, minutes: int | None) -> None:
    assert read_minutes(cell, unit_of(heading)) == minutes


def test_doubtful_units_and_passed_over_columns_are_said(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:  # fmt: skip
    file = tmp_path / "t.csv"
    file.write_text("Date,What,Duration,Shoe size\n2026-03-02,Talk,2,42\n2026-03-03,Visit,3,42\n")
    outcome = bring(plnbuddy, "csv", str(file), "--kind", "contribute", "--no-input")
    assert "Columns passed over: shoe size." in outcome["notes"]
    assert any("taken as minutes" in note for note in outcome["notes"])


@pytest.mark.parametrize(("case", "days"), [
    ("dmy", ["2026-06-05", "2026-06-24", "2026-02-03"]),
    ("mdy", ["2026-05-06", "2026-06-24"]),
    ("de", ["2026-06-05", "2026-06-24"]),
])  # fmt: skip
def test_dates_of_tables(plnbuddy: Plnbuddy, case: str, days: list[str]) -> None:
    words = ("csv", str(CASES / "csv" / f"{case}.csv"), "--kind", "contribute", "--no-input")
    assert bring(plnbuddy, *words)["notes"] == []
    found = {entry["day"] for entry in entries(plnbuddy).values()}
    assert found == set(days)


@pytest.mark.parametrize(("region", "day"), [("GB", "2026-06-05"), ("US", "2026-05-06")])
def test_the_region_decides_dates_of_tables(
    plnbuddy: Plnbuddy, tmp_path: Path, region: str, day: str
) -> None:
    plnbuddy("config", "set", "profile.region", region)
    file = tmp_path / "t.csv"
    file.write_text("Date,What\n05/06/2026,Talk\n")
    outcome = bring(plnbuddy, "csv", str(file), "--kind", "contribute", "--no-input")
    assert (outcome["first_day"], outcome["notes"]) == (day, [])


@pytest.mark.parametrize("case", ["csv/muted.csv", "csv/blocked_domains.csv"])
def test_tables_of_blocks_are_refused(plnbuddy: Plnbuddy, case: str) -> None:
    answer = plnbuddy("import", "mastodon-archive", str(CASES / case), ok=False)
    assert answer.exit_code == 2


def test_mastodons_file_of_lists_with_several_on_a_line(plnbuddy: Plnbuddy) -> None:
    plnbuddy("import", "mastodon-archive", str(CASES / "csv" / "lists.csv"))
    people = plnbuddy("import", "people", "--json").data["people"]
    assert len(people) == 4


def test_a_bare_name_in_a_file_of_follows_is_nobody(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "following_accounts.csv"
    file.write_text("Account address\nanna\nben@uni.example\n@cara\n")
    outcome = bring(plnbuddy, "mastodon-archive", str(file))
    assert (outcome["people"], sum(outcome["left_out"].values())) == (1, 2)
