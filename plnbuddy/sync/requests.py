"""Requests to follow that somebody has to agree to: what becomes of them, in the journal too."""

from plnbuddy.core.handles import Handle
from plnbuddy.core.model import Activity, Decision, Subject, SubjectKind, Verdict
from plnbuddy.core.origins import REQUEST
from plnbuddy.journal.entries import request_text
from plnbuddy.store.account_state import Tie, drop_request, put_ties, requested_follows
from plnbuddy.store.activities import (
    ActivityFilter,
    add_activity,
    find_activities,
    remove_activity,
)
from plnbuddy.store.decisions import put_decision
from plnbuddy.sync.rules import activity_from_new_tie
from plnbuddy.sync.work import Sync


def log_agreement(sync: Sync, handle: Handle, link: str) -> None:
    """The note of the request becomes the *connect*; without a note one is logged."""
    activity = activity_from_new_tie(sync.key, handle, link, sync.clock, requested=True)
    note = _note_of(sync, handle)
    if note is None:
        sync.log(activity)
        return
    untouched = note.text == request_text(str(handle))
    agreed = note._replace(
        uid=activity.uid,
        kind=activity.kind,
        happened_at=activity.happened_at,
        day=activity.day,
        text=activity.text if untouched else note.text,
        links=note.links or activity.links,
        origin=activity.origin,
    )
    remove_activity(sync.store, note.id)
    sync.log(agreed)


def settle_requests(sync: Sync) -> None:
    """What became of requests that the list of follows told nothing of; at most one request.

    Who neither is followed nor still asked did not agree (or the teacher took the request
    back on the web): the note says so, and nobody is suggested again who refused.
    """
    waiting = requested_follows(sync.store, sync.key)
    if not waiting:
        return
    stands = sync.server.relationships([tie.remote_id for tie in waiting.values()])
    for key, tie in waiting.items():
        stand = stands.get(tie.remote_id)
        if stand is None or stand.requested:
            continue
        with sync.store.writing():
            drop_request(sync.store, sync.key, key)
            if stand.following:
                put_ties(sync.store, sync.key, "following", [tie], run=0)
                log_agreement(sync, tie.handle, "")
            else:
                _note_refusal(sync, tie)


def _note_refusal(sync: Sync, tie: Tie) -> None:
    subject = Subject(SubjectKind.PERSON, tie.handle)
    put_decision(sync.store, Decision(subject, Verdict.SKIPPED, sync.clock.today, None))
    sync.outcome.refused.append(tie.handle)
    note = _note_of(sync, tie.handle)
    asked = request_text(str(tie.handle))
    if note and note.text == asked:
        remove_activity(sync.store, note.id)
        add_activity(sync.store, note._replace(text=f"{asked}, who did not agree"))


def _note_of(sync: Sync, handle: Handle) -> Activity | None:
    """The latest note of a request to somebody."""
    about = find_activities(sync.store, ActivityFilter(person=handle.key))
    return next((entry for entry in about if entry.origin == REQUEST.name), None)
