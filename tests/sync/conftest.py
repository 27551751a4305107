"""Who syncs, in pages small enough that a small community fills several."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.accounts import MOMENT, be_logged_in, kept, serving, staff_room
from tests.conftest import Plnbuddy, copy_of
from tests.mastodon_server import MastodonServer
from tests.sync.prepared import Prepared, fill, small_pages


@pytest.fixture(autouse=True)
def _small_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "real_pages" not in request.fixturenames:
        small_pages(monkeypatch)


@pytest.fixture
def real_pages() -> None:
    """Ask for as many entries at once as the program does."""


@pytest.fixture
def anna(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """A teacher who is logged in and has never synced."""
    be_logged_in(plnbuddy, server)
    return plnbuddy


@pytest.fixture
def synced(anna: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """A teacher who has synced once."""
    anna("sync")
    server.log.clear()
    return anna


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    room = staff_room()
    fill(room, posts=6, people=6, tags=6)
    folder = tmp_path_factory.mktemp("prepared")
    before = Plnbuddy(
        folder / "before",
        {"PLNBUDDY_HOME": str(folder / "before"), "PLNBUDDY_NOW": MOMENT.isoformat(), "TZ": "UTC"},
    )
    with serving(room) as server:
        be_logged_in(before, server)
        after = copy_of(before, folder / "after")
        with pytest.MonkeyPatch.context() as patch:
            small_pages(patch)
            after("sync")
        yield Prepared(server, before, kept(after.home))


@pytest.fixture
def disturbed(prepared: Prepared, tmp_path: Path) -> Iterator[Plnbuddy]:
    """A copy of the home that is logged in; faults are over afterwards."""
    prepared.server.faults.clear()
    prepared.server.log.clear()
    yield copy_of(prepared.before, tmp_path / "disturbed")
    prepared.server.faults.clear()
