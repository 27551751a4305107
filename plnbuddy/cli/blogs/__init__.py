"""`plnbuddy blogs`: blogs of others to read."""

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.options import new_app
from plnbuddy.core.errors import NothingFoundError

app = new_app(
    cls=commands_at({"add": "blogs.add:add", "remove": "blogs.remove:remove"}),
    invoke_without_command=True,
)


@app.callback()
@command()
def blogs(run: Run, context: typer.Context) -> Answer | None:
    """Read the blogs of others: their new posts stand among your suggestions.

    Each is read at most once a day, by plnbuddy sync. Your own blog is another thing:
    plnbuddy import feed keeps its posts as your contributions.

    \b
    plnbuddy blogs
    plnbuddy blogs add https://example.org/blog
    plnbuddy blogs add subscriptions.opml
    """
    if context.invoked_subcommand is not None:
        return None
    from plnbuddy.blogs.text import blog_lines
    from plnbuddy.store.blogs import all_blogs, posts_of

    kept, posts = all_blogs(run.store), posts_of(run.store)
    unread = any(blog.read_on is None for blog in kept)
    return Answer(
        "blogs",
        {"blogs": kept, "posts": posts},
        blog_lines(kept, posts, run.clock.today),
        next_step=NextStep("plnbuddy sync", "reads them")
        if unread
        else NextStep("plnbuddy suggest", "offers what is new in them"),
        failure=None
        if kept
        else NothingFoundError(
            "You read no blogs with plnbuddy yet.",
            "Add one: plnbuddy blogs add https://example.org/blog   (or your feed reader's OPML)",
        ),
    )
