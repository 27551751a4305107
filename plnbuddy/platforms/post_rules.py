"""Which activity, if any, a post of the teacher's own is. docs/account.md states these rules."""

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.plausible import doubt_about
from plnbuddy.platforms.table import PLATFORMS
from plnbuddy.platforms.values import Post

OPEN = frozenset({"public", "unlisted"})
"""Who may see a post of these: everybody. Any other word counts as closed."""

_TEXT_LIMIT = 280


def activity_from_post(account: str, own: Handle, post: Post, clock: Clock) -> Activity | None:
    """The activity that one of the teacher's own posts is.

    - A reply to somebody else: *collaborate*; with a hashtag and in public it is
      an answer that others find, so *contribute*.
    - A post of one's own, or a quote with a comment: *contribute*.
    - A private message: *collaborate* with the people it is for, without its text.
    - A plain boost, the further posts of a thread, and what cannot be of its date
      (before 1990, or in the future): nothing.

    The uid is made of `account` (the key of the own handle) and the number of the
    post, so that the account and its archive tell of a post once.
    """
    if post.boosted or doubt_about(post.written_at, clock):
        return None
    others = tuple(handle for handle in post.mentions if handle != own)
    if post.visibility == "direct":
        if not others:
            return None
        names = " ".join(str(handle) for handle in others)
        return _activity(
            account,
            own,
            post,
            clock,
            ActivityKind.COLLABORATE,
            f"Private message to {names}",
            others,
        )
    to_other = bool(post.reply_to) and post.reply_to_account != post.author_id
    if post.reply_to and not to_other:
        return None
    kind = ActivityKind.CONTRIBUTE
    if to_other and not (post.tags and post.visibility == "public"):
        kind = ActivityKind.COLLABORATE
    text = clean_line(post.text, _TEXT_LIMIT) or "A post without words"
    return _activity(account, own, post, clock, kind, text, others, post.tags)


def _activity(
    account: str,
    own: Handle,
    post: Post,
    clock: Clock,
    kind: ActivityKind,
    text: str,
    people: tuple[Handle, ...],
    tags: tuple[Tag, ...] = (),
) -> Activity:
    # Others cannot open the link; what a server calls otherwise ("local", "limited") is closed.
    private = post.visibility not in OPEN
    moment = min(post.written_at, clock.now).replace(microsecond=0)
    return Activity(
        id=0,
        uid=f"{account}/{post.id}",
        kind=kind,
        happened_at=moment,
        day=clock.day_of(moment),
        text=text,
        people=tuple(dict.fromkeys(people)),
        tags=tuple(dict.fromkeys(tags)),
        links=(post.link,) if post.link and not private else (),
        origin=PLATFORMS[own.platform].origin.name,
    )
