"""Which servers gave less than was asked, in words; needs nothing but the store."""

from collections.abc import Iterator

from plnbuddy.core.clock import Clock
from plnbuddy.out.lines import Line, line
from plnbuddy.store.database import Store
from plnbuddy.store.open_places import all_asked, known_servers

_INDENT = 4


def silent_server_lines(store: Store, clock: Clock) -> Iterator[Line]:
    """Which servers gave less than was asked, and why, for `suggest --explain`."""
    said = {server.host: server.closed for server in known_servers(store).values() if server.closed}
    for asked in all_asked(store):
        if asked.state == "failed" and asked.again_at > clock.now:
            said.setdefault(asked.host, asked.detail)
    if said:
        yield line("Servers that gave less:", "bold")
    for host, why in sorted(said.items()):
        yield line(f"{host}: {why}", "dim", _INDENT)
