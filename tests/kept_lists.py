"""Lists in tests: written into a file, and who is on one that is kept."""

from pathlib import Path

from tests.conftest import Plnbuddy

MASTODON = "Account address,Show boosts,Notify on new posts,Languages\n"
FOLLOWS = MASTODON + "anna@example.org,true,false,\nben@b.example,true,false,en\n"


def write(file: Path, content: str | bytes) -> str:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


def labels(plnbuddy: Plnbuddy, name: str) -> list[str]:
    rows = plnbuddy("lists", "show", name, "--json").data["rows"]
    return [row["label"] for row in rows]
