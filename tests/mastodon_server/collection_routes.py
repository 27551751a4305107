"""Collections of accounts (Mastodon 4.6): who is in one has agreed to it, or is still asked."""

from .calls import Call
from .exchange import ApiError, JsonObject, Response, json_response
from .records import PersonCollection
from .shapes import write_moment


def show_collection(call: Call) -> Response:
    """GET /api/v1/collections/:id: the collection and the accounts in it, its keeper included."""
    kept = call.community.collections.get(call.shapes.number(call.parts["id"]))
    if kept is None:
        raise ApiError(404, "Record not found")
    keeper = call.community.find(kept.owner)
    people = [keeper, *(call.community.find(number) for number, _ in _shown(call, kept))]
    return json_response(
        {
            "accounts": call.shapes.accounts({person.id: person for person in people}.values()),
            "collection": _collection(call, kept),
        }
    )


def show_collections_of(call: Call) -> Response:
    """GET /api/v1/accounts/:id/collections, also written /api/v1/:id/collections."""
    person = call.person
    limit, offset = call.request.number("limit", 40, 80), call.request.number("offset", 0, 10_000)
    mine = [
        kept
        for kept in call.community.collections.values()
        if kept.owner == person.id and (kept.discoverable or call.viewer is person)
    ]
    shown = [_collection(call, kept) for kept in mine[offset : offset + limit]]
    return json_response({"collections": shown})


def _shown(call: Call, kept: PersonCollection) -> list[tuple[int, str]]:
    """Its members; those who have not agreed yet are shown to its keeper alone."""
    own = call.viewer is not None and call.viewer.id == kept.owner
    return [(number, state) for number, state in kept.members.items() if own or state == "accepted"]


def _collection(call: Call, kept: PersonCollection) -> JsonObject:
    domain, number = call.community.domain, call.shapes.id(kept.id)
    members = _shown(call, kept)
    return {
        "id": number,
        "account_id": call.shapes.id(kept.owner),
        "uri": f"https://{domain}/ap/{call.shapes.id(kept.owner)}/collections/{number}",
        "url": f"https://{domain}/collections/{number}",
        "name": kept.name,
        "description": kept.description,
        "language": kept.language,
        "local": True,
        "sensitive": kept.sensitive,
        "discoverable": kept.discoverable,
        "tag": {"name": kept.tag, "url": f"https://{domain}/tags/{kept.tag}"} if kept.tag else None,
        "item_count": len(members),
        "items": [
            {
                "id": call.shapes.id(kept.id + place),
                "account_id": call.shapes.id(member),
                "state": state,
                "created_at": write_moment(kept.created_at),
            }
            for place, (member, state) in enumerate(members, start=1)
        ],
        "created_at": write_moment(kept.created_at),
        "updated_at": write_moment(kept.created_at),
    }
