"""Networks of every awkward shape, as the picture and the page show them."""

from collections.abc import Callable
from dataclasses import replace

from bench.sample_network import sample_network
from plnbuddy.shape.shape import Person, Shape

HOSTILE = (
    '</script><script>alert("x")</script><img src=x onerror=alert(1)>"\'`{{7*7}}'
    "\u2028\u202egnp.exe\u2066\x1b[31m\x00\ufffe<!--"
)


def changed_person(shape: Shape, place: int, person: Person) -> Shape:
    people = list(shape.people)
    people[place] = person
    return replace(shape, people=tuple(people))


def hostile_network() -> Shape:
    shape = sample_network(12)
    evil = HOSTILE + "<b>long</b>" * 1_000
    shape = changed_person(
        shape,
        0,
        replace(
            shape.people[0], name=evil, handle=evil, topics=(evil,) * 30, server=evil, why=evil,
            link="javascript:alert(1)", bridging=float("nan"), circle=99,
        ),
    )  # fmt: skip
    advice = (replace(shape.advice[0], name=evil, why=evil, link="data:text/html,x"),)
    circles = (replace(shape.circles[0], name=evil, about=evil, color="red;}*{display:none"),)
    return replace(
        shape, owner=evil, day=evil, circles=circles, sentences=(evil,), changes=(evil,),
        numbers=(replace(shape.numbers[0], name=evil, value=evil, meaning=evil),),
        advice=advice, unknown=evil, ties=((0, 0), (0, 1), (0, 1), (3, 99), (-1, 2)),
    )  # fmt: skip


def clique(people: int) -> Shape:
    shape = sample_network(people, circles=1)
    everybody = range(people)
    return replace(shape, ties=tuple((a, b) for a in everybody for b in everybody if a != b))


def star(people: int) -> Shape:
    shape = sample_network(people, circles=1)
    return replace(shape, ties=tuple((0, other) for other in range(1, people)))


def isolated(people: int) -> Shape:
    shape = sample_network(people)
    alone = tuple(replace(person, circle=-5) for person in shape.people)
    return replace(shape, people=alone, ties=(), circles=())


def one_circle_each(people: int) -> Shape:
    shape = sample_network(people)
    circle = shape.circles[0]
    circles = tuple(replace(circle, id=i, name=f"Circle {i}", size=1) for i in range(people))
    alone = tuple(replace(person, circle=i) for i, person in enumerate(shape.people))
    return replace(shape, people=alone, circles=circles)


SHAPES: dict[str, Callable[[], Shape]] = {
    "nobody": lambda: sample_network(0),
    "one": lambda: sample_network(1),
    "two": lambda: sample_network(2),
    "fifty": lambda: sample_network(50),
    "thousand": lambda: sample_network(1_000),
    "two thousand": lambda: sample_network(2_000),
    "clique": lambda: clique(300),
    "star": lambda: star(80),
    "isolated": lambda: isolated(40),
    "one circle each": lambda: one_circle_each(90),
    "hostile": hostile_network,
}
