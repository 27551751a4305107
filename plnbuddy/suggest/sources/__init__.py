"""The sources of suggestions: one file each, named as in core/source_names.py.

Adding one: a file here with a `SOURCE`, and its name there (docs/architecture.md).
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

from plnbuddy.core.source_names import SOURCE_NAMES
from plnbuddy.suggest.facts import StoredFact
from plnbuddy.suggest.sources.source import Source


@cache
def source_of(name: str) -> Source:
    """The source of that name; its file is loaded when it is first needed."""
    source = import_module(f"{__name__}.{name}").SOURCE
    if not isinstance(source, Source) or source.name != name:
        raise TypeError(f"suggest/sources/{name}.py holds no source of that name")
    return source


def sources_of(names: Iterable[str]) -> list[Source]:
    """The sources with these names, in the order of the table."""
    wanted = set(names)
    return [source_of(name) for name in SOURCE_NAMES if name in wanted]


def all_sources() -> list[Source]:
    """Every source, in the order of the table."""
    return sources_of(SOURCE_NAMES)


@cache
def fact_kinds() -> Mapping[str, type[StoredFact]]:
    """Every kind of fact that is stored, by the name it is stored under."""
    from plnbuddy.suggest.profile import Says

    kinds: list[type[StoredFact]] = [Says]
    for source in all_sources():
        kinds.extend(source.facts)
    return {fact.kind: fact for fact in kinds}


def need_no_consent(sources: Iterable[str]) -> bool:
    """Whether one of these sources may name people who do not say that they want to be found."""
    return any(not source_of(name).needs_consent for name in sources if name in SOURCE_NAMES)


def are_personal(sources: Iterable[str]) -> bool:
    """Whether the teacher knows or chose those whom these sources name."""
    return any(source_of(name).personal for name in sources if name in SOURCE_NAMES)
