"""A labelled community's bios, made from templates that are kept apart from the detector's words.

The templates (bench/data/community/, one file a language) were written before the words
of plnbuddy/recognition/ were, and every fourth one is held back: nobody looks at what is
read of it while words are added; `bench/recognition.py` reports on both parts.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, cast

from plnbuddy.core.role import Role

FOLDER = Path(__file__).parent / "data" / "community"
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "da", "sv", "nb", "fi", "ca")

# Of a hundred people who post under hashtags of teaching and of its subjects.
_SHARES = {
    Role.TEACHER: 45, Role.OTHER: 17, Role.STUDENT: 6, Role.FORMER_TEACHER: 5,
    Role.TEACHER_GROUP: 4, Role.SELLER: 5, Role.PARENT: 4, Role.TEACHER_EDUCATOR: 3,
    Role.EDUCATION_SERVICE: 3, Role.SUBJECT_ORGANISATION: 2, Role.TOOL: 2, Role.MEDIA: 2,
    Role.BOT: 2,
}  # fmt: skip
_SPECIALISTS = 0.2
"""Of teachers, those who are no subject teachers: librarians, special needs, counsellors, heads."""

_PERSONS = (Role.TEACHER, Role.OTHER, Role.STUDENT, Role.FORMER_TEACHER, Role.PARENT)
_WITH_TOPICS = (
    Role.TEACHER, Role.TEACHER_GROUP, Role.TEACHER_EDUCATOR, Role.SUBJECT_ORGANISATION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bio:
    """One made-up account with what its author meant by it."""

    display_name: str
    text: str
    fields: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    language: str
    role: Role
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    opted_out: bool
    discoverable: bool
    held_back: bool


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    names: Sequence[str]
    places: Sequence[str]
    asides: Sequence[str]
    subjects: Mapping[str, str]
    levels: Mapping[str, str]
    tags: Mapping[str, Sequence[str]]
    optout: Sequence[str]
    templates: Mapping[Role, Sequence[tuple[str, bool]]]
    specialists: Sequence[tuple[Mapping[str, Any], bool]]


def made_up_bios(size: int, seed: int = 1) -> list[Bio]:
    """`size` accounts in twelve languages, a third of them English; the same for the same seed."""
    random = Random(seed)
    languages = {code: _read(code) for code in LANGUAGES}
    weights = [12, 6, 5, 4, 3, 2, 2, 2, 2, 2, 1, 1]
    codes = random.choices(LANGUAGES, weights, k=size)
    roles = random.choices(list(_SHARES), list(_SHARES.values()), k=size)
    return [
        _somebody(random, languages[code], role) for code, role in zip(codes, roles, strict=True)
    ]


def _somebody(random: Random, language: _Language, role: Role) -> Bio:
    if role is Role.TEACHER and random.random() < _SPECIALISTS:
        return _specialist(random, language, random.choice(language.specialists))
    return _bio(random, language, role)


def _specialist(
    random: Random,
    language: _Language,
    chosen: tuple[Mapping[str, Any], bool],
    *,
    every: bool = False,
) -> Bio:
    """Somebody of a school who is no subject teacher: their bios name no {s} and {l}."""
    given, held = chosen
    text = given["text"].format(c=random.choice(language.places), x=random.choice(language.asides))
    opted_out = not every and random.random() < 0.06
    if opted_out:
        text = f"{text} {random.choice(language.optout)}"
    general = random.choice([*language.tags["general"], "education"])
    return Bio(
        display_name=random.choice(language.names),
        text=text.strip(),
        fields=(),
        tags=tuple(dict.fromkeys([*given["tags"], general])),
        language=language.code,
        role=Role.TEACHER,
        topics=tuple(given["topics"]),
        levels=tuple(given.get("levels", ())),
        opted_out=opted_out,
        discoverable=random.random() < 0.85,
        held_back=held,
    )


def every_template() -> Iterator[Bio]:
    """Each template once, filled in: what the tables of precision and recall count."""
    random = Random(7)
    for code in LANGUAGES:
        language = _read(code)
        for role, templates in language.templates.items():
            for template, held in templates:
                yield _bio(random, language, role, (template, held))
        for specialist in language.specialists:
            yield _specialist(random, language, specialist, every=True)


def _read(code: str) -> _Language:
    table = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    templates: dict[Role, list[tuple[str, bool]]] = {}
    number = 0
    for role, texts in cast("dict[str, list[str]]", table["templates"]).items():
        for text in texts:
            templates.setdefault(Role(role), []).append((text, number % 4 == 3))
            number += 1
    own = tomllib.loads((FOLDER / "specialists.toml").read_text(encoding="utf-8")).get(code, [])
    return _Language(
        code, table["names"], table["places"], table["asides"], table["subjects"],
        table["levels"], table["tags"], table["optout"], templates,
        [(each, place % 4 == 3) for place, each in enumerate(own)],
    )  # fmt: skip


def _bio(
    random: Random, language: _Language, role: Role, chosen: tuple[str, bool] | None = None
) -> Bio:
    template, held = chosen or random.choice(language.templates[role])
    first, second = random.sample(list(language.subjects), 2)
    level = random.choice(list(language.levels))
    text = template.format(
        s=first, t=second, l=level, c=random.choice(language.places),
        x=random.choice(language.asides),
    )  # fmt: skip
    used = [word for word, slot in ((first, "{s}"), (second, "{t}")) if slot in template]
    topics = [topic for word in used for topic in language.subjects[word].split("+")]
    opted_out = chosen is None and random.random() < 0.06
    if opted_out:
        text = f"{text} {random.choice(language.optout)}"
    as_html = random.random() < 0.5
    return Bio(
        display_name=random.choice(language.names) if role in _PERSONS else _title(random),
        text=f"<p>{text.strip()}</p>" if as_html else text.strip(),
        fields=(("Pronouns", "–"),) if random.random() < 0.2 else (),
        tags=_tags(random, language, topics, role),
        language=language.code,
        role=role,
        topics=tuple(dict.fromkeys(topics)) if role in _WITH_TOPICS else (),
        levels=(language.levels[level],) if "{l}" in template and role is Role.TEACHER else (),
        opted_out=opted_out,
        discoverable=random.random() < 0.85,
        held_back=held,
    )


def _title(random: Random) -> str:
    return random.choice(("Kreidekreis", "Northgate", "Plumier", "Lumen", "Tableau 7", "Orbit"))


def _tags(
    random: Random, language: _Language, topics: Sequence[str], role: Role
) -> tuple[str, ...]:
    known = language.tags
    of_topic = [tag for topic in topics for tag in known.get(topic, ())]
    general = [*known["general"], "education"]
    if role is Role.OTHER:
        return ("math", *random.sample(general, 1))
    return tuple(dict.fromkeys([*of_topic[:2], *random.sample(general, 1)]))
