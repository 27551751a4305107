"""Posts that were there at the last sync and are gone, or were deleted and written anew."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from plnbuddy.core.model import Activity
from plnbuddy.store.activities import activity_of
from plnbuddy.store.deleted import deleted_among, mark_deleted
from plnbuddy.sync.work import Sync

_MOST_ASKED = 10  # posts a sync; of more that vanished at once, the others stay as they are
_ALIKE = 0.75  # share of the text; a redraft mends a few words


def mark_missing(sync: Sync, ids: Sequence[str], new: Sequence[str]) -> None:
    """Note which posts that are missing among the own ones are gone; one request for each.

    Missing is not gone: the server is asked. A new post that says nearly the same is
    taken for the same one written anew, so that it counts once.

    Args:
        ids: posts that an earlier sync met and that are not where they stood.
        new: posts that were written since.

    Raises:
        PlnbuddyError: the server failed; those that were asked about before are noted.
    """
    uids = {f"{sync.key}/{post_id}": post_id for post_id in ids}
    known = deleted_among(sync.store, list(uids))
    written = (activity_of(sync.store, f"{sync.key}/{post_id}") for post_id in new)
    anew = [activity for activity in written if activity]
    asked = 0
    for uid, post_id in uids.items():
        entry = activity_of(sync.store, uid)
        if entry is None or uid in known or asked == _MOST_ASKED:
            continue
        asked += 1
        if not sync.server.is_gone(post_id):
            continue
        redraft = next((new for new in anew if _is_redraft(entry, new)), None)
        if redraft:
            anew.remove(redraft)
        with sync.store.writing():
            mark_deleted(sync.store, uid, sync.clock.today, redraft.uid if redraft else "")


def _is_redraft(before: Activity, after: Activity) -> bool:
    if after.origin != before.origin or after.kind is not before.kind or not after.links:
        return False
    texts = before.text.casefold(), after.text.casefold()
    return SequenceMatcher(None, *texts, autojunk=False).ratio() >= _ALIKE
