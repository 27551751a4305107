"""Which activity a notification or a new tie is. docs/account.md states these rules.

Those for posts are in `plnbuddy.platforms.post_rules`.
"""

from datetime import datetime

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Handle
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.platforms.table import PLATFORMS, profile_link
from plnbuddy.platforms.values import Notice


def activity_from_notice(account: str, notice: Notice, clock: Clock) -> Activity | None:
    """Somebody new who follows the teacher is a *connect*; a mention alone is nothing yet."""
    if notice.kind != "follow":
        return None
    who, remote = notice.account, f"notice-{notice.id}"
    text = f"{who.handle} follows you"
    return _connect(account, remote, notice.happened_at, clock, text, who.handle, who.link)


def activity_from_new_tie(
    account: str, handle: Handle, link: str, clock: Clock, *, requested: bool = False
) -> Activity:
    """A follow that was not there at the last sync is a *connect* of today.

    The server does not tell when it was made, or when somebody agreed to it.
    """
    remote = f"following-{handle.key}-{clock.today.isoformat()}"
    text = f"{handle} agreed that you follow" if requested else f"Followed {handle}"
    return _connect(account, remote, clock.now, clock, text, handle, link)


def _connect(
    account: str, remote: str, moment: datetime, clock: Clock, text: str, handle: Handle, link: str
) -> Activity:
    moment = moment.replace(microsecond=0)
    return Activity(
        id=0,
        uid=f"{account}/{remote}",
        kind=ActivityKind.CONNECT,
        happened_at=moment,
        day=clock.day_of(moment),
        text=text,
        people=(handle,),
        links=(link or profile_link(handle),),
        origin=PLATFORMS[handle.platform].origin.name,
    )
