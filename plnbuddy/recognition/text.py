"""A profile's texts as sentences of words: cleaned, bounded, inclusive forms made one."""

import html
import re
from dataclasses import dataclass

from plnbuddy.core.clean import clean_text
from plnbuddy.core.word_tables import WORD, fold

_RAW_LIMIT = 12_000  # A bio on Mastodon has 500 letters, and some servers allow ten times as many.
_TEXT_LIMIT = 3_000
_SENTENCES = 80
_WORDS = 900
_LONGEST = 100  # As many words at once: what is compared with what stays few.

_TAG = re.compile(r"<[^<>]{0,400}>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div|p|li)\b[^<>]{0,200}>", re.IGNORECASE)
_HASHTAG = re.compile(r"#([\w·]{1,80})")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]{1,400}")
_HANDLE = re.compile(r"(?<![\w])@[\w.\-]{1,64}(?:@[\w.\-]{1,120})?")

# Lehrer:in, enseignant·e·s, profesor/a, maestr@s: read as the first form, several stay several.
_INCLUSIVE = re.compile(
    r"(?<=[^\W\d_])(?:"
    r"[·•.\-‧∙⋅](?:ne|le|se|re|e|trice|euse|ère|esse)(?:[·•.\-‧∙⋅]?s)?"
    r"|[:*_/·]-?(?:innen|in|r|n)"
    r"|\((?:in|innen|a|as|e|ne|es|euse|rice|trice|ra|o|s)\)"
    r"|/-?(?:as?|es?|ne|ras?|rice|trice|os?|euse|essa|de)"
    r"|@s?|(?<=str)xs?|(?<=or)xs?)(?![^\W_])",
    re.IGNORECASE,
)
_WRITTEN_AS_ONE = re.compile(r"(?<=[a-zäöüß])I(nnen|n)(?![^\W_])")
_END = re.compile(r"[!?…|•;\n\r]+|(?<=[^\W\d_]{3})\.(?=\s|$)|(?<=[)\]”\"'])\.(?=\s|$)|\s[–—]\s")
_ABBREVIATED = frozenset(
    {"prof", "profa", "mrs", "mme", "sig", "sec", "dept", "kath", "leg", "std", "dott", "mevr",
     "frl", "jgst", "kat", "frk", "bzw", "dhr", "ens", "esp", "dpto"}
)  # fmt: skip


# Pictures that say what words would: a person before a board, signs of sums.
_PICTURES = {"\U0001f3eb": "teacher", **dict.fromkeys("➕➖➗✖🧮📐", "maths")}
_WORD_BREAK = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|_|(?<=[^\W\d])(?=\d)")
_MONEY = "€$£%"
PRICE = "€"
_WORD = re.compile(
    r"[👩👨🧑][🏻🏼🏽🏾🏿]?\u200d🏫|[➕➖➗✖🧮📐]|[€$£]\s?\d{1,5}|\d{1,5}(?:[.,]\d\d)?\s?[€£%]"
    rf"|(?<=\d)°|{WORD.pattern}"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: as written, as compared, and where it stands in its text."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_capitals(self) -> bool:
        """Whether it is written in capitals only, as abbreviations are."""
        return self.text.isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of a profile: where it stands ("bio", "name", "field"), its text and words."""

    place: str
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """What can be read of a profile: its sentences, and the hashtags among them."""

    sentences: tuple[Sentence, ...]
    hashtags: tuple[str, ...]


def read_texts(name: str, bio: str, fields: tuple[tuple[str, str], ...]) -> Texts:
    """The sentences of a profile's name, bio and fields, and the hashtags in them."""
    hashtags: list[str] = []
    sentences: list[Sentence] = []
    pieces = [("name", name), ("bio", bio)]
    pieces += [("field", f"{label}: {value}") for label, value in fields[:16]]
    for place, raw in pieces:
        text = _plain(raw)
        hashtags += _HASHTAG.findall(text)
        for part in _split(_without_marks(text)) or _from_hashtags(place, text):
            words = _words(part)
            for first in range(0, len(words), _LONGEST):
                sentences.append(Sentence(place, part, words[first : first + _LONGEST]))
    filled: list[Sentence] = []
    left = _WORDS
    for sentence in sentences[:_SENTENCES]:
        if sentence.words and len(sentence.words) <= left:
            filled.append(sentence)
            left -= len(sentence.words)
    return Texts(tuple(filled), tuple(dict.fromkeys(hashtags))[:40])


def _from_hashtags(place: str, text: str) -> list[str]:
    """A bio that is nothing but hashtags is read as their words: #year6 #MathsTeacher."""
    tags = _HASHTAG.findall(text) if place == "bio" else []
    return [", ".join(_WORD_BREAK.sub(" ", tag.lstrip("#")) for tag in tags)] if tags else []


def _plain(raw: str) -> str:
    text = raw[:_RAW_LIMIT]
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    return clean_text(html.unescape(text), _TEXT_LIMIT)


def _without_marks(text: str) -> str:
    """Without hashtags, handles and addresses, inclusive endings taken off."""
    text = _HANDLE.sub(" ", _LINK.sub(" ", _HASHTAG.sub(" ", text)))
    return _INCLUSIVE.sub(_first_form, _WRITTEN_AS_ONE.sub(r"i\1", text))


def _first_form(found: re.Match[str]) -> str:
    """What stays of an inclusive ending: nothing, or the sign of several."""
    ending = fold(found.group())
    if ending.endswith("innen"):
        return "innen"
    after_or = found.string[max(found.start() - 2, 0) : found.start()].lower() == "or"
    if ending[0] in "@x":
        return {(True, True): "es", (True, False): "", (False, True): "os"}.get(
            (after_or, ending.endswith("s")), "o"
        )
    return ("es" if after_or else "s") if ending.rstrip(")").endswith("s") else ""


def _split(text: str) -> list[str]:
    parts: list[str] = []
    begin = 0
    for end in _END.finditer(text):
        before = text[begin : end.start()]
        last = before[-8:].split()[-1:] or [""]
        if end.group().startswith(".") and fold(last[0].strip("(")) in _ABBREVIATED:
            continue
        parts.append(before)
        begin = end.end()
    parts.append(text[begin:])
    return [part.strip(" .") for part in parts if part.strip(" .")]


def _words(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(found.group(), _compared(found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
    )


def _compared(word: str) -> str:
    """How a word is compared; a picture of a teacher or a price is one as well."""
    if word == "°":  # 4° is written for 4º and 4e.
        return "o"
    if word[0] in _PICTURES or word[-1] in _PICTURES:
        return _PICTURES.get(word[-1], "") or _PICTURES.get(word[0], "")
    if word[0] in _MONEY or word[-1] in _MONEY:
        return PRICE
    return fold(word[:60])
