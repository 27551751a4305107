"""Ties in few bytes: run lengths, so that a clique of 1,000 people needs no megabytes."""

import base64

import numpy as np
from numpy.typing import NDArray


def encode_ties(ties: tuple[tuple[int, int], ...], people: int) -> str:
    """Sorted, distinct ties as base64 of run lengths.

    The table "who follows whom", read row by row, is a sequence of runs: so many
    without a tie, so many with one, and so on. Each length is written in groups of
    seven bits, lowest first, with the eighth bit set on all but the last (LEB128).
    """
    if not ties:
        return ""
    pairs = np.array(ties, dtype=np.int64)
    cells = pairs[:, 0] * people + pairs[:, 1]
    starts = np.flatnonzero(np.diff(cells, prepend=-2) != 1)
    lengths = np.diff(np.append(starts, len(cells)))
    ends = cells[starts] + lengths
    runs = np.empty(2 * len(starts), dtype=np.int64)
    runs[0::2] = cells[starts] - np.r_[0, ends[:-1]]
    runs[1::2] = lengths
    return base64.b64encode(_leb128(runs)).decode("ascii")


def _leb128(numbers: NDArray[np.int64]) -> bytes:
    groups: list[NDArray[np.int64]] = []
    used: list[NDArray[np.bool_]] = []
    rest, going_on = numbers, np.ones(len(numbers), dtype=bool)
    while going_on.any():
        more = rest >= 128
        groups.append((rest & 127) | np.where(more, 128, 0))
        used.append(going_on)
        rest, going_on = rest >> 7, going_on & more
    table, kept = np.column_stack(groups), np.column_stack(used)
    return table[kept].astype(np.uint8).tobytes()
