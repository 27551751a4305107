"""`plnbuddy network`: the shape of the network."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.account import logins_to_read, needed_login, server_of
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import line
from plnbuddy.store.account_state import get_account_state
from plnbuddy.store.database import Store

if TYPE_CHECKING:
    from plnbuddy.platforms.credentials import Login
    from plnbuddy.shape.shape import Shape

app = new_app()

_REQUESTS = 30  # Enough for the ties among 2,400 people.


@app.command()
def network(
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain", help="Explain a measure, such as constraint.", show_default=False
        ),
    ] = None,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Show all measures with their meaning.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with a picture.", show_default=False)
    ] = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write the picture as SVG.", show_default=False)
    ] = None,
    png: Annotated[
        Path | None, typer.Option("--png", help="Write the picture as PNG.", show_default=False)
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use only what is on this computer.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
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
    terminal = Terminal(quiet=quiet)
    if explain is not None:
        _explain(terminal, explain, json=json)
        return
    session = open_session()
    login = needed_login(session.places)
    logins = logins_to_read(session.places)
    with session.store() as store:
        states = {each.key: get_account_state(store, each.key) for each in logins}
        read = [key for key, state in states.items() if state and state.synced_at]
        if not read:
            raise NothingFoundError(
                "plnbuddy does not know yet whom you follow.", "Run this first: plnbuddy sync"
            )
        for each in logins:
            if each.key in read and not offline and each.handle.platform is Platform.MASTODON:
                _read_ties(session, terminal, store, each)
        from plnbuddy.shape.account import shape_of_account

        shape = shape_of_account(
            store, read, str(login.handle), session.settings.profile, session.clock
        )
    _write_pictures(terminal, shape, html, svg, png)
    if json:
        terminal.show_json("network", shape)
        return
    from plnbuddy.shape.text import shape_lines

    terminal.show(shape_lines(shape, numbers=numbers))
    if shape.advice:
        terminal.say_next(f"plnbuddy follow {shape.advice[0].handle}")
    else:
        terminal.say_next("plnbuddy explore", "finds people who would improve it")


def _explain(terminal: Terminal, measure: str, *, json: bool) -> None:
    from plnbuddy.shape.explanations import EXPLANATIONS

    name = measure.strip().lower().replace(" ", "_").replace("-", "_")
    if name not in EXPLANATIONS:
        raise UsageError(
            f"'{measure}' is not a measure that plnbuddy knows.",
            did_you_mean(name, EXPLANATIONS) or f"The measures are: {', '.join(EXPLANATIONS)}.",
        )
    if json:
        terminal.show_json("explanation", {"measure": name, "text": EXPLANATIONS[name]})
        return
    terminal.show(line(part) for part in EXPLANATIONS[name].split("\n"))


def _read_ties(session: Session, terminal: Terminal, store: Store, login: "Login") -> None:
    """Ask who of the follows follow each other, when that was not done lately."""
    from plnbuddy.ranking.exploration import start_exploration
    from plnbuddy.ranking.ties import read_ties

    server = server_of(login, terminal)
    try:
        read_ties(
            start_exploration(store, server, login, session.settings, session.clock, _REQUESTS)
        )
    except PlnbuddyError as error:
        terminal.warn(f"The ties could not be read anew: {error.problem}", "yellow")


def _write_pictures(
    terminal: Terminal, shape: "Shape", html: Path | None, svg: Path | None, png: Path | None
) -> None:
    from plnbuddy.system.files import replace_file

    if html:
        from plnbuddy.picture.page import build_page

        replace_file(html, [build_page(shape)])
        terminal.say(f"The page is {html}; open it in your web browser.")
    if svg:
        from plnbuddy.picture.svg import draw_svg

        replace_file(svg, [draw_svg(shape)])
        terminal.say(f"The picture is {svg}.")
    if png:
        from plnbuddy.picture.png import draw_png

        replace_file(png, [draw_png(shape)])
        terminal.say(f"The picture is {png}.")
