"""`plnbuddy blogs add`."""

from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import DryRun
from plnbuddy.core.clean import as_argument
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.found_handles import profile_of
from plnbuddy.system.local_file import names_a_file


@command()
def add(
    run: Run,
    source: Annotated[
        str, typer.Argument(help="The address of a blog, or an OPML file of a feed reader.")
    ],
    dry: DryRun = False,
) -> Answer:
    """Read a blog from now on, or all blogs in a feed reader's OPML file.

    The address of the blog is enough where its page names the feed. Profiles of people
    in an OPML file are passed over: plnbuddy lists add keeps those. Undo takes it back.

    \b
    plnbuddy blogs add https://example.org/blog
    plnbuddy blogs add subscriptions.opml --dry-run
    """
    file = Path(source).expanduser()
    if file.exists() or names_a_file(source, (".opml", ".xml")):
        return _from_file(run, file, dry=dry)
    return _from_web(run, source, dry=dry)


def _from_file(run: Run, file: Path, *, dry: bool) -> Answer:
    from plnbuddy.blogs.add import PEOPLE, find_blogs, keep_blogs
    from plnbuddy.blogs.text import added_line
    from plnbuddy.store.blogs import all_blogs

    found = find_blogs(file, run.clock, {blog.url for blog in all_blogs(run.store)})
    if found.blogs and not dry:
        keep_blogs(run.store, found.blogs, run.clock)
    people = found.left_out.get(PEOPLE, 0)
    left = [f"{count:,} {reason}" for reason, count in found.left_out.items()]
    said = [Said(f"Passed over: {', '.join(left)}.")] if left else []
    if people:
        said.append(Said(f"The people in it: plnbuddy lists add {as_argument(str(file))}"))
    return Answer(
        "blogs-added",
        {"kept": bool(found.blogs) and not dry, "blogs": found.blogs, "left_out": found.left_out},
        [added_line(found.blogs, dry=dry)] if found.blogs else [],
        said=said,
        next_step=NextStep("the same command without --dry-run")
        if dry
        else NextStep("plnbuddy sync", "reads them; mistaken? plnbuddy undo"),
        failure=None
        if found.blogs
        else NothingFoundError(
            "This file names no blog that is new to plnbuddy.", "See yours: plnbuddy blogs"
        ),
    )


def _from_web(run: Run, address: str, *, dry: bool) -> Answer:
    from plnbuddy.blogs.add import keep_blogs
    from plnbuddy.blogs.reading import fetch_blog, keep_reading
    from plnbuddy.blogs.text import blog_lines
    from plnbuddy.core.web_address import parse_link
    from plnbuddy.store.blogs import Blog, all_blogs, posts_of

    if profile_of(address):
        raise UsageError(
            "That is the profile of a person, and no blog.",
            f"Follow them: plnbuddy follow {as_argument(address)}",
        )
    url = parse_link(address if "://" in address else f"https://{address}")
    blog, content = fetch_blog(Blog(url, url, run.clock.today), run.clock)
    known = any(each.url == blog.url for each in all_blogs(run.store))
    if not dry:
        if not known:
            keep_blogs(run.store, [blog], run.clock)
        if content is not None:
            keep_reading(run.store, blog, content, run.clock)
    posts = posts_of(run.store, blog.url)
    return Answer(
        "blogs-added",
        {"kept": not dry, "blogs": [blog], "left_out": {}},
        blog_lines([blog], posts, run.clock.today),
        said=[Said("It was among your blogs already.")] if known else [],
        next_step=NextStep("the same command without --dry-run")
        if dry
        else NextStep(
            "plnbuddy suggest",
            "offers what is new in it"
            if known
            else "offers what is new in it; mistaken? plnbuddy undo",
        ),
    )
