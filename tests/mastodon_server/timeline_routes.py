"""Hashtags, timelines and single posts."""

from .calls import Call, may_see, page_response
from .exchange import ApiError, Response, json_response
from .openness import is_feed_given
from .paging import merge_windows
from .records import Post, Visibility

_MOST_TAGS = 4
_VISIBILITIES: tuple[Visibility, ...] = ("public", "unlisted", "private", "direct")


def show_followed_tags(call: Call) -> Response:
    """GET /api/v1/followed_tags"""
    limit = call.request.number("limit", 100, 200)
    page = call.community.followed_tags[call.me.id].window(call.span(), limit)
    shown = [call.shapes.tag(name) for _, name in page]
    return page_response(call, shown, [number for number, _ in page], limit, newer="since_id")


def show_tag(call: Call) -> Response:
    """GET /api/v1/tags/:name"""
    return json_response(call.shapes.tag(_tag_name(call)))


def show_trending_tags(call: Call) -> Response:
    """GET /api/v1/trends/tags: the hashtags with most authors in the last days, busiest first."""
    limit, offset = call.request.number("limit", 10, 20), call.request.number("offset", 0, 10_000)
    posts, today = call.community.posts, call.community.now
    authors = {
        name: sum(people for _, _, people in posts.tag_history(name, today)[:3])
        for name in posts.by_tag
    }
    busy = sorted((name for name in authors if authors[name]), key=lambda n: (-authors[n], n))
    return json_response([call.shapes.tag(name) for name in busy[offset : offset + limit]])


def follow_tag(call: Call) -> Response:
    """POST /api/v1/tags/:name/follow"""
    call.community.follow_tag(call.me, _tag_name(call))
    return json_response(call.shapes.tag(_tag_name(call)))


def unfollow_tag(call: Call) -> Response:
    """POST /api/v1/tags/:name/unfollow"""
    call.community.unfollow_tag(call.me, _tag_name(call))
    return json_response(call.shapes.tag(_tag_name(call)))


def _tag_name(call: Call) -> str:
    name = call.parts["name"]
    if not name.replace("_", "").isalnum() or name.isdigit():
        raise ApiError(404, "Record not found")
    return name


def show_tag_timeline(call: Call) -> Response:
    """GET /api/v1/timelines/tag/:tag: public posts; at most four tags in any, all and none.

    As in Mastodon, the links to other pages leave out any, all, none and remote.
    """
    request, home = call.request, call.community
    limit = request.number("limit", 20, 40)
    if request.flag("only_media") or not is_feed_given(call):
        return json_response([])
    tags = [call.parts["tag"].lower(), *map(str.lower, request.many("any")[:_MOST_TAGS])]
    every = {tag.lower() for tag in request.many("all")[:_MOST_TAGS]}
    none = {tag.lower() for tag in request.many("none")[:_MOST_TAGS]}
    hidden = _hidden_authors(call)
    mine = home.follows.targets(call.viewer.id) if call.viewer else set()

    def keep(post: Post) -> bool:
        author = home.people.by_id[post.author]
        used = set(map(str.lower, post.tags))
        return (
            post.author not in hidden
            and not author.suspended
            and not (author.limited and author.id not in mine)
            and not (request.flag("local") and author.domain is not None)
            and not (request.flag("remote") and author.domain is None)
            and every <= used
            and not none & used
        )

    span = call.span()
    windows = [
        home.posts.by_tag[tag].window(span, limit, keep)
        for tag in dict.fromkeys(tags)
        if tag in home.posts.by_tag
    ]
    page = merge_windows(windows, span, limit)
    shown = [call.shapes.status(post) for _, post in page]
    numbers = [number for number, _ in page]
    return page_response(
        call,
        shown,
        numbers,
        limit,
        next_after_short_page=True,
        repeated=("local", "limit", "only_media"),
    )


def show_home(call: Call) -> Response:
    """GET /api/v1/timelines/home: posts of followed people and of oneself, and followed tags."""
    home, me = call.community, call.me
    limit = call.request.number("limit", 20, 40)
    hidden = _hidden_authors(call)
    span = call.span()

    def keep(post: Post) -> bool:
        boosted = home.posts.all.get(post.reblog_of or 0)
        return post.author not in hidden and may_see(home, me, boosted or post)

    authors = home.follows.targets(me.id) | {me.id}
    windows = [
        home.posts.by_author[number].window(span, limit, keep)
        for number in authors
        if number in home.posts.by_author
    ]
    windows += [
        home.posts.by_tag[tag.lower()].window(span, limit, keep)
        for tag in home.followed_tags[me.id].items()
        if tag.lower() in home.posts.by_tag
    ]
    page = merge_windows(windows, span, limit)
    shown = [call.shapes.status(post) for _, post in page]
    numbers = [number for number, _ in page]
    return page_response(call, shown, numbers, limit, next_after_short_page=True)


def _hidden_authors(call: Call) -> set[int]:
    if call.viewer is None:
        return set()
    home, number = call.community, call.viewer.id
    mutual = home.blocks.targets(number) | home.blocks.sources(number)
    return mutual | home.mutes.targets(number)


def show_status(call: Call) -> Response:
    """GET /api/v1/statuses/:id"""
    return json_response(call.shapes.status(_post(call)))


def show_context(call: Call) -> Response:
    """GET /api/v1/statuses/:id/context"""
    post, posts = _post(call), call.community.posts

    def shown(found: list[Post]) -> list[object]:
        visible = [each for each in found if may_see(call.community, call.viewer, each)]
        return [call.shapes.status(each) for each in visible]

    return json_response(
        {
            "ancestors": shown(posts.ancestors(post)),
            "descendants": shown(posts.descendants(post)),
        }
    )


def _post(call: Call) -> Post:
    post = call.community.posts.all.get(call.shapes.number(call.parts["id"]))
    if post is None or not may_see(call.community, call.viewer, post):
        raise ApiError(404, "Record not found")
    return post


def post_status(call: Call) -> Response:
    """POST /api/v1/statuses: text, visibility, language and what it answers; nothing else."""
    me, request, home = call.me, call.request, call.community
    text = request.one("status") or ""
    if not text.strip():
        raise ApiError(422, "Validation failed: Text can't be blank")
    answered = request.one("in_reply_to_id")
    parent = home.posts.all.get(call.shapes.number(answered)) if answered else None
    if answered and parent is None:
        raise ApiError(404, "The post you are trying to reply to does not appear to exist.")
    visibility = next((each for each in _VISIBILITIES if each == request.one("visibility")), None)
    if "visibility" not in request.values:
        visibility = "public"
    if visibility is None:
        raise ApiError(422, "Validation failed: Visibility is not included in the list")
    named = [home.people.find(word) for word in text.split() if word.startswith("@")]
    made = home.post(
        me,
        text,
        mentions=[person for person in named if person is not None],
        in_reply_to=parent,
        visibility=visibility,
        language=request.one("language") or me.language,
        spoiler_text=request.one("spoiler_text") or "",
    )
    return json_response(call.shapes.status(made))
