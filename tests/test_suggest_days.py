"""The same list all day, another tomorrow; what was decided comes back when it is due, or never."""

import pytest

from tests import suggested
from tests.conftest import Plnbuddy
from tests.suggested import days_later, labels, suggestions

spanish_teacher = suggested.spanish_teacher
teacher_everywhere = suggested.teacher_everywhere


def test_the_list_is_the_same_all_day(teacher_everywhere: Plnbuddy) -> None:
    morning, noon, night = (
        labels(teacher_everywhere("suggest", "--json", now=f"2026-11-24T{time}:00+00:00"))
        for time in ("00:01", "13:00", "23:59")
    )
    assert len(morning) == 8
    assert morning == noon == night


def test_the_list_is_the_same_in_every_process(teacher_everywhere: Plnbuddy) -> None:
    first, *others = (
        teacher_everywhere.new_python("suggest", "--explain", PYTHONHASHSEED=seed).output
        for seed in ("0", "1", "4242")
    )
    assert first
    assert others == [first, first]


def test_offline_changes_nothing_because_nothing_is_looked_up(music_teacher: Plnbuddy) -> None:
    assert music_teacher("suggest", "--offline").output == music_teacher("suggest").output


def test_two_teachers_with_the_same_profile_get_the_same_day(plnbuddy: Plnbuddy) -> None:
    profile = ("start", "--topic", "math", "--level", "middle", "--language", "en", "--yes")
    one, two = (str(plnbuddy.home / name) for name in ("one", "two"))
    plnbuddy(*profile, PLNBUDDY_HOME=one)
    plnbuddy(*profile, PLNBUDDY_HOME=two)
    first = plnbuddy("suggest", "--json", PLNBUDDY_HOME=one)
    assert first.data == plnbuddy("suggest", "--json", PLNBUDDY_HOME=two).data


def test_the_next_days_bring_other_people(teacher_everywhere: Plnbuddy) -> None:
    seen: set[str] = set()
    for day in range(4):
        today = labels(teacher_everywhere("suggest", "people", "--json", now=days_later(day)))
        assert len(today) == 5
        assert not seen & set(today)
        seen.update(today)


def test_the_teachers_own_time_zone_says_when_a_day_begins(teacher_everywhere: Plnbuddy) -> None:
    teacher_everywhere("config", "set", "display.timezone", "Pacific/Auckland")
    before = teacher_everywhere("suggest", "--json", now="2026-11-24T10:59:00+00:00").data
    after = teacher_everywhere("suggest", "--json", now="2026-11-24T11:01:00+00:00").data
    assert (before["day"], after["day"]) == ("2026-11-24", "2026-11-25")


@pytest.mark.parametrize("verb", ["follow", "skip", "later"])
def test_deciding_during_the_day_does_not_reshuffle_the_rest(
    teacher_everywhere: Plnbuddy, verb: str
) -> None:
    before = labels(teacher_everywhere("suggest", "people", "--json"))
    teacher_everywhere(verb, "2", "4")
    after = labels(teacher_everywhere("suggest", "people", "--json"))
    kept = [before[0], before[2], before[4]]
    assert after[:3] == kept
    assert len(after) == 5
    assert not set(after[3:]) & set(before)


def test_taking_a_decision_back_gives_the_same_list_again(teacher_everywhere: Plnbuddy) -> None:
    before = teacher_everywhere("suggest").output
    teacher_everywhere("skip", "1-3")
    assert teacher_everywhere("suggest").output != before
    teacher_everywhere("undo")
    assert teacher_everywhere("suggest").output == before


# What was decided


@pytest.mark.parametrize("verb", ["follow", "skip"])
def test_a_skipped_or_followed_educator_is_never_suggested_again(
    spanish_teacher: Plnbuddy, verb: str
) -> None:
    section = spanish_teacher("suggest", "people", "-n", "50", "--json").data["sections"][0]
    assert 3 < section["fitting"] <= 50
    everybody = {each["subject"]["label"] for each in section["suggestions"]}
    assert len(everybody) == section["fitting"]
    gone = {each["subject"]["label"] for each in section["suggestions"][:2]}
    spanish_teacher(verb, "1", "2")
    for day in (0, 1, 7, 8, 30, 400):
        answer = spanish_teacher("suggest", "people", "-n", "50", "--json", now=days_later(day))
        assert set(labels(answer)) == everybody - gone


def test_a_skipped_hashtag_is_never_suggested_again(music_teacher: Plnbuddy) -> None:
    first = labels(music_teacher("suggest", "hashtags", "--json"))[0]
    music_teacher("skip", "1")
    for day in (0, 1, 8, 9, 30):
        answer = music_teacher("suggest", "hashtags", "-n", "50", "--json", now=days_later(day))
        assert first not in labels(answer)


def test_a_put_off_suggestion_is_on_the_list_when_it_is_due_and_not_before(
    teacher_everywhere: Plnbuddy,
) -> None:
    put_off = labels(teacher_everywhere("suggest", "people", "--json"))[0]
    teacher_everywhere("later", "1", "--for", "3d")
    for day in (0, 1, 2):
        answer = teacher_everywhere("suggest", "people", "-n", "50", "--json", now=days_later(day))
        assert put_off not in labels(answer)
    due = teacher_everywhere("suggest", "people", "--json", now=days_later(3))
    assert put_off in labels(due)
    [reasons] = [s["reasons"] for s in suggestions(due) if s["subject"]["label"] == put_off]
    assert any("you put it off" in reason for reason in reasons)


def test_a_put_off_suggestion_that_came_back_rests_like_any_other(
    teacher_everywhere: Plnbuddy,
) -> None:
    put_off = labels(teacher_everywhere("suggest", "people", "--json"))[0]
    teacher_everywhere("later", "1", "--for", "3d")
    shown = [
        put_off in labels(teacher_everywhere("suggest", "people", "--json", now=days_later(day)))
        for day in (3, 4, 5, 6)
    ]
    assert shown == [True, False, False, False]


def test_a_put_off_suggestion_comes_back_after_its_rest_too(spanish_teacher: Plnbuddy) -> None:
    put_off = labels(spanish_teacher("suggest", "people", "--json"))[0]
    spanish_teacher("later", "1", "--for", "2w")
    before, due = (
        labels(spanish_teacher("suggest", "people", "-n", "50", "--json", now=days_later(day)))
        for day in (13, 14)
    )
    assert put_off not in before
    assert put_off in due


def test_how_often_something_was_shown_is_counted_in_days(spanish_teacher: Plnbuddy) -> None:
    show_all = ("suggest", "people", "-n", "50", "--json")
    for again in range(3):
        assert {s["shown_before"] for s in suggestions(spanish_teacher(*show_all))} == {0}, again
    assert {
        s["shown_before"] for s in suggestions(spanish_teacher(*show_all, now=days_later(1)))
    } == {1}
    assert {
        s["shown_before"] for s in suggestions(spanish_teacher(*show_all, now=days_later(2)))
    } == {2}
