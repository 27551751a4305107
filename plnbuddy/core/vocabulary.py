"""The closed lists: topics, levels, languages, and how teachers spell them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import UsageError


class Topic(NamedTuple):
    """A topic: what it is called, other spellings, and topics next door."""

    label: str
    spellings: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()


TOPICS: Mapping[str, Topic] = {
    "general": Topic("teaching in general", ("teaching", "education", "all", "other")),
    "math": Topic("maths", ("maths", "mathematics", "mathe", "algebra", "geometry"), ("science",)),
    "science": Topic(
        "science", ("sciences", "stem", "nature"), ("biology", "chemistry", "physics", "math")
    ),
    "biology": Topic("biology", ("bio", "life-science"), ("science", "chemistry", "outdoor")),
    "chemistry": Topic("chemistry", ("chem",), ("science", "physics")),
    "physics": Topic("physics", ("astronomy",), ("science", "math", "chemistry")),
    "computing": Topic(
        "computing",
        ("cs", "computer-science", "coding", "programming", "informatics", "ict"),
        ("edtech", "ai", "math"),
    ),
    "english": Topic("English", ("ela", "english-literature", "literature"), ("literacy", "drama")),
    "literacy": Topic("literacy", ("reading", "writing", "phonics"), ("english", "library")),
    "languages": Topic(
        "languages",
        ("mfl", "foreign-languages", "world-languages", "french", "german", "spanish"),
        ("esl",),
    ),
    "esl": Topic("English as a foreign language", ("efl", "elt", "ell", "tesol"), ("languages",)),
    "social-studies": Topic(
        "social studies",
        ("social-science", "social-sciences", "sociology"),
        ("history", "geography", "civics", "economics"),
    ),
    "history": Topic("history", (), ("social-studies", "civics", "geography")),
    "geography": Topic("geography", ("geo",), ("social-studies", "outdoor", "history")),
    "civics": Topic(
        "civics", ("citizenship", "politics", "government"), ("social-studies", "history")
    ),
    "economics": Topic(
        "economics", ("business", "finance"), ("social-studies", "career-technical")
    ),
    "arts": Topic("art", ("art", "visual-arts", "design"), ("music", "drama")),
    "music": Topic("music", ("band", "choir", "orchestra"), ("arts", "drama")),
    "drama": Topic("drama", ("theatre", "theater", "dance"), ("arts", "music", "english")),
    "pe": Topic(
        "physical education", ("physical-education", "sport", "sports", "gym"), ("health",)
    ),
    "health": Topic("health", ("wellbeing", "wellness", "nutrition"), ("pe", "counselling")),
    "library": Topic("school libraries", ("libraries", "librarian"), ("literacy", "research")),
    "special-education": Topic(
        "special education", ("sped", "sen", "send", "special-needs"), ("inclusion",)
    ),
    "gifted": Topic("gifted education", ("gifted-education", "talented"), ("special-education",)),
    "early-years": Topic(
        "early years",
        ("kindergarten", "preschool", "early-childhood", "eyfs"),
        ("literacy", "parents"),
    ),
    "counselling": Topic(
        "counselling", ("counseling", "guidance", "pastoral", "sel"), ("health", "parents")
    ),
    "leadership": Topic(
        "school leadership",
        ("principal", "headteacher", "administration"),
        ("policy", "new-teachers"),
    ),
    "new-teachers": Topic(
        "new teachers",
        ("beginning-teachers", "nqt", "ect", "student-teachers"),
        ("pedagogy", "general"),
    ),
    "edtech": Topic(
        "educational technology",
        ("technology", "educational-technology", "digital", "tech"),
        ("computing", "ai", "open-education"),
    ),
    "ai": Topic("artificial intelligence", ("artificial-intelligence",), ("computing", "edtech")),
    "open-education": Topic("open education", ("oer", "open"), ("edtech", "pedagogy")),
    "assessment": Topic("assessment", ("grading", "testing", "exams"), ("pedagogy",)),
    "pedagogy": Topic(
        "pedagogy", ("didactics", "teaching-methods", "instruction"), ("assessment", "general")
    ),
    "inclusion": Topic(
        "inclusion", ("equity", "diversity", "accessibility"), ("special-education", "policy")
    ),
    "higher-education": Topic(
        "higher education", ("university", "college", "academia"), ("research",)
    ),
    "research": Topic("research", ("science-of-learning",), ("higher-education", "pedagogy")),
    "career-technical": Topic(
        "career and technical education",
        ("cte", "vocational", "vet", "apprenticeship"),
        ("economics",),
    ),
    "religion": Topic("religious education", ("re", "religious-education"), ("philosophy",)),
    "philosophy": Topic("philosophy", ("ethics", "p4c"), ("religion", "civics")),
    "outdoor": Topic(
        "outdoor learning",
        ("outdoors", "forest-school", "environment"),
        ("pe", "biology", "geography"),
    ),
    "parents": Topic(
        "working with parents", ("families", "parent"), ("early-years", "counselling")
    ),
    "policy": Topic("education policy", ("politics-of-education", "reform"), ("leadership",)),
}

# In the order in which pupils pass through them, so that neighbours are next to each other.
LEVELS: Mapping[str, Topic] = {
    "early": Topic("early years", ("kindergarten", "preschool", "pre-k", "nursery")),
    "primary": Topic("primary", ("elementary", "grundschule", "k-5")),
    "middle": Topic("middle school", ("middle-school", "lower-secondary", "junior-high")),
    "secondary": Topic("secondary", ("high-school", "high", "upper-secondary", "gymnasium")),
    "higher": Topic("higher education", ("university", "college")),
    "adult": Topic("adults", ("adult-education", "adults")),
    "any": Topic("any level", ("all",)),
}

LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician",
    "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


NORWEGIAN: Mapping[str, str] = {"no": "nb", "nn": "nb"}
"""Codes that posts and settings use for a language that is one here."""

_BY_THEIR_OWN_NAMES: Mapping[str, str] = {
    "català": "ca", "čeština": "cs", "cymraeg": "cy", "dansk": "da", "deutsch": "de",
    "ελληνικά": "el", "español": "es", "castellano": "es", "eesti": "et", "euskara": "eu",
    "suomi": "fi", "français": "fr", "gaeilge": "ga", "galego": "gl", "magyar": "hu",
    "italiano": "it", "日本語": "ja", "한국어": "ko", "bokmål": "nb", "nederlands": "nl",
    "vlaams": "nl", "norsk": "nb", "nynorsk": "nb", "polski": "pl", "português": "pt",
    "română": "ro",
    "русский": "ru", "slovenčina": "sk", "slovenščina": "sl", "svenska": "sv", "türkçe": "tr",
    "українська": "uk", "中文": "zh",
}  # fmt: skip


def find_topic(word: str) -> str:
    """The topic that a teacher means by `word`, in any language that plnbuddy knows.

    Raises:
        UsageError: none; the sentence names the nearest ones.
    """
    return find_topics(word)[0]


def find_topics(word: str) -> tuple[str, ...]:
    """The topics that a teacher means by `word`; histoire-géo is two.

    Raises:
        UsageError: none; the sentence names the nearest ones.
    """
    found = _in_any_language(word, TOPICS, "topics")
    if found:
        return found
    raise UsageError(
        f"'{word}' is not a topic that plnbuddy knows.",
        _did_you_mean(word, TOPICS)
        or f"The topics are: {', '.join(TOPICS)}. "
        f"Your own word counts as well: plnbuddy config set profile.keywords {word.strip()!r}",
    )


def sort_words(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a teacher teaches, as topics, and the words that fit none, as keywords of their own.

    Raises:
        UsageError: a word looks like a misspelt topic.
    """
    topics: list[str] = []
    keywords: list[str] = []
    for word in words:
        plain = " ".join(word.split())
        found = _in_any_language(word, TOPICS, "topics")
        if not found and (hint := _did_you_mean(word, TOPICS)):
            raise UsageError(f"'{plain}' is not a topic that plnbuddy knows.", hint)
        if not found and not any(letter.isalpha() for letter in plain):
            raise UsageError(f"'{plain}' is not a topic.", f"The topics are: {', '.join(TOPICS)}.")
        topics.extend(found)
        if not found:
            keywords.append(plain.removeprefix("#").lower()[:40])
    return tuple(dict.fromkeys(topics)), tuple(dict.fromkeys(keywords))


