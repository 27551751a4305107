"""`plnbuddy import`: archives and exports of other services."""

from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.options import new_app

app = new_app(
    cls=commands_at(
        {
            "twitter-archive": "imports.twitter_archive:twitter_archive",
            "mastodon-archive": "imports.mastodon_archive:mastodon_archive",
            "disqus": "imports.disqus:disqus",
            "wordpress": "imports.wordpress:wordpress",
            "feed": "imports.feed:feed",
            "csv": "imports.table:table",
            "list": "imports.list_imports:list_imports",
            "remove": "imports.remove:remove",
            "people": "imports.people:people",
        }
    ),
    no_args_is_help=True,
)


@app.callback()
def import_() -> None:
    """Bring in what already exists: your Twitter years, your blog, an old account.

    Each import is shown first with --dry-run, can be stopped and done again without
    doubling anything, and is taken back as a whole by undo. --help behind each of the
    commands says where to get its file.

    \b
    plnbuddy import twitter-archive twitter-2024-05-01.zip --dry-run
    plnbuddy import wordpress blog.xml
    plnbuddy import feed https://example.org/blog
    plnbuddy import list
    """
