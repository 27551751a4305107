"""`plnbuddy import twitter-archive`."""

from typing import Annotated

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.imports.options import Place
from plnbuddy.cli.imports.running import import_from
from plnbuddy.cli.options import DryRun, optional


@command()
def twitter_archive(
    run: Run,
    place: Place,
    me: Annotated[str, optional("--me", "Your username, if the archive does not say it.")] = "",
    dry: DryRun = False,
) -> Answer:
    """Bring in the archive of your Twitter/X account.

    Tweets, answers and retweets become entries; people and hashtags become
    suggestions. Direct messages are not read, and nothing is sent anywhere. The zip
    file, the unpacked folder, or tweets.js out of it. On x.com it is under Settings and
    privacy, Your account, Download an archive of your data; it comes after a day or more.

    \b
    plnbuddy import twitter-archive twitter-2024-05-01.zip --dry-run
    plnbuddy import twitter-archive twitter-2024-05-01.zip
    """
    from plnbuddy.imports.twitter_archive import open_twitter_archive

    archive = open_twitter_archive(place, run.clock, me)
    return import_from(run, archive, "plnbuddy import people", dry=dry)
