"""What the tests of the stand-in share: a server of four people."""

from collections.abc import Iterator

import pytest

from tests.mastodon_server import Community, MastodonServer


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    community = Community()
    community.person("anna", topics=("musiced",))
    community.person("ben", topics=("musiced",), hide_collections=True)
    community.person("cleo", topics=("mathsed",), domain="schule.example")
    community.person("dora", locked=True, discoverable=None)
    with MastodonServer(community) as running:
        yield running
    assert running.crashes == []
