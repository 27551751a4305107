"""What may be shown at all: the floor, roles, levels, topics, hashtags, and what helps when dry."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag, parse_handle
from plnbuddy.core.model import (
    Decision,
    ExternalList,
    Profile,
    Seen,
    Subject,
    SubjectKind,
    Suggestion,
    Verdict,
)
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import TOPICS
from plnbuddy.curated.bundled import read_external_lists
from plnbuddy.ranking import follows as ranking_follows
from plnbuddy.ranking import stretch
from plnbuddy.store.decisions import Showing
from plnbuddy.suggest import choose, match, topics
from plnbuddy.suggest.candidates import About, Candidate, merge_candidates
from plnbuddy.suggest.check import CHECKED_DAYS
from plnbuddy.suggest.choose import Scored, order_of_the_day
from plnbuddy.suggest.day import build_day
from plnbuddy.suggest.match import FLOOR, match_score, prepare_fit
from plnbuddy.suggest.memory import Memory
from plnbuddy.suggest.more import best_list
from plnbuddy.suggest.sources import directory, follows, hashtag, interaction
from plnbuddy.suggest.sources.curated import curated_candidates
from plnbuddy.suggest.topics import COMMON_ROLES, COMMON_TOPICS, FAMILIES, SUBJECTS, wholes_of
from plnbuddy.system.config import Settings
from tests.conftest import NOW, Plnbuddy

DOCS = Path(__file__).parent.parent / "docs" / "suggestions.md"
CLOCK = Clock(datetime.fromisoformat(NOW).astimezone(UTC), UTC)
TODAY = date(2026, 11, 24)
TEACHER = Profile(topics=("music",), levels=("primary",), region="GB")


def person(name: str, **about: object) -> Candidate:
    plain = Candidate(
        subject=Subject(SubjectKind.PERSON, parse_handle(f"@{name}@{name}.example")),
        name=name, sources=("curated",), topics=("music",), levels=("primary",),
        languages=("en",), region="GB", platforms=(Platform.MASTODON,), sort="person",
        place=f"{name}.example", seen_year=2026, role=Role.TEACHER,
    )  # fmt: skip
    return plain._replace(**about)  # type: ignore[arg-type]


def tag(name: str, about: About | None = About.TEACHING, **more: object) -> Candidate:
    plain = person(name, role=Role.UNKNOWN, place="", sort="topic", levels=("any",), region="")
    subject = Subject(SubjectKind.HASHTAG, Tag(name))
    return plain._replace(subject=subject, about=about, **more)  # type: ignore[arg-type]


def shown(
    candidates: Sequence[Candidate],
    profile: Profile = TEACHER,
    memory: Memory | None = None,
    count: int = 5,
    day: int = 0,
) -> list[Suggestion]:
    clock = Clock(CLOCK.now + timedelta(days=day), UTC)
    daily = build_day(
        lambda _kind: candidates,
        memory or Memory({}, {}),
        Settings(profile=profile),
        clock,
        {candidates[0].subject.kind: count},
    )
    return list(daily.suggestions)


def names(suggestions: Sequence[Suggestion]) -> list[str]:
    return [each.name for each in suggestions]


def score(candidate: Candidate, profile: Profile = TEACHER) -> float:
    return match_score(candidate, prepare_fit(profile, TODAY))


@pytest.mark.parametrize("levels", [(), ("any",), ("any", "primary")])
def test_to_who_teaches_every_level_all_levels_are_the_same(levels: tuple[str, ...]) -> None:
    everywhere = TEACHER._replace(levels=levels)
    best = score(person("primary"), TEACHER)
    for level in ("primary", "secondary", "higher"):
        assert score(person("somebody", levels=(level,)), everywhere) == best


# The floor


def test_nothing_below_the_floor_is_shown_even_if_nobody_else_is_there() -> None:
    weak = person("weak", levels=("secondary",), role=Role.TOOL)
    assert 0 < score(weak) < FLOOR
    assert shown([weak]) == []
    assert names(shown([weak, person("good")])) == ["good"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_bundled_row_is_shown_below_the_floor(language: str) -> None:
    everything = {kind: curated_candidates(kind) for kind in SubjectKind}
    for topic in TOPICS:
        profile = Profile(topics=(topic,), levels=("primary",), languages=(language,))
        for kind, offered in everything.items():
            daily = build_day(
                lambda _kind, offered=offered: offered,  # type: ignore[misc]
                Memory({}, {}),
                Settings(profile=profile),
                CLOCK,
                {kind: 50},
            )
            assert all(each.score >= FLOOR for each in daily.suggestions)


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_teacher_of_one_topic_gets_that_topic_and_what_is_for_everybody(topic: str) -> None:
    profile = Profile(topics=(topic,), levels=("secondary",), languages=("en", "de"))
    for kind in (SubjectKind.PERSON, SubjectKind.HASHTAG):
        offered = curated_candidates(kind)
        by_key = {each.subject.key: each for each in offered}
        for day in (0, 1, 9):
            for each in shown(offered, profile, count=20, day=day):
                common = set(COMMON_TOPICS) & set(each.topics)
                alone = not SUBJECTS & set(each.topics)
                mine = {topic, *FAMILIES.get(topic, ())}
                of = by_key[each.subject.key]
                if of.role in COMMON_ROLES or of.about is About.TEACHING:
                    mine |= wholes_of((topic,))
                assert mine & set(each.topics) or (common and alone), each.subject.label


# Who


def test_who_teaches_comes_before_those_around_them() -> None:
    by_role = sorted(match.ROLES, key=lambda role: -score(person("a", role=role)))
    assert by_role[:3] == [Role.TEACHER, Role.TEACHER_GROUP, Role.TEACHER_EDUCATOR]
    assert by_role[-1] is Role.MEDIA


@pytest.mark.parametrize("role", [role for role in Role if role not in match.ROLES])
def test_who_is_no_account_for_teachers_is_never_shown(role: Role) -> None:
    assert not role.may_be_suggested
    assert shown([person("a", role=role)]) == []
    assert shown([person("a", role=role, sources=("hashtag",), own_score=1.0)]) == []


def test_every_role_that_may_be_suggested_has_a_weight() -> None:
    assert set(match.ROLES) == {role for role in Role if role.may_be_suggested}


def test_organisations_fill_at_most_two_of_five_while_people_remain() -> None:
    people = [person(f"p{n}", levels=("any",), region="US") for n in range(5)]
    others = [person(f"o{n}", role=Role.SUBJECT_ORGANISATION) for n in range(9)]
    for day in range(10):
        chosen = names(shown([*people, *others], day=day))
        assert sum(name.startswith("o") for name in chosen) <= 2, chosen
    assert len(shown(others)) == 5  # Nobody else remains.
    assert [n[0] for n in names(shown([people[0], *others]))].count("o") == 4


def test_a_group_of_teachers_counts_as_people() -> None:
    groups = [person(f"g{n}", role=Role.TEACHER_GROUP) for n in range(5)]
    assert len(shown([*groups, person("tool", role=Role.TOOL)], count=5)) == 5


def test_an_encyclopedia_is_shown_only_to_who_asks_for_general() -> None:
    wiki = person("wiki", topics=("general",), levels=("any",), role=Role.MEDIA, region="")
    assert shown([wiki]) == []
    assert names(shown([wiki], TEACHER._replace(topics=("music", "general")))) == ["wiki"]


def test_who_teaches_teaching_is_for_everybody_unless_known_for_another_subject() -> None:
    general = person("general", topics=("edtech", "pedagogy"), role=Role.TEACHER_EDUCATOR)
    priest = person("priest", topics=("religion", "pedagogy"), role=Role.TEACHER_EDUCATOR)
    assert names(shown([general, priest])) == ["general"]


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ("higher", "primary", False),
        ("higher", "secondary", True),
        ("adult", "early", False),
        ("secondary", "primary", False),
        ("middle", "primary", True),
        ("any", "primary", True),
    ],
)
def test_a_level_that_is_far_away_does_not_reach_a_teacher(
    theirs: str, mine: str, expected: bool
) -> None:
    found = shown([person("a", levels=(theirs,))], TEACHER._replace(levels=(mine,)))
    assert bool(found) is expected


def test_a_learned_society_or_tool_of_the_next_level_does_not_reach_a_teacher() -> None:
    secondary = TEACHER._replace(levels=("secondary",))
    for role in (Role.SUBJECT_ORGANISATION, Role.TOOL, Role.EDUCATION_SERVICE):
        assert shown([person("a", levels=("higher",), role=role)], secondary) == []
        assert shown([person("a", levels=("higher", "secondary"), role=role)], secondary)


def test_a_magazine_about_a_subject_is_none_for_teachers() -> None:
    assert shown([person("a", levels=("any",), role=Role.MEDIA)]) == []


# Topics count, whoever found somebody


@pytest.mark.parametrize("source", ["follows", "hashtag", "directory"])
def test_who_is_known_for_another_topic_is_not_shown_however_many_follow_them(source: str) -> None:
    strong = {"sources": (source,), "own_score": 0.95}
    assert names(shown([person("same", **strong)])) == ["same"]
    assert shown([person("other", topics=("computing",), **strong)]) == []
    assert shown([person("next", topics=("drama",), **strong)]) == []


def test_who_is_known_for_nothing_counts_less_than_who_is_known_for_the_topic() -> None:
    found = {"sources": ("follows",), "own_score": 0.8}
    unknown = person("unknown", topics=(), role=Role.UNKNOWN, **found)
    assert FLOOR <= score(unknown) < score(person("known", **found))
    assert shown([unknown._replace(own_score=0.2)]) == []  # in a directory, and nothing more


def test_whom_the_teacher_knows_may_be_known_for_anything() -> None:
    known = {"sources": ("archive",), "own_score": 0.4, "personal": True}
    assert shown([person("friend", topics=("computing",), role=Role.UNKNOWN, **known)])
    assert shown([person("silent", topics=(), role=Role.UNKNOWN, **known)])


def test_lists_and_exploring_back_each_other_up() -> None:
    listed, found = person("a", seen_year=2016), person("a", sources=("follows",), own_score=0.5)
    [both] = merge_candidates([listed, found])
    assert score(both) > max(score(listed), score(found))
    assert both.sources == ("curated", "follows")


def test_what_the_first_source_does_not_know_another_may() -> None:
    bare = person("a", sources=("archive",), topics=(), languages=(), role=Role.UNKNOWN)
    [both] = merge_candidates([bare, person("a", sources=("follows",))])
    assert (both.topics, both.languages, both.role) == (("music",), ("en",), Role.TEACHER)


# Hashtags


def test_hashtags_about_teaching_come_before_those_of_the_subject() -> None:
    tags = [tag("MusicEd"), tag("Jazz", About.SUBJECT)]
    assert [each.subject.label for each in shown(tags)] == ["#MusicEd", "#Jazz"]


def test_a_hashtag_that_nobody_was_seen_using_waits_until_it_is_seen_in_use() -> None:
    unseen = tag("Oboe", About.UNVERIFIED)
    assert shown([unseen]) == []
    met = tag("Oboe", sources=("follows",), own_score=0.5, about=None)
    [both] = merge_candidates([unseen, met])
    assert both.about is About.SUBJECT
    assert shown([both])


def test_a_hashtag_of_a_platform_that_the_teacher_does_not_use_is_not_shown() -> None:
    elsewhere = tag("MusEdChat", platforms=(Platform.TWITTER,))
    assert shown([elsewhere]) == []
    everywhere = TEACHER._replace(platforms=(Platform.MASTODON, Platform.TWITTER))
    assert shown([elsewhere], everywhere)


def test_a_hashtag_and_its_plural_are_one_suggestion() -> None:
    tags = [tag("MusicTeacher"), tag("MusicTeachers", seen_year=2016), tag("RSS")]
    assert sorted(each.subject.label for each in shown(tags)) == ["#MusicTeacher", "#RSS"]


@pytest.mark.parametrize("verdict", [Verdict.FOLLOWED, Verdict.SKIPPED])
def test_the_plural_of_what_was_decided_is_not_suggested(verdict: Verdict) -> None:
    subject = Subject(SubjectKind.HASHTAG, Tag("musicteachers"))
    before = Decision(subject, verdict, TODAY - timedelta(days=3))
    memory = Memory({(subject.kind, subject.key): before}, {})
    assert shown([tag("MusicTeacher"), tag("MusicTeachers")], memory=memory) == []


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


# When the lists are dry


def external(name: str, *topics: str, **about: object) -> ExternalList:
    plain = ExternalList(
        name, f"https://{name}.example/sheet", "google-sheet", topics, ("en",), None, "yes", "",
        "", Seen("https://a.example/"),
    )  # fmt: skip
    return plain._replace(**about)  # type: ignore[arg-type]


def test_the_best_list_is_one_of_teachers_by_consent_on_the_topic() -> None:
    teachers = external("music-teachers", "music")
    everybody = external("educators", "general")
    scholars = external("musicologists", "music")
    lists = [scholars, everybody, teachers]
    assert best_list(TEACHER, lists) == teachers
    assert best_list(TEACHER, lists, [teachers.url]) == everybody
    assert best_list(TEACHER, [scholars, external("sport-teachers", "pe")]) == scholars
    for unfit in (
        external("no-consent-teachers", "music", opt_in="unknown"),
        external("spanish-teachers", "music", languages=("es",)),
        external("some-page-of-teachers", "music", format="web"),
    ):
        assert best_list(TEACHER, [unfit]) is None


def test_every_english_reading_teacher_is_named_a_list_of_teachers() -> None:
    for topic in TOPICS:
        found = best_list(Profile(topics=(topic,)), read_external_lists())
        assert found is not None
        assert found.opt_in == "yes"


def test_dry_names_a_list_then_the_topic_next_door_then_the_login(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "drama", "--level", "primary", "--language", "en", "--yes")
    assert "To find more: plnbuddy explore\n" in plnbuddy("suggest").messages
    plnbuddy("config", "set", "explore.open_reading", "no")
    words = plnbuddy("suggest").messages
    assert re.search(r"To find more: plnbuddy lists add https://docs\.google\.com/\S+", words)
    assert words.count("To find more:") == 1
    plnbuddy("start", "--topic", "biology", "--level", "secondary", "--language", "de", "--yes")
    found = re.search(
        r"To find more: (plnbuddy suggest people --topic \w+)", plnbuddy("suggest").messages
    )
    assert found
    assert plnbuddy(*found[1].split()[1:]).output


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


# Colleagues


def test_who_teaches_it_comes_before_any_organisation_and_returns_after_a_short_rest() -> None:
    teachers = [person(f"t{n}", sources=("open",), own_score=0.5) for n in range(6)]
    societies = [
        person(f"s{n}", role=Role.SUBJECT_ORGANISATION, sort="organisation") for n in range(6)
    ]
    scored = [
        Scored(each, score(each), "music", colleague=each.role is Role.TEACHER)
        for each in (*societies, *teachers)
    ]
    today = [item.candidate.name for item in order_of_the_day(scored, {}, TODAY, 5)]
    assert all(name.startswith("t") for name in today)
    lately = {
        item.candidate.subject.key: Showing(1, TODAY - timedelta(days=5))
        for item in scored
        if item.colleague
    }
    later = [item.candidate.name for item in order_of_the_day(scored, lately, TODAY, 5)]
    assert all(name.startswith("t") for name in later)
    yesterday = dict.fromkeys(lately, Showing(1, TODAY - timedelta(days=1)))
    assert order_of_the_day(scored, yesterday, TODAY, 5)[0].candidate.name.startswith("s")


def test_a_teacher_of_physics_is_a_colleague_for_science() -> None:
    science = Profile(topics=("science",), levels=("secondary",), languages=("en",))
    physics = Profile(topics=("physics",), levels=("secondary",), languages=("en",))
    teaches = {topic: person(topic, topics=(topic,), levels=("secondary",)) for topic in TOPICS}
    assert match.is_colleague(teaches["physics"], prepare_fit(science, TODAY))
    assert not match.is_colleague(teaches["history"], prepare_fit(science, TODAY))
    assert score(teaches["science"], physics) >= FLOOR
    assert not match.is_colleague(teaches["science"], prepare_fit(physics, TODAY))


def test_somebody_of_a_list_who_teaches_something_else_comes_behind_what_fits() -> None:
    listed = person("listed", topics=("math",), sources=("lists",), personal=True, own_score=0.45)
    fits = [person(f"f{n}", sources=("open",), own_score=0.45) for n in range(5)]
    assert "listed" not in names(shown([listed, *fits]))
    assert names(shown([listed])) == ["listed"]


@pytest.mark.parametrize("code", ["nb", "no", "nn"])
def test_posts_in_norwegian_go_by_several_codes(code: str) -> None:
    norwegian = TEACHER._replace(languages=("nb",), region="")
    assert score(person("kari", languages=(code,)), norwegian) > FLOOR
    assert score(person("kari", languages=(code,))) == 0
