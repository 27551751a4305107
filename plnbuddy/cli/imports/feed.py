"""`plnbuddy import feed`."""

from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.imports.options import Me
from plnbuddy.cli.imports.running import import_from
from plnbuddy.cli.options import DryRun
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.system.local_file import names_a_file

_FILE_ENDINGS = (".xml", ".rss", ".atom", ".json")


@command()
def feed(
    run: Run,
    source: Annotated[str, typer.Argument(help="The address of your blog or its feed, or a file.")],
    me: Me = "",
    dry: DryRun = False,
) -> Answer:
    """Bring in the posts of your own blog, now and at every sync.

    RSS, Atom, JSON Feed, or a backup of Blogger; the address of the blog is enough
    where its page names the feed. The address is remembered; a file is read once.
    Blogger's backup is under Settings, Manage blog, Back up content. Where several
    people write, --me says which one is you.

    \b
    plnbuddy import feed https://example.org/blog
    plnbuddy import feed blog.xml
    """
    from plnbuddy.imports.feed import fetch_feed, read_feed_file
    from plnbuddy.store.imports import Feed, put_feed

    file = Path(source).expanduser()
    if not file.exists() and names_a_file(source, _FILE_ENDINGS):
        raise NothingFoundError(
            f"There is no file {clean_line(source, 100)}.",
            "Give the place of the file, or the address of the blog with https:// before it.",
        )
    found, remembered = (
        (read_feed_file(file, run.clock, me), None)
        if file.exists()
        else fetch_feed(Feed(source, "", me=me), run.clock)
    )
    if found is None:  # Only a remembered feed can be unchanged.
        raise NothingFoundError("There is nothing new in this feed.", "Try again later.")
    answer = import_from(run, found, "plnbuddy footprint", dry=dry)
    if remembered is None or dry:
        return answer
    with run.store.writing():
        put_feed(run.store, remembered)
    return answer._replace(said=[Said(f"plnbuddy sync looks for new posts at {remembered.url}.")])
