"""Starter packs, their people and whom those follow, behind the stand-in."""

from tests.bluesky.stand_in import Call, StandIn, did, view

SEARCH = "app.bsky.graph.searchStarterPacks"
LIST = "app.bsky.graph.getList"
FOLLOWS = "app.bsky.graph.getFollows"
PEOPLE = "app.bsky.actor.searchActors"


class World:
    """Packs by title, people by pack, follows by name; a server answers from it."""

    def __init__(self, server: StandIn) -> None:
        self.server = server
        self.packs: dict[str, list[object]] = {}
        self.described: dict[str, str] = {}
        self.keepers: dict[str, dict[str, object]] = {}
        self.follows: dict[str, list[object]] = {}
        server.answers.update(
            {
                SEARCH: self._search,
                LIST: self._list,
                FOLLOWS: self._follows,
                PEOPLE: lambda _call: {"actors": []},
            }
        )

    def pack(
        self, title: str, *people: object, keeper: dict[str, object] | None = None, about: str = ""
    ) -> None:
        self.packs[title] = list(people)
        self.described[title] = about
        self.keepers[title] = keeper or view("kit")

    def _search(self, call: Call) -> object:
        words = str(call.values["q"]).casefold().split()
        found = [
            title
            for title in self.packs
            if all(word in f"{title} {self.described[title]}".casefold() for word in words)
        ]
        return {"starterPacks": [self._view(title) for title in found]}

    def _view(self, title: str) -> dict[str, object]:
        number = list(self.packs).index(title)
        return {
            "uri": f"at://{did('kit')}/app.bsky.graph.starterpack/pack{number}",
            "record": {
                "name": title,
                "description": self.described[title],
                "list": f"at://{did('kit')}/app.bsky.graph.list/{number}",
            },
            "creator": self.keepers[title],
        }

    def _list(self, call: Call) -> object:
        number = int(str(call.values["list"]).rpartition("/")[2])
        people = list(self.packs.values())[number]
        start = int(call.values.get("cursor") or 0)
        more = {"cursor": str(start + 100)} if start + 100 < len(people) else {}
        return {
            "list": {"listItemCount": len(people)},
            "items": [{"subject": person} for person in people[start : start + 100]],
            **more,
        }

    def _follows(self, call: Call) -> object:
        return {"follows": self.follows.get(call.values["actor"], [])}
