"""What was last read from the account: ties, hashtags, lists, mentions, and how far reading got."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.core.handles import Handle, HandleKey, Tag, TagKey, parse_handle
from plnbuddy.store.database import Store

Direction = Literal["following", "follower"]


class AccountState(NamedTuple):
    """An account as of its last complete sync; `synced_at` is None before the first."""

    key: str
    handle: Handle
    following: int
    followers: int
    synced_at: datetime | None


class Tie(NamedTuple):
    """A follow: the other account, and its id on the teacher's server."""

    handle: Handle
    name: str
    remote_id: str
    moved_to: Handle | None = None


class Mention(NamedTuple):
    """A post that mentions the teacher and that the teacher has not answered."""

    handle: Handle
    link: str
    happened_at: datetime


def put_account(store: Store, key: str, handle: Handle, following: int, followers: int) -> None:
    """Keep the account's own numbers; everything else about it stays."""
    store.execute(
        "INSERT INTO account (key, handle, following, followers) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET handle = excluded.handle,"
        " following = excluded.following, followers = excluded.followers",
        (key, str(handle), following, followers),
    )


def known_accounts(store: Store) -> set[str]:
    """The keys of the accounts that something was read from."""
    return {row["key"] for row in store.rows("SELECT key FROM account")}


def mark_synced(store: Store, key: str, now: datetime) -> None:
    """Note that everything was read."""
    store.execute("UPDATE account SET synced_at = ? WHERE key = ?", (to_stored(now), key))


def get_account_state(store: Store, key: str) -> AccountState | None:
    """The account's state, or None when nothing was ever read."""
    row = store.row("SELECT * FROM account WHERE key = ?", (key,))
    if row is None:
        return None
    return AccountState(
        key=row["key"],
        handle=parse_handle(row["handle"]),
        following=row["following"],
        followers=row["followers"],
        synced_at=from_stored(row["synced_at"]) if row["synced_at"] else None,
    )


def put_ties(
    store: Store, account: str, direction: Direction, ties: Iterable[Tie], run: int
) -> list[Tie]:
    """Keep these ties as seen in reading number `run`; returns those that were not known before."""
    fresh: list[Tie] = []
    for tie in ties:
        if last_reading(store, account, direction, tie.handle.key) is None:
            fresh.append(tie)
        store.execute(
            "INSERT OR REPLACE INTO tie (account, direction, key, handle, name, remote_id,"
            " moved_to, run)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account, direction, tie.handle.key, str(tie.handle), tie.name, tie.remote_id,
                str(tie.moved_to) if tie.moved_to else None, run,
            ),
        )  # fmt: skip
    return fresh


def add_tie(store: Store, account: str, direction: Direction, tie: Tie) -> None:
    """Add one tie that was not met by a reading of the list; one that is known stays as it is."""
    if last_reading(store, account, direction, tie.handle.key) is None:
        put_ties(store, account, direction, [tie], run=0)


def last_reading(store: Store, account: str, direction: Direction, key: str) -> int | None:
    """The number of the reading that met a tie last, or None when it is not known."""
    row = store.row(
        "SELECT run FROM tie WHERE account = ? AND direction = ? AND key = ?",
        (account, direction, key),
    )
    return int(row["run"]) if row else None


def drop_ties_before(store: Store, account: str, direction: Direction, run: int) -> int:
    """Forget the ties that a complete reading did not meet; returns how many are left."""
    store.execute(
        "DELETE FROM tie WHERE account = ? AND direction = ? AND run < ?", (account, direction, run)
    )
    return count_ties(store, account, direction)


def count_ties(store: Store, account: str, direction: Direction) -> int:
    """How many ties are known in that direction."""
    row = store.rows(
        "SELECT count(*) FROM tie WHERE account = ? AND direction = ?", (account, direction)
    )
    return int(row[0][0])


def following_ties(store: Store, account: str) -> list[Tie]:
    """Whom the account follows, as far as was read, in the order of their keys."""
    return [
        Tie(parse_handle(row["handle"]), row["name"], row["remote_id"])
        for row in store.rows(
            "SELECT * FROM tie WHERE account = ? AND direction = 'following' ORDER BY key",
            (account,),
        )
    ]


def followed_people(store: Store, account: str) -> set[HandleKey]:
    """Whom the account follows, as far as was read."""
    rows = store.rows(
        "SELECT key FROM tie WHERE account = ? AND direction = 'following'", (account,)
    )
    return {HandleKey(row["key"]) for row in rows}


def handle_by_id(store: Store, account: str, remote_id: str) -> Handle | None:
    """Who has that id on the account's server, as far as it was read; None when it was not."""
    row = store.row(
        "SELECT handle FROM tie WHERE account = ? AND remote_id = ?"
        " UNION SELECT handle FROM known_person WHERE account = ? AND remote_id = ?",
        (account, remote_id, account, remote_id),
    )
    return parse_handle(row["handle"]) if row else None


def followed_anywhere(store: Store) -> tuple[set[HandleKey], set[TagKey]]:
    """People (the teacher's accounts among them) and hashtags that any account follows."""
    people = store.rows(
        "SELECT key FROM tie WHERE direction = 'following' UNION SELECT key FROM account"
    )
    tags = store.rows("SELECT DISTINCT key FROM followed_tag")
    return {HandleKey(row["key"]) for row in people}, {TagKey(row["key"]) for row in tags}


def latest_sync(store: Store) -> datetime | None:
    """When an account was last read to the end, or None."""
    row = store.row("SELECT max(synced_at) AS latest FROM account")
    return from_stored(row["latest"]) if row and row["latest"] else None


