"""Next steps from what keeps a network alive: answers, first posts, more than one place.

What stands behind them: any answer to a first post makes a second one likelier (Joyce and
Kraut 2006); on Mastodon people stay who talk with people of many servers (arXiv 2406.04005).
Each is said only where what plnbuddy knows shows that it is true.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock, spoken_day, week_start
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import Handle
from plnbuddy.core.model import ActivityKind, SubjectKind, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.journal.tally import tally_by
from plnbuddy.report.step import NextStep
from plnbuddy.store.cohort import known_cohorts
from plnbuddy.store.counts import PersonCount, count_by_day, count_people, was_spoken_with
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions
from plnbuddy.store.next_steps import unanswered_question
from plnbuddy.store.own_chats import all_own_chats
from plnbuddy.store.snapshots import shapes_between

_TALK_DAYS = 28
_LEAST_PEOPLE = 5  # fewer people in four weeks say nothing about where one talks
_QUESTION_DAYS = 14
_FIRST_TEXT_DAYS = 14
_WEEKS_OF_CONNECTING = 3
_EVENING = time(17)


def chat_today(store: Store, clock: Clock) -> Iterator[NextStep]:
    """A chat of the teacher's that begins later today."""
    from plnbuddy.chats.known import known_chats
    from plnbuddy.chats.week import chats_on

    if not _has_chats(store):
        return  # Most teachers: the table of all chats need not be read.
    mine = [each for each in known_chats(store, clock.today) if each.is_mine]
    for meeting in chats_on(mine, clock, clock.today, clock.today).meetings:
        starts = clock.local(meeting.starts_at)
        known = meeting.known
        meets = meeting.is_certain and (known.own or known.is_alive)
        if meeting.starts_at <= clock.now or not meets:
            continue
        when = "tonight" if starts.time() >= _EVENING else "today"
        tag = known.chat.tag
        sentence = f"{tag} meets {when} at {starts:%H:%M}: take part, and answer one person."
        yield NextStep(sentence, "plnbuddy chats today", f"chat {tag.key}")


def _has_chats(store: Store) -> bool:
    followed = any(
        decision.verdict is Verdict.FOLLOWED and decision.subject.kind is not SubjectKind.PERSON
        for decision in all_decisions(store)
    )
    return followed or bool(all_own_chats(store))


def question_without_answer(store: Store, clock: Clock) -> Iterator[NextStep]:
    """A question of the teacher's that nobody answered for a day or more."""
    asked = unanswered_question(
        store, clock.today - timedelta(days=_QUESTION_DAYS), clock.now - timedelta(days=1)
    )
    if asked is not None:
        day = spoken_day(asked.day, clock.today)
        yield NextStep(
            f"You asked {day} and nobody has written to you since: “{clean_line(asked.text, 60)}” "
            "Ask again with a hashtag that teachers read, or ask one person.",
            "plnbuddy suggest hashtags",
            f"question {asked.uid}",
        )


def weeks_without_exchange(store: Store, first_weekday: int, clock: Clock) -> Iterator[NextStep]:
    """Three weeks of connecting, this one or the last among them, without one exchange."""
    tallies = tally_by(count_by_day(store, clock.today), lambda day: week_start(day, first_weekday))
    week = week_start(clock.today, first_weekday)
    if week not in tallies:
        week -= timedelta(weeks=1)
    run = [tallies.get(week - timedelta(weeks=ago)) for ago in range(_WEEKS_OF_CONNECTING)]
    if all(tally and tally.connect and tally.connect == tally.total for tally in run):
        yield NextStep(
            "Three weeks of connecting, and the journal holds no exchange of these weeks: "
            "ask or answer one person.",
            'plnbuddy log collaborate "answered …"',
            "weeks without exchange",
        )


def first_texts(store: Store, clock: Clock) -> Iterator[NextStep]:
    """Somebody of a cohort who showed a first text lately, without an answer in the journal."""
    for known in known_cohorts(store):
        with suppress(PlnbuddyError, OSError):  # A cohort's file may be away, or be mended.
            yield from _first_texts_of(store, known.file, known.me, clock)


def _first_texts_of(store: Store, file: Path, me: str, clock: Clock) -> Iterator[NextStep]:
    from plnbuddy.cohort.contribute import read_contributions
    from plnbuddy.cohort.file import read_cohort

    cohort = read_cohort(file)
    shown, _ = read_contributions(cohort)
    for key, contribution in sorted(shown.items()):
        if key == me or len(contribution.texts) != 1 or was_spoken_with(store, key):
            continue
        text = contribution.texts[0]
        if not timedelta() <= clock.today - text.day <= timedelta(days=_FIRST_TEXT_DAYS):
            continue
        who = contribution.handle
        yield NextStep(
            f"{who} of {cohort.name} showed a first text {spoken_day(text.day, clock.today)}, and "
            "the journal holds no answer of yours: an answer makes a second one likelier.",
            f'plnbuddy log collaborate "answered {who}"',
            f"first text {key}",
        )


def one_place(store: Store, networks: Sequence[Platform], clock: Clock) -> Iterator[NextStep]:
    """All talk of four weeks is with people of one server, or of one circle.

    Who is on one network that is a single place, such as Bluesky, has no other to look on.
    """
    first = clock.today - timedelta(days=_TALK_DAYS)
    talked = [
        person
        for person in count_people(store, first, clock.today)
        if person.kinds != {ActivityKind.CONNECT}
    ]
    if len(talked) < _LEAST_PEOPLE:
        return
    first_met = talked[0].handle
    one_server = len({person.handle.place for person in talked}) == 1
    others = first_met.platform is Platform.MASTODON or set(networks) - {first_met.platform}
    if one_server and others:
        place = first_met.domain or first_met.platform.label
        yield NextStep(
            f"All {len(talked)} people you talked with in four weeks are on {place}: "
            "whoever talks with people of other places stays longer. Find one.",
            "plnbuddy suggest --stretch",
            "one server",
        )
    yield from _one_circle(store, talked, clock)


def _one_circle(store: Store, talked: list[PersonCount], clock: Clock) -> Iterator[NextStep]:
    shapes = shapes_between(store, date.min, clock.today)
    snapshot: Mapping[str, object] = shapes[0].snapshot if shapes else {}
    circles, names = snapshot.get("circles"), snapshot.get("circle_names")
    if not isinstance(circles, Mapping) or not isinstance(names, Mapping):
        return
    met = Counter(circles.get(_key(person.handle), 0) for person in talked)
    others = {number for number in circles.values() if number} - set(met)
    ((circle, count), *rest) = met.most_common()
    name = names.get(str(circle)) or names.get(circle)
    if circle and name and not rest and count >= _LEAST_PEOPLE and others:
        yield NextStep(
            f"All {count} people you talked with in four weeks belong to one of your circles "
            f"({clean_line(str(name), 80)}): write to somebody of another.",
            "plnbuddy network",
            "one circle",
        )


def _key(handle: Handle) -> str:
    return str(handle.key)
