"""What a topic is worth to a teacher of others: the same, a part of it, next door, everybody's."""

from collections.abc import Mapping

from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import TOPICS

SAME_TOPIC = 1.0
PART_OF_TOPIC = 0.95
WHOLE_OF_TOPIC = 0.6
NEXT_TOPIC = 0.15
COMMON_TOPIC = 0.4
UNKNOWN_TOPIC = 0.6
OTHER_TOPIC = 0.0

COMMON_TOPICS = ("general", "pedagogy", "new-teachers")
"""Topics that concern everybody who teaches."""

COMMON_ROLES = frozenset(
    {Role.TEACHER, Role.TEACHER_GROUP, Role.TEACHER_EDUCATOR, Role.EDUCATION_SERVICE}
)
"""Only these are shown for a common topic to who did not ask for it; an encyclopedia is not."""

SUBJECTS = frozenset(
    {
        "math", "science", "biology", "chemistry", "physics", "computing", "english", "literacy",
        "languages", "esl", "social-studies", "history", "geography", "civics", "economics",
        "arts", "music", "drama", "pe", "health", "religion", "philosophy", "outdoor",
        "career-technical", "library", "early-years", "special-education", "gifted", "counselling",
        "higher-education",
    }
)  # fmt: skip
"""Who is known for one of these is no account for everybody, even if also for teaching."""

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "science": ("biology", "chemistry", "physics"),
    "social-studies": ("history", "geography", "civics", "economics"),
}
"""Subjects that several others are part of: who teaches physics is a colleague for science."""

LISTED_TOPIC = 0.6
"""For who is on a list of the teacher's and is known for something else: behind what fits."""

PERSONAL_TOPIC = 0.75
"""For people and hashtags that the teacher knows or chose, if they are about something else."""


def topic_values(topics: tuple[str, ...]) -> dict[str, float]:
    """What each topic is worth to a teacher of these."""
    values: dict[str, float] = {}
    for topic in topics:
        values.update(dict.fromkeys(TOPICS[topic].neighbours, NEXT_TOPIC))
    for whole, parts in FAMILIES.items():
        if whole in topics:
            values.update(dict.fromkeys(parts, PART_OF_TOPIC))
    values.update(dict.fromkeys(topics, SAME_TOPIC))
    return {
        topic: value
        for topic, value in values.items()
        if value > COMMON_TOPIC or topic not in COMMON_TOPICS
    }


def wholes_of(topics: tuple[str, ...]) -> frozenset[str]:
    """The subjects that these are part of: science for a teacher of physics.

    Not social studies for one of history: who teaches those may never teach it.
    """
    return frozenset({"science"} if set(topics) & set(FAMILIES["science"]) else ())
