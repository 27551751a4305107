"""What may be shown at all: the floor, roles, levels, topics, hashtags, colleagues."""

from datetime import timedelta

import pytest

from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Decision, Profile, Subject, SubjectKind, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import TOPICS
from plnbuddy.store.decisions import Showing
from plnbuddy.suggest import match
from plnbuddy.suggest.candidates import About, merge_candidates
from plnbuddy.suggest.choose import Scored, order_of_the_day
from plnbuddy.suggest.day import build_day
from plnbuddy.suggest.match import FLOOR, prepare_fit
from plnbuddy.suggest.memory import Memory
from plnbuddy.suggest.sources.curated import curated_candidates
from plnbuddy.suggest.topics import COMMON_ROLES, COMMON_TOPICS, FAMILIES, SUBJECTS, wholes_of
from plnbuddy.system.config import Settings
from tests.made_up_people import CLOCK, TEACHER, TODAY, names, person, score, shown, tag


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


def test_words_of_ones_own_count_each_alone_and_signs_are_no_word() -> None:
    mine = TEACHER._replace(keywords=("robot club", "chess", "++"))
    assert score(person("robotclub", topics=("computing",)), mine) == 1.0
    assert score(person("somebody", topics=("computing",)), mine) == 0.0


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


def test_rest_ends_with_the_seventh_day_and_a_colleagues_with_the_fourth() -> None:
    ann = Scored(person("ann"), 0.5, "music", colleague=True)
    ben = Scored(person("ben"), 0.9, "music", colleague=True)
    before = {
        ann.candidate.subject.key: Showing(1, TODAY - timedelta(days=7)),
        ben.candidate.subject.key: Showing(1, TODAY - timedelta(days=6)),
    }
    assert order_of_the_day([ann, ben], before, TODAY, 2) == [ann, ben]
    society = Scored(person("society", role=Role.SUBJECT_ORGANISATION), 0.9, "music")
    for days, first in ((4, ann), (3, society)):
        before = {ann.candidate.subject.key: Showing(1, TODAY - timedelta(days=days))}
        assert order_of_the_day([ann, society], before, TODAY, 1) == [first]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({}, True),
        ({"levels": ("any",)}, True),
        ({"levels": ("middle",)}, False),
        ({"languages": ()}, True),
        ({"languages": ("fi",)}, False),
        ({"role": Role.TOOL}, False),
        ({"topics": ("drama",)}, False),
        ({"topics": ("drama",), "sources": ("interaction",)}, True),
    ],
)
def test_a_colleague_teaches_the_same_at_a_level_of_theirs_or_turned_to_the_teacher(
    about: dict[str, object], expected: bool
) -> None:
    assert match.is_colleague(person("a", **about), prepare_fit(TEACHER, TODAY)) is expected


def test_levels_that_nobody_asked_for_and_what_is_for_everybody_are_held_to_their_share() -> None:
    fit = prepare_fit(TEACHER, TODAY)
    assert match.unasked_for(person("a", levels=("any",)), fit) == ()
    assert match.unasked_for(person("a", levels=("middle", "primary")), fit) == ()
    assert match.unasked_for(person("a", levels=("middle",)), fit) == ("level middle",)
    assert match.unasked_for(person("a", topics=()), fit) == ("topic general",)
    assert match.unasked_for(person("a", topics=(), role=Role.UNKNOWN), fit) == ()


def test_a_teacher_of_physics_is_a_colleague_for_science() -> None:
    science = Profile(topics=("science",), levels=("secondary",), languages=("en",))
    physics = Profile(topics=("physics",), levels=("secondary",), languages=("en",))
    teaches = {topic: person(topic, topics=(topic,), levels=("secondary",)) for topic in TOPICS}
    assert match.is_colleague(teaches["physics"], prepare_fit(science, TODAY))
    assert not match.is_colleague(teaches["history"], prepare_fit(science, TODAY))
    assert score(teaches["science"], physics) >= FLOOR
    assert not match.is_colleague(teaches["science"], prepare_fit(physics, TODAY))
    assert match.unasked_for(teaches["physics"], prepare_fit(science, TODAY)) == ()
    assert match.unasked_for(teaches["science"], prepare_fit(physics, TODAY)) == ("topic science",)


def test_somebody_of_a_list_who_teaches_something_else_comes_behind_what_fits() -> None:
    listed = person("listed", topics=("math",), sources=("lists",), personal=True, own_score=0.45)
    fits = [person(f"f{n}", sources=("open",), own_score=0.45) for n in range(5)]
    assert "listed" not in names(shown([listed, *fits]))
    assert names(shown([listed])) == ["listed"]
    assert score(listed) < score(listed._replace(sources=("archive",)))


@pytest.mark.parametrize("code", ["nb", "no", "nn"])
def test_posts_in_norwegian_go_by_several_codes(code: str) -> None:
    norwegian = TEACHER._replace(languages=("nb",), region="")
    assert score(person("kari", languages=(code,)), norwegian) > FLOOR
    assert score(person("kari", languages=(code,))) == 0
