"""What is asked next: what is likely to show most people who teach what the teacher teaches.

Every answer's number of new colleagues is kept with the question. A question never asked is
expected to give what its kind gave so far, this evening and on earlier ones; a further page
somewhat less than the one before and its kind; the same question on a later day a part of what
it gave.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

FIRST_GUESS: Mapping[str, float] = {
    "gathering": 3.0,
    "common": 2.0,
    "following": 2.0,
    "likely": 1.5,
    "directory": 1.5,
    "broad": 1.0,
    "made": 1.0,
    "curated": 1.0,
    "subject": 0.7,
    "collections": 0.5,
}
"""New colleagues that the first question of a kind is taken to give, before anything is known."""

NEXT_PAGE, AGAIN, TO_DESCRIBE = 0.8, 0.3, 0.5
"""What is expected of a further page (of the mean of the page before and its kind), of the same
question on a later day (of the mean of what it gave and its kind), and of a server that must first
say who it is (of the best that can be asked there)."""


@dataclass(frozen=True)
class Question:
    """One request that could be made: its kind, whom it asks and how it is noted down.

    `after` is how the page before was noted, "" for a first page.
    """

    kind: str
    host: str
    what: str
    ask: Callable[[], object]
    after: str = ""


def best_question(
    questions: Iterable[Question],
    gave: Mapping[tuple[str, str], int],
    is_open: Callable[[Question], bool],
) -> Question | None:
    """The open question that is expected to give most; the first of equals, None for none.

    Args:
        gave: how many new colleagues the answer to a question showed, by host and note.
        is_open: whether it may be asked now.
    """
    every = list(questions)
    means = _means(every, gave)
    best: tuple[float, Question] | None = None
    for question in every:
        if is_open(question):
            value = _expected(question, gave, means)
            if value > 0 and (best is None or value > best[0]):
                best = value, question
    return best[1] if best else None


def _means(questions: Iterable[Question], gave: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """What a question of each kind gives, the first guess counted as one answer."""
    sums = dict(FIRST_GUESS)
    counts = dict.fromkeys(FIRST_GUESS, 1)
    for question in questions:
        if (found := gave.get((question.host, question.what))) is not None and not question.after:
            sums[question.kind] = sums.get(question.kind, 0.0) + found
            counts[question.kind] = counts.get(question.kind, 0) + 1
    return {kind: sums[kind] / counts[kind] for kind in sums}


def _expected(
    question: Question, gave: Mapping[tuple[str, str], int], means: Mapping[str, float]
) -> float:
    if question.kind == "description":
        return TO_DESCRIBE * max(means.values())
    if (found := gave.get((question.host, question.what))) is not None:
        return AGAIN * (found + means[question.kind]) / 2
    if question.after:
        before = gave.get((question.host, question.after), 0)
        return NEXT_PAGE * (before + means[question.kind]) / 2
    return means[question.kind]
