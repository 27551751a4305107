"""Accounts: who they are, what they post, whom they follow."""

from .calls import Call, may_see, page_response
from .exchange import ApiError, Response, json_response
from .paging import Ordered
from .records import Person, Post
from .search_routes import search_people


def verify_credentials(call: Call) -> Response:
    """GET /api/v1/accounts/verify_credentials"""
    return json_response(call.shapes.own_account(call.me))


def look_up(call: Call) -> Response:
    """GET /api/v1/accounts/lookup: exact handles only, and only accounts known here."""
    if call.viewer is None and not call.settings.open_lookup:
        raise ApiError(401, "The access token is invalid")
    found = call.community.people.find(call.request.one("acct") or "")
    if found is None or not found.known:
        raise ApiError(404, "Record not found")
    return json_response(call.shapes.account(found))


def search_accounts(call: Call) -> Response:
    """GET /api/v1/accounts/search"""
    limit = call.request.number("limit", 40, 80)
    offset = call.request.number("offset", 0, 10_000)
    people = search_people(call, call.request.one("q") or "", resolve=call.request.flag("resolve"))
    if call.request.flag("following"):
        people = [person for person in people if (call.me.id, person.id) in call.community.follows]
    return json_response(call.shapes.accounts(people[offset : offset + limit]))


def show_accounts(call: Call) -> Response:
    """GET /api/v1/accounts?id[]="""
    return json_response(call.shapes.accounts(call.accounts()))


def show_account(call: Call) -> Response:
    """GET /api/v1/accounts/:id"""
    return json_response(call.shapes.account(call.person))


def show_statuses(call: Call) -> Response:
    """GET /api/v1/accounts/:id/statuses"""
    person, request = call.person, call.request
    limit = request.number("limit", 20, 40)
    home = call.community
    if call.viewer is not None and (person.id, call.viewer.id) in home.blocks:
        return json_response([])
    if person.suspended or request.flag("only_media"):
        return json_response([])
    tagged = (request.one("tagged") or "").lower()

    def keep(post: Post) -> bool:
        parent = home.posts.all.get(post.in_reply_to or 0)
        return (
            may_see(home, call.viewer, post)
            and not (request.flag("exclude_reblogs") and post.reblog_of is not None)
            and not (
                request.flag("exclude_replies")
                and post.in_reply_to is not None
                and (parent is None or parent.author != person.id)
            )
            and not (request.flag("pinned") and not post.pinned)
            and (not tagged or tagged in map(str.lower, post.tags))
        )

    page = home.posts.by_author[person.id].window(call.span(), limit, keep)
    shown = [call.shapes.status(post) for _, post in page]
    return page_response(call, shown, [number for number, _ in page], limit)


def show_following(call: Call) -> Response:
    """GET /api/v1/accounts/:id/following"""
    return _show_ties(call, call.community.follows.outgoing[call.person.id])


def show_followers(call: Call) -> Response:
    """GET /api/v1/accounts/:id/followers"""
    return _show_ties(call, call.community.follows.incoming[call.person.id])


def _show_ties(call: Call, ties: Ordered[int]) -> Response:
    person = call.person
    limit = call.request.number("limit", 40, 80)
    own = call.viewer is not None and call.viewer.id == person.id
    blocked = call.viewer is not None and (person.id, call.viewer.id) in call.community.blocks
    if person.suspended or blocked or (person.hide_collections and not own):
        return json_response([])
    people = call.community.people.by_id
    page = ties.window(call.span(), limit, lambda number: not people[number].suspended)
    shown = call.shapes.accounts(people[number] for _, number in page)
    return page_response(call, shown, [number for number, _ in page], limit, newer="since_id")


def show_relationships(call: Call) -> Response:
    """GET /api/v1/accounts/relationships?id[]="""
    suspended = call.request.flag("with_suspended")
    people = [person for person in call.accounts() if suspended or not person.suspended]
    return json_response([call.shapes.relationship(person) for person in people])


def show_familiar_followers(call: Call) -> Response:
    """GET /api/v1/accounts/familiar_followers?id[]=

    For each account, those among whom the viewer follows who follow it. Accounts that hide their
    follows are never named, and accounts that hide their followers have none.
    """
    home = call.community
    mine = home.follows.targets(call.me.id)
    people = home.people.by_id

    def familiar(person: Person) -> list[Person]:
        if person.hide_collections or person.suspended:
            return []
        shared = home.follows.sources(person.id) & mine
        return [people[each] for each in sorted(shared) if not people[each].hide_collections]

    return json_response(
        [
            {
                "id": call.shapes.id(person.id),
                "accounts": call.shapes.accounts(familiar(person)),
            }
            for person in call.accounts()
        ]
    )


def follow(call: Call) -> Response:
    """POST /api/v1/accounts/:id/follow: a locked account is asked first."""
    me, target, home = call.me, call.person, call.community
    if target.suspended:
        raise ApiError(404, "Record not found")
    blocked = (target.id, me.id) in home.blocks or (me.id, target.id) in home.blocks
    if target.id == me.id or blocked or target.moved_to is not None:
        raise ApiError(403, "This action is not allowed")
    tie = (me.id, target.id)
    headers: dict[str, str] = {}
    if tie not in home.follows and tie not in home.follow_requests:
        ceiling = max(call.settings.follow_ceiling, int(home.follows.count_incoming(me.id) * 1.1))
        if home.follows.count_outgoing(me.id) >= ceiling:
            raise ApiError(422, f"Validation failed: You cannot follow more than {ceiling} people")
        headers = call.limits.admit_follow(me.id)
        if target.locked:
            home.ask_to_follow(me, target)
        else:
            home.follow(me, target)
    shown = call.shapes.relationship(target)
    shown["showing_reblogs"] = call.request.flag("reblogs") or "reblogs" not in call.request.values
    shown["notifying"] = call.request.flag("notify")
    return json_response(shown, headers=headers)


def unfollow(call: Call) -> Response:
    """POST /api/v1/accounts/:id/unfollow: also withdraws a request."""
    call.community.unfollow(call.me, call.person)
    return json_response(call.shapes.relationship(call.person))


def show_featured_tags(call: Call) -> Response:
    """GET /api/v1/accounts/:id/featured_tags"""
    person = call.person
    tags = [] if person.suspended else person.featured_tags
    return json_response([call.shapes.featured_tag(person, name) for name in tags])


def show_lists_with(call: Call) -> Response:
    """GET /api/v1/accounts/:id/lists: the viewer's lists that an account is on."""
    me, person = call.me, call.person
    return json_response(
        [
            call.shapes.person_list(kept)
            for kept in call.community.lists.values()
            if kept.owner == me.id and person.id in kept.members.items()
        ]
    )
