"""The numbers about a network, each with its meaning in one line."""

from collections.abc import Iterator, Sequence

from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.ego import EgoNetwork
from plnbuddy.shape.measures import reach_in_three_steps
from plnbuddy.shape.mixing import KINDS, Mixing
from plnbuddy.shape.shape import Circle, Number
from plnbuddy.shape.survey import Survey
from plnbuddy.shape.wording import TOO_LITTLE, amount_text, index_text, share_text

_SHARED = {
    "topic": "a topic", "server": "the server", "language": "a language", "region": "the region",
}  # fmt: skip


def list_numbers(
    ego: EgoNetwork,
    survey: Survey,
    circles: Sequence[Circle],
    second_degree_count: int | None,
) -> tuple[Number, ...]:
    """Every measure that has something to say about this network.

    None is called good or bad: no study says what is, for a teacher.
    """
    numbers = list(_about_people(ego, survey, circles))
    if ego.size > 1:
        numbers += _about_ties(survey)
        numbers += _about_brokers(survey)
        numbers += [n for kind in KINDS if (n := _about_mixing(kind, survey.mixing[kind]))]
    reach = reach_in_three_steps(ego, second_degree_count)
    if reach is not None:
        meaning = "people within two steps of you, as far as lists were read; a count, no score"
        numbers.append(Number("reach", "Within reach", f"{reach:,}", meaning))
    return tuple(numbers)


def _about_people(ego: EgoNetwork, survey: Survey, circles: Sequence[Circle]) -> Iterator[Number]:
    back = round(survey.followed_back * survey.size)
    real = sum(circle.id != ALONE for circle in circles)
    yield Number("size", "People you follow", f"{survey.size:,}", "whose ties are looked at here")
    yield Number(
        "followed_back",
        "Follow you back",
        f"{back:,} of {survey.size:,} ({survey.followed_back:.0%})",
        "they can read you as well as you read them",
    )
    if ego.known.any() or len(ego.pairs):
        meaning = "groups who know each other more than they know the rest"
        yield Number("circles", "Circles", f"{real:,}", meaning)


def _about_ties(survey: Survey) -> Iterator[Number]:
    yield Number(
        "density",
        "Pairs who know each other",
        share_text(survey.density),
        "high helps to work together, low brings different news; neither is always better",
    )
    yield Number(
        "directed_density",
        "Follows among them",
        share_text(survey.directed_density),
        "of all the follows that could exist among the people you follow",
    )
    if survey.reciprocity:
        yield Number(
            "reciprocity",
            "Follows that are answered",
            share_text(survey.reciprocity),
            "of the follows among them have one in return",
        )
    size = amount_text(survey.effective_size, 1)
    yield Number(
        "effective_size",
        "Separate sources",
        size if survey.effective_size is None else f"{size} of {survey.size:,}",
        "what is left when people who know each other count less",
    )
    yield Number(
        "efficiency",
        "Share of separate sources",
        share_text(survey.efficiency),
        "the same as a share of all: 100% if no two know each other",
    )
    yield Number(
        "constraint",
        "Dependence on one group",
        amount_text(survey.constraint, 3),
        f"compare with networks of {survey.size:,} people only: following anybody lowers it",
    )


def _about_brokers(survey: Survey) -> Iterator[Number]:
    yield Number(
        "open_pairs",
        "Pairs you could introduce",
        amount_text(survey.open_pairs),
        "two people you follow, neither of whom follows the other",
    )
    yield Number(
        "only_through_you",
        "Pairs only you link",
        amount_text(survey.only_through_you),
        "no chain of follows among the others leads from one to the other",
    )
    yield Number(
        "betweenness",
        "Pairs you stand between",
        amount_text(survey.betweenness, 1),
        "pairs you could introduce, shared with all others who could",
    )
    yield Number(
        "bridges",
        "Bridges",
        amount_text(survey.bridge_count),
        "people who know a good part of a circle that is not their own",
    )


def _about_mixing(kind: str, mixing: Mixing | None) -> Number | None:
    if mixing is None or abs(mixing.by_chance) == 1:  # only one group, or none in common
        return None
    value = index_text(mixing.index)
    if value != TOO_LITTLE:
        value = f"{value} (by chance {mixing.by_chance:+.2f})"
    meaning = (
        f"-1: they follow only people who share {_SHARED[kind]}; +1: only people who do not "
        f"({mixing.people:,} people)"
    )
    return Number(f"ei_{kind}", f"Mixing by {kind}", value, meaning)
