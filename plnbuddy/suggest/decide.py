"""Deciding on suggestions: follow, skip, later."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.core.model import ActivityKind, Decision, Profile, Subject, SubjectKind, Verdict
from plnbuddy.core.origins import FOLLOW, REQUEST
from plnbuddy.core.platform import Platform, place_to_look
from plnbuddy.core.vocabulary import in_words
from plnbuddy.curated.bundled import read_chats
from plnbuddy.journal.entries import new_activity, request_text
from plnbuddy.platforms.table import follow_link, tag_link
from plnbuddy.store.activities import add_activity
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import get_decision, last_list, put_decision
from plnbuddy.store.history import Change, activity_change, decision_change, record_action
from plnbuddy.store.identities import named_now

_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
_PAST = {Verdict.FOLLOWED: "followed", Verdict.SKIPPED: "skipped", Verdict.LATER: "put off"}


class Outcome(NamedTuple):
    """What a decision did: `link` is where to act, `already` says that nothing changed.

    With an account, `on_account` says that the follow is there, `requested` that
    the other side has to agree first, and `failure` why it could not be done. `chat` says
    that a chat meets under a hashtag that was followed.
    """

    subject: Subject
    verdict: Verdict
    link: str
    due: date | None
    already: bool
    on_account: bool = False
    requested: bool = False
    failure: str = ""
    chat: bool = False


def find_subjects(words: Sequence[str], store: Store, *, tags_only: bool = False) -> list[Subject]:
    """The subjects that a teacher names: numbers of the last list ("2", "1-3"), handles, #tags.

    A #tag under which a chat meets is the chat, unless the last list showed it as a
    hashtag, or with `tags_only`.

    Raises:
        UsageError: a word is none of these; then nothing is decided at all.
    """
    numbered = last_list(store)
    found: list[Subject] = []
    for word in (part for given in words for part in given.split(",") if part.strip()):
        found.extend(_subjects(store, word.strip(), numbered, tags_only=tags_only))
    if not found:
        raise UsageError("Nothing was named.", "Give numbers of the last list, handles or #tags.")
    once: dict[tuple[SubjectKind, str], Subject] = {}
    for subject in found:
        once.setdefault((subject.kind, subject.key), subject)
    return list(once.values())


def _subjects(
    store: Store, word: str, numbered: Mapping[int, Subject], *, tags_only: bool
) -> list[Subject]:
    span = _RANGE.fullmatch(word)
    if span:
        first, last = sorted((int(span[1]), int(span[2] or span[1])))
        return [_numbered(number, numbered) for number in range(first, last + 1)]
    if word.startswith(("#", "＃")):
        tag = parse_tag(word)
        if tags_only:
            return [Subject(SubjectKind.HASHTAG, tag)]
        return [_tag_subject(tag, numbered)]
    if not any(sign in word for sign in "@/.:"):
        raise UsageError(
            f"'{clean_line(word, 60)}' is neither a number, a handle nor a hashtag.",
            f"Did you mean @{word} or #{word}? In a shell, put '#{word}' in quotation marks.",
        )
    return [person_subject(named_now(store, parse_handle(word, of_post=True)))]


def _numbered(number: int, numbered: Mapping[int, Subject]) -> Subject:
    if number in numbered:
        return numbered[number]
    if not numbered:
        raise UsageError(
            "There is no list of suggestions yet, so numbers mean nothing.",
            "Run this first: plnbuddy suggest",
        )
    raise UsageError(
        f"There is no number {number} in the last list; it goes from 1 to {max(numbered)}.",
        "See the list again with: plnbuddy suggest",
    )


def _tag_subject(tag: Tag, numbered: Mapping[int, Subject]) -> Subject:
    """A tag of a known chat is the chat, unless the last list showed it as a hashtag."""
    for subject in numbered.values():
        if subject.key == tag.key:
            return subject
    return Subject(SubjectKind.CHAT if is_chat(tag) else SubjectKind.HASHTAG, tag)


def is_chat(tag: Tag) -> bool:
    """Whether a known chat meets under that hashtag."""
    return any(chat.tag == tag for chat in read_chats())


def person_subject(handle: Handle) -> Subject:
    """The person behind that handle, as something to decide on."""
    return Subject(SubjectKind.PERSON, handle)


def decide(
    store: Store,
    subjects: Sequence[Subject],
    verdict: Verdict,
    clock: Clock,
    server: str = "",
    profile: Profile | None = None,
    due: date | None = None,
    *,
    log: bool = True,
    made: Sequence[Change] = (),
    requested: bool = False,
) -> list[Outcome]:
    """Keep the decisions, all or none; following also logs a *connect* (unless `log` is False).

    What is only `requested` is logged as a note, which a sync turns into a *connect*.

    Args:
        server: the teacher's Mastodon server, for links.
        due: when a "later" comes back.
        made: what was done besides, as on an account, and can be taken back with it.
    """
    outcomes: list[Outcome] = []
    changes: list[Change] = []
    with store.writing():
        for subject in subjects:
            before = get_decision(store, subject)
            already = bool(before and before.verdict is verdict and verdict is not Verdict.LATER)
            outcomes.append(
                Outcome(subject, verdict, action_link(subject, server, profile), due, already)
            )
            if already:
                continue
            put_decision(store, Decision(subject, verdict, clock.today, due))
            changes.append(decision_change(subject, before))
            if verdict is Verdict.FOLLOWED and log:
                changes.append(_log_follow(store, subject, clock, requested=requested))
        changes.extend(made)
        if changes:
            labels = in_words(o.subject.label for o in outcomes if made or not o.already)
            past = "asked to follow" if requested else _PAST[verdict]
            record_action(store, f"{past} {labels}", clock.now, changes)
    return outcomes


def _log_follow(store: Store, subject: Subject, clock: Clock, *, requested: bool) -> Change:
    text = f"Followed {subject.label}"
    if subject.kind is SubjectKind.CHAT:
        text = f"Plan to join {subject.label}"
    elif requested:
        text = request_text(subject.label)
    origin = REQUEST if requested else FOLLOW
    activity = new_activity(ActivityKind.CONNECT, text, clock, origin=origin.name)
    return activity_change(add_activity(store, activity), None)


def action_link(subject: Subject, server: str, profile: Profile | None) -> str:
    """Where the teacher follows the subject with their own hands."""
    match subject.what:
        case Handle() as handle:
            return follow_link(handle, server)
        case Tag() as tag:
            mine = profile.platforms if profile else (Platform.MASTODON,)
            return tag_link(tag, server, place_to_look(mine))
