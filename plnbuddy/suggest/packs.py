"""Starter packs that open reading found, the one that fits a teacher best first."""

from collections.abc import Iterable, Iterator

from plnbuddy.core.clean import as_argument
from plnbuddy.core.model import Profile
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.wording import counted
from plnbuddy.store.database import Store
from plnbuddy.store.lists import all_lists, read_forgotten
from plnbuddy.store.open_packs import OpenPack, open_packs

SHOWN = 3
"""Packs that are named at once."""


def rank_packs(packs: Iterable[OpenPack], profile: Profile) -> list[OpenPack]:
    """Those in the teacher's languages that are of their topics, or of teachers of everything."""
    fitting = [(_fit(pack, profile), pack) for pack in packs]
    return [
        pack
        for fit, pack in sorted(fitting, key=lambda pair: (-pair[0], -pair[1].people, pair[1]))
        if fit
    ]


def _fit(pack: OpenPack, profile: Profile) -> int:
    if pack.languages and set(pack.languages).isdisjoint(profile.languages):
        return 0
    if profile.topics and profile.topics[0] in pack.topics:
        return 3
    if not set(pack.topics).isdisjoint(profile.topics):
        return 2
    return 0 if pack.topics else 1


def packs_to_add(store: Store, profile: Profile) -> list[OpenPack]:
    """The packs that fit and are not added yet; of nobody who is forgotten."""
    added = {kept.source for kept in all_lists(store)}
    forgotten = read_forgotten(store)
    return [
        pack
        for pack in rank_packs(open_packs(store), profile)
        if pack.address not in added and pack.keeper.key not in forgotten
    ]


def called(pack: OpenPack) -> str:
    """A pack in a few words: "Maths teachers UK, 60 people, by @kit.bsky.social"."""
    size = f", {counted(pack.people, 'person', 'people')}" if pack.people else ""
    return f"{pack.title}{size}, by {pack.keeper}"


def command_to_add(pack: OpenPack) -> str:
    """What adds it to the teacher's lists."""
    return f"plnbuddy lists add {as_argument(pack.address)}"


def pack_lines(packs: Iterable[OpenPack]) -> Iterator[Line]:
    """Packs by name, each with the command that adds it."""
    for at, pack in enumerate(list(packs)[:SHOWN]):
        if not at:
            yield line("Starter packs", "bold")
        yield Line((Part(called(pack), "", pack.address),), indent=4, hang=2)
        yield Line((Part(command_to_add(pack), "dim"),), indent=4, whole=True)
    yield BLANK
