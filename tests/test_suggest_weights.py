"""Sources, ages and languages weigh as they should, and as docs/suggestions.md says."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from plnbuddy.core.handles import parse_handle
from plnbuddy.core.role import Role
from plnbuddy.platforms.credentials import Login
from plnbuddy.ranking import follows as ranking_follows
from plnbuddy.ranking import stretch
from plnbuddy.ranking.exploration import Exploration
from plnbuddy.store.account_state import put_account
from plnbuddy.store.database import open_store
from plnbuddy.store.discovery import Sighting, put_sighting
from plnbuddy.store.open_reading import Meeting, OpenPerson
from plnbuddy.suggest import choose, match, topics
from plnbuddy.suggest.check import CHECKED_DAYS
from plnbuddy.suggest.choose import Scored, order_of_the_day
from plnbuddy.suggest.match import FLOOR
from plnbuddy.suggest.sources import directory, follows, hashtag, interaction
from plnbuddy.suggest.sources import open as opened
from plnbuddy.suggest.sources.open import person_candidate
from plnbuddy.system.config import Settings
from tests.made_up_people import CLOCK, TODAY, person, score

DOCS = Path(__file__).parent.parent / "docs" / "suggestions.md"


# Near equals, sources and ages: each weighs as it is said to


def test_a_second_source_gets_its_turn() -> None:
    listed = [Scored(person(f"l{n}"), 0.7, "music") for n in range(5)]
    found = Scored(person("found", sources=("follows",)), 0.5, "music")
    for day in range(10):
        chosen = order_of_the_day([*listed, found], {}, TODAY + timedelta(days=day), 5)
        assert found in chosen


def test_a_topic_of_the_teachers_own_gets_its_turn_and_others_gain_nothing_by_it() -> None:
    music = [Scored(person(f"m{n}"), 0.9, "music") for n in range(9)]
    drama = Scored(person("drama", topics=("drama",)), 0.7, "drama")
    general = Scored(person("general", topics=("general",)), 0.7, "general", asked=False)
    for day in range(10):
        chosen = order_of_the_day([*music, drama], {}, TODAY + timedelta(days=day), 5)
        assert drama in chosen
        alone = order_of_the_day([*music, general], {}, TODAY + timedelta(days=day), 5)
        assert general not in alone


def test_an_older_page_says_less_down_to_a_half() -> None:
    by_age = [score(person("a", seen_year=2026 - years)) for years in range(30)]
    assert by_age[0] == by_age[1] == 1.0
    assert by_age[2] == pytest.approx(1.0 - match.YEARLY_FADING)
    assert by_age == sorted(by_age, reverse=True)
    assert by_age[-1] == match.OLDEST
    undated = score(person("a", seen_year=None))
    assert undated == score(person("a", seen_year=2026 - match.UNDATED_AGE))


def test_an_unknown_language_counts_less_than_one_that_is_read_and_a_foreign_one_nothing() -> None:
    assert score(person("a", languages=())) == pytest.approx(match.UNKNOWN_LANGUAGE)
    assert score(person("a", languages=("fi",))) == 0.0
    assert score(person("a", languages=("fi", "en"))) == 1.0


# Hashtags that somebody posts under


def posted_under(names: str, days: int = 3) -> list[Meeting]:
    key = parse_handle("@ada@school.example").key
    on = TODAY - timedelta(days=days)
    return [Meeting(key, "hashtag", name, "en", on) for name in names.split()]


def test_each_further_hashtag_says_a_little_more_for_who_was_met_in_the_open() -> None:
    handle = parse_handle("@ada@school.example")
    ada = OpenPerson(handle, "Ada", Role.TEACHER, (), (), (), (), None, TODAY)

    def said(*met: Meeting) -> float:
        return 1.0 - (person_candidate(ada, met, CLOCK).own_score or 0.0)

    profile, lately = 1.0 - opened.SAYS_SO, opened.POSTED + opened.THIS_WEEK
    more = 1.0 - opened.EACH_MORE
    assert said() == pytest.approx(profile)
    assert said(*posted_under("choir")) == pytest.approx(profile * (1.0 - lately), abs=1e-4)
    for further, names in enumerate(("choir", "choir drums", "choir drums harp")):
        expected = profile * (1.0 - lately) * more**further
        assert said(*posted_under(names)) == pytest.approx(expected, abs=1e-4)
    older = said(*posted_under("choir", days=opened.WEEK + 1))
    assert older == pytest.approx(profile * (1.0 - opened.POSTED), abs=1e-4)


def test_each_further_hashtag_of_the_account_says_a_little_more(tmp_path: Path) -> None:
    me, who = parse_handle("@me@home.example"), parse_handle("@ada@school.example").key
    login = Login(me, "https://home.example", "1", False, "")
    with open_store(tmp_path / "store.sqlite3") as store:
        run = Exploration(store, cast(Any, None), login, CLOCK, Settings(), {})
        with store.writing():
            put_account(store, run.key, me, 0, 0)
            for name, days in (("choir", 3), ("drums", 3), ("harp", 3), ("lute", 61)):
                seen = TODAY - timedelta(days=days)
                put_sighting(store, run.key, Sighting(who, "hashtag", name, "en", seen))
        strengths = [each.strength for each in hashtag.weigh_posts(run)]
    first = hashtag.POSTED + hashtag.THIS_WEEK
    assert strengths == [first, hashtag.EACH_MORE, hashtag.EACH_MORE]


# The documents


def stated(row: str, *numbers: float) -> None:
    """The documents hold a row of that beginning with these numbers, in that order."""
    text = DOCS.read_text(encoding="utf-8")
    found = [line for line in text.splitlines() if line.startswith(row)]
    assert len(found) == 1, row
    wanted = [f"{number:g}" for number in numbers]
    written = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])", found[0][len(row) :])
    assert written[: len(wanted)] == wanted, (row, written)


def test_every_constant_of_the_score_is_the_documented_one() -> None:
    stated("| **floor** |", FLOOR)
    stated(
        "| topic |", topics.SAME_TOPIC, topics.PART_OF_TOPIC, topics.WHOLE_OF_TOPIC,
        topics.COMMON_TOPIC, topics.NEXT_TOPIC, topics.UNKNOWN_TOPIC, topics.OTHER_TOPIC,
        topics.PERSONAL_TOPIC, topics.LISTED_TOPIC,
    )  # fmt: skip
    roles = list(match.ROLES.values())
    stated("| role |", *roles, 1.0, match.MEDIA_OF_A_SUBJECT)
    stated("| about |", *match.ABOUT.values())
    stated(
        "| level |",
        match.SAME_LEVEL,
        match.ANY_LEVEL,
        match.NEXT_LEVEL,
        match.NEXT_LEVEL_OF_OTHERS,
        match.OTHER_LEVEL,
    )
    stated("| language |", 1.0, match.UNKNOWN_LANGUAGE, 0.0)
    stated("| platform |", 1.0, 0.0)
    stated("| region |", match.SAME_REGION, match.UNKNOWN_REGION, match.OTHER_REGION)
    stated("| source | 1 for a page", match.YEARLY_FADING, match.OLDEST, match.UNDATED_AGE)


def test_every_constant_of_what_is_found_is_the_documented_one() -> None:
    stated("| followed by people you follow |", follows.FOLLOWED_LEAST, follows.FOLLOWED_SPAN)
    stated(
        "| posts under a hashtag of yours |", hashtag.POSTED, hashtag.THIS_WEEK, hashtag.WEEK,
        hashtag.EACH_MORE,
    )  # fmt: skip
    stated("| wrote to you and was not answered |", interaction.WROTE, interaction.MEMORY_DAYS)
    stated("| follows you |", interaction.FOLLOWS)
    stated("| your server suggests them |", directory.SUGGESTED)
    stated("| your server lists them |", directory.LISTED)
    stated(
        "| a hashtag that your follows use |", follows.LEAST_USERS, follows.LOUDNESS_FLOOR,
        follows.TAG_LEAST, follows.TAG_SPAN, follows.TAG_STEEPNESS,
    )  # fmt: skip
    recency = [number for days, factor in ranking_follows.RECENCY for number in (days, factor)]
    stated("| their last post |", *recency[:-2], recency[-1])
    stated("| first pages for `--stretch` |", stretch.STRETCH_REQUESTS, stretch.KEPT_SHARE)


def test_every_constant_of_the_day_is_the_documented_one() -> None:
    stated("| shown and not decided on |", choose.REST_DAYS, choose.SHOWN_FADING)
    stated("| somebody who teaches what you do |", choose.COLLEAGUES_REST_DAYS)
    stated("| the day |", 100 * choose.DAILY_VARIATION)
    stated(
        "| one of its like was chosen |", choose.SAME_TOPIC_AGAIN, choose.SAME_SORT_AGAIN,
        choose.SAME_PLACE_AGAIN, choose.SAME_SOURCE_AGAIN,
    )  # fmt: skip
    stated("| organisations |", 100 * choose.ORGANISATIONS_SHARE)
    stated("| a topic or level that you did not ask for |", 100 * choose.LARGEST_SHARE)
    stated("| looked at again |", CHECKED_DAYS)
