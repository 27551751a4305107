"""`plnbuddy config`: the settings."""

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
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

app = new_app(invoke_without_command=True)


@app.callback()
@command()
def config(run: Run, context: typer.Context) -> Answer | None:
    """Show and change the settings.

    \b
    plnbuddy config show
    plnbuddy config set goals.minutes 90
    plnbuddy config set profile.topics music,drama
    plnbuddy config edit
    """
    return None if context.invoked_subcommand else _all_settings(run)


@app.command()
@command()
def show(run: Run) -> Answer:
    """Show every setting, its value and its meaning.

    \b
    plnbuddy config show
    """
    return _all_settings(run)


def _all_settings(run: Run) -> Answer:
    file = run.places.settings
    values = read_values(file)
    return Answer(
        "config",
        {
            "file": str(file),
            "values": {key: values.get(key, spec.default) for key, spec in KEYS.items()},
        },
        _setting_lines(values),
        next_step=NextStep("plnbuddy config set KEY VALUE", f"the file is {file}"),
    )


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
@command(json=False)
def path(run: Run) -> Answer:
    """Print where the settings file is.

    \b
    plnbuddy config path
    """
    return Answer(lines=[line(str(run.places.settings))])


@app.command("set")
@command(json=False)
def set_value(
    run: Run,
    key: Annotated[str, typer.Argument(help="Such as goals.minutes.", show_default=False)],
    value: Annotated[
        list[str] | None,
        typer.Argument(help="The new value; lists with commas.", show_default=False),
    ] = None,
) -> Answer:
    """Change one setting; comments in the file stay.

    \b
    plnbuddy config set goals.minutes 90
    plnbuddy config set profile.topics music,drama
    plnbuddy config set display.timezone Europe/Berlin
    """
    file = run.places.settings
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
    now_is = f"{key} is now {', '.join(value) if is_list else ' '.join(value)}."
    said = [say_keywords(keywords), now_is] if keywords else [now_is]
    return Answer(said=map(Said, said), next_step=NextStep("plnbuddy config show"))


def _listed(values: list[str]) -> list[str]:
    """Words written with commas, with spaces, or with both; a phrase with commas stays one."""
    whole = ",".join(values).split(",")
    return [word for word in whole if word.strip()]


@app.command()
@command(json=False)
def edit(run: Run) -> Answer:
    """Open the settings file in your editor, and check it afterwards.

    \b
    plnbuddy config edit
    """
    file = run.places.settings
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
    elif not run.terminal.can_ask:
        raise PlnbuddyError(
            "No editor is named in EDITOR.", f"Open {file} in an editor of your choice."
        )
    else:
        typer.launch(str(file))
        return Answer(said=[Said(f"The file {file} opens in your editor.")])
    read_settings(file)
    said = [Said("The settings are in order.")]
    return Answer(said=said, next_step=NextStep("plnbuddy suggest"))
