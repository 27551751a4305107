"""Groups of commands, each command loaded when it is called or listed."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command

from plnbuddy.cli.options import new_app


class LazyCommands(MutableMapping[str, Any]):
    """Commands by name; a command's module is imported when the command is looked up."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = _load(name, self._places[name])
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _load(name: str, place: str) -> Any:
    module, _, what = place.partition(":")
    found = getattr(import_module(f"plnbuddy.cli.{module}"), what or "app")
    if not isinstance(found, typer.Typer):
        alone = new_app()
        alone.command()(found)
        found = alone
    command = get_command(found)
    command.name = name
    return command


class LazyGroup(TyperGroup):
    """A group that knows where its commands are (`places`) and loads those that are asked for."""

    places: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": LazyCommands(self.places)})

    def list_commands(self, _ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names of the commands, in the order of `places`."""
        return list(self.places)


def commands_at(places: Mapping[str, str]) -> type[LazyGroup]:
    """A group of the commands that stand there, listed in that order.

    Args:
        places: by a command's name, its module within `plnbuddy.cli` that has an `app`,
            or a function in it as MODULE:FUNCTION.
    """
    return type("Commands", (LazyGroup,), {"places": places})
