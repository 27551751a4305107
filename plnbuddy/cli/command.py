"""How every command runs: its common options, its session, and the one rendering of its answer."""

import inspect
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import cached_property
from typing import Any, Concatenate, ParamSpec

import typer

from plnbuddy.cli.answer import Answer, Said
from plnbuddy.cli.options import Json, NoInput, Quiet
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_text
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.out.lines import Line
from plnbuddy.store.database import Store, open_store
from plnbuddy.system.config import Settings
from plnbuddy.system.paths import Places, find_places

Given = ParamSpec("Given")


class Run:
    """One run of a command: what it was told, and what it needs, opened when it is used."""

    def __init__(self, opened: ExitStack, *, json: bool, quiet: bool, no_input: bool) -> None:
        self._opened = opened
        self.json = json
        self.quiet = quiet
        self.terminal = Terminal(quiet=quiet, no_input=no_input)
        self._has_document = False

    @cached_property
    def places(self) -> Places:
        """Where files are kept; known without reading any of them."""
        return find_places()

    @cached_property
    def session(self) -> Session:
        """The settings and the clock.

        Raises:
            SettingsError: the settings file does not hold together.
        """
        return open_session()

    @property
    def settings(self) -> Settings:
        """The teacher's settings."""
        return self.session.settings

    @property
    def clock(self) -> Clock:
        """The present moment, where the teacher is."""
        return self.session.clock

    @cached_property
    def store(self) -> Store:
        """The store; it stays open until the answer was shown.

        Raises:
            StoreError: it cannot be opened.
        """
        return self._opened.enter_context(open_store(self.places.store))

    def preview(self, lines: Iterable[Line], said: Iterable[Said] = ()) -> None:
        """Show people what a question or a change is about, before the answer."""
        if not self.json:
            self.terminal.show(lines)
            self._say(said)

    def agrees(self, question: str, *, usual: str = "yes", otherwise: bool = False) -> bool:
        """Yes or no from the teacher; `usual` on Enter, `otherwise` where nobody can be asked."""
        if not self.terminal.can_ask:
            return otherwise
        from plnbuddy.cli.ask import Asker

        return Asker(self.terminal).yes(question, usual)

    def show(self, answer: Answer) -> None:
        """Render an answer: the only place that decides between people and programs.

        Raises:
            BrokenPipeError: it could not be written, or its reader has left.
            PlnbuddyError: the failure that the answer ends with.
        """
        terminal = self.terminal
        self._has_document = self.json and bool(answer.form or answer.document)
        if self.json and answer.form:
            terminal.show_json(answer.form, answer.data)
        elif not self.json:
            if answer.before:
                terminal.say(answer.before)
            terminal.show(answer.lines)
        terminal.show_document(answer.document or ())
        terminal.flush()
        if answer.when_shown:
            answer.when_shown()
        talks = not (self.json and (answer.form or answer.document))
        if talks:
            self._say(answer.said)
        if answer.failure:
            raise answer.failure
        if talks and answer.next_step:
            terminal.say_next(*answer.next_step)
        if answer.exit_code:
            raise typer.Exit(answer.exit_code)

    def show_failure(self, error: PlnbuddyError) -> None:
        """With --json, a failure as the one document, where the answer did not print its own."""
        if self.json and not self._has_document:
            told = {
                "problem": clean_text(error.problem),
                "remedy": clean_text(error.remedy),
                "exit_code": int(error.exit_code),
            }
            self.terminal.show_json("error", told)

    def _say(self, said: Iterable[Said]) -> None:
        for text, style, matters in said:
            (self.terminal.warn if matters else self.terminal.say)(text, style)


def command(
    *, asks: bool = False, asks_with_json: bool = False, json: bool = True
) -> Callable[[Callable[Concatenate[Run, Given], Answer | None]], Callable[..., None]]:
    """Make a command of a function from a `Run` and its own options to an answer.

    A parameter whose type is a `NamedTuple` stands for its fields, options that several
    commands share. The command gets --json and --quiet, and with `asks` also --no-input.
    Nothing is asked with --json, unless only a person can know the answer (`asks_with_json`).
    None is no answer: there was nothing to show, or a conversation has shown it.
    """
    common = [("json", Json)] * json + [("quiet", Quiet)] + [("no_input", NoInput)] * asks

    def decorate(
        function: Callable[Concatenate[Run, Given], Answer | None],
    ) -> Callable[..., None]:
        def run(
            json: bool = False, quiet: bool = False, no_input: bool = False, **own: Any
        ) -> None:
            with ExitStack() as opened:
                mute = no_input or (json and not asks_with_json)
                this = Run(opened, json=json, quiet=quiet, no_input=mute)
                for name, group in groups.items():
                    own[name] = group(*(own.pop(field) for field in group._fields))
                try:
                    answer = function(this, **own)  # type: ignore[call-arg]
                    if answer is not None:
                        this.show(answer)
                except PlnbuddyError as error:
                    this.show_failure(error)
                    raise

        signature = inspect.signature(function)
        named = list(signature.parameters.values())[1:]
        groups = {each.name: each.annotation for each in named if _is_group(each)}
        parameters = [
            *(option for each in named for option in _options_of(each)),
            *(
                inspect.Parameter(
                    name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=option
                )
                for name, option in common
            ),
        ]
        keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters]
        run.__name__, run.__doc__ = function.__name__, function.__doc__
        run.__module__ = function.__module__
        run.__annotations__ = {each.name: each.annotation for each in keyword}
        run.__signature__ = signature.replace(parameters=keyword)  # type: ignore[attr-defined]
        return run

    return decorate


def _is_group(parameter: inspect.Parameter) -> bool:
    return hasattr(parameter.annotation, "_field_defaults")


def _options_of(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    """The parameter, or the fields of the group of options that it stands for."""
    if not _is_group(parameter):
        return [parameter]
    group = parameter.annotation
    return [
        parameter.replace(name=name, annotation=option, default=group._field_defaults[name])
        for name, option in group.__annotations__.items()
    ]
