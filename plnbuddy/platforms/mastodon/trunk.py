"""Trunk: lists of people who volunteered to be on them (kensanata/trunk, README, "API")."""

import json
from urllib.parse import quote

from plnbuddy.core.clean import clean_line
from plnbuddy.platforms.mastodon.open_reading import SECONDS, Place, WrongShapeError
from plnbuddy.system.fetch import Manner, fetch

SIZE_LIMIT = 200_000
MOST_NAMES = 500


def read_list_names(place: Place) -> list[str]:
    """The names of all lists; `place` is the address under which Trunk answers.

    Raises:
        ServerUnreachableError: it does not answer, or not with names.
    """
    manner = Manner("application/json", seconds=SECONDS, same_host=True)
    content = fetch(f"{place.address}/api/v1/list", limit=SIZE_LIMIT, manner=manner).content
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise WrongShapeError(
            f"{place.name} gave an answer that plnbuddy does not understand.",
            "The others are asked all the same.",
        )
    names = (clean_line(name, 80) for name in found[:MOST_NAMES] if isinstance(name, str))
    return [name for name in names if name]


def list_address(place: Place, name: str) -> str:
    """Where one of its lists can be read, for `plnbuddy lists add`."""
    return f"{place.address}/api/v1/list/{quote(name, safe='')}"
