"""`plnbuddy import mastodon-archive`."""

from typing import TYPE_CHECKING

from plnbuddy.cli.options import Json, Quiet

if TYPE_CHECKING:
    pass

from plnbuddy.cli.imports.options import Dry, Place
from plnbuddy.cli.imports.running import import_from


def mastodon_archive(
    place: Place, dry: Dry = False, json: Json = False, quiet: Quiet = False
) -> None:
    """Bring in the archive of a Mastodon account, or its list of follows.

    The archive (zip, tar.gz or folder), following_accounts.csv or lists.csv, as your
    server gives them under Preferences, Import and export.

    \b
    plnbuddy import mastodon-archive archive-20240501.zip
    plnbuddy import mastodon-archive following_accounts.csv
    """
    from plnbuddy.imports.mastodon_archive import open_mastodon

    import_from(
        lambda session: open_mastodon(place, session.clock),
        "plnbuddy suggest",
        dry=dry,
        json=json,
        quiet=quiet,
    )
