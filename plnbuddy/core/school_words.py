"""Ordinary words for school and teaching, for languages without hashtags in the tables."""

from collections.abc import Mapping

from plnbuddy.core.handles import Tag

SCHOOL_WORDS: Mapping[str, tuple[str, ...]] = {
    "ca": ("educació", "escola", "mestres"),
    "da": ("folkeskole", "lærer", "undervisning"),
    "de": ("Schule", "Unterricht", "Lehrkräfte"),
    "es": ("educación", "docentes", "profesorado"),
    "fi": ("koulu", "opettajat", "opetus"),
    "fr": ("école", "enseignants", "pédagogie"),
    "it": ("scuola", "insegnanti", "didattica"),
    "nb": ("skole", "lærer", "undervisning"),
    "nl": ("onderwijs", "leraren", "school"),
    "pt": ("educação", "professores", "escola"),
    "sv": ("skolan", "lärare", "undervisning"),
}
"""Ordinary words: whether anybody uses them as hashtags is what a server is asked."""


def languages_of_word(tag: Tag) -> tuple[str, ...]:
    """The languages in which this is an ordinary word for school or teaching."""
    return tuple(
        language
        for language, words in SCHOOL_WORDS.items()
        if tag.key in {Tag(word).key for word in words}
    )
