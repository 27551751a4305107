"""Teachers on three servers, the people around them, and those who do not want to be found."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from tests.accounts import MOMENT
from tests.conftest import Plnbuddy

from .mastodon_server import MastodonServer, ServerSettings, Several

MATHS, BIG, SCHULE = "maths.example", "big.example", "schule.example"

PRIYA, TOM, SAM, DIRK = f"@priya@{MATHS}", f"@tom@{BIG}", f"@sam@{BIG}", f"@dirk@{MATHS}"
TEACHERS = {PRIYA, TOM, SAM, DIRK}
"""Everybody who teaches maths and wants to be found."""


def teachers() -> Several:
    """Priya and Tom post under hashtags of maths teachers, Sam is followed by Priya, Dirk is
    listed; around them are people who do something else, or say no in one way or another."""
    world = Several(MATHS, SCHULE, BIG, now=MOMENT)
    bios = {
        PRIYA: "KS3/KS4 maths teacher in Leeds. She/her",
        TOM: "I teach maths at a secondary school.",
        SAM: "High school math teacher and runner",
        DIRK: "Maths teacher, year 7 to 11",
        f"@dev@{BIG}": "Software developer. Rust, maths and coffee.",
        f"@uma@{BIG}": "Studying mathematics, second year.",
        f"@mia@{SCHULE}": "I teach music at a secondary school.",
    }
    for handle, bio in bios.items():
        world.person(handle, note=f"<p>{bio}</p>")
    no = "Maths teacher at a secondary school."
    world.person(f"@unlisted@{BIG}", note=f"<p>{no}</p>", discoverable=False)
    world.person(f"@silent@{BIG}", note=f"<p>{no}</p>", discoverable=None)
    world.person(f"@hidden@{MATHS}", note=f"<p>{no}</p>", noindex=True)
    world.person(f"@nobot@{BIG}", note=f"<p>{no} #nobot</p>")
    world.person(f"@unlist@{BIG}", note=f"<p>{no} Please do not list me.</p>")
    world.person(f"@robot@{BIG}", note=f"<p>{no}</p>", bot=True)
    world.person(f"@late@{BIG}", note=f"<p>{no}</p>", memorial=True)
    world.person(f"@gone@{BIG}", note=f"<p>{no}</p>")
    for community in world.at.values():
        names = [f"gone@{BIG}", f"tom@{BIG}"]
        if community.domain == BIG:
            names = ["gone", "tom"]
        community.move(*names)
    everybody = [*bios, *(f"@{name}@{BIG}" for name in NAYSAYERS), f"@hidden@{MATHS}"]
    for number, handle in enumerate(everybody):
        if handle not in (SAM, DIRK):
            at = MOMENT - timedelta(days=1, hours=number)
            tag = "MTBoS" if handle == TOM else "ITeachMath"
            world.post(handle, f"How do you begin fractions? #{tag}", at=at)
    world.post(PRIYA, "Angles again #ITeachMath", at=MOMENT - timedelta(days=2))
    world.follow(PRIYA, SAM, f"@dev@{BIG}", f"@unlisted@{BIG}")
    return world


NAYSAYERS = ("unlisted", "silent", "nobot", "unlist", "robot", "late", "gone")
"""On the large server; `hidden` is another one, whose own server alone tells it."""


@contextmanager
def open_world(
    plnbuddy: Plnbuddy,
    world: Several | None = None,
    settings: Mapping[str, ServerSettings] | None = None,
    *,
    agreed: bool = True,
) -> Iterator[dict[str, MastodonServer]]:
    """The servers running, and a maths teacher who has chosen to ask exactly these."""
    plnbuddy.environment["PLNBUDDY_ALLOW_LOOPBACK"] = "1"
    plnbuddy(
        "start", "--topic", "math", "--level", "secondary", "--language", "en", "--yes"
    )  # fmt: skip
    with (world or teachers()).serving(settings) as servers:
        hosts = [server.url.removeprefix("http://") for server in servers.values()]
        plnbuddy("config", "set", "explore.servers", *hosts)
        if agreed:
            plnbuddy("config", "set", "explore.open_reading", "yes")
        yield servers


def host_of(server: MastodonServer) -> str:
    """The server as the program names it."""
    return server.url.removeprefix("http://")


def all_requests(servers: Mapping[str, MastodonServer]) -> int:
    """How many requests all of them got together."""
    return sum(server.log.count() for server in servers.values())


def staff_rooms() -> Several:
    """Five invented maths teachers on four servers: the list that the README shows."""
    world = Several("maths.example", "aula.example", "school.example", "big.example", now=MOMENT)
    bios = {
        "@priya@maths.example": ("Priya N.", "KS3/KS4 maths teacher in Leeds. Puzzles, tea."),
        "@okafor@big.example": ("Tom Okafor", "I teach maths at a secondary school."),
        "@lindqvist@school.example": ("Sam Lindqvist", "High school math teacher, mostly stats"),
        "@ana@aula.example": ("Ana", "Secondary maths teacher, year 7 to 11"),
        "@wren@big.example": ("Wren", "Head of maths, secondary"),
    }
    for handle, (name, bio) in bios.items():
        world.person(handle, display_name=name, note=f"<p>{bio}</p>")
    world.person("@ada@big.example", note="<p>Developer. Rust and maths.</p>")
    tags = {"ITeachMath": (*bios, "@ada@big.example"), "MTBoS": list(bios)[1:5]}
    tags["EduTooter"] = list(bios)[:3]
    for number, (tag, several) in enumerate(tags.items()):
        for turn, handle in enumerate(several):
            for lesson in range(1 + turn % 3):
                days = 1 + (number + turn + lesson) % 5
                text = f"Lesson {lesson} of the week #{tag}"
                world.post(handle, text, at=MOMENT - timedelta(days=days, hours=turn))
    world.follow("@priya@maths.example", "@wren@big.example", "@ana@aula.example")
    return world
