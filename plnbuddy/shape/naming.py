"""What a circle is called: by what its people have in common and others have not."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log

from plnbuddy.core.vocabulary import in_words, language_label, topic_label
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.ego import Alter, EgoNetwork
from plnbuddy.shape.palette import color_of
from plnbuddy.shape.shape import Circle

TOPIC_SHARE = 0.25
"""A circle is named after a topic that at least a quarter of its people have."""

COMMON_SHARE = 0.6
"""… and after a server or language that at least so many share."""

MORE_THAN_USUAL = 1.25
"""… if it is at least so many times as frequent as among all people in the network."""

_NOT_TELLING = {"general"}


def name_circles(
    ego: EgoNetwork, circle_of: Mapping[str, int], previous_names: Mapping[int, str] | None = None
) -> tuple[Circle, ...]:
    """The circles, largest first, the people on their own last.

    A name comes from the topics that are over-represented in the circle, else its server,
    else its language, else a topic that most of its people (and of all people) have, else
    its most central person; a circle that was named before keeps
    its name. No two have the same.
    """
    members: dict[int, list[int]] = {}
    for place, alter in enumerate(ego.alters):
        members.setdefault(circle_of[alter.key], []).append(place)
    order = sorted(members, key=lambda number: (number == ALONE, -len(members[number]), number))
    names = {n: name for n, name in (previous_names or {}).items() if n in members and n != ALONE}
    circles = []
    for number in order:
        inside = [ego.alters[place] for place in members[number]]
        if number == ALONE:
            name, about = _alone(ego, inside)
        else:
            named = _unique(_name(ego, members[number]), names.values(), ego, members[number])
            name = names.setdefault(number, named)
            about = _about(inside)
        circles.append(Circle(number, name, color_of(number), about, len(inside)))
    return tuple(circles)


def central_person(ego: EgoNetwork, places: Sequence[int]) -> Alter:
    """The one of these people who is tied to the most others of them (by key among equals)."""
    inside = set(places)

    def rank(place: int) -> tuple[int, str]:
        tied = sum(other in inside for other in ego.neighbours.of(place).tolist())
        return -tied, ego.alters[place].key

    return ego.alters[min(places, key=rank)]


def _name(ego: EgoNetwork, places: Sequence[int]) -> str:
    inside = [ego.alters[place] for place in places]
    topics = _telling(inside, ego.alters, _topics, TOPIC_SHARE)
    if topics:
        return " & ".join(topic_label(topic) for topic in topics)
    servers = _telling(inside, ego.alters, lambda alter: (alter.server,), COMMON_SHARE)
    if servers:
        return f"on {servers[0]}"
    languages = _telling(inside, ego.alters, lambda alter: alter.languages, COMMON_SHARE)
    if languages:
        return f"in {language_label(languages[0])}"
    common = _telling(inside, inside, _topics, COMMON_SHARE)
    if common:
        return topic_label(common[0])
    return _around(ego, places)


def _around(ego: EgoNetwork, places: Sequence[int]) -> str:
    return f"around {central_person(ego, places).handle}"


def _unique(name: str, taken: Iterable[str], ego: EgoNetwork, places: Sequence[int]) -> str:
    return f"{name}, {_around(ego, places)}" if name in set(taken) else name


def _topics(alter: Alter) -> tuple[str, ...]:
    return tuple(topic for topic in alter.topics if topic not in _NOT_TELLING)


def _telling(
    inside: Sequence[Alter],
    everybody: Sequence[Alter],
    values_of: Callable[[Alter], Sequence[str]],
    least_share: float,
) -> list[str]:
    """The one or two values that mark these people off, the most telling first.

    Each is scored share * log(share / share among everybody), its part of the
    Kullback-Leibler divergence of the circle from the network. When the circle is (nearly)
    everybody, nothing marks it off, and what most people share counts.
    """
    here = Counter(value for alter in inside for value in set(values_of(alter)) if value)
    usual = Counter(value for alter in everybody for value in set(values_of(alter)) if value)
    whole = len(inside) > len(everybody) / MORE_THAN_USUAL
    scores: dict[str, float] = {}
    for value, count in here.items():
        share, base = count / len(inside), usual[value] / len(everybody)
        if count >= 2 and share >= least_share and (whole or share >= base * MORE_THAN_USUAL):
            scores[value] = share if whole else share * log(share / base)
    best = sorted(scores, key=lambda value: (-scores[value], value))
    return [value for value in best[:2] if scores[value] >= 0.7 * scores[best[0]]]


def _about(inside: Sequence[Alter]) -> str:
    """What the people have in common, with numbers: "14 of 20 are about maths; …"."""
    topics = Counter(topic for alter in inside for topic in set(_topics(alter)))
    listed = [
        f"{count} about {topic_label(topic)}" for topic, count in _most(topics, 3) if count > 1
    ]
    servers = Counter(alter.server for alter in inside if alter.server)
    listed += [f"{count} on {server}" for server, count in _most(servers, 1) if count > 1]
    if not listed:
        return f"{len(inside)} people with nothing in common that is known"
    return f"{len(inside)} people: {in_words(listed)}"


def _most(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _alone(ego: EgoNetwork, inside: Sequence[Alter]) -> tuple[str, str]:
    if not any(alter.list_known for alter in inside):
        return "not known yet", "whom they know is not known yet"
    if len(inside) == ego.size:
        return "on their own", "no circle of three or more people is known"
    return "on their own", "in no circle, as far as is known"
