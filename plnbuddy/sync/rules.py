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
    handle = notice.account.handle
    remote = f"notice-{notice.id}"
    return _connect(account, remote, notice.happened_at, clock, f"{handle} follows you", handle)


def activity_from_new_tie(account: str, handle: Handle, clock: Clock) -> Activity:
    """A follow that was not there at the last sync is a *connect* of today.

    The server does not tell when it was made.
    """
    remote = f"following-{handle.key}-{clock.today.isoformat()}"
    return _connect(account, remote, clock.now, clock, f"Followed {handle}", handle)


def _connect(
    account: str, remote: str, moment: datetime, clock: Clock, text: str, handle: Handle
) -> Activity:
    moment = moment.replace(microsecond=0)
    return Activity(
        id=0,
        uid=f"{account}/{remote}",
        kind=ActivityKind.CONNECT,
        happened_at=moment,
        day=clock.local(moment).date(),
        text=text,
        people=(handle,),
        links=(profile_link(handle),),
        origin=PLATFORMS[handle.platform].origin.name,
    )
