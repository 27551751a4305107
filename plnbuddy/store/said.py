"""Who people say they are: what was read from their profiles, never the texts themselves."""

from typing import NamedTuple

from plnbuddy.core.handles import HandleKey
from plnbuddy.core.role import Role
from plnbuddy.store.database import Store


class Said(NamedTuple):
    """What a profile shows, and in `sentence` the words that show the role ("" for none)."""

    role: Role
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    sentence: str


def put_said(store: Store, account: str, key: HandleKey, said: Said | None) -> None:
    """Keep what a profile shows now; None forgets what it showed before."""
    store.execute("DELETE FROM said WHERE account = ? AND key = ?", (account, key))
    if said is not None:
        store.execute(
            "INSERT INTO said (account, key, role, topics, levels, languages, sentence)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                account, key, said.role.value, " ".join(said.topics), " ".join(said.levels),
                " ".join(said.languages), said.sentence,
            ),
        )  # fmt: skip


def read_said(store: Store, account: str) -> dict[HandleKey, Said]:
    """What every profile that was read shows, by the person's key."""
    return {
        HandleKey(row["key"]): Said(
            Role(row["role"]), tuple(row["topics"].split()), tuple(row["levels"].split()),
            tuple(row["languages"].split()), row["sentence"],
        )
        for row in store.each("SELECT * FROM said WHERE account = ?", (account,))
    }  # fmt: skip
