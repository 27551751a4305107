"""In which languages a profile is written: stated, shown by its words, or guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from plnbuddy.core.vocabulary import NORWEGIAN
from plnbuddy.core.word_tables import LANGUAGES, read_words
from plnbuddy.recognition.finding import Found
from plnbuddy.recognition.text import Sentence

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_ALSO = 0.7  # A language counts as well when it has this share of the first one's weight.
_CLEAR = 1.4  # The first needs this much more than the second, or the library is asked.
_GUESS = 2.0
_LEAST_TEXT = 12
_STATED = 6.0
_TELLING = frozenset({"teacher", "teachers", "teaching", "student", "educator"})


def weigh_languages(
    sentences: Sequence[Sentence], found: Iterable[Found], stated: Iterable[str]
) -> Mapping[str, float]:
    """How much speaks for each of the known languages."""
    weights: defaultdict[str, float] = defaultdict(float)
    for code in stated:
        plain = _ours(code)
        if plain in LANGUAGES:
            weights[plain] += _STATED
    for language in LANGUAGES:
        function = read_words(language).function
        weights[language] += sum(
            word.folded in function for sentence in sentences for word in sentence.words
        )
    for each in found:
        weights[each.language] += 1.5 if each.name in _TELLING else 0.8
    first, second = [*sorted(weights.values(), reverse=True), 0.0, 0.0][:2]
    if first < _CLEAR * second or first < 2:
        guess = _guess(" ".join(sentence.text for sentence in sentences)[:1000])
        if guess:
            weights[guess] += _GUESS
    return weights


def active_languages(weights: Mapping[str, float]) -> tuple[str, ...]:
    """The languages whose words are read, the likeliest first."""
    ordered = sorted(LANGUAGES, key=lambda code: -weights.get(code, 0.0))
    most = weights.get(ordered[0], 0.0)
    if most <= 0:
        return ("en",)
    return tuple(code for code in ordered if weights.get(code, 0.0) >= _ALSO * most)


def _ours(code: str) -> str:
    plain = code.strip().lower().partition("-")[0]
    return NORWEGIAN.get(plain, plain)


def _guess(text: str) -> str:
    """The library's guess among the known languages, "" for a text too short to guess."""
    if len(text) < _LEAST_TEXT:
        return ""
    return _ours(_identifier().classify(text)[0])


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in (*LANGUAGES, "no") if code != "nb"])
    return identifier
