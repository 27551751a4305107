"""The text of the five steps.

There is no one published list of steps; these are a synthesis, with its sources
in docs/five-steps.md.
"""

from typing import NamedTuple


class Step(NamedTuple):
    """One of the five steps: its number, title, the C's it practises, and why it matters."""

    number: int
    title: str
    practises: str
    why: str
    evidence: str
    command: str


FIVE_STEPS = (
    Step(
        1,
        "Purpose and profile",
        "connect, collaborate, contribute",
        "A network works when you know what you want from it, and when others can see who you are. "
        "Say what you teach and what you want to learn; then give your account a picture, a line "
        "about yourself and a few hashtags.",
        "your topics and levels are saved",
        "plnbuddy start",
    ),
    Step(
        2,
        "Follow a few good people",
        "connect",
        "Ten people who write about your subject are worth more than a thousand strangers. "
        "Start with a few, read them for a week, then look whom they follow.",
        "10 people followed",
        "plnbuddy suggest people",
    ),
    Step(
        3,
        "Join the conversation by hashtag and chat",
        "connect, collaborate",
        "Hashtags bring you posts from people you do not know yet. A chat is a hashtag with a "
        "time: an hour in which teachers answer each other.",
        "3 hashtags followed and one chat planned or attended",
        "plnbuddy suggest hashtags",
    ),
    Step(
        4,
        "Contribute",
        "collaborate, contribute",
        "A network answers those who give. Introduce yourself, answer one question, "
        "share one thing that worked in your class.",
        "one collaborate and one contribute in the journal",
        'plnbuddy log contribute "shared …"',
    ),
    Step(
        5,
        "Balance and review",
        "connect, collaborate, contribute",
        "A network that eats your evenings will not last. Set small weekly goals and a time limit, "
        "look at the week once, and drop what does not help.",
        "weekly goals set and one report read",
        "plnbuddy report",
    ),
)
