"""The shape of a network today: gathered, described, compared with the last one, kept."""

from collections.abc import Sequence

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import Profile
from plnbuddy.shape.changes import Snapshot, snapshot_from_dict, snapshot_to_dict
from plnbuddy.shape.describe import describe_shape
from plnbuddy.shape.gather import gather_ego_network
from plnbuddy.shape.shape import Shape
from plnbuddy.store.database import Store
from plnbuddy.store.snapshots import KeptShape, last_shape_before, put_shape


def shape_of_account(
    store: Store, accounts: Sequence[str], owner: str, profile: Profile, clock: Clock
) -> Shape:
    """The shape of the network of these accounts today, and what changed since the last look.

    Args:
        accounts: their keys in the store; looks are kept under the first.
        owner: the handle of the active one.
    """
    account = accounts[0]
    gathered = gather_ego_network(store, accounts, owner, profile.languages)
    shape, snapshot = describe_shape(
        gathered.ego,
        profile.topics,
        profile.levels,
        gathered.prospects,
        _previous(store, account, clock),
        gathered.second_degree,
        clock.today,
    )
    with store.writing():
        kept = KeptShape(clock.today, snapshot_to_dict(snapshot), shape.changes)
        put_shape(store, account, kept)
    return shape


def _previous(store: Store, account: str, clock: Clock) -> Snapshot | None:
    kept = last_shape_before(store, account, clock.today)
    if kept is None:
        return None
    try:
        return snapshot_from_dict(kept.snapshot)
    except ValueError:
        return None  # A look that cannot be read any more is none.
