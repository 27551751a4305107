"""Standards by their codes, such as APST:6.2, and types of professional learning."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from plnbuddy.core.clean import clean_line
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import UsageError

TYPES: Mapping[str, str] = {
    "course": "course or training",
    "workshop": "workshop or seminar",
    "webinar": "webinar",
    "conference": "conference",
    "in-school": "training in school",
    "peer-observation": "peer observation",
    "coaching": "coaching",
    "mentoring": "mentoring",
    "presenting": "presenting or teaching colleagues",
    "reading": "professional reading",
    "self-study": "self-study",
    "study": "further study",
    "research": "research in one's own class",
    "curriculum": "curriculum or assessment work",
    "network": "network of teachers",
    "chat": "scheduled chat",
}
"""Types of professional learning, and what each is called; schemes count hours by them."""

_STANDARD = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,19}):([A-Za-z0-9][A-Za-z0-9.\-]{0,19})")
_TYPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,5}")


@cache
def _known_codes() -> Mapping[str, tuple[str, ...]]:
    """The codes of each set of standards in the package."""
    text = (files("plnbuddy.schemes") / "data" / "standards.toml").read_text(encoding="utf-8")
    return {name: tuple(part["codes"]) for name, part in tomllib.loads(text).items()}


def read_standard(text: str) -> str:
    """A standard as it is kept: the set in capitals, a colon, the code.

    Standards of sets that plnbuddy does not know are taken as they are.

    Raises:
        UsageError: it names no set, or a set or a code that is nearly a known one.
    """
    known = _known_codes()
    found = _STANDARD.fullmatch(text.strip())
    if not found:
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a standard.",
            "Write the set, a colon and the code, for instance: --standard APST:6.2",
        )
    name, code = found[1].upper(), found[2]
    if name not in known:
        if hint := did_you_mean(name, known):
            raise UsageError(f"'{name}' is not a set of standards that plnbuddy knows.", hint)
        return f"{name}:{code}"
    right = next((each for each in known[name] if each.lower() == code.lower()), None)
    if right is None:
        first, *_, last = known[name]
        hint = did_you_mean(code, known[name]) or f"They go from {first} to {last}."
        raise UsageError(f"{name} has no code {clean_line(code, 20)}.", hint)
    return f"{name}:{right}"


def read_type(text: str) -> str:
    """A type of professional learning as it is kept: words in small letters with hyphens.

    Types of one's own are taken as they are, so that a school's scheme may count them.

    Raises:
        UsageError: it is no such word, or nearly a known one.
    """
    word = "-".join(clean_line(text, 60).lower().replace("_", " ").split())
    if word in TYPES:
        return word
    if not _TYPE.fullmatch(word):
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a type of professional learning.",
            f"Give one word, for instance: {', '.join(list(TYPES)[:6])}",
        )
    if hint := did_you_mean(word, TYPES):
        raise UsageError(f"'{word}' is not a type that plnbuddy knows.", hint)
    return word


def type_label(word: str) -> str:
    """What a type is called."""
    return TYPES.get(word, word.replace("-", " "))
