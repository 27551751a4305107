"""Records as Mastodon's API shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from re import sub
from urllib.parse import quote as percent
from zlib import crc32

from .community import Community
from .exchange import JsonObject
from .identifiers import read_id, write_id
from .records import Notice, Person, PersonList, Post
from .settings import ServerSettings

Objects = list[JsonObject]


def write_moment(moment: datetime) -> str:
    """A time as Mastodon writes it: UTC with milliseconds."""
    seconds = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{seconds}.{moment.microsecond // 1000:03}Z"


def plain_text(html: str) -> str:
    """HTML without its tags."""
    return unescape(sub(r"<[^>]+>", "", html))


@dataclass(frozen=True)
class Shapes:
    """Turns records into what one viewer (None without a token) is shown."""

    community: Community
    settings: ServerSettings
    viewer: Person | None

    def id(self, number: int | None) -> str | None:
        """An id as text."""
        return None if number is None else write_id(number, self.settings.id_style)

    def number(self, text: str) -> int:
        """The number of an id that a client sent; 0 for text that is no id."""
        return read_id(text, self.settings.id_style)

    def account(self, person: Person, nested: bool = False) -> JsonObject:
        """An Account; a nested one shows no account that it moved to."""
        home = self.community
        hidden = person.suspended
        image = f"https://files.{home.domain}"
        avatar = f"{image}/accounts/avatars/{person.id}/original/picture.png"
        header = f"{image}/accounts/headers/{person.id}/original/picture.png"
        missing = f"https://{home.domain}"
        if hidden or not person.has_avatar:
            avatar = f"{missing}/avatars/original/missing.png"
        if hidden or not person.has_header:
            header = f"{missing}/headers/original/missing.png"
        url = home.people.url(person)
        site = f"https://{person.domain or home.domain}"
        shown: JsonObject = {
            "id": self.id(person.id),
            "username": person.username,
            "acct": person.acct,
            "display_name": "" if hidden else person.display_name,
            "locked": person.locked and not hidden,
            "bot": person.bot and not hidden,
            "discoverable": False if hidden else person.discoverable,
            "indexable": person.indexable and not hidden,
            "group": person.group,
            "created_at": person.created_at.strftime("%Y-%m-%dT00:00:00.000Z"),
            "note": "" if hidden else person.note,
            "url": url,
            "uri": f"{site}/users/{person.username}",
            "avatar": avatar,
            "avatar_static": avatar,
            "avatar_description": "",
            "header": header,
            "header_static": header,
            "header_description": "",
            "followers_count": 0 if hidden else self._followers(person),
            "following_count": 0 if hidden else self._following(person),
            "statuses_count": 0 if hidden else self._statuses(person),
            "last_status_at": (
                person.last_status_at.isoformat() if person.last_status_at and not hidden else None
            ),
            "hide_collections": person.hide_collections,
            "emojis": [],
            "fields": [] if hidden else self._fields(person),
        }
        if person.domain is None:
            shown["noindex"] = person.noindex
            shown["roles"] = []
        if hidden:
            shown["suspended"] = True
        if person.limited:
            shown["limited"] = True
        if person.memorial:
            shown["memorial"] = True
        if person.moved_to is not None and not nested and not hidden:
            shown["moved"] = self.account(self.community.find(person.moved_to), nested=True)
        if (self.settings.api_version or 0) >= 10:
            state = person.featuring
            shown["feature_approval"] = {
                "automatic": ["public"] if state == "automatic" else [],
                "manual": ["public"] if state == "manual" else [],
                "current_user": state if self.viewer else "denied",
            }
        return shown

    def accounts(self, people: Iterable[Person]) -> Objects:
        """Several accounts."""
        return [self.account(person) for person in people]

    def own_account(self, person: Person) -> JsonObject:
        """A CredentialAccount."""
        shown = self.account(person)
        shown["source"] = {
            "privacy": "public",
            "sensitive": False,
            "language": person.language,
            "note": plain_text(person.note),
            "fields": self._fields(person, plain=True),
            "follow_requests_count": self.community.follow_requests.count_incoming(person.id),
            "hide_collections": person.hide_collections,
            "discoverable": person.discoverable,
            "indexable": person.indexable,
            "attribution_domains": [],
            "quote_policy": "public",
        }
        shown["role"] = {
            "id": "-99",
            "name": "",
            "permissions": "0",
            "collection_limit": self.settings.collection_limit,
            "color": "",
            "highlighted": False,
        }
        return shown

    def relationship(self, person: Person) -> JsonObject:
        """A Relationship of the viewer to an account."""
        home = self.community
        assert self.viewer is not None
        there = (self.viewer.id, person.id)
        back = (person.id, self.viewer.id)
        following = there in home.follows
        return {
            "id": self.id(person.id),
            "following": following,
            "showing_reblogs": following,
            "notifying": False,
            "languages": None,
            "followed_by": back in home.follows,
            "blocking": there in home.blocks,
            "blocked_by": back in home.blocks,
            "muting": there in home.mutes,
            "muting_notifications": there in home.mutes,
            "muting_expires_at": None,
            "requested": there in home.follow_requests,
            "requested_by": back in home.follow_requests,
            "domain_blocking": False,
            "endorsed": False,
            "note": "",
        }

    def status(self, post: Post, depth: int = 0) -> JsonObject:
        """A Status; quotes inside quotes are shown by id alone."""
        home = self.community
        author = home.find(post.author)
        parent = home.posts.all.get(post.in_reply_to or 0)
        shown: JsonObject = {
            "id": self.id(post.id),
            "created_at": write_moment(post.created_at),
            "in_reply_to_id": self.id(parent.id) if parent else None,
            "in_reply_to_account_id": self.id(parent.author) if parent else None,
            "sensitive": post.sensitive,
            "spoiler_text": post.spoiler_text,
            "visibility": post.visibility,
            "language": post.language,
            "uri": f"https://{author.domain or home.domain}/users/{author.username}"
            f"/statuses/{post.id}",
            "url": post.url,
            "replies_count": len(post.replies),
            "reblogs_count": len(post.reblogged_by),
            "favourites_count": len(post.favourited_by),
            "quotes_count": len(post.quotes),
            "edited_at": write_moment(post.edited_at) if post.edited_at else None,
            "content": post.content,
            "reblog": self.status(home.posts.all[post.reblog_of]) if post.reblog_of else None,
            "account": self.account(author),
            "media_attachments": [],
            "mentions": [self._mention(home.find(number)) for number in post.mentions],
            "tags": [{"name": tag.lower(), "url": self._tag_url(tag)} for tag in post.tags],
            "emojis": [],
            "card": None,
            "poll": None,
            "quote": self._quote(post, depth),
            "quote_approval": {
                "automatic": ["public"],
                "manual": [],
                "current_user": "automatic" if self.viewer else "denied",
            },
        }
        if author.domain is None and post.reblog_of is None:
            shown["application"] = {"name": "Web", "website": None}
        if self.viewer is not None:
            shown["favourited"] = self.viewer.id in post.favourited_by
            shown["reblogged"] = self.viewer.id in post.reblogged_by
            shown["muted"] = False
            shown["bookmarked"] = False
            shown["filtered"] = []
            if self.viewer.id == post.author and post.visibility in ("public", "unlisted"):
                shown["pinned"] = post.pinned
        return shown

    def notification(self, notice: Notice) -> JsonObject:
        """A Notification; one about a post that is gone shows no post."""
        shown: JsonObject = {
            "id": self.id(notice.id),
            "type": notice.kind,
            "created_at": write_moment(notice.created_at),
            "group_key": f"ungrouped-{notice.id}",
            "account": self.account(self.community.find(notice.by)),
        }
        post = self.community.posts.all.get(notice.post or 0)
        if post is not None:
            shown["status"] = self.status(post)
        return shown

    def tag(self, name: str) -> JsonObject:
        """A Tag with its history and, for a viewer, whether it is followed."""
        days = self.community.posts.tag_history(name, self.community.now)
        shown: JsonObject = {
            "id": str(crc32(name.lower().encode())),
            "name": name,
            "url": self._tag_url(name),
            "history": [
                {"day": str(day), "accounts": str(accounts), "uses": str(uses)}
                for day, uses, accounts in days
            ],
        }
        if self.viewer is not None:
            followed = self.community.followed_tags[self.viewer.id].items()
            shown["following"] = name.lower() in {kept.lower() for kept in followed}
            shown["featuring"] = name in self.viewer.featured_tags
        return shown

    def featured_tag(self, person: Person, name: str) -> JsonObject:
        """A FeaturedTag of an account."""
        posts = self.community.posts.by_author[person.id].items()
        used = [post for post in posts if name.lower() in map(str.lower, post.tags)]
        return {
            "id": str(crc32(name.lower().encode())),
            "name": name,
            "url": f"{self.community.people.url(person)}/tagged/{percent(name.lower())}",
            "statuses_count": str(len(used)),
            "last_status_at": used[-1].created_at.date().isoformat() if used else None,
        }

    def person_list(self, kept: PersonList) -> JsonObject:
        """A List."""
        return {
            "id": self.id(kept.id),
            "title": kept.title,
            "replies_policy": kept.replies_policy,
            "exclusive": kept.exclusive,
        }

    def _followers(self, person: Person) -> int:
        known = self.community.follows.count_incoming(person.id)
        return known if person.followers_count is None else person.followers_count

    def _following(self, person: Person) -> int:
        known = self.community.follows.count_outgoing(person.id)
        return known if person.following_count is None else person.following_count

    def _statuses(self, person: Person) -> int:
        if person.statuses_count is not None:
            return person.statuses_count
        posts = self.community.posts.by_author.get(person.id)
        return len(posts) if posts is not None else 0

    def _fields(self, person: Person, plain: bool = False) -> Objects:
        return [
            {
                "name": field.name,
                "value": plain_text(field.value) if plain else field.value,
                "verified_at": write_moment(field.verified_at) if field.verified_at else None,
            }
            for field in person.fields
        ]

    def _mention(self, person: Person) -> JsonObject:
        return {
            "id": self.id(person.id),
            "username": person.username,
            "url": self.community.people.url(person),
            "acct": person.acct,
        }

    def _tag_url(self, name: str) -> str:
        return f"https://{self.community.domain}/tags/{percent(name.lower())}"

    def _quote(self, post: Post, depth: int) -> JsonObject | None:
        if post.quote_of is None:
            return None
        quoted = self.community.posts.all.get(post.quote_of)
        if quoted is None:
            return {"state": "deleted", "quoted_status": None}
        if depth:
            return {"state": "accepted", "quoted_status_id": self.id(quoted.id)}
        return {"state": "accepted", "quoted_status": self.status(quoted, depth + 1)}
