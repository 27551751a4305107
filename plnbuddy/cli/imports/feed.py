"""`plnbuddy import feed`."""

from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.imports.options import Dry, Me
from plnbuddy.cli.imports.running import run, show_outcome
from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError


def feed(
    source: Annotated[str, typer.Argument(help="The address of your blog or its feed, or a file.")],
    me: Me = "",
    dry: Dry = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in the posts of your own blog, now and at every sync.

    RSS, Atom, JSON Feed, or a backup of Blogger; the address of the blog is enough
    where its page names the feed. The address is remembered; a file is read once.
    Where several people write, --me says which one is you.

    \b
    plnbuddy import feed https://example.org/blog
    plnbuddy import feed blog.xml
    """
    from plnbuddy.imports.feed import fetch_feed, read_feed_file
    from plnbuddy.store.imports import Feed, put_feed

    terminal = Terminal(quiet=quiet)
    session = open_session()
    file = Path(source).expanduser()
    found, remembered = (
        (read_feed_file(file, session.clock, me), None)
        if file.exists()
        else fetch_feed(Feed(source, "", me=me), session.clock)
    )
    if found is None:  # Only a remembered feed can be unchanged.
        raise NothingFoundError("There is nothing new in this feed.", "Try again later.")
    outcome = run(session, terminal, found, dry=dry)
    if remembered and not dry:
        with session.store() as store, store.writing():
            put_feed(store, remembered)
    show_outcome(terminal, outcome, "plnbuddy footprint", dry=dry, json=json)
    if remembered and not dry and not json:
        terminal.say(f"plnbuddy sync looks for new posts at {remembered.url}.")
