"""The weekly report coaches: what is true, never the same two weeks running, with its command."""

import json
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plnbuddy.core.model import ChatStatus
from plnbuddy.curated.bundled import read_chats
from plnbuddy.curated.schedule import has_known_time
from plnbuddy.store.database import open_store
from plnbuddy.store.snapshots import KeptShape, put_shape
from tests import journal_entries
from tests.accounts import HERE, THERE, log_in, serving, staff_room
from tests.conftest import NOW, Plnbuddy

from .mastodon_server import Community

BEN, CLEO = f"@ben@{HERE}", f"@cleo@{THERE}"
MOMENT = datetime.fromisoformat(NOW)
WEEK = timedelta(weeks=1)


def steps(plnbuddy: Plnbuddy, now: str | None = None) -> list[dict[str, str]]:
    found: list[dict[str, str]] = plnbuddy("report", "--json", now=now).data["next_steps"]
    return found


def told(plnbuddy: Plnbuddy, now: str | None = None) -> str:
    return " | ".join(step["sentence"] for step in steps(plnbuddy, now))


def write(plnbuddy: Plnbuddy, *entries: tuple[str, datetime, list[str]]) -> None:
    lines = (
        {"kind": kind, "when": when.isoformat(), "text": f"{kind} {at}", "people": people}
        for at, (kind, when, people) in enumerate(entries)
    )
    journal_entries.write(plnbuddy, *lines)


def fill_the_week(plnbuddy: Plnbuddy) -> None:
    for kind in ("connect", "collaborate", "contribute"):
        plnbuddy("config", "set", f"goals.{kind}", "0")


@pytest.mark.parametrize("weeks", [8])
def test_no_step_is_named_two_weeks_running_and_each_has_its_command(
    music_teacher: Plnbuddy, weeks: int
) -> None:
    before: set[str] = set()
    for week in range(weeks):
        now = (MOMENT + week * WEEK).isoformat()
        found = steps(music_teacher, now)
        assert 1 <= len(found) <= 2
        assert all(step["command"].startswith("plnbuddy ") for step in found)
        names = {step["name"] for step in found}
        assert not names & before
        assert found == steps(music_teacher, now)  # All week long the same.
        before = names


def test_three_weeks_of_connecting_without_an_exchange_are_named(
    music_teacher: Plnbuddy,
) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, *(("connect", MOMENT - week * WEEK, []) for week in range(3)))
    assert "Three weeks of connecting" in told(music_teacher)
    music_teacher("log", "collaborate", "answered somebody", "--date", "2026-11-17")
    assert "Three weeks" not in told(music_teacher)


@pytest.mark.parametrize(("kinds", "named"), [(2, False), (3, True)])
def test_two_weeks_of_connecting_are_no_three(
    music_teacher: Plnbuddy, kinds: int, named: bool
) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, *(("connect", MOMENT - week * WEEK, []) for week in range(1, kinds + 1)))
    assert ("Three weeks" in told(music_teacher)) is named


def people(count: int, *servers: str) -> list[str]:
    return [f"@p{n}@{servers[n % len(servers)]}" for n in range(count)]


@pytest.mark.parametrize(
    ("who", "named"),
    [
        (people(5, "one.example"), True),
        (people(4, "one.example"), False),
        (people(6, "one.example", "two.example"), False),
    ],
)
def test_all_talk_on_one_server_is_named(
    music_teacher: Plnbuddy, who: list[str], named: bool
) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, ("collaborate", MOMENT - timedelta(days=3), who))
    assert ("are on one.example" in told(music_teacher)) is named


def test_connecting_alone_is_no_talk(music_teacher: Plnbuddy) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, ("connect", MOMENT - timedelta(days=3), people(9, "one.example")))
    assert "are on one.example" not in told(music_teacher)


