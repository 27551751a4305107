"""`plnbuddy import twitter-archive`."""

from typing import Annotated

import typer

from plnbuddy.cli.imports.options import Dry, Place
from plnbuddy.cli.imports.running import import_from
from plnbuddy.cli.options import Json, Quiet


def twitter_archive(
    place: Place,
    me: Annotated[
        str,
        typer.Option(
            "--me", help="Your username, if the archive does not say it.", show_default=False
        ),
    ] = "",
    dry: Dry = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in the archive of your Twitter/X account.

    Tweets, answers and retweets become entries; people and hashtags become
    suggestions. Direct messages are not read, and nothing is sent anywhere. The zip
    file, the unpacked folder, or tweets.js out of it.

    \b
    plnbuddy import twitter-archive twitter-2024-05-01.zip --dry-run
    plnbuddy import twitter-archive twitter-2024-05-01.zip
    """
    from plnbuddy.imports.twitter_archive import open_twitter_archive

    import_from(
        lambda session: open_twitter_archive(place, session.clock, me),
        "plnbuddy import people",
        dry=dry,
        json=json,
        quiet=quiet,
    )
