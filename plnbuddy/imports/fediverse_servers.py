"""Servers that are known to be of the fediverse, so that name@server is no e-mail address."""

import re
from collections.abc import Iterator
from functools import cache

from plnbuddy.core.errors import UsageError
from plnbuddy.core.found_handles import bare_names
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.curated.bundled import read_servers

_BY_NAME = re.compile(r"(?:^|\.)(?:mastodon|mastod|mstdn|masto|fosstodon|troet|toot|pixelfed)\w*\.")


def find_on_servers(text: str) -> Iterator[Handle]:
    """Every `name@server` in a text whose server is known to be of the fediverse."""
    for name, server in bare_names(text):
        if server.lower() in _known() or _BY_NAME.search(server.lower()):
            try:
                yield parse_handle(f"@{name}@{server}")
            except UsageError:
                continue


@cache
def _known() -> frozenset[str]:
    """The servers of the bundled table."""
    return frozenset(server.domain for server in read_servers())
