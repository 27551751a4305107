"""`plnbuddy start`: the five steps."""

from typing import Annotated, Any

import typer

from plnbuddy.cli.answer import Answer, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_topics
from plnbuddy.cli.options import new_app, optional
from plnbuddy.cli.start.standing import progress_now, step_after, usual_answers
from plnbuddy.guide.text import progress_lines
from plnbuddy.system.config import (
    check_given,
    read_values,
    say_keywords,
    split_topics,
    write_values,
)
from plnbuddy.system.paths import Places, find_places

app = new_app()


@app.command()
@command(asks=True)
def start(
    run: Run,
    topics: Annotated[
        list[str] | None,
        optional("--topic", "What you teach; may be repeated.", offer=offer_topics),
    ] = None,
    levels: Annotated[
        list[str] | None, optional("--level", "Whom you teach; may be repeated.")
    ] = None,
    languages: Annotated[
        list[str] | None, optional("--language", "A language you read; may be repeated.")
    ] = None,
    region: Annotated[
        str | None, optional("--region", "Your country, such as DE or US-TX.")
    ] = None,
    networks: Annotated[
        list[str] | None, optional("--network", "mastodon, bluesky or twitter; may be repeated.")
    ] = None,
    server: Annotated[
        str | None, optional("--server", "Your Mastodon server, if you have one.")
    ] = None,
    purpose: Annotated[str | None, optional("--purpose", "What you want to learn.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take the usual answer to everything else.")
    ] = False,
) -> Answer | None:
    """Build your network in five steps, at your own pace.

    \b
    plnbuddy start
    plnbuddy start --topic math --level secondary --language en --yes
    """
    given = {
        "profile.levels": levels,
        "profile.languages": languages,
        "profile.region": region,
        "profile.networks": networks,
        "account.server": server,
        "profile.purpose": purpose,
    }
    places = find_places()
    checked: dict[str, object] = {
        key: check_given(key, _one_by_one(value))
        for key, value in given.items()
        if value is not None
    }
    if topics:
        parts, keywords = split_topics(places.settings, ",".join(topics).split(","))
        checked |= parts
        if keywords:
            run.terminal.say(say_keywords(keywords))
    if yes or run.json or not run.terminal.can_ask:
        return _silently(places, checked)
    from plnbuddy.cli.start.conversation import converse

    if checked:
        write_values(places.settings, checked)
    converse(run.terminal, places)
    return None


def _one_by_one(value: list[str] | str) -> list[str] | str:
    """Several in one option, parted by commas, as several options."""
    if isinstance(value, str):
        return value
    return [part.strip() for each in value for part in each.split(",") if part.strip()]


def _silently(places: Places, given: dict[str, object]) -> Answer:
    """Save what was given and the usual answers for the rest, and show where the teacher stands.

    A new file is written once, as tomli-w writes it; an older one first gets what was given,
    which may mend it.
    """
    if given and places.settings.exists():
        write_values(places.settings, given)
        given = {}
    values = {**read_values(places.settings), **given}
    missing: dict[str, Any] = {
        key: value for key, value in usual_answers().items() if key not in values
    }
    if given or missing:
        write_values(places.settings, {**given, **missing})
    progress = progress_now()
    said = [Said(f"Your settings are in {places.settings}")]
    if "profile.topics" in missing:
        said.insert(
            0,
            Said(
                "No topic was given, so plnbuddy looks for teaching in general. "
                "Name yours with: plnbuddy start --topic music",
                "yellow",
            ),
        )
    return Answer(
        "start",
        {"settings_file": str(places.settings), "steps": progress.steps},
        progress_lines(progress),
        said=said,
        next_step=step_after(progress),
    )
