"""Hashtags of teachers that may be in use on Mastodon though no table has seen them there.

Whether anybody uses them is what a server is asked; nothing here is shown to a teacher
before it was met.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest

from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Chat, Hashtag
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import NORWEGIAN
from plnbuddy.core.word_tables import LANGUAGES, read_words
from plnbuddy.curated.bundled import read_chats, read_hashtags
from plnbuddy.suggest.topics import SUBJECTS

_FORMS: Mapping[str, tuple[str, ...]] = {
    "ca": ("profes{}", "didactica{}"),
    "da": ("{}lærer", "{}undervisning"),
    "de": ("{}unterricht", "{}lehrkräfte"),
    "en": ("{}teacher", "{}ed", "{}education"),
    "es": ("profesde{}", "didactica{}"),
    "fi": ("{}nopetus", "{}opettaja"),
    "fr": ("prof{}", "profde{}"),
    "it": ("didattica{}", "insegnare{}"),
    "nb": ("{}lærer", "{}undervisning"),
    "nl": ("{}onderwijs", "{}docent"),
    "pt": ("ensinode{}", "professoresde{}"),
    "sv": ("{}undervisning", "{}lärare"),
}
"""How teachers of a subject join its name with a word for teaching, in a hashtag."""

_TAUGHT = SUBJECTS - frozenset({
    "library", "early-years", "special-education", "gifted", "counselling", "higher-education",
    "esl", "career-technical",
})  # fmt: skip
"""Nobody calls themselves a teacher of these; their plain names are asked about."""

_COMPOUNDING = ("de", "nl", "da", "nb", "sv")
_WORDS_A_TOPIC = 2
_LONGEST = 24
_PLAIN_NAMES = 2
_FEW_TOPICS = 2


def known_elsewhere(
    topics: Sequence[str], languages: Sequence[str], levels: Sequence[str], most: int
) -> tuple[Tag, ...]:
    """Hashtags and chats of teachers of these topics that are known from other networks."""
    wanted = set(topics)

    def fits(row: Hashtag | Chat) -> bool:
        return (
            len(row.topics) <= _FEW_TOPICS
            and bool(wanted & set(row.topics))
            and (not row.languages or bool(set(row.languages) & set(languages)))
            and (not levels or not row.levels or bool({"any", *levels} & set(row.levels)))
        )

    rows: list[Hashtag | Chat] = [
        row
        for row in read_hashtags()
        if row.about_teaching and Platform.MASTODON not in row.platforms and fits(row)
    ]
    chats: list[Hashtag | Chat] = [chat for chat in read_chats() if fits(chat)]
    for each in (rows, chats):
        each.sort(key=lambda row: (len(row.topics), len(row.tag.name), row.tag.key))
    turns = (row.tag for pair in zip_longest(rows, chats) for row in pair if row)
    return tuple(islice(dict.fromkeys(turns), most))


def made_tags(topics: Sequence[str], languages: Sequence[str], most: int) -> tuple[Tag, ...]:
    """The subjects' names as every language joins them with teaching, and alone."""
    joined = islice(dict.fromkeys(_made(topics, languages)), most - _PLAIN_NAMES)
    return tuple(islice(dict.fromkeys([*joined, *_names(topics, languages)]), most))


def _made(topics: Sequence[str], languages: Sequence[str]) -> Iterator[Tag]:
    for code in _with_words(languages):
        words = [_first_words(code, topic) for topic in topics if topic in _TAUGHT]
        for word in (word for turn in zip_longest(*words) for word in turn if word):
            for form in _FORMS[code]:
                if len(name := form.format(word)) <= _LONGEST:
                    yield Tag(name)


def _names(topics: Sequence[str], languages: Sequence[str]) -> Iterator[Tag]:
    for code in _with_words(languages):
        for topic in topics:
            yield from map(Tag, _first_words(code, topic))


def _with_words(languages: Sequence[str]) -> list[str]:
    """Those languages that have a table of words; all of Norwegian has one."""
    codes = (NORWEGIAN.get(language, language) for language in languages)
    return [code for code in codes if code in LANGUAGES]


def _first_words(language: str, topic: str) -> list[str]:
    """Whole words; a Germanic stem is one ("musik*"), another language's is not ("musiik*")."""
    phrases = read_words(language).topics.get(topic, ())
    words = ["".join(phrase) for phrase in phrases]
    whole = [word.removesuffix("*") if language in _COMPOUNDING else word for word in words]
    return [word for word in whole if len(word) > 2 and word.isalpha()][:_WORDS_A_TOPIC]
