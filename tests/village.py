"""Communities for exploring, what exploring asked and what it kept.

Test modules that use its fixtures give them a name of their own; what is true in a community
stands in tests/village_truths.py.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.core.model import EducatorKind
from plnbuddy.core.platform import Platform
from plnbuddy.curated.bundled import read_educators
from tests.accounts import HERE, MOMENT, NOTHING_FOUND, THERE, be_logged_in, serving
from tests.conftest import NOW, Plnbuddy, copy_of

from .mastodon_server import (
    Community,
    MastodonServer,
    ServerSettings,
    realistic_community,
)

FAR = "far.example"
FAY, GIL, HANA = f"@fay@{FAR}", f"@gil@{FAR}", f"@hana@{THERE}"
IDA, JON, KAI = f"@ida@{HERE}", f"@jon@{HERE}", f"@kai@{HERE}"
FOLLOWS = (f"@ben@{HERE}", f"@cleo@{THERE}", f"@dan@{THERE}")
QUIET = ServerSettings(absent=("/api/v1/directory", "/api/v2/suggestions"))
"""A server without a directory, so that people come from the network and hashtags alone."""

DIRECTORY = "/api/v1/directory"
FAMILIAR = "/api/v1/accounts/familiar_followers"
LISTS = "/api/v1/accounts/*/following"
RELATIONSHIPS = "/api/v1/accounts/relationships"
SEARCH = "/api/v2/search"

TODAY = MOMENT.date()
LIVING = ("follows", "hashtag", "interaction", "directory")
"""Every source of people but the curated lists."""

_KINDS = {
    "/api/v1/blocks": "blocks",
    "/api/v1/mutes": "mutes",
    "/api/v1/timelines/tag/*": "hashtag",
    "/api/v1/directory": "directory",
    "/api/v2/suggestions": "suggestions",
    "/api/v1/timelines/home": "home",
    "/api/v1/tags/*": "loudness",
    "/api/v2/search": "search",
    "/api/v1/accounts/familiar_followers": "familiar",
    "/api/v1/accounts/*/following": "list",
}


def village() -> Community:
    """Anna follows ben, cleo, dan and hal; around them is somebody for every source.

    fay is followed by ben, cleo and dan, and gil by dan alone; hana posts under #musiced; ida, who
    does not want to be found, wrote to Anna; jon follows Anna; kai is only in the
    directory; hal hides whom he follows.
    """
    community = Community(HERE, now=MOMENT)
    community.person("anna", topics=("musiced",))
    community.person("ben", topics=("musiced",))
    community.person("cleo", domain=THERE)
    community.person("dan", domain=THERE)
    community.person("hal", hide_collections=True)
    community.person("fay", domain=FAR, topics=("musiced",), language="de")
    community.person("gil", domain=FAR, topics=("musiced",))
    community.person("hana", domain=THERE)
    community.person("ida", discoverable=False)
    community.person("jon")
    community.person("kai", topics=("musiced",))
    community.follow("anna", "ben", f"cleo@{THERE}", f"dan@{THERE}", "hal")
    for follower in ("ben", f"cleo@{THERE}", f"dan@{THERE}", "hal"):
        community.follow(follower, f"fay@{FAR}")
    community.follow("hal", f"gil@{FAR}", f"hana@{THERE}")
    community.follow(f"dan@{THERE}", f"gil@{FAR}", "anna")
    community.follow("ben", f"cleo@{THERE}")
    community.follow("jon", "anna")
    community.follow_tag("anna", "musiced")
    for days in (10, 3):
        write(community, f"hana@{THERE}", days, "musiced")
    community.post("ida", "A question", mentions=["anna"], at=MOMENT - timedelta(days=2))
    return community


def with_hashtags() -> Community:
    """The village; ben and cleo use #recorders, all three #loud, which everybody uses."""
    community = village()
    for follow in ("ben", f"cleo@{THERE}"):
        write(community, follow, 2, "recorders", "loud")
    write(community, f"dan@{THERE}", 2, "loud", "lonely")
    for number in range(20):
        community.person(f"loud{number}", domain=FAR)
        write(community, f"loud{number}@{FAR}", 1, "loud")
    write(community, GIL[1:], 1, "lonely", "strange")
    write(community, HANA[1:], 1, "strange")
    return community


def healthy_educators(community: Community) -> list[str]:
    """Let the curated people of the fediverse exist; their labels."""
    labels = []
    for educator in read_educators():
        if educator.kind is EducatorKind.BOT or educator.handle.platform is Platform.TWITTER:
            continue
        name, _, domain = str(educator.handle)[1:].partition("@")
        community.person(name, domain=domain, known=False, discoverable=False)
        labels.append(str(educator.handle))
    return labels


def write(community: Community, who: str, days: int, *tags: str, **details: Any) -> None:
    """Let somebody post under hashtags so many days ago."""
    community.post(who, "Sheet music", tags=tags, at=MOMENT - timedelta(days=days), **details)


def kinds(server: MastodonServer) -> Counter[str]:
    """How many requests of each kind arrived; what has no kind is there by its path."""
    found = {name: server.log.count(path) for path, name in _KINDS.items()}
    known = {id(entry) for path in _KINDS for entry in server.log.entries(path)}
    others = Counter(entry.path for entry in server.log.entries() if id(entry) not in known)
    return Counter({name: count for name, count in found.items() if count}) + others


