"""The latest follows of each user, predicted from what there was before: for bench.ranking.

Lists of follows and of followers come newest first, but without times. A tie cannot be older than
the day on which the server first knew the account at its other end, nor older than the ties below
it in its list; the later of these is taken for its time. A user's latest fifth of follows is
hidden, and all other lists are cut at the time of the oldest follow that is hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bench.follow_graph import (
    LONGEST_LIST,
    PRECISION_AT_10,
    RECALL_AT_50,
    Case,
    Data,
    Ranker,
    hidden_of,
    measure,
)
from bench.measuring import table_lines
from bench.rankers import COUNT, LEARNED, RANKERS, interval, rank_as_explore, spoken_interval
from plnbuddy.ranking.pages import FOLLOWS_BACK
from plnbuddy.ranking.weights import FloatArray, IntArray, build_graph

FOLLOWS_FILE = "mastodon-follows-in-order.csv.gz"
FOLLOWERS_FILE = "mastodon-followers-in-order.csv.gz"
FACTORS = (2.0, 3.0, 4.0, 5.0)
"""How many times as much somebody may weigh who followed the user before."""

MARGIN_DAYS = 30
"""Times are estimates: the same is measured with those who followed so long before."""


@dataclass(frozen=True)
class InOrder:
    """A list, newest first: the accounts, and the day (since 1970) before which no tie was made."""

    accounts: IntArray
    since: IntArray

    def before(self, day: int) -> IntArray:
        """Those who were in the list by then, as far as can be told."""
        return self.accounts[self.since < day]


@dataclass(frozen=True)
class Moment:
    """A user at the time before the hidden follows: what could be known then."""

    data: Data
    case: Case


Lists = Mapping[int, InOrder]


def read_in_order(file: Path) -> Lists:
    """The lists of a file with the columns owner, other, known_since (0: not known)."""
    rows = np.loadtxt(file, delimiter=",", skiprows=1, dtype=np.int64)
    parts = np.split(rows, np.flatnonzero(np.diff(rows[:, 0])) + 1)
    return {
        int(part[0, 0]): InOrder(part[:, 1], np.maximum.accumulate(part[::-1, 2])[::-1])
        for part in parts
    }


def select_users(follows: Lists, complete_follows: int) -> list[int]:
    """Users with at least so many known lists among their follows, and not too many others."""
    owners = np.array(list(follows), dtype=np.int64)
    return sorted(
        user
        for user, mine in follows.items()
        if len(mine.accounts) <= LONGEST_LIST
        and np.isin(mine.accounts, owners).sum() >= complete_follows
    )


def moment_of(user: int, follows: Lists, followers: Lists, margin: int) -> Moment:
    """The user before the latest fifth, with those who followed so many days before that."""
    mine = follows[user]
    hide = hidden_of(len(mine.accounts))
    day, known = int(mine.since[hide - 1]), mine.accounts[hide:]
    ties = [np.zeros((0, 2), dtype=np.int64)]
    for follow in known.tolist():
        if follow in follows:
            then = follows[follow].before(day)
            ties.append(np.column_stack((np.full(len(then), follow), then)))
    pairs = np.concatenate(ties)
    lists, readable = build_graph(pairs), np.unique(pairs[:, 0])
    before = followers[user].before(day - margin) if user in followers else known[:0]
    data = Data(lists, lists, readable)
    return Moment(data, Case(user, 0, mine.accounts[:hide], known, readable, before))


def quality_then(moments: Sequence[Moment], rank: Ranker) -> FloatArray:
    """The measures, shape (users, measures)."""
    return np.array([measure(rank(m.data, m.case), m.case.hidden) for m in moments])


Group = Mapping[str, FloatArray]
"""The measures of each ranking, over the users of a group."""


def measure_group(users: Sequence[int], follows: Lists, followers: Lists, margin: int) -> Group:
    """Counting, the lists alone, and every factor."""
    moments = [moment_of(user, follows, followers, margin) for user in users]
    rankers: dict[str, Ranker] = {name: RANKERS[name] for name in (COUNT, LEARNED)}
    for factor in FACTORS:
        rankers[spoken_factor(factor)] = partial(rank_as_explore, follows_back=factor)
    return {name: quality_then(moments, rank) for name, rank in rankers.items()}


def spoken_factor(factor: float) -> str:
    """How a factor is named in the tables."""
    return f"learned, × {factor:g} for who followed before"


def best_factor(group: Group) -> float:
    """The factor with the most hits among the first ten; the smaller one of equals."""
    return max(FACTORS, key=lambda f: float(group[spoken_factor(f)][:, PRECISION_AT_10].mean()))


def against(group: Group, name: str, other: str, place: int) -> str:
    """The ratio of two rankings with its interval."""
    return spoken_interval(*interval(group[name][:, place], group[other][:, place]))


def latest_lines(folder: Path) -> list[str]:
    """The tables: every factor in both groups, and the factor chosen on the other group."""
    if not (folder / FOLLOWS_FILE).exists():
        return [f"Latest follows: left out, {FOLLOWS_FILE} is not in the data folder.", ""]
    follows, followers = (read_in_order(folder / name) for name in (FOLLOWS_FILE, FOLLOWERS_FILE))
    well_known = select_users(follows, 20)
    rest = [user for user in select_users(follows, 10) if user not in well_known]
    lines = []
    for margin in (0, MARGIN_DAYS):
        groups = {
            f"L = 20 ({len(well_known)})": measure_group(well_known, follows, followers, margin),
            f"rest of L = 10 ({len(rest)})": measure_group(rest, follows, followers, margin),
        }
        when = f"at least {margin} days before" if margin else "before"
        lines += [f"Latest fifth hidden; followers are those who followed {when}", ""]
        lines += [*factor_lines(groups), "", *choice_lines(groups), ""]
    return lines


def factor_lines(groups: Mapping[str, Group]) -> list[str]:
    """Every ranking against counting, in each group of users."""
    names = next(iter(groups.values()))
    rows = [
        (
            name,
            *(
                against(group, name, COUNT, place)
                for group in groups.values()
                for place in (PRECISION_AT_10, RECALL_AT_50)
            ),
        )
        for name in names
    ]
    header = [f"{what} / count, {group}" for group in groups for what in ("P@10", "recall@50")]
    return table_lines(("ranking", *header), rows)


def choice_lines(groups: Mapping[str, Group]) -> list[str]:
    """What the factor that one group would choose is worth in the other."""
    rows = []
    for chosen_on, own in groups.items():
        factor = best_factor(own)
        name = spoken_factor(factor)
        for reported_on, group in groups.items():
            if reported_on != chosen_on:
                worth = [against(group, name, o, PRECISION_AT_10) for o in (COUNT, LEARNED)]
                rows.append((chosen_on, f"{factor:g}", reported_on, *worth))
    header = ("chosen on", "factor", "reported on", "P@10 / count", "P@10 / lists alone")
    return [*table_lines(header, rows), "", f"plnbuddy's factor: {FOLLOWS_BACK:g}"]
