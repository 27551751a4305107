"""What of a cohort is counted, shown and passed on, and which comments go with a row."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from plnbuddy.cohort import members
from plnbuddy.cohort.contribute import TEXT_LIMIT, WEEK_LIMIT, read_contributions
from plnbuddy.cohort.file import SEVERAL_LIMIT, read_cohort
from plnbuddy.cohort.members import Entry, conflict_copies, put_member, remove_member
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Tag, parse_handle
from plnbuddy.store.database import open_store
from plnbuddy.store.lists import RowCheck, put_check
from tests import cohorts
from tests.cohorts import handles, show_something
from tests.conftest import Plnbuddy

anna, file = cohorts.anna, cohorts.file
BEN, ZOE = "@ben@example.org", "@zoe@example.org"
BEN_ROW = '[member."@ben@example.org"]\nname = "Ben"\n'
ZOE_ROW = '[member."@zoe@example.org"]\nname = "Zoe"\n'


def week(day: str, connect: int) -> dict[str, object]:
    return {"week": day, "connect": connect, "collaborate": 0, "contribute": 0}


def text(day: date, words: str) -> dict[str, str]:
    return {"day": day.isoformat(), "text": words, "link": "https://example.org/x"}


def test_four_weeks_are_this_one_and_the_three_before(anna: Plnbuddy, file: Path) -> None:
    days = ("2026-10-26", "2026-11-02", "2026-11-16", "2026-11-23", "2026-11-30")
    weeks = [week(day, 10**number) for number, day in enumerate(days)]
    show_something(file, BEN, weeks=weeks)
    data = anna("cohort", "--json").data
    (ben,) = (each for each in data["members"] if each["handle"] == BEN)
    assert ben["recent"]["connect"] == 1_110
    assert data["this_week"]["connect"] == 1_000


def test_the_five_latest_texts_are_shown_the_newest_first(anna: Plnbuddy, file: Path) -> None:
    today = date(2026, 11, 24)
    texts = [text(today - timedelta(days=ago), str(ago)) for ago in (3, 0, 6, 1, 4, 2, 5)]
    show_something(file, BEN, texts=texts)
    lately = anna("cohort", "--json").data["lately"]
    assert [each["entry"]["text"] for each in lately] == ["0", "1", "2", "3", "4"]


def test_no_more_of_a_contribution_is_read_than_plnbuddy_writes(file: Path) -> None:
    file.write_text(f'name = "S"\n\n{BEN_ROW}')
    monday = date(2026, 11, 23)
    weeks = [week((monday - timedelta(weeks=n)).isoformat(), 1) for n in range(WEEK_LIMIT + 3)]
    show_something(file, BEN, weeks=weeks, texts=[text(monday, "x")] * (TEXT_LIMIT + 3))
    (found,) = read_contributions(read_cohort(file))[0].values()
    assert (len(found.weeks), len(found.texts)) == (WEEK_LIMIT, TEXT_LIMIT)


def test_whose_settings_say_no_is_not_exported(anna: Plnbuddy) -> None:
    assert BEN[1:] in anna("cohort", "export").output
    check = RowCheck(parse_handle(BEN).key, "no", "", "", False, None, date(2026, 11, 24))
    with open_store(anna.home / "plnbuddy.sqlite3") as store, store.writing():
        put_check(store, check)
    assert BEN[1:] not in anna("cohort", "export").output


def test_a_full_cohort_takes_no_further_member_and_changes_those_it_has(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MEMBER_LIMIT", 2)
    file.write_text(f'name = "S"\n\n{BEN_ROW}')
    put_member(file, Entry(parse_handle(ZOE), "Zoe"))
    with pytest.raises(UsageError, match="at most 2 members"):
        put_member(file, Entry(parse_handle("@mia@example.org"), "Mia"))
    put_member(file, Entry(parse_handle(ZOE), "Zoé"))
    assert handles(file) == [BEN, ZOE]


def test_no_more_hashtags_are_written_than_are_read(file: Path) -> None:
    file.write_text('name = "S"\n')
    tags = [Tag(f"tag{number}") for number in range(SEVERAL_LIMIT + 5)]
    put_member(file, Entry(parse_handle(BEN), "Ben", tags=tags))
    assert f"tag{SEVERAL_LIMIT - 1}" in file.read_text()
    assert f"tag{SEVERAL_LIMIT}" not in file.read_text()


def test_only_second_versions_of_this_file_are_pointed_out(file: Path) -> None:
    for name in ("seminar (conflicted copy).toml", "seminar-notes.toml", "maths conflict.toml"):
        file.with_name(name).touch()
    file.touch()
    assert conflict_copies(file) == ["seminar (conflicted copy).toml"]


@pytest.mark.parametrize(
    ("between", "of_ben", "of_zoe"),
    [
        ("\n# about Zoe\n", "", "# about Zoe"),
        ("# Ben said so\n\n", "# Ben said so", ""),
        ("# Ben said so\n", "# Ben said so", ""),
        ("# Ben said so\n\n# about Zoe\n", "# Ben said so", "# about Zoe"),
    ],
)
def test_a_comment_goes_with_the_row_it_stands_at(
    file: Path, between: str, of_ben: str, of_zoe: str
) -> None:
    whole = f'name = "S"\n\n{BEN_ROW}{between}{ZOE_ROW}'
    for gone, taken, kept in ((BEN, of_ben, of_zoe), (ZOE, of_zoe, of_ben)):
        file.write_text(whole)
        remove_member(file, gone[1:])
        left = file.read_text()
        assert kept in left
        assert not taken or taken not in left
