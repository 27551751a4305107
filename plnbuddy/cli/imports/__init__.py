"""`plnbuddy import`: archives and exports of other services."""

from plnbuddy.cli.imports.disqus import disqus
from plnbuddy.cli.imports.feed import feed
from plnbuddy.cli.imports.list_imports import list_imports
from plnbuddy.cli.imports.mastodon_archive import mastodon_archive
from plnbuddy.cli.imports.people import people
from plnbuddy.cli.imports.remove import remove
from plnbuddy.cli.imports.table import table
from plnbuddy.cli.imports.twitter_archive import twitter_archive
from plnbuddy.cli.imports.wordpress import wordpress
from plnbuddy.cli.options import new_app

app = new_app(no_args_is_help=True)


@app.callback()
def import_() -> None:
    """Bring in what already exists: your Twitter years, your blog, an old account.

    Each import is shown first with --dry-run, can be stopped and done again without
    doubling anything, and is taken back as a whole by undo. docs/imports.md says
    where to get each archive.

    \b
    plnbuddy import twitter-archive twitter-2024-05-01.zip --dry-run
    plnbuddy import wordpress blog.xml
    plnbuddy import feed https://example.org/blog
    plnbuddy import list
    """


app.command("twitter-archive")(twitter_archive)
app.command("mastodon-archive")(mastodon_archive)
app.command()(disqus)
app.command()(wordpress)
app.command()(feed)
app.command("csv")(table)
app.command("list")(list_imports)
app.command()(remove)
app.command()(people)
