"""The words for which starter packs are searched."""

from itertools import chain, zip_longest

from plnbuddy.core.model import Profile
from plnbuddy.core.platform import Platform
from plnbuddy.core.word_tables import spoken_words
from plnbuddy.curated.bundled import read_hashtags

MOST_WORDS = 8


def search_words(profile: Profile) -> tuple[str, ...]:
    """What packs are searched for: the topics in the teacher's languages, then teachers as such.

    English says "maths teachers"; other languages make one word of it, or write it in many
    ways, so the subject stands alone there, and whether a pack is one of teachers is read.
    """
    topics, everybody = [], []
    for language in profile.languages:
        teachers = spoken_words(language, "roles", "teachers")[:1]
        for topic in profile.topics:
            words = spoken_words(language, "topics", topic)
            if topic == "general":
                continue
            topics.append(
                [f"{word} teachers" for word in words[:2]] if language == "en" else [*words[:1]]
            )
        everybody.append([*communities(language), *teachers])
    turns = chain(*zip_longest(*topics), *zip_longest(*everybody))
    return tuple(dict.fromkeys(word for word in turns if word))[:MOST_WORDS]


def communities(language: str) -> list[str]:
    """Hashtags under which teachers of everything gather on Bluesky: packs are called so."""
    return [
        row.tag.name
        for row in read_hashtags()
        if Platform.BLUESKY in row.platforms
        and row.communal
        and "general" in row.topics
        and language in row.languages
        and not row.region
    ][:1]
