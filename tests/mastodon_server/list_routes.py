"""What belongs to the viewer alone: lists, notifications, blocks, mutes, preferences."""

from .calls import Call, page_response
from .exchange import ApiError, Response, json_response
from .paging import Ordered
from .records import Notice, PersonList

_POLICIES = ("followed", "list", "none")


def show_lists(call: Call) -> Response:
    """GET /api/v1/lists"""
    me = call.me
    kept = [each for each in call.community.lists.values() if each.owner == me.id]
    return json_response([call.shapes.person_list(each) for each in kept])


def create_list(call: Call) -> Response:
    """POST /api/v1/lists"""
    made = PersonList(0, call.me.id, "")
    _fill_list(call, made)
    stored = call.community.make_list(
        call.me, made.title, replies_policy=made.replies_policy, exclusive=made.exclusive
    )
    return json_response(call.shapes.person_list(stored))


def show_list(call: Call) -> Response:
    """GET /api/v1/lists/:id"""
    return json_response(call.shapes.person_list(_list(call)))


def update_list(call: Call) -> Response:
    """PUT /api/v1/lists/:id"""
    kept = _list(call)
    _fill_list(call, kept)
    return json_response(call.shapes.person_list(kept))


def delete_list(call: Call) -> Response:
    """DELETE /api/v1/lists/:id"""
    del call.community.lists[_list(call).id]
    return json_response({})


def _list(call: Call) -> PersonList:
    kept = call.community.lists.get(call.shapes.number(call.parts["id"]))
    if kept is None or kept.owner != call.me.id:
        raise ApiError(404, "Record not found")
    return kept


def _fill_list(call: Call, kept: PersonList) -> None:
    title = call.request.one("title")
    title = kept.title if title is None else title
    policy = call.request.one("replies_policy") or kept.replies_policy
    if not title.strip():
        raise ApiError(422, "Validation failed: Title can't be blank")
    if policy not in _POLICIES:
        raise ApiError(422, f"'{policy}' is not a valid replies_policy")
    kept.title, kept.replies_policy = title, policy
    if "exclusive" in call.request.values:
        kept.exclusive = call.request.flag("exclusive")


def show_members(call: Call) -> Response:
    """GET /api/v1/lists/:id/accounts: limit=0 gives all at once."""
    everybody = call.request.one("limit") == "0"
    limit = None if everybody else call.request.number("limit", 40, 80)
    page = _list(call).members.window(call.span(), limit)
    shown = call.shapes.accounts(call.community.find(number) for _, number in page)
    if everybody:
        return json_response(shown)
    return page_response(call, shown, [number for number, _ in page], limit, newer="since_id")


def add_members(call: Call) -> Response:
    """POST /api/v1/lists/:id/accounts: only accounts that the viewer follows; all or none."""
    kept = _list(call)
    people = [call.account(text) for text in dict.fromkeys(call.request.many("account_ids"))]
    listed = set(kept.members.items())
    for person in people:
        tie = (call.me.id, person.id)
        asked = tie in call.community.follow_requests
        if tie not in call.community.follows and not asked and person.id != call.me.id:
            raise ApiError(404, "Record not found")
        if person.id in listed:
            raise ApiError(422, "Validation failed: Account has already been taken")
    for person in people:
        call.community.enlist(kept, person)
    return json_response({})


def remove_members(call: Call) -> Response:
    """DELETE /api/v1/lists/:id/accounts"""
    kept = _list(call)
    for person in call.accounts("account_ids"):
        call.community.unlist(kept, person)
    return json_response({})


def show_notifications(call: Call) -> Response:
    """GET /api/v1/notifications"""
    request = call.request
    limit = request.number("limit", 40, 80)
    wanted, unwanted = set(request.many("types")), set(request.many("exclude_types"))
    by = request.one("account_id")
    people = call.community.people.by_id

    def keep(notice: Notice) -> bool:
        return (
            (not wanted or notice.kind in wanted)
            and notice.kind not in unwanted
            and (by is None or notice.by == call.shapes.number(by))
            and not people[notice.by].suspended
            and (call.me.id, notice.by) not in call.community.blocks
        )

    page = call.community.notices[call.me.id].window(call.span(), limit, keep)
    shown = [call.shapes.notification(notice) for _, notice in page]
    numbers = [number for number, _ in page]
    return page_response(call, shown, numbers, limit, next_after_short_page=True)


def show_notification(call: Call) -> Response:
    """GET /api/v1/notifications/:id"""
    number = call.shapes.number(call.parts["id"])
    notice = call.community.notices[call.me.id].get(number)
    if notice is None:
        raise ApiError(404, "Record not found")
    return json_response(call.shapes.notification(notice))


def show_blocks(call: Call) -> Response:
    """GET /api/v1/blocks"""
    return _show_own(call, call.community.blocks.outgoing[call.me.id])


def show_mutes(call: Call) -> Response:
    """GET /api/v1/mutes"""
    return _show_own(call, call.community.mutes.outgoing[call.me.id], mute_expires_at=None)


def show_follow_requests(call: Call) -> Response:
    """GET /api/v1/follow_requests: who has asked to follow the viewer."""
    return _show_own(call, call.community.follow_requests.incoming[call.me.id])


def _show_own(call: Call, ties: Ordered[int], **extra: object) -> Response:
    limit = call.request.number("limit", 40, 80)
    page = ties.window(call.span(), limit)
    shown = [call.shapes.account(call.community.find(number)) | extra for _, number in page]
    return page_response(call, shown, [number for number, _ in page], limit, newer="since_id")


def show_preferences(call: Call) -> Response:
    """GET /api/v1/preferences"""
    return json_response(
        {
            "posting:default:visibility": "public",
            "posting:default:sensitive": False,
            "posting:default:language": call.me.language,
            "posting:default:quote_policy": "public",
            "reading:expand:media": "default",
            "reading:expand:spoilers": False,
            "reading:autoplay:gifs": False,
        }
    )