def replace_followed_tags(store: Store, account: str, tags: Iterable[Tag]) -> None:
    """Keep exactly these followed hashtags."""
    store.execute("DELETE FROM followed_tag WHERE account = ?", (account,))
    for tag in tags:
        add_followed_tag(store, account, tag)


def add_followed_tag(store: Store, account: str, tag: Tag) -> None:
    """Add one followed hashtag, as right after following it."""
    store.execute(
        "INSERT OR IGNORE INTO followed_tag (account, key, name) VALUES (?, ?, ?)",
        (account, tag.key, tag.name),
    )


def follower_people(store: Store, account: str) -> set[HandleKey]:
    """Who follows the account, as far as was read."""
    rows = store.rows(
        "SELECT key FROM tie WHERE account = ? AND direction = 'follower'", (account,)
    )
    return {HandleKey(row["key"]) for row in rows}


def followed_tag_names(store: Store, account: str) -> list[str]:
    """The hashtags that the account follows, as they are spelt, in the order of their keys."""
    rows = store.rows("SELECT name FROM followed_tag WHERE account = ? ORDER BY key", (account,))
    return [row["name"] for row in rows]


def followed_tags(store: Store, account: str) -> set[TagKey]:
    """The hashtags that the account follows, as far as was read."""
    rows = store.rows("SELECT key FROM followed_tag WHERE account = ?", (account,))
    return {TagKey(row["key"]) for row in rows}


def replace_lists(store: Store, account: str, lists: Iterable[tuple[str, str]]) -> None:
    """Keep exactly these lists, given as id and title."""
    store.execute("DELETE FROM account_list WHERE account = ?", (account,))
    store.execute_each(
        "INSERT OR IGNORE INTO account_list (account, remote_id, title) VALUES (?, ?, ?)",
        ((account, remote_id, title) for remote_id, title in lists),
    )


def put_mention(store: Store, account: str, post_id: str, mention: Mention) -> None:
    """Keep a mention, once."""
    store.execute(
        "INSERT OR IGNORE INTO mention (account, post_id, handle, link, happened_at, answered)"
        " VALUES (?, ?, ?, ?, ?, 0)",
        (account, post_id, str(mention.handle), mention.link, to_stored(mention.happened_at)),
    )


def mark_answered(store: Store, account: str, post_id: str) -> None:
    """Note that the teacher answered that post."""
    store.execute(
        "UPDATE mention SET answered = 1 WHERE account = ? AND post_id = ?", (account, post_id)
    )


def open_mentions(store: Store, since: datetime) -> list[Mention]:
    """Mentions since then that were not answered, latest first, over all accounts.

    An answer is one that the account tells, or an exchange with that person which the
    teacher wrote down on that day or later.
    """
    rows = store.rows(
        "SELECT * FROM mention WHERE answered = 0 AND happened_at >= ? ORDER BY happened_at DESC",
        (to_stored(since),),
    )
    mentions = (
        Mention(parse_handle(row["handle"]), row["link"], from_stored(row["happened_at"]))
        for row in rows
    )
    return [each for each in mentions if not _wrote_down_an_answer(store, each)]


def _wrote_down_an_answer(store: Store, mention: Mention) -> bool:
    found = store.row(
        "SELECT 1 FROM activity_person p JOIN activity a ON a.id = p.activity_id"
        " WHERE p.key = ? AND a.kind = 'collaborate' AND a.origin = 'manual' AND a.day >= ?"
        " LIMIT 1",
        (str(mention.handle.key), to_stored(mention.happened_at)[:10]),
    )
    return found is not None


def get_cursor(store: Store, account: str, stream: str) -> Mapping[str, Any]:
    """How far reading a stream got; empty before the first time."""
    row = store.row("SELECT state FROM cursor WHERE account = ? AND stream = ?", (account, stream))
    return dict(json.loads(row["state"])) if row else {}


def put_cursor(store: Store, account: str, stream: str, state: Mapping[str, Any]) -> None:
    """Keep how far reading got, in the transaction that keeps what was read."""
    store.execute(
        "INSERT OR REPLACE INTO cursor (account, stream, state) VALUES (?, ?, ?)",
        (account, stream, json.dumps(state)),
    )


def drop_tie(store: Store, account: str, handle: Handle) -> None:
    """The account no longer follows somebody, and waits for nobody's consent to it."""
    for statement in (
        "DELETE FROM tie WHERE account = ? AND key = ? AND direction = 'following'",
        "DELETE FROM requested_follow WHERE account = ? AND key = ?",
    ):
        store.execute(statement, (account, handle.key))


def drop_followed_tag(store: Store, account: str, tag: Tag) -> None:
    """The account no longer follows a hashtag."""
    store.execute("DELETE FROM followed_tag WHERE account = ? AND key = ?", (account, tag.key))


def put_request(store: Store, account: str, tie: Tie, day: date) -> None:
    """The teacher asked to follow somebody who has to agree first."""
    store.execute(
        "INSERT OR IGNORE INTO requested_follow (account, key, handle, name, remote_id,"
        " requested_on) VALUES (?, ?, ?, ?, ?, ?)",
        (account, tie.handle.key, str(tie.handle), tie.name, tie.remote_id, day.isoformat()),
    )


def requested_follows(store: Store, account: str) -> dict[HandleKey, Tie]:
    """Whom the account asked to follow, and who has not agreed yet."""
    return {
        HandleKey(row["key"]): Tie(parse_handle(row["handle"]), row["name"], row["remote_id"])
        for row in store.rows(
            "SELECT key, handle, name, remote_id FROM requested_follow WHERE account = ?"
            " ORDER BY key",
            (account,),
        )
    }


def drop_request(store: Store, account: str, key: HandleKey) -> None:
    """Somebody agreed, or refused."""
    store.execute("DELETE FROM requested_follow WHERE account = ? AND key = ?", (account, key))
