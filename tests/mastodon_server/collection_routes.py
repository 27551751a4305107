"""Collections of accounts (Mastodon 4.6): who is in one has agreed to it, or is still asked."""

from .calls import Call
from .exchange import ApiError, JsonObject, Response, json_response
from .records import PersonCollection
from .shapes import write_moment

MOST_ITEMS = 25
_MOST_NAME, _MOST_DESCRIPTION = 40, 100
_FEATURABLE = ("automatic", "manual")


def create_collection(call: Call) -> Response:
    """POST /api/v1/collections: all of the accounts are put in it, or nothing is made.

    People of this server are in it at once; others once their servers have agreed.
    """
    home, asked = call.community, call.request
    name, description = asked.one("name") or "", asked.one("description") or ""
    members = [call.account(text) for text in asked.many("account_ids")]
    if any(person.featuring not in _FEATURABLE for person in members):
        raise ApiError(403, "This action is not allowed")
    mine = [kept for kept in home.collections.values() if kept.owner == call.me.id]
    wrong = {
        "name": _too_long(name, _MOST_NAME) or ("" if name.strip() else "can't be blank"),
        "description": _too_long(description, _MOST_DESCRIPTION),
        "collection_items": "have too many" if len(members) > MOST_ITEMS else "",
        "base": "You have made too many" if len(mine) >= call.settings.collection_limit else "",
    }
    for field, trouble in wrong.items():
        if trouble:
            raise _invalid(field, trouble)
    made = home.collect(
        call.me,
        name,
        *(person for person in members if person.domain is None),
        asked=[person for person in members if person.domain],
        description=description,
        language=asked.one("language"),
        tag=(asked.one("tag_name") or "").removeprefix("#"),
        sensitive=asked.flag("sensitive"),
        discoverable=asked.flag("discoverable"),
    )
    return json_response({"collection": _collection(call, made)})


def _too_long(text: str, most: int) -> str:
    return f"is too long (maximum is {most} characters)" if len(text) > most else ""


def _invalid(field: str, trouble: str) -> ApiError:
    """A refusal as collections give it: with details, one level deeper than elsewhere."""
    spoken = trouble if field == "base" else f"{field.replace('_', ' ').capitalize()} {trouble}"
    error = ApiError(422, "")
    error.body = {
        "error": {
            "error": f"Validation failed: {spoken}",
            "details": {field: [{"error": "ERR_INVALID", "description": trouble}]},
        }
    }
    return error


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
