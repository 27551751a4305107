"""Networks of every awkward shape, as the picture and the page show them."""

from dataclasses import replace

from bench.sample_network import sample_network
from plnbuddy.shape.view import NetworkView, Person

HOSTILE = (
    '</script><script>alert("x")</script><img src=x onerror=alert(1)>"\'`{{7*7}}'
    "\u2028\u202egnp.exe\u2066\x1b[31m\x00\ufffe<!--"
)


def changed_person(view: NetworkView, place: int, person: Person) -> NetworkView:
    people = list(view.people)
    people[place] = person
    return replace(view, people=tuple(people))


def hostile_network() -> NetworkView:
    view = sample_network(12)
    evil = HOSTILE + "<b>long</b>" * 1_000
    view = changed_person(
        view,
        0,
        replace(
            view.people[0], name=evil, handle=evil, topics=(evil,) * 30, server=evil, why=evil,
            link="javascript:alert(1)", bridging=float("nan"), circle=99,
        ),
    )  # fmt: skip
    advice = (replace(view.advice[0], name=evil, why=evil, link="data:text/html,x"),)
    circles = (replace(view.circles[0], name=evil, about=evil, color="red;}*{display:none"),)
    return replace(
        view, owner=evil, day=evil, circles=circles, sentences=(evil,), changes=(evil,),
        numbers=(replace(view.numbers[0], name=evil, value=evil, meaning=evil),),
        advice=advice, unknown=evil, ties=((0, 0), (0, 1), (0, 1), (3, 99), (-1, 2)),
    )  # fmt: skip


def clique(people: int) -> NetworkView:
    view = sample_network(people, circles=1)
    everybody = range(people)
    return replace(view, ties=tuple((a, b) for a in everybody for b in everybody if a != b))


def star(people: int) -> NetworkView:
    view = sample_network(people, circles=1)
    return replace(view, ties=tuple((0, other) for other in range(1, people)))


def isolated(people: int) -> NetworkView:
    view = sample_network(people)
    alone = tuple(replace(person, circle=-5) for person in view.people)
    return replace(view, people=alone, ties=(), circles=())


def one_circle_each(people: int) -> NetworkView:
    view = sample_network(people)
    circle = view.circles[0]
    circles = tuple(replace(circle, id=i, name=f"Circle {i}", size=1) for i in range(people))
    alone = tuple(replace(person, circle=i) for i, person in enumerate(view.people))
    return replace(view, people=alone, circles=circles)