def find_level(word: str) -> str:
    """The level that a teacher means by `word`, in any language that plnbuddy knows.

    Raises:
        UsageError: none; the sentence names the nearest ones.
    """
    found = _in_any_language(word, LEVELS, "levels")
    if found:
        return found[0]
    raise UsageError(
        f"'{word}' is not a level that plnbuddy knows.",
        _did_you_mean(word, LEVELS) or f"The levels are: {', '.join(LEVELS)}.",
    )


def find_language(word: str) -> str:
    """The language code that a teacher means: "de", "de-AT", "German", "Deutsch".

    Raises:
        UsageError: no such language.
    """
    plain = word.strip().lower()
    code = plain.replace("_", "-").partition("-")[0]
    code = NORWEGIAN.get(code, code)
    if code in LANGUAGES:
        return code
    if plain in _BY_THEIR_OWN_NAMES:
        return _BY_THEIR_OWN_NAMES[plain]
    by_name = {name.lower(): code for code, name in LANGUAGES.items()}
    if plain in by_name:
        return by_name[plain]
    raise UsageError(
        f"'{word}' is not a language that plnbuddy knows.",
        did_you_mean(plain, [*by_name, *LANGUAGES]) or "Write a code such as en, de or fr.",
    )


def _in_any_language(word: str, known: Mapping[str, Topic], part: str) -> tuple[str, ...]:
    """By its name or spelling here, else by the word tables, which are loaded only then."""
    plain = "-".join(word.strip().lower().replace("_", " ").split())
    if plain in known:
        return (plain,)
    for name, entry in known.items():
        if plain in entry.spellings or plain == entry.label.lower().replace(" ", "-"):
            return (name,)
    from plnbuddy.core.word_tables import look_up

    found = look_up(word, part)
    if not found and part == "topics":
        # Who answers with a kind of school has a class there: Grundschule.
        return tuple(_TOPIC_OF_LEVEL.get(level, "general") for level in look_up(word, "levels")[:1])
    return found


_TOPIC_OF_LEVEL = {"early": "early-years", "higher": "higher-education"}


def _did_you_mean(word: str, known: Mapping[str, Topic]) -> str:
    """The nearest topic, when it is the same word misspelt and not another one that rhymes."""
    plain = "-".join(word.strip().lower().replace("_", " ").split())
    spellings = [*known, *(each for entry in known.values() for each in entry.spellings)]
    near = [
        each
        for each in spellings
        if abs(len(each) - len(plain)) <= _MISSPELT_LETTERS
        and (each[:1] == plain[:1] or sorted(each) == sorted(plain))
    ]
    return did_you_mean(plain, near, _MISSPELT)


_MISSPELT = 78
_MISSPELT_LETTERS = 2


def topic_label(topic: str) -> str:
    """The topic in plain words."""
    return TOPICS[topic].label if topic in TOPICS else topic


def level_label(level: str) -> str:
    """The level in plain words."""
    return LEVELS[level].label if level in LEVELS else level


def language_label(code: str) -> str:
    """The language's English name, or its code when it has none here."""
    return LANGUAGES.get(code.partition("-")[0], code)


def in_words(items: Iterable[str], last: str = "and") -> str:
    """Items as a person lists them: "a", "a and b", "a, b and c"."""
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"
