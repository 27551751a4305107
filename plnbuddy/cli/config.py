"""`plnbuddy config`: the settings."""

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import PlnbuddyError, SettingsError, UsageError
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.system.config import (
    KEYS,
    check_value,
    read_settings,
    read_values,
    say_keywords,
    split_topics,
    write_values,
)
from plnbuddy.system.paths import find_places

app = new_app(invoke_without_command=True)


@app.callback()
def config(context: typer.Context) -> None:
    """Show and change the settings.

    \b
    plnbuddy config show
    plnbuddy config set goals.minutes 90
    plnbuddy config set profile.topics music,drama
    plnbuddy config edit
    """
    if context.invoked_subcommand is None:
        show()


@app.command()
def show(json: Json = False) -> None:
    """Show every setting, its value and its meaning.

    \b
    plnbuddy config show
    """
    terminal = Terminal()
    file = find_places().settings
    values = read_values(file)
    if json:
        every = {key: values.get(key, spec.default) for key, spec in KEYS.items()}
        terminal.show_json("config", {"file": str(file), "values": every})
        return
    terminal.show(_setting_lines(values))
    terminal.say_next("plnbuddy config set KEY VALUE", f"the file is {file}")


def _setting_lines(values: Mapping[str, Any]) -> Iterator[Line]:
    section = ""
    for key, spec in KEYS.items():
        if key.partition(".")[0] != section:
            if section:
                yield BLANK
            section = key.partition(".")[0]
        value = values.get(key, spec.default)
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        usual = "" if key in values else "  (usual)"
        yield Line(
            (Part(key, "bold"), Part(" = "), Part(shown or '""', "cyan"), Part(usual, "dim"))
        )
        yield line(spec.meaning, "dim", 4)


@app.command()
def path() -> None:
    """Print where the settings file is.

    \b
    plnbuddy config path
    """
    Terminal().show([line(str(find_places().settings))])


@app.command("set")
def set_value(
    key: Annotated[str, typer.Argument(help="Such as goals.minutes.", show_default=False)],
    value: Annotated[
        list[str] | None,
        typer.Argument(help="The new value; lists with commas.", show_default=False),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Change one setting; comments in the file stay.

    \b
    plnbuddy config set goals.minutes 90
    plnbuddy config set profile.topics music,drama
    plnbuddy config set display.timezone Europe/Berlin
    """
    terminal = Terminal(quiet=quiet)
    file = find_places().settings
    if not value:
        now = read_values(file).get(key, KEYS[key].default) if key in KEYS else check_value(key, "")
        shown = ", ".join(now) if isinstance(now, tuple) else now
        raise UsageError(
            f"{key} needs a value; now it is '{shown}'.", f"Write: plnbuddy config set {key} VALUE"
        )
    # A list may be written with commas, with spaces, or with both.
    is_list = isinstance(KEYS[key].default, tuple) if key in KEYS else False
    keywords: tuple[str, ...] = ()
    if key == "profile.topics":
        try:
            changes, keywords = split_topics(file, _listed(value))
        except UsageError as error:
            raise SettingsError(f"The setting {key}: {error.problem}", error.remedy) from None
        write_values(file, changes)
        value = changes[key]
    else:
        write_values(file, {key: (",".join(value) if is_list else " ".join(value))})
    if keywords:
        terminal.say(say_keywords(keywords))
    terminal.say(f"{key} is now {', '.join(value) if is_list else ' '.join(value)}.")
    terminal.say_next("plnbuddy config show")


def _listed(values: list[str]) -> list[str]:
    """Words written with commas, with spaces, or with both; a phrase with commas stays one."""
    whole = ",".join(values).split(",")
    return [word for word in whole if word.strip()]


@app.command()
def edit() -> None:
    """Open the settings file in your editor, and check it afterwards.

    \b
    plnbuddy config edit
    """
    terminal = Terminal()
    file = find_places().settings
    if not file.exists():
        write_values(file, {"profile.languages": ["en"]})
    editor = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()
    if editor:
        try:
            subprocess.run([*shlex.split(editor), str(file)], check=False)
        except (OSError, ValueError):
            raise PlnbuddyError(
                f"The editor '{editor}' cannot be started.",
                f"Open {file} in an editor of your choice.",
            ) from None
    elif not terminal.can_ask:
        raise PlnbuddyError(
            "No editor is named in EDITOR.", f"Open {file} in an editor of your choice."
        )
    else:
        typer.launch(str(file))
        terminal.say(f"The file {file} opens in your editor.")
        return
    read_settings(file)
    terminal.say("The settings are in order.")
    terminal.say_next("plnbuddy suggest")