def questions(server: MastodonServer) -> Counter[tuple[str, str]]:
    """What was asked and answered: path and query."""
    return Counter(
        (entry.path, entry.query) for entry in server.log.entries() if entry.status == 200
    )


def found(
    plnbuddy: Plnbuddy,
    *options: str,
    kind: str = "people",
    sources: Iterable[str] = LIVING,
    now: str | None = None,
) -> dict[str, dict[str, Any]]:
    """What `suggest` shows of one kind from these sources, without asking anybody, by label."""
    words = [word for source in sources for word in ("--source", source)]
    answer = plnbuddy(
        "suggest", kind, "-n", "50", "--offline", "--json", *words, *options, ok=False, now=now
    )
    assert answer.exit_code in (0, NOTHING_FOUND), answer
    (section,) = answer.data["sections"]
    return {each["subject"]["label"]: each for each in section["suggestions"]}


def kept_rows(home: Path, question: str) -> list[tuple[Any, ...]]:
    """Rows of the store."""
    with closing(sqlite3.connect(home / "plnbuddy.sqlite3")) as store:
        return [tuple(row) for row in store.execute(question)]


def discovered_labels(home: Path) -> list[str]:
    """Everybody whom exploring would suggest, best first."""
    question = "SELECT label FROM discovery WHERE kind = 'person' ORDER BY score DESC, key"
    return [str(label) for (label,) in kept_rows(home, question)]


def known_state(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What exploring keeps, with keys instead of numbers, so that the order of reading is gone."""
    person = "(SELECT key FROM known_person WHERE id = {})".format
    asked = {
        "people": "SELECT key, remote_id, open, trouble, topics, following FROM known_person",
        "ties": f"SELECT {person('follower')}, {person('followed')} FROM known_tie",
        "lists": f"SELECT {person('person')}, purpose, next, read, ended FROM list_reading",
        "sightings": "SELECT key, source, detail, language, seen_on FROM sighting",
        "tags": "SELECT key, person, seen_on FROM tag_use",
        "loudness": "SELECT key, people FROM tag_loudness",
        "avoided": "SELECT key FROM avoided",
        "discoveries": "SELECT kind, key, sources, score, stretch, reasons FROM discovery",
        "cursors": "SELECT stream, state FROM cursor WHERE stream LIKE 'explore %'",
    }
    return {name: sorted(kept_rows(home, question), key=repr) for name, question in asked.items()}


# Homes


def on(days: int) -> str:
    """The moment so many days after NOW."""
    return (datetime.fromisoformat(NOW) + timedelta(days=days)).isoformat()


def settle(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """Log in, sync and forget what that asked."""
    be_logged_in(plnbuddy, server)
    plnbuddy("sync")
    server.log.clear()
    return plnbuddy


@pytest.fixture(scope="module")
def village_server() -> Iterator[MastodonServer]:
    """A running village, which tests leave as it is."""
    with serving(village()) as server:
        yield server


@pytest.fixture(scope="module")
def synced_home(
    village_server: MastodonServer,
    first_music_teacher: Plnbuddy,
    tmp_path_factory: pytest.TempPathFactory,
) -> Plnbuddy:
    teacher = copy_of(first_music_teacher, tmp_path_factory.mktemp("synced") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        return settle(teacher, village_server)


@pytest.fixture
def anna(plnbuddy: Plnbuddy, synced_home: Plnbuddy, village_server: MastodonServer) -> Plnbuddy:
    """Anna, logged in and synced in the village, in a home of her own."""
    village_server.faults.clear()
    village_server.log.clear()
    return copy_of(synced_home, plnbuddy.home)


@pytest.fixture(scope="module")
def explored_home(
    village_server: MastodonServer, synced_home: Plnbuddy, tmp_path_factory: pytest.TempPathFactory
) -> Plnbuddy:
    teacher = copy_of(synced_home, tmp_path_factory.mktemp("explored") / "home")
    village_server.faults.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        teacher("explore")
    return teacher


@pytest.fixture
def explored(
    plnbuddy: Plnbuddy, explored_home: Plnbuddy, village_server: MastodonServer
) -> Plnbuddy:
    """Anna after exploring the village once, with requests enough for all of it."""
    village_server.faults.clear()
    village_server.log.clear()
    return copy_of(explored_home, plnbuddy.home)


@pytest.fixture(scope="module")
def big_server() -> Iterator[MastodonServer]:
    community = realistic_community(400, community=Community(HERE, now=MOMENT))
    with serving(community) as server:
        yield server


@pytest.fixture(scope="module")
def big_home(big_server: MastodonServer, tmp_path_factory: pytest.TempPathFactory) -> Plnbuddy:
    """Anna in the large community, synced."""
    home = tmp_path_factory.mktemp("big") / "home"
    teacher = Plnbuddy(
        home, {"PLNBUDDY_HOME": str(home), "PLNBUDDY_NOW": NOW, "TZ": "UTC", "LANG": "C.UTF-8"}
    )
    words = ("--topic", "music", "--topic", "maths", "--level", "secondary")
    languages = [word for code in ("en", "de", "fr", "es", "pt") for word in ("--language", code)]
    teacher("start", *words, *languages, "--yes")
    return settle(teacher, big_server)
