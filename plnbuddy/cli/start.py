"""`plnbuddy start`: the five steps."""

import os
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import UsageError
from plnbuddy.core.vocabulary import LANGUAGES
from plnbuddy.guide.progress import Progress, read_progress
from plnbuddy.guide.text import progress_lines
from plnbuddy.system.config import KEYS, read_values, say_keywords, split_topics, write_values
from plnbuddy.system.paths import Places, find_places

app = new_app()


def _option(name: str, meaning: str) -> Any:
    return typer.Option(name, help=meaning, show_default=False)


@app.command()
def start(
    topics: Annotated[
        list[str] | None, _option("--topic", "What you teach; may be repeated.")
    ] = None,
    levels: Annotated[
        list[str] | None, _option("--level", "Whom you teach; may be repeated.")
    ] = None,
    languages: Annotated[
        list[str] | None, _option("--language", "A language you read; may be repeated.")
    ] = None,
    region: Annotated[str | None, _option("--region", "Your country, such as DE or US-TX.")] = None,
    networks: Annotated[
        list[str] | None, _option("--network", "mastodon or twitter; may be repeated.")
    ] = None,
    server: Annotated[
        str | None, _option("--server", "Your Mastodon server, if you have one.")
    ] = None,
    purpose: Annotated[str | None, _option("--purpose", "What you want to learn.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take the usual answer to everything else.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
) -> None:
    """Build your network in five steps, at your own pace.

    \b
    plnbuddy start
    plnbuddy start --topic math --level secondary --language en --yes
    """
    terminal = Terminal(quiet=quiet, no_input=no_input or yes or json)
    given = {
        "profile.levels": levels,
        "profile.languages": languages,
        "profile.region": region,
        "profile.networks": networks,
        "account.server": server,
        "profile.purpose": purpose,
    }
    places = find_places()
    checked = {key: _checked(key, value) for key, value in given.items() if value is not None}
    if topics:
        parts, keywords = split_topics(places.settings, ",".join(topics).split(","))
        checked |= parts
        if keywords:
            terminal.say(say_keywords(keywords))
    if checked:
        write_values(places.settings, checked)
    if terminal.can_ask:
        from plnbuddy.cli.conversation import converse

        converse(terminal, places)
        return
    _start_silently(terminal, places, json=json)


def _checked(key: str, value: Any) -> Any:
    """The value of an option, as the settings keep it.

    Raises:
        UsageError: it does not fit.
    """
    try:
        return KEYS[key].read(value)
    except ValueError as error:
        raise UsageError(f"'{value}' does not fit.", f"It is {error}.") from None


def _start_silently(terminal: Terminal, places: Places, *, json: bool) -> None:
    """Save the usual answers for what is not known, and show where the teacher stands."""
    values = read_values(places.settings)
    missing = {key: value for key, value in usual_answers().items() if key not in values}
    if missing:
        write_values(places.settings, missing)
    progress = progress_now(places)
    if json:
        terminal.show_json(
            "start", {"settings_file": str(places.settings), "steps": progress.steps}
        )
        return
    terminal.show(progress_lines(progress))
    if "profile.topics" in missing:
        terminal.say(
            "No topic was given, so plnbuddy looks for teaching in general. "
            "Name yours with: plnbuddy start --topic music",
            "yellow",
        )
    terminal.say(f"Your settings are in {places.settings}")
    say_what_next(terminal, progress)


def progress_now(places: Places) -> Progress:
    """Where the teacher stands, with the settings and the journal as they are now."""
    session = open_session()
    with session.store() as store:
        return read_progress(store, read_values(places.settings), session.settings, session.clock)


def say_what_next(terminal: Terminal, progress: Progress) -> None:
    """The one next command: the first open step's, and the daily one when all are done."""
    step = progress.first_open
    if step is None:
        terminal.say_next("plnbuddy suggest", "all five steps are done")
    else:
        terminal.say_next(step.step.command, f"step {step.step.number}: {step.step.title.lower()}")


def usual_answers() -> Mapping[str, Any]:
    """What holds when a teacher is not asked; language and region come from the system."""
    language, region = _system_language()
    return {
        "profile.topics": ["general"],
        "profile.levels": ["any"],
        "profile.languages": [language],
        "profile.region": region,
        "profile.networks": ["mastodon"],
    }


def _system_language() -> tuple[str, str]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language, _, region = os.environ.get(name, "").partition(".")[0].partition("_")
        if language in LANGUAGES:
            return language, region if len(region) == 2 else ""
    return "en", ""
