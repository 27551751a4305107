"""Made-up networks of any size, as a page or a picture shows them."""

import numpy as np

from plnbuddy.shape.shape import Advice, Circle, Number, Person, Shape

_COLORS = (
    "#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#b8860b", "#1f78b4", "#a6761d",
    "#cc4c4c", "#5c6bc0",
)  # fmt: skip
_SUBJECTS = (
    "Maths teachers", "Edtech", "School libraries", "Science in primary", "Languages",
    "School leaders", "History and civics", "Art and design", "Special needs", "Computing",
)  # fmt: skip
_FIRST = ("Ada", "Ben", "Chiara", "Dmitri", "Elif", "Femi", "Grace", "Hana", "Inés", "Jürgen")
_LAST = ("Okafor", "Lindqvist", "Moreau", "Tanaka", "Alvarez", "Nowak", "Haddad", "Silva")


def sample_network(people: int, *, circles: int = 0, seed: int = 7) -> Shape:
    """A network of `people`, about 20 ties each, in circles that know each other a little."""
    chance = np.random.default_rng(seed)
    count = circles or min(len(_SUBJECTS), max(1, round(people**0.5 / 3)))
    share = 1 / np.arange(1, count + 1) ** 0.7
    member = chance.choice(count, size=people, p=share / share.sum())
    ties = _ties(chance, member)
    bridging = _bridging(member, ties)
    everybody = tuple(_person(i, int(member[i]), float(bridging[i])) for i in range(people))
    return Shape(
        owner="@amina@example.social",
        day="24 November 2026",
        people=everybody,
        ties=tuple(sorted(ties)),
        circles=tuple(_circle(i, int((member == i).sum())) for i in range(count)),
        sentences=_sentences(people, count),
        changes=("Three new bridges since March.", "You follow four people more than in March."),
        numbers=_NUMBERS,
        advice=_ADVICE[: max(1, min(5, people // 5))],
        unknown=f"The ties of {people * 2 // 3} of {people} people are known; the others hide "
        "whom they follow, so the numbers above are a range.",
    )


def _ties(chance: np.random.Generator, member: np.ndarray) -> set[tuple[int, int]]:
    people = len(member)
    ties: set[tuple[int, int]] = set()
    if people < 2:
        return ties
    bold = chance.random(people) < 0.12
    for one in range(people):
        own = np.flatnonzero(member == member[one])
        wanted = int(min(20, max(2, len(own) / 2)) * chance.uniform(0.4, 1.6))
        ties.update((one, int(other)) for other in chance.choice(own, wanted) if other != one)
        if bold[one]:
            away = chance.integers(0, people, 4)
            ties.update((one, int(other)) for other in away if other != one)
    return ties


def _bridging(member: np.ndarray, ties: set[tuple[int, int]]) -> np.ndarray:
    across = np.zeros(len(member))
    for one, other in ties:
        if member[one] != member[other]:
            across[one] += 1
    highest = max(float(across.max(initial=0)), 1.0)
    return np.asarray(np.round(0.4 * (across / highest) ** 2, 3))


def _person(number: int, member: int, bridging: float) -> Person:
    first, last = _FIRST[number % 10], _LAST[number // 10 % 8]
    suffix = "" if number < 80 else str(number // 80 + 1)
    server = ("example.social", "teachers.example", "schule.example")[number % 3]
    user = f"{first}{last}{suffix}".lower().encode("ascii", "ignore").decode()
    return Person(
        key=f"{user}@{server}",
        handle=f"@{user}@{server}",
        name=f"{first} {last}{' ' + suffix if suffix else ''}",
        link=f"https://{server}/@{user}",
        circle=member + 1,
        bridging=bridging,
        topics=("#mathed", "#edtech", "#algebra")[: number % 4],
        server=server,
        follows_back=number % 3 != 0,
        known=number % 5 != 0,
        why="Opens two circles that you reach through nobody else."
        if bridging > 0.05
        else f"One of the people at home in {_SUBJECTS[member]}.",
    )


def _circle(place: int, size: int) -> Circle:
    name = _SUBJECTS[place]
    return Circle(place + 1, name, _COLORS[place], f"They post about {name.lower()}.", size)


def _sentences(people: int, circles: int) -> tuple[str, ...]:
    return (
        f"You follow {people} people.",
        f"Most belong to {circles} circles; maths teachers and edtech know each other well.",
        "Only 4 people link you to anyone outside.",
        "Nobody you follow teaches primary.",
    )


_NUMBERS = (
    Number("size", "People", "62", "How many people you follow."),
    Number("reciprocity", "Follow you back", "64%", "40 of 62 people follow you as well."),
    Number("density", "Density", "0.18", "Of 100 possible ties between them, 18 are there."),
    Number(
        "effective-size", "Effective size", "38 to 44", "So many of them tell you something new."
    ),
    Number("efficiency", "Efficiency", "61% to 71%", "The share of people who are not redundant."),
    Number(
        "constraint",
        "Constraint",
        "0.09",
        "How much you hear the same from all sides; falls with size alone.",
    ),
    Number("ei", "Openness by topic", "-0.42", "From -1 (all alike) to 1 (all different)."),
    Number(
        "reach", "Reach in three steps", "8,214", "People at most three steps away; a plain count."
    ),
)
_ADVICE = tuple(
    Advice(
        f"@{name.split()[0].lower()}@primary.example", name, f"https://primary.example/@{i}", why
    )
    for i, (name, why) in enumerate(
        (
            ("Kofi Mensah", "Opens primary science: nobody you follow teaches primary."),
            (
                "Sofia Rossi",
                "Links Edtech and School libraries, which you reach only by Ben Okafor.",
            ),
            ("Yuki Sato", "Deepens Languages: five people you follow there follow her."),
            ("Mariam Aziz", "Posts from another region and is followed by four of your bridges."),
            ("Tom Brandt", "Opens vocational schools, a circle you do not reach yet."),
        )
    )
)
