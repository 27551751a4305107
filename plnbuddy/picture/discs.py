"""Discs side by side: where each circle of people has its own region."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PULL = 0.5  # how much ties between two circles count against compactness
_FIRST_TURN = np.linspace(0, 2 * np.pi, 24, endpoint=False)
_PACKED_AT_MOST = 40  # smaller circles beyond these stand in rows below


def pack_discs(radii: Sequence[float], ties: Floats, gap: float, wide: float) -> Floats:
    """Centres for discs that do not overlap, those with many ties near each other.

    Each disc, largest first, goes to the best of the places where it touches two
    discs that already stand ("best": near the middle of a wide picture, and near
    those it has ties with). Same input, same places.

    Args:
        radii: one for each disc, largest first.
        ties: how many ties lead between two discs (square, symmetric).
        gap: empty space between two discs.
        wide: about how many times wider than high the whole should be.

    Returns:
        One row of x and y for each disc.
    """
    count = len(radii)
    reach = np.asarray(radii, dtype=np.float64) + gap / 2
    centers = np.zeros((count, 2))
    packed = min(count, _PACKED_AT_MOST)
    for disc in range(1, packed):
        places = _touching_places(centers[:disc], reach[:disc], reach[disc])
        centers[disc] = places[np.argmin(_badness(places, centers[:disc], ties[disc, :disc], wide))]
    _stand_in_rows(centers, reach, packed)
    return centers


def _touching_places(centers: Floats, reach: Floats, new: float) -> Floats:
    """Where a disc of reach `new` touches two others, or the only one, and overlaps none."""
    if len(centers) == 1:
        ring = np.column_stack([np.cos(_FIRST_TURN), np.sin(_FIRST_TURN)])
        return np.asarray(centers[0] + ring * (reach[0] + new))
    one, other = np.triu_indices(len(centers), 1)
    across = centers[other] - centers[one]
    length = np.hypot(across[:, 0], across[:, 1])
    from_one, from_other = reach[one] + new, reach[other] + new
    meets = length <= from_one + from_other
    one, across, length = one[meets], across[meets], length[meets]
    from_one, from_other = from_one[meets], from_other[meets]
    along = (length**2 + from_one**2 - from_other**2) / (2 * length)
    aside = np.sqrt(np.maximum(from_one**2 - along**2, 0))
    unit = across / length[:, None]
    normal = np.column_stack([-unit[:, 1], unit[:, 0]])
    foot = centers[one] + unit * along[:, None]
    places = np.vstack([foot + normal * aside[:, None], foot - normal * aside[:, None]])
    between = np.hypot(*(places[:, None, :] - centers[None, :, :]).transpose(2, 0, 1))
    return np.asarray(places[(between >= reach[None, :] + new - 1e-6).all(axis=1)])


def _badness(places: Floats, centers: Floats, ties: Floats, wide: float) -> Floats:
    # Rounded, so that rounding errors never choose between two equally good places.
    far_out = np.hypot(places[:, 0] / wide, places[:, 1])
    if not ties.any():
        return np.asarray(np.round(far_out, 6), dtype=np.float64)
    between = np.hypot(*(places[:, None, :] - centers[None, :, :]).transpose(2, 0, 1))
    return np.asarray(np.round(far_out + _PULL * (between @ ties) / ties.sum(), 6))


def _stand_in_rows(centers: Floats, reach: Floats, first: int) -> None:
    """Put the discs from `first` on in rows below the others."""
    if first >= len(centers):
        return
    area = float((4 * reach[first:] ** 2).sum())
    left = float((centers[:first, 0] - reach[:first]).min())
    right = max(float((centers[:first, 0] + reach[:first]).max()), left + np.sqrt(area) * 1.5)
    x, y = left, float((centers[:first, 1] + reach[:first]).max())
    row_height = 2 * reach[first]
    for disc in range(first, len(centers)):
        if x > left and x + 2 * reach[disc] > right:
            x, y, row_height = left, y + row_height, 2 * reach[disc]
        centers[disc] = x + reach[disc], y + row_height / 2
        x += 2 * reach[disc]
