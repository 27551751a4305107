"""A stand-in for a Mastodon server: a seeded community behind Mastodon's HTTP API.

    community = Community(now=datetime(2026, 3, 2, tzinfo=UTC))
    community.person("anna", topics=("musiced",))
    community.person("ben", domain="schule.example", discoverable=None)
    community.follow("anna", "ben@schule.example")
    with MastodonServer(community, limits=RateLimits(requests=300)) as server:
        token = server.token("anna", "read:follows write:follows")
        server.faults.schedule(faults.status(503), "*/following", nth=2)
        ...  # a client talks to server.url
        community.post("ben@schule.example", "Sheet music for recorders #musiced")
        assert server.log.count("/api/v1/accounts/*/following") == 3

It follows Mastodon's API documentation and is meant for this computer alone: it has no passwords.
"""

from . import faults
from .community import Community
from .limits import RateLimits
from .packs import Pack, PackServer
from .realistic import realistic_community
from .records import Person, PersonList, Post, ProfileField
from .server import MastodonServer
from .settings import ServerSettings, akkoma, gotosocial, old_mastodon, pixelfed
from .several import Several

__all__ = [
    "Community",
    "MastodonServer",
    "Pack",
    "PackServer",
    "Person",
    "PersonList",
    "Post",
    "ProfileField",
    "RateLimits",
    "ServerSettings",
    "Several",
    "akkoma",
    "faults",
    "gotosocial",
    "old_mastodon",
    "pixelfed",
    "realistic_community",
]
