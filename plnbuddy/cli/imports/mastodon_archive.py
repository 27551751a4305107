"""`plnbuddy import mastodon-archive`."""

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.imports.options import Place
from plnbuddy.cli.imports.running import import_from
from plnbuddy.cli.options import DryRun


@command()
def mastodon_archive(run: Run, place: Place, dry: DryRun = False) -> Answer:
    """Bring in the archive of a Mastodon account, or its list of follows.

    The archive (zip, tar.gz or folder), following_accounts.csv or lists.csv, as your
    server gives them under Preferences, Import and export.

    \b
    plnbuddy import mastodon-archive archive-20240501.zip
    plnbuddy import mastodon-archive following_accounts.csv
    """
    from plnbuddy.imports.mastodon_archive import open_mastodon

    return import_from(run, open_mastodon(place, run.clock), "plnbuddy suggest", dry=dry)
