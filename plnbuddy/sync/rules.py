"""Which activity, if any, a post or a notification is. docs/account.md states these rules."""

from datetime import datetime

from plnbuddy.clean import clean_line
from plnbuddy.clock import Clock
from plnbuddy.fediverse.entities import Notice, Post
from plnbuddy.handles import Handle, Tag
from plnbuddy.links import profile_link
from plnbuddy.model import Activity, ActivityKind

ORIGIN = "mastodon"
_TEXT_LIMIT = 280


def activity_from_post(account: str, own: Handle, post: Post, clock: Clock) -> Activity | None:
    """The activity that one of the teacher's own posts is.

    - A reply to somebody else: *collaborate*; with a hashtag and in public it is
      an answer that others find, so *contribute*.
    - A post of one's own, or a quote with a comment: *contribute*.
    - A private message: *collaborate* with the people it is for, without its text.
    - A plain boost, and the further posts of a thread: nothing.
    """
    if post.boosted:
        return None
    others = tuple(handle for handle in post.mentions if handle != own)
    if post.visibility == "direct":
        if not others:
            return None
        names = " ".join(str(handle) for handle in others)
        return _activity(
            account, post, clock, ActivityKind.COLLABORATE, f"Private message to {names}", others
        )
    to_other = bool(post.reply_to) and post.reply_to_account != post.author_id
    if post.reply_to and not to_other:
        return None
    kind = ActivityKind.CONTRIBUTE
    if to_other and not (post.tags and post.visibility == "public"):
        kind = ActivityKind.COLLABORATE
    text = clean_line(post.text, _TEXT_LIMIT) or "A post without words"
    return _activity(account, post, clock, kind, text, others, post.tags)


def _activity(
    account: str,
    post: Post,
    clock: Clock,
    kind: ActivityKind,
    text: str,
    people: tuple[Handle, ...],
    tags: tuple[Tag, ...] = (),
) -> Activity:
    private = post.visibility == "direct"
    return _dated(
        account,
        post.id,
        post.written_at,
        clock,
        kind,
        text,
        people,
        tags,
        (post.link,) if post.link and not private else (),
    )


def activity_from_notice(account: str, notice: Notice, clock: Clock) -> Activity | None:
    """Somebody new who follows the teacher is a *connect*; a mention alone is nothing yet."""
    if notice.kind != "follow":
        return None
    handle = notice.account.handle
    return _dated(
        account,
        f"notice-{notice.id}",
        notice.happened_at,
        clock,
        ActivityKind.CONNECT,
        f"{handle} follows you",
        (handle,),
        (),
        (profile_link(handle),),
    )


def activity_from_new_tie(account: str, handle: Handle, clock: Clock) -> Activity:
    """A follow that was not there at the last sync is a *connect* of today.

    The server does not tell when it was made.
    """
    return _dated(
        account,
        f"following-{handle.key}-{clock.today.isoformat()}",
        clock.now,
        clock,
        ActivityKind.CONNECT,
        f"Followed {handle}",
        (handle,),
        (),
        (profile_link(handle),),
    )


def _dated(
    account: str,
    remote: str,
    moment: datetime,
    clock: Clock,
    kind: ActivityKind,
    text: str,
    people: tuple[Handle, ...],
    tags: tuple[Tag, ...],
    links: tuple[str, ...],
) -> Activity:
    moment = moment.replace(microsecond=0)
    return Activity(
        id=0,
        uid=f"{account}/{remote}",
        kind=kind,
        happened_at=moment,
        day=clock.local(moment).date(),
        text=text,
        people=tuple(dict.fromkeys(people)),
        tags=tuple(dict.fromkeys(tags)),
        links=links,
        origin=ORIGIN,
    )