@pytest.mark.parametrize(("other", "named"), [(2, True), (1, False)])
def test_all_talk_with_one_circle_is_named(
    music_teacher: Plnbuddy, other: int, named: bool
) -> None:
    fill_the_week(music_teacher)
    who = people(5, "one.example", "two.example")
    write(music_teacher, ("collaborate", MOMENT - timedelta(days=3), who))
    circles = {handle.removeprefix("@"): 1 for handle in who} | {"far@three.example": other}
    snapshot = {"circles": circles, "circle_names": {"1": "maths", "2": "music"}}
    with open_store(music_teacher.home / "plnbuddy.sqlite3") as store, store.writing():
        store.execute(
            "INSERT INTO account (key, handle, following, followers) VALUES (?, ?, 0, 0)",
            ("me@one.example", "@me@one.example"),
        )
        put_shape(store, "me@one.example", KeptShape((MOMENT - WEEK).date(), snapshot, ()))
    assert ("belong to one of your circles (maths)" in told(music_teacher)) is named


def test_a_chat_later_today_is_named(music_teacher: Plnbuddy) -> None:
    fill_the_week(music_teacher)
    when = ("--day", "tue", "--time", "20:00", "--timezone", "UTC")
    music_teacher("chats", "add", "#parkchat", *when)
    found = steps(music_teacher)
    assert found[0]["sentence"].startswith("#parkchat meets tonight at 20:00")
    assert found[0]["command"] == "plnbuddy chats today"
    over = (MOMENT + timedelta(hours=11, minutes=1)).isoformat()
    assert "parkchat" not in told(music_teacher, over)


