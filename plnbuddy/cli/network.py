"""`plnbuddy network`: the shape of the network."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.account import logins_to_read, needed_login, server_of, synced_logins
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import Offline, new_app, optional
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import line

if TYPE_CHECKING:
    from plnbuddy.platforms.credentials import Login
    from plnbuddy.shape.shape import Shape

app = new_app()

_REQUESTS = 30  # Enough for the ties among 2,400 people.


@app.command()
@command()
def network(
    run: Run,
    explain: Annotated[
        str | None, optional("--explain", "Explain a measure, such as constraint.")
    ] = None,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Show all measures with their meaning.")
    ] = False,
    html: Annotated[Path | None, optional("--html", "Write a page with a picture.")] = None,
    svg: Annotated[Path | None, optional("--svg", "Write the picture as SVG.")] = None,
    png: Annotated[Path | None, optional("--png", "Write the picture as PNG.")] = None,
    offline: Offline = False,
) -> Answer:
    """See the shape of your network, and who would improve it.

    It is not the number of connections that matters but how they are arranged: who
    knows whom, which circles there are, and who links you to others. Needs an
    account and a sync; `explore` makes it see further.

    \b
    plnbuddy network
    plnbuddy network --html network.html
    plnbuddy network --numbers
    plnbuddy network --explain constraint
    """
    if explain is not None:
        return _explain(explain)
    login = needed_login(run.places)
    synced = synced_logins(run.store, logins_to_read(run.places))
    for each in synced:
        if not offline and each.handle.platform is Platform.MASTODON:
            _read_ties(run, each)
    from plnbuddy.shape.account import shape_of_account
    from plnbuddy.shape.text import shape_lines

    keys = [each.key for each in synced]
    shape = shape_of_account(run.store, keys, str(login.handle), run.settings.profile, run.clock)
    drawn = list(_write_pictures(shape, html, svg, png))
    next_step = NextStep("plnbuddy explore", "finds people who would improve it")
    if shape.advice:
        next_step = NextStep(f"plnbuddy follow {shape.advice[0].handle}")
    return Answer(
        "network", shape, shape_lines(shape, numbers=numbers), said=drawn, next_step=next_step
    )


def _explain(measure: str) -> Answer:
    from plnbuddy.shape.explanations import EXPLANATIONS

    name = measure.strip().lower().replace(" ", "_").replace("-", "_")
    if name not in EXPLANATIONS:
        raise UsageError(
            f"'{measure}' is not a measure that plnbuddy knows.",
            did_you_mean(name, EXPLANATIONS) or f"The measures are: {', '.join(EXPLANATIONS)}.",
        )
    text = EXPLANATIONS[name]
    return Answer("explanation", {"measure": name, "text": text}, map(line, text.split("\n")))


def _read_ties(run: Run, login: "Login") -> None:
    """Ask who of the follows follow each other, when that was not done lately."""
    from plnbuddy.ranking.exploration import start_exploration
    from plnbuddy.ranking.ties import read_ties

    server = server_of(login, run.terminal)
    try:
        read_ties(start_exploration(run.store, server, login, run.settings, run.clock, _REQUESTS))
    except PlnbuddyError as error:
        run.terminal.warn(f"The ties could not be read anew: {error.problem}", "yellow")


def _write_pictures(
    shape: "Shape", html: Path | None, svg: Path | None, png: Path | None
) -> Iterator[Said]:
    from plnbuddy.system.files import replace_file

    if html:
        from plnbuddy.picture.page import build_page

        replace_file(html, [build_page(shape)])
        yield Said(f"The page is {html}; open it in your web browser.")
    if svg:
        from plnbuddy.picture.svg import draw_svg

        replace_file(svg, [draw_svg(shape)])
        yield Said(f"The picture is {svg}.")
    if png:
        from plnbuddy.picture.png import draw_png

        replace_file(png, [draw_png(shape)])
        yield Said(f"The picture is {png}.")
