"""What the tests of following share: a teacher who is logged in."""

import pytest

from tests.accounts import be_logged_in
from tests.conftest import Plnbuddy
from tests.mastodon_server import MastodonServer


@pytest.fixture
def anna(music_teacher: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """A music teacher who is logged in and has never synced."""
    be_logged_in(music_teacher, server)
    server.log.clear()
    return music_teacher
