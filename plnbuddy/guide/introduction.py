"""A first post to start from."""

from plnbuddy.core.model import Profile
from plnbuddy.core.vocabulary import in_words, level_label, topic_label

_TAGS = ("#introduction", "#EduTooters")


def introduction_text(profile: Profile) -> str:
    """An introduction to copy and change: what is taught, to whom, and what is looked for."""
    topics = in_words(topic_label(topic) for topic in profile.topics) or "…"
    levels = in_words(level_label(level) for level in profile.levels if level != "any")
    looking = profile.purpose.rstrip(".") or "people to learn from"
    own_tags = (f"#{topic.replace('-', '')}" for topic in profile.topics if topic != "general")
    return (
        f"Hello. I teach {topics}{f' ({levels})' if levels else ''}. "
        f"I am looking for: {looking}. {' '.join((*_TAGS, *own_tags))}"
    )
