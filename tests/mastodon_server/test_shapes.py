"""What the stand-in's answers look like, whatever server it plays."""

from typing import Any, cast

import pytest

from tests.mastodon_server import (
    MastodonServer,
    ServerSettings,
    akkoma,
    gotosocial,
    old_mastodon,
    pixelfed,
    realistic_community,
)
from tests.mastodon_server.clients import client, raw


def compare(received: Any, wire: Any, where: str) -> None:
    if isinstance(wire, dict):
        for name, value in wire.items():
            assert name in received, f"{where}.{name} is missing"
            compare(received[name], value, f"{where}.{name}")
    elif isinstance(wire, list):
        assert len(received) == len(wire), where
        for index, value in enumerate(wire):
            compare(received[index], value, f"{where}[{index}]")
    elif wire is None:
        assert received is None, where
    else:
        assert received is not None, f"{where} was lost"


def test_the_client_reads_every_entity_without_loss(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    home.change("ben", featured_tags=["musiced"], moved_to=home.find("dora").id)
    own = home.post("anna", "hello #musiced", mentions=["cleo@schule.example"])
    home.post("ben", "quoting", quote=own, edited_at=home.now)
    home.boost("cleo@schule.example", own)
    home.suggest("cleo@schule.example")
    home.follow_tag("anna", "choir")
    kept = home.make_list("anna", "Music", "ben")
    ben, me = home.find("ben").id, home.find("anna").id
    calls: list[tuple[str, Any]] = [
        ("/api/v1/instance", api.instance_v1),
        ("/api/v2/instance", api.instance_v2),
        ("/nodeinfo/2.0", api.instance_nodeinfo),
        ("/api/v1/accounts/verify_credentials", api.account_verify_credentials),
        (f"/api/v1/accounts/{ben}", lambda: api.account(ben)),
        (f"/api/v1/accounts/{ben}/statuses", lambda: api.account_statuses(ben)),
        (f"/api/v1/accounts/{ben}/featured_tags", lambda: api.account_featured_tags(ben)),
        (f"/api/v1/accounts/relationships?id[]={ben}", lambda: api.account_relationships([ben])),
        (f"/api/v1/accounts/{me}/statuses", lambda: api.account_statuses(me)),
        ("/api/v1/notifications", api.notifications),
        ("/api/v1/followed_tags", api.followed_tags),
        ("/api/v2/suggestions", api.suggestions_v2),
        ("/api/v1/lists", api.lists),
        (f"/api/v1/lists/{kept.id}/accounts", lambda: api.list_accounts(kept.id)),
        ("/api/v2/search?q=musiced", lambda: api.search_v2("musiced")),
        ("/api/v1/preferences", api.preferences),
    ]
    for path, call in calls:
        compare(call(), raw(server, path).json(), path)


def test_required_fields_of_typed_entities_are_there(server: MastodonServer) -> None:
    server.community.post("ben", "hello #musiced")
    api = client(server)
    status = api.account_statuses(server.community.find("ben").id)[0]
    relation = api.account_relationships([server.community.find("ben").id])[0]
    for entity in (status, status.account, relation):
        hints = cast(Any, type(entity)).__annotations__
        skipped = {"show_media", "show_media_replies", "show_featured", "tagged_collections"}
        needed = {name for name, kind in hints.items() if "Optional" not in str(kind)} - skipped
        assert needed <= set(entity), needed - set(entity)


@pytest.mark.parametrize(
    ("settings", "name", "version"),
    [
        (ServerSettings(), "mastodon", "4.6.0"),
        (old_mastodon(), "mastodon", "3.5.19"),
        (gotosocial(), "gotosocial", "0.20.2"),
        (akkoma(), "akkoma", "2.7.2 (compatible; Akkoma"),
        (pixelfed(), "pixelfed", "3.5.3 (compatible; Pixelfed"),
    ],
)
def test_variants_say_what_they_are(settings: ServerSettings, name: str, version: str) -> None:
    with MastodonServer(realistic_community(50), settings) as server:
        api = client(server)
        assert api.instance_nodeinfo().software.name == name
        assert api.instance_v1().version.startswith(version)
        me = api.me()
        assert len(api.fetch_remaining(api.account_following(me, limit=5))) > 5
        assert isinstance(me.id, str)
        assert me.id.isdigit() is (settings.id_style == "decimal")
        for path in settings.absent:
            if "*" not in path:
                assert raw(server, path).status_code == 404
        assert server.crashes == []


def test_an_unknown_route_is_not_found(server: MastodonServer) -> None:
    answer = raw(server, "/api/v1/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})
