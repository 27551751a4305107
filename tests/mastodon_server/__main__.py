"""Run the server as a process of its own: `python -m tests.mastodon_server --size 500`.

Prints one line of JSON with its address and tokens, then answers until its input ends or it is
interrupted.
"""

import argparse
import json
import sys
from pathlib import Path
from threading import Event, Lock, Thread

from . import faults
from .exchange import LogEntry
from .limits import RateLimits
from .realistic import realistic_community
from .server import MastodonServer, describe
from .settings import VARIANTS


def main() -> None:
    """Read the options, start, and wait."""
    options = _read_options()
    lock = Lock()

    def write(entry: LogEntry) -> None:
        line = json.dumps(
            {
                "method": entry.method,
                "path": entry.path,
                "query": entry.query,
                "status": entry.status,
            }
        )
        with lock, options.log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    community = realistic_community(options.size, options.seed)
    server = MastodonServer(
        community,
        VARIANTS[options.software](),
        RateLimits(requests=options.limit, follows_per_day=options.follows_per_day),
        port=options.port,
        on_request=write if options.log else None,
    )
    if options.delay:
        server.faults.schedule(faults.delay(options.delay), options.delay_path, times=None)
    if options.fail_after:
        server.faults.schedule(faults.status(500), nth=options.fail_after + 1, times=None)
    tokens = {"anna": server.token("anna", text=options.token)}
    with server:
        print(describe(server, tokens), flush=True)
        _wait(watch_input=not options.detached)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mastodon_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 finds a free one")
    parser.add_argument("--size", type=int, default=300, help="number of accounts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--software", choices=sorted(VARIANTS), default="mastodon")
    parser.add_argument("--token", help="text of anna's token; made up unless given")
    parser.add_argument("--log", type=Path, help="write each request to this file as JSON")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--delay-path", default="*", help="which paths are slow")
    parser.add_argument("--fail-after", type=int, help="answer 500 after so many requests")
    parser.add_argument("--limit", type=int, help="requests in five minutes")
    parser.add_argument("--follows-per-day", type=int)
    parser.add_argument("--detached", action="store_true", help="do not stop when input ends")
    return parser.parse_args()


def _wait(watch_input: bool) -> None:
    done = Event()
    if watch_input:

        def read() -> None:
            sys.stdin.buffer.read()
            done.set()

        Thread(target=read, daemon=True).start()
    try:
        done.wait()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
