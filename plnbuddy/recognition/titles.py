"""What a list of people is about, by its title and what is said of it."""

from collections.abc import Iterator
from typing import NamedTuple

from plnbuddy.recognition.language import active_languages, weigh_languages
from plnbuddy.recognition.reading import Clause, read_clauses
from plnbuddy.recognition.text import read_texts

_OF_TEACHERS = ("teacher", "teachers", "educator", "teaching")


class About(NamedTuple):
    """The topics that a title names, its languages, and whether it speaks of teachers."""

    topics: tuple[str, ...]
    languages: tuple[str, ...]
    of_teachers: bool


def topics_of_title(title: str, introduction: str = "") -> tuple[str, ...]:
    """The topics that a title names, in the language that it is in; no role is needed.

    The introduction counts where the title names none.
    """
    for text in (title, introduction):
        named = _topics([clause for clause, _ in _clauses(text)])
        if named:
            return named
    return ()


def about_title(title: str, introduction: str = "") -> About:
    """What a list is about; its language is that of title and introduction together."""
    found = list(_clauses(f"{title}. {introduction}"))
    languages = tuple(dict.fromkeys(code for _, active in found for code in active[:1]))
    return About(
        topics=topics_of_title(title, introduction),
        languages=languages,
        of_teachers=any(clause.of(*_OF_TEACHERS) for clause, _ in found),
    )


def _clauses(text: str) -> Iterator[tuple[Clause, tuple[str, ...]]]:
    sentences = read_texts("", text, ()).sentences
    clauses, found = read_clauses(sentences)
    active = active_languages(weigh_languages(sentences, found, ()))
    for clause in clauses:
        yield clause.in_languages(active), active


def _topics(clauses: list[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(topic.name for clause in clauses for topic in clause.topics))
