"""`plnbuddy import twitter-archive`."""

from typing import TYPE_CHECKING

from plnbuddy.cli.options import Json, Quiet

if TYPE_CHECKING:
    pass

from plnbuddy.cli.imports.options import Dry, Place
from plnbuddy.cli.imports.running import import_from


def twitter_archive(
    place: Place, dry: Dry = False, json: Json = False, quiet: Quiet = False
) -> None:
    """Bring in the archive of your Twitter/X account.

    Tweets, answers and retweets become entries; people and hashtags become
    suggestions. Direct messages are not read, and nothing is sent anywhere.

    \b
    plnbuddy import twitter-archive twitter-2024-05-01.zip --dry-run
    plnbuddy import twitter-archive twitter-2024-05-01.zip
    """
    from plnbuddy.imports.twitter_archive import open_twitter_archive

    import_from(
        lambda session: open_twitter_archive(place, session.clock),
        "plnbuddy import people",
        dry=dry,
        json=json,
        quiet=quiet,
    )
