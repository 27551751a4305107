"""From people and ties to what is shown, and what is kept for the next time."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from plnbuddy.core.vocabulary import in_words, topic_label
from plnbuddy.shape.advice import Prospect, choose_advice
from plnbuddy.shape.bridges import Bridge
from plnbuddy.shape.changes import Snapshot, say_what_changed
from plnbuddy.shape.circles import ALONE, find_circles
from plnbuddy.shape.ego import Alter, EgoNetwork, IntArray
from plnbuddy.shape.naming import name_circles
from plnbuddy.shape.numbers import list_numbers
from plnbuddy.shape.sentences import say_what_is_unknown, say_what_matters
from plnbuddy.shape.shape import Circle, Person, Shape
from plnbuddy.shape.survey import Survey, survey_shape
from plnbuddy.shape.wording import circle_phrase, people


def describe_shape(
    ego: EgoNetwork,
    profile_topics: Sequence[str],
    profile_levels: Sequence[str],
    prospects: Sequence[Prospect],
    previous_snapshot: Snapshot | None,
    second_degree_count: int | None,
    day: date,
) -> tuple[Shape, Snapshot]:
    """The shape of a network in pictures' and readers' terms, and a snapshot for next time.

    Args:
        ego: the network; it may be empty.
        profile_topics: the topics of the teacher, as in the vocabulary.
        profile_levels: the levels of the teacher.
        prospects: whom to choose advice from.
        previous_snapshot: the one that was returned last time, if any.
        second_degree_count: how many people those the teacher follows follow, without
            those the teacher follows; None when it was not counted.
        day: the day on which this is said.
    """
    if not ego.size:
        return _empty(ego, day, previous_snapshot)
    before = previous_snapshot or Snapshot(day.isoformat())
    circle_of = find_circles(ego, before.circles, before.circle_names)
    circles = name_circles(ego, circle_of, before.circle_names)
    survey = survey_shape(ego, circle_of, _groups(ego, circle_of))
    snapshot = _snapshot(ego, circles, circle_of, survey, before, day)
    handles = {alter.key: alter.handle for alter in ego.alters}
    shape = Shape(
        owner=ego.owner,
        day=day.isoformat(),
        people=_people(ego, circles, circle_of, survey),
        ties=tuple((a, b) for a, b in ego.ties.tolist()),
        circles=circles,
        sentences=say_what_matters(
            ego, circles, circle_of, survey.bridges, profile_topics, profile_levels
        ),
        changes=say_what_changed(previous_snapshot, snapshot, handles),
        numbers=list_numbers(ego, survey, circles, second_degree_count),
        advice=choose_advice(ego, circles, circle_of, prospects, profile_topics, profile_levels),
        unknown=say_what_is_unknown(ego),
    )
    return shape, snapshot


def _empty(ego: EgoNetwork, day: date, previous: Snapshot | None) -> tuple[Shape, Snapshot]:
    names = previous.circle_names if previous else {}
    snapshot = Snapshot(day.isoformat(), circle_names=names, measures={"size": 0.0, "known": 0.0})
    sentences = say_what_matters(ego, (), {}, ())
    changes = say_what_changed(previous, snapshot, {})
    shape = Shape(ego.owner, day.isoformat(), (), (), (), sentences, changes, (), (), unknown="")
    return shape, snapshot


def _groups(ego: EgoNetwork, circle_of: Mapping[str, int]) -> IntArray:
    """A number per alter: that of the circle, and one of their own for people in none."""
    numbers = (
        circle_of[alter.key] if circle_of[alter.key] != ALONE else -1 - place
        for place, alter in enumerate(ego.alters)
    )
    return np.fromiter(numbers, dtype=np.int64, count=ego.size)


def _people(
    ego: EgoNetwork, circles: Sequence[Circle], circle_of: Mapping[str, int], survey: Survey
) -> tuple[Person, ...]:
    between = survey.linking.of_alters
    scaled = between / between.max() if between.max() > 0 else between
    names = {circle.id: circle_phrase(circle.name) for circle in circles if circle.id != ALONE}
    bridges = {bridge.key: bridge for bridge in survey.bridges}
    tied = ego.neighbours.counts
    return tuple(
        Person(
            key=alter.key,
            handle=alter.handle,
            name=alter.name,
            link=alter.link,
            circle=circle_of[alter.key],
            bridging=round(float(scaled[place]), 4),
            topics=tuple(topic_label(topic) for topic in alter.topics),
            server=alter.server,
            follows_back=alter.follows_me,
            known=alter.list_known,
            why=_why(alter, int(tied[place]), circle_of[alter.key], names, bridges.get(alter.key)),
        )
        for place, alter in enumerate(ego.alters)
    )


def _why(
    alter: Alter, tied: int, circle: int, names: Mapping[int, str], bridge: Bridge | None
) -> str:
    """One sentence on what this person is in the network."""
    if bridge and bridge.only_link:
        linked = in_words(names[number] for number in bridge.only_link)
        return f"The only link between {names[circle]} and {linked}."
    if bridge:
        linked = in_words(names[number] for number in bridge.circles)
        return f"Links {names[circle]} with {linked}; knows {people(tied)} you follow."
    if not tied:
        return _why_untied(alter)
    if circle == ALONE:
        return f"In no circle; knows {people(tied)} you follow."
    return f"Belongs to {names[circle]}; knows {people(tied)} you follow."


def _why_untied(alter: Alter) -> str:
    if not alter.list_known:
        return "Whom they follow is not known."
    return "Not tied to anybody else you follow: your only link to the people around them."


def _snapshot(
    ego: EgoNetwork,
    circles: Sequence[Circle],
    circle_of: Mapping[str, int],
    survey: Survey,
    before: Snapshot,
    day: date,
) -> Snapshot:
    named = {circle.id: circle.name for circle in circles if circle.id != ALONE}
    return Snapshot(
        day=day.isoformat(),
        keys=tuple(alter.key for alter in ego.alters),
        circles=dict(circle_of),
        circle_names={**before.circle_names, **named},
        measures=_kept_measures(survey),
        bridges=tuple(bridge.key for bridge in survey.bridges),
    )


def _kept_measures(survey: Survey) -> dict[str, float]:
    """The measures whose value is certain, with how many people and lists they rest on."""
    ranges = {
        "reciprocity": survey.reciprocity,
        "density": survey.density,
        "directed_density": survey.directed_density,
        "effective_size": survey.effective_size,
        "efficiency": survey.efficiency,
        "constraint": survey.constraint,
        "open_pairs": survey.open_pairs,
        "only_through_you": survey.only_through_you,
        "betweenness": survey.betweenness,
        "bridges": survey.bridge_count,
    }
    certain = {name: found.lowest for name, found in ranges.items() if found and found.exact}
    counts = {"size": float(survey.size), "known": float(survey.known)}
    return {**counts, "followed_back": survey.followed_back, **certain}