def test_a_first_text_in_the_cohort_is_named_until_it_is_answered(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    fill_the_week(music_teacher)
    file = tmp_path / "course.csv"
    music_teacher("cohort", "new", str(file), "--name", "Course")
    music_teacher("cohort", "add", "@ben@example.org", "--name", "Ben")
    folder = tmp_path / "course.cohort"
    folder.mkdir(exist_ok=True)
    shown = {
        "form": "plnbuddy.cohort-contribution.1", "handle": "@ben@example.org",
        "written_on": "2026-11-23", "weeks": [],
        "texts": [{"day": "2026-11-22", "text": "my first", "link": "https://example.org/1"}],
    }  # fmt: skip
    (folder / "ben@example.org.json").write_text(json.dumps(shown))
    assert "@ben@example.org of Course showed a first text last Sunday" in told(music_teacher)
    music_teacher("log", "collaborate", "answered @ben@example.org")
    assert "first text" not in told(music_teacher)


def test_who_was_answered_by_hand_waits_no_more(music_teacher: Plnbuddy) -> None:
    community = staff_room()
    with serving(community) as server:
        log_in(music_teacher, server)
        community.post("ben", "How do you teach rhythm?", mentions=["anna"])
        music_teacher("sync")
    assert f"{BEN} wrote to you today and you have not answered" in told(music_teacher)
    assert f"{BEN} wrote to you" in music_teacher().output
    later = (MOMENT + timedelta(days=3)).isoformat()
    assert "had no answer at your last sync" in told(music_teacher, later)
    music_teacher("log", "collaborate", f"answered {BEN} in the staff room")
    assert "wrote to you" not in told(music_teacher)
    assert "wrote to you" not in music_teacher().output


def test_a_question_is_unanswered_only_as_far_as_the_account_was_read(
    music_teacher: Plnbuddy,
) -> None:
    fill_the_week(music_teacher)
    community = staff_room()
    with serving(community) as server:
        log_in(music_teacher, server)
        community.post("anna", "Does anybody teach rhythm with cups?")
        music_teacher("sync")
        later = (MOMENT + timedelta(days=3)).isoformat()
        assert "You asked" not in told(music_teacher, later)  # Nobody looked since.
        music_teacher("sync", now=later)
        assert "nobody has written to you since" in told(music_teacher, later)
        community.post("ben", "I do", mentions=["anna"], at=MOMENT + timedelta(days=2))
        music_teacher("sync", now=later)
        assert "You asked" not in told(music_teacher, later)


def test_a_followed_chat_that_may_have_ended_is_not_said_to_meet(music_teacher: Plnbuddy) -> None:
    fill_the_week(music_teacher)
    doubtful = [
        chat for chat in read_chats()
        if chat.status is ChatStatus.MAY_HAVE_ENDED and has_known_time(chat)
    ]  # fmt: skip
    for chat in doubtful:
        music_teacher("follow", str(chat.tag))
    assert doubtful
    for day in range(7):
        now = (MOMENT + timedelta(days=day, hours=-8)).isoformat()
        assert " meets " not in told(music_teacher, now)


@pytest.mark.parametrize(("networks", "named"), [("bluesky", False), ("bluesky,mastodon", True)])
def test_who_is_only_on_bluesky_is_not_sent_elsewhere(
    music_teacher: Plnbuddy, networks: str, named: bool
) -> None:
    fill_the_week(music_teacher)
    music_teacher("config", "set", "profile.networks", networks)
    who = [f"@p{n}.bsky.social" for n in range(6)]
    write(music_teacher, ("collaborate", MOMENT - timedelta(days=3), who))
    assert ("are on Bluesky" in told(music_teacher)) is named


def test_twelve_weeks_of_reports_coach_truly_and_never_repeat(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    """All six rules come up in turn; each is true of what happened until then."""
    fill_the_week(music_teacher)
    community = staff_room()
    met: set[str] = set()
    before: set[str] = set()
    with serving(community) as server:
        log_in(music_teacher, server)
        for week in range(12):
            moment = MOMENT + week * WEEK
            now = moment.isoformat()
            happens(music_teacher, community, week, moment, tmp_path)
            community.now = moment
            music_teacher("sync", now=now)
            report = music_teacher("report", "--json", now=now).data
            found = report["next_steps"]
            sentences = {step["sentence"] for step in found}
            assert 1 <= len(found) <= 2
            assert not sentences & before
            assert not {step["name"] for step in found} & met_last(met, week)
            for step in found:
                met.add(f"{week} {step['name']}")
                expected_in(step, week)
                words = shlex.split(step["command"])
                assert words[0] == "plnbuddy"
                helped = music_teacher(*words[1:2], "--help")
                assert helped.exit_code == 0
            before = sentences
    rules = {name.split(" ", 1)[1].split(" ")[0] for name in met}
    assert rules >= {"chat", "question", "waiting", "weeks", "first", "one"}


def met_last(met: set[str], week: int) -> set[str]:
    return {name.split(" ", 1)[1] for name in met if name.startswith(f"{week - 1} ")}


def happens(
    plnbuddy: Plnbuddy, community: Community, week: int, moment: datetime, folder: Path
) -> None:
    """What the weeks bring: a question, a mention, a first text, talk on one server, silence."""
    day = timedelta(days=1)
    now = moment.isoformat()
    if week == 1:
        community.post("anna", "Who knows a round for cups?", at=moment - 2 * day)
    elif week == 2:
        community.post("ben", "A canon, maybe?", mentions=["anna"], at=moment - day)
    elif week == 3:
        plnbuddy("log", "collaborate", f"answered {BEN}", now=now)
        show_a_first_text(plnbuddy, folder, moment)
    elif week == 5:
        who = [part for name in people(6, "one.example") for part in ("--with", name)]
        plnbuddy("log", "collaborate", "a long talk", *who, now=now)
    elif week in (7, 8, 9):
        plnbuddy("log", "connect", "met somebody", now=now)
    elif week == 11:
        when = ("--day", "tue", "--time", "20:00", "--timezone", "UTC")
        plnbuddy("chats", "add", "#parkchat", *when, now=now)


def show_a_first_text(plnbuddy: Plnbuddy, folder: Path, moment: datetime) -> None:
    file = folder / "course.csv"
    plnbuddy("cohort", "new", str(file), "--name", "Course", now=moment.isoformat())
    plnbuddy("cohort", "add", CLEO, "--name", "Cleo", now=moment.isoformat())
    shown = {
        "form": "plnbuddy.cohort-contribution.1", "handle": CLEO,
        "written_on": str(moment.date()), "weeks": [],
        "texts": [{"day": str(moment.date()), "text": "my first", "link": "https://example.org/1"}],
    }  # fmt: skip
    (folder / "course.cohort").mkdir(exist_ok=True)
    (folder / "course.cohort" / f"cleo@{THERE}.json").write_text(json.dumps(shown))


def expected_in(step: dict[str, str], week: int) -> None:
    """A rule speaks only in the weeks in which what it says is so."""
    weeks = {
        "question": {1, 2}, "waiting": {2}, "first": {3, 4, 5}, "one": {5, 6, 7, 8, 9},
        "weeks": {9, 10}, "chat": {11},
    }  # fmt: skip
    rule = step["name"].split(" ")[0]
    assert week in weeks.get(rule, range(12)), (week, step)
