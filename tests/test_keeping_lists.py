"""`lists add`, `update`, `new`, `edit`, `merge`, `export`, `forget`: lists that teachers keep."""

import csv
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.core.handles import Handle
from plnbuddy.lists.formats.found import MOST_ROWS
from plnbuddy.lists.source import table_address
from plnbuddy.store.lists import RowCheck
from tests.conftest import Plnbuddy
from tools import date_educators

MASTODON = "Account address,Show boosts,Notify on new posts,Languages\n"


class _Page(BaseHTTPRequestHandler):
    """Serves what a test puts into `pages`: path to content, with an ETag."""

    pages: dict[str, bytes]
    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("If-None-Match", "")))
        content = self.pages.get(self.path)
        if content is None:
            self.send_error(404)
            return
        if content.startswith(b"to:"):
            self.send_response(302)
            self.send_header("Location", content[3:].decode())
            self.end_headers()
            return
        tag = f'"{hash(content)}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def web() -> Iterator[tuple[str, type[_Page]]]:
    handler = type("Page", (_Page,), {"pages": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, type[_Page]]]:
    monkeypatch.setenv("PLNBUDDY_ALLOW_LOOPBACK", "1")
    with web() as served:
        yield served


def write(file: Path, content: str | bytes) -> str:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


def labels(plnbuddy: Plnbuddy, name: str) -> list[str]:
    rows = plnbuddy("lists", "show", name, "--json").data["rows"]
    return [row["label"] for row in rows]


FORMATS = {
    "Mastodon's follows": MASTODON + "anna@example.org,true,false,\nben@b.example,true,false,en\n",
    "one column": "Account address\nanna@example.org\nben@b.example\n",
    "Mastodon's lists": "music,anna@example.org\nmusic,ben@b.example\n",
    "discipline list": "account,name,link,keywords,language\n"
    "@anna@example.org,Anna,https://example.org/@anna,music,en\n"
    ",Ben,https://b.example/@ben,,\n",
    "plnbuddy's educators": "handle,name,kind,topics,levels,language,region,basis,description,"
    "source,seen\nanna@example.org,Anna,person,music,any,en,,self-published,,https://x.example,2024\n"
    "ben@b.example,,organisation,,,,,,,,\n",
    "semicolons": "Name;Mastodon;Fach\nAnna;@anna@example.org;Musik\nBen;@ben@b.example;\n",
    "Trunk's JSON": json.dumps([{"acct": "anna@example.org"}, {"acct": "ben@b.example"}]),
    "a collection": json.dumps(
        {
            "collection": {"name": "Music"},
            "accounts": [
                {"acct": "anna", "url": "https://example.org/@anna", "display_name": "Anna"},
                {"acct": "ben@b.example"},
            ],
        }
    ),
    "OPML": '<?xml version="1.0"?><opml version="2.0"><head><title>M</title></head><body>'
    '<outline text="Anna" type="rss" xmlUrl="https://example.org/@anna.rss"/>'
    '<outline text="Ben" htmlUrl="https://b.example/users/ben"/></body></opml>',
    "a page": "<!doctype html><title>Pack</title><p><a href='https://example.org/@anna'>Anna</a>"
    "<script>var x='no@evil.example'</script><p>and @ben@b.example!</p>",
    "a text": "Follow anna@example.org\nand https://b.example/@ben too.",
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_list_in_any_format(plnbuddy: Plnbuddy, tmp_path: Path, kind: str) -> None:
    source = write(tmp_path / "list.txt", FORMATS[kind])
    plnbuddy("lists", "add", source, "--name", "mine", "--yes")
    assert sorted(labels(plnbuddy, "mine")) == ["@anna@example.org", "@ben@b.example"]


def test_columns_are_named_and_words_understood(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    text = "handle,topics,shoe size\n@anna@example.org,choir; maths; knitting,42\nnobody,music,1\n"
    answer = plnbuddy("lists", "add", write(tmp_path / "l.csv", text), "--dry-run")
    assert "Columns understood: handle, topics." in answer.output
    assert "Columns passed over: shoe size." in answer.output
    found = plnbuddy("lists", "add", write(tmp_path / "l.csv", text), "--json").data
    assert found["kept"] is True
    assert found["rows"][0]["topics"] == ["music", "math"] or "math" in found["rows"][0]["topics"]
    assert plnbuddy("lists", "show", "l").output.startswith("l (")


def test_what_was_picked_out_of_a_page_needs_a_yes(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    source = write(tmp_path / "page.html", FORMATS["a page"])
    answer = plnbuddy("lists", "add", source)
    assert "picked out" in answer.output
    assert "Nothing was kept" in answer.messages
    assert plnbuddy("lists", "--json").data["lists"] == []


def test_a_list_of_ones_own_becomes_suggestions(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("config", "set", "profile.topics", "music")
    source = write(tmp_path / "music.csv", FORMATS["Mastodon's follows"])
    plnbuddy("lists", "add", source, "--topic", "music", "--name", "Music people")
    found = plnbuddy("suggest", "people", "--source", "lists", "--offline", "--json").data
    shown = {s["subject"]["label"]: s["reasons"] for s in found["sections"][0]["suggestions"]}
    assert set(shown) == {"@anna@example.org", "@ben@b.example"}
    assert "on the list music" in shown["@anna@example.org"]


def test_forgetting_is_for_good(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("config", "set", "profile.topics", "music")
    source = write(tmp_path / "music.csv", FORMATS["Mastodon's follows"])
    plnbuddy("lists", "add", source)
    plnbuddy("lists", "forget", "@Anna@Example.org")
    plnbuddy("lists", "forget", "b.example")
    assert labels(plnbuddy, "music") == []
    plnbuddy("lists", "update")
    assert labels(plnbuddy, "music") == []
    exported = plnbuddy("lists", "export", "music").output
    assert "anna" not in exported
    found = plnbuddy("suggest", "people", "--source", "lists", "--offline", "--json", ok=False)
    assert "anna@example.org" not in found.output
    assert plnbuddy("lists", "forget", "--json").data["servers"] == ["b.example"]
    plnbuddy("lists", "forget", "@anna@example.org", "--undo")
    assert labels(plnbuddy, "music") == ["@anna@example.org"]
    assert plnbuddy("lists", "forget", "@zoe@example.org", "--undo", ok=False).exit_code == 6


def test_forgotten_people_of_the_bundled_lists(music_teacher: Plnbuddy) -> None:
    before = music_teacher("suggest", "people", "--offline", "--json").data
    first = before["sections"][0]["suggestions"][0]["subject"]["label"]
    music_teacher("lists", "forget", first)
    after = music_teacher("suggest", "people", "--offline", "--json").data
    labels = [s["subject"]["label"] for s in after["sections"][0]["suggestions"]]
    assert first not in labels and labels
    shown = music_teacher("lists", "show", "educators", "--json").output
    assert first.lower().removeprefix("@") not in shown.lower()


# Addresses


def test_an_address_is_refreshed(
    plnbuddy: Plnbuddy, served: tuple[str, type[_Page]]
) -> None:  # fmt: skip
    base, page = served
    page.pages["/l.csv"] = (MASTODON + "anna@example.org,,,\nben@b.example,,,\n").encode()
    plnbuddy("lists", "add", f"{base}/l.csv", "--name", "mine")
    assert "nothing new" in plnbuddy("lists", "update").output
    assert page.asked[-1][1]  # an ETag was sent
    page.pages["/l.csv"] = (MASTODON + "anna@example.org,,,\nclara@c.example,,,\n").encode()
    changes = plnbuddy("lists", "update", "--json").data["lists"][0]
    assert [row["label"] for row in changes["came"]] == ["@clara@c.example"]
    assert [row["label"] for row in changes["went"]] == ["@ben@b.example"]
    assert labels(plnbuddy, "mine") == ["@anna@example.org", "@clara@c.example"]


def test_a_source_that_fails_leaves_the_list(
    plnbuddy: Plnbuddy, served: tuple[str, type[_Page]]
) -> None:  # fmt: skip
    base, page = served
    page.pages["/l.csv"] = b"handle\nanna@example.org\n"
    plnbuddy("lists", "add", f"{base}/l.csv", "--name", "mine")
    page.pages.clear()
    answer = plnbuddy("lists", "update", ok=False)
    assert answer.exit_code == 4
    assert "stays as it was" in answer.output
    page.pages["/l.csv"] = b"<html><title>Sorry</title>please log in</html>"
    assert plnbuddy("lists", "update", ok=False).exit_code == 4
    assert labels(plnbuddy, "mine") == ["@anna@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/list.csv",
        "https://127.0.0.1/list.csv",
        "https://192.168.0.1/list.csv",
        "https://[::1]/list.csv",
        "https://localhost/list.csv",
    ],
)
def test_private_and_plain_addresses_are_refused(plnbuddy: Plnbuddy, address: str) -> None:
    answer = plnbuddy("lists", "add", address, ok=False)
    assert answer.exit_code == 4
    assert "Traceback" not in answer.messages


def test_a_redirect_into_the_private_network(
    plnbuddy: Plnbuddy, served: tuple[str, type[_Page]]
) -> None:  # fmt: skip
    base, page = served
    page.pages["/l.csv"] = b"to:https://10.0.0.1/l.csv"
    assert plnbuddy("lists", "add", f"{base}/l.csv", ok=False).exit_code == 4


def test_google_sheets_are_read_as_tables() -> None:
    sheet = "https://docs.google.com/spreadsheets/d/1AbC_d-9"
    assert table_address(f"{sheet}/edit#gid=77") == f"{sheet}/export?format=csv&gid=77"
    assert table_address(f"{sheet}/edit?usp=sharing") == f"{sheet}/export?format=csv&gid=0"
    public = "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml?gid=5"
    expected = "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pub?output=csv&gid=5"
    assert table_address(public) == expected
    assert table_address("https://example.org/x.csv") == "https://example.org/x.csv"


# Keeping and passing on


def own_list(plnbuddy: Plnbuddy) -> None:
    plnbuddy(
        "lists", "new", "Music Teachers", "@anna@example.org", "#musiced", "@ben",
        "--topic", "music", "--introduction", "Where I began.",
        "--contact", "mailto:hart@example.org",
    )  # fmt: skip
    plnbuddy("lists", "edit", "music-teachers", "--add", "@anna@example.org",
             "--reason", "choir, and =kind= <b>answers</b>")  # fmt: skip


@pytest.mark.parametrize("file_format", ["csv", "json", "opml"])
def test_round_trips(plnbuddy: Plnbuddy, tmp_path: Path, file_format: str) -> None:
    own_list(plnbuddy)
    before = plnbuddy("lists", "show", "music-teachers", "--json").data
    file = tmp_path / f"out.{file_format}"
    plnbuddy("lists", "export", "music-teachers", str(file))
    plnbuddy("lists", "add", str(file), "--name", "back", "--yes")
    after = plnbuddy("lists", "show", "back", "--json").data
    assert after["rows"] == before["rows"]
    if file_format != "csv":
        assert after["list"]["title"] == before["list"]["title"]
        assert after["list"]["contact"] == before["list"]["contact"]
        assert after["list"]["introduction"] == before["list"]["introduction"]


def test_mastodons_own_import_reads_the_export(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    own_list(plnbuddy)
    file = tmp_path / "follows.csv"
    plnbuddy("lists", "export", "music-teachers", str(file), "--format", "mastodon-csv")
    lines = file.read_text().splitlines()
    assert lines == [MASTODON.strip(), "anna@example.org,true,false,"]
    plnbuddy("lists", "add", str(file), "--name", "back")
    assert labels(plnbuddy, "back") == ["@anna@example.org"]


def test_markdown_escapes(plnbuddy: Plnbuddy) -> None:
    own_list(plnbuddy)
    text = plnbuddy("lists", "export", "music-teachers", "--format", "md").output
    assert "\\<b\\>answers" in text
    assert "To be taken off this list: mailto:hart@example.org" in text


def test_editing_and_merging(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    own_list(plnbuddy)
    plnbuddy("lists", "edit", "music-teachers", "--remove", "@ben", "--title", "Music, now")
    plnbuddy("lists", "add", write(tmp_path / "o.csv", "handle\nzoe@z.example\nanna@example.org\n"))
    plnbuddy("lists", "merge", "Both", "music-teachers", "o")
    assert labels(plnbuddy, "both") == ["@anna@example.org", "#musiced", "@zoe@z.example"]
    plnbuddy("lists", "remove", "o")
    assert [each["list"]["name"] for each in plnbuddy("lists", "--json").data["lists"]] == [
        "both",
        "music-teachers",
    ]


WRONG = [
    (("edit", "nothing", "--add", "@a@b.example"), 6, "There is no list"),
    (("edit", "music-teachers"), 2, "Nothing was given"),
    (("edit", "music-teachers", "--add", "no handle"), 2, "is not a handle"),
    (("edit", "music-teachers", "--remove", "@zoe@z.example"), 6, "is not on"),
    (("new", "Music Teachers"), 2, "already"),
    (("new", "  "), 2, "needs a title"),
    (("new", "Other", "nonsense!"), 2, "is not a handle"),
    (("new", "Hashtags"), 2, "a table of its own"),
    (("new", "Bundled!"), 2, "a table of its own"),
    (("merge", "Educators", "music-teachers"), 2, "a table of its own"),
    (("add", "/no/such/file.csv"), 2, "cannot be read"),
    (("add", "https://[::1"), 2, "is not a web address"),
    (("export", "music-teachers", "x.docx"), 2, "not an ending"),
    (("forget", "!!"), 2, "not the name"),
    (("check", "nothing"), 6, "There is no list"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG)
def test_wrong_words(
    plnbuddy: Plnbuddy, arguments: tuple[str, ...], code: int, said: str
) -> None:  # fmt: skip
    own_list(plnbuddy)
    answer = plnbuddy("lists", *arguments, ok=False)
    assert answer.exit_code == code
    assert said in answer.messages
    assert len(plnbuddy("lists", "--json").data["lists"]) == 1


def test_a_list_of_somebody_else_is_not_edited(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("lists", "add", write(tmp_path / "o.csv", "handle\nzoe@z.example\n"))
    answer = plnbuddy("lists", "edit", "o", "--add", "@a@b.example", ok=False)
    assert answer.exit_code == 2
    assert "kept by somebody else" in answer.messages


# Bad input


def test_doubles_and_contradictions_are_told(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    text = (
        "handle,name,topics\n@a@b.example,Anna,music\n@A@B.example,Anton,art\n@a@b.example,Anna,\n"
    )
    answer = plnbuddy("lists", "add", write(tmp_path / "l.csv", text))
    assert "Left out, because they name somebody twice: 2." in answer.output
    assert "Anna / Anton" in answer.output
    rows = plnbuddy("lists", "show", "l", "--json").data["rows"]
    assert [row["topics"] for row in rows] == [["music", "arts"]]


def test_look_alike_letters_are_warned_of(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    text = "handle\n@аnna@example.org\n@ben@exаmple.org\n@clara@müsik.example\n@d@b.example\n"
    answer = plnbuddy("lists", "add", write(tmp_path / "l.csv", text))
    assert answer.output.count("Careful:") == 2
    assert "holds Cyrillic letters" in answer.output
    assert "mixes alphabets" in answer.output


def test_a_million_rows(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    text = "handle\n" + "".join(f"@p{i}@b.example\n" for i in range(MOST_ROWS + 5))
    answer = plnbuddy("lists", "add", write(tmp_path / "l.csv", text), ok=False)
    assert answer.exit_code == 1
    assert "more than 20,000 rows" in answer.messages


def test_formulas_and_escapes(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    text = 'handle,name\n@a@b.example,"=HYPERLINK(""http://evil"")"\n@c@b.example,\x1b[31mred\n'
    plnbuddy("lists", "add", write(tmp_path / "l.csv", text))
    assert "\x1b" not in plnbuddy("lists", "show", "l").output
    assert "'=HYPERLINK" in plnbuddy("lists", "export", "l").output


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"{not json", b"<!doctype html><p>Please log in</p>",
     b"name,shoe size\nAnna,42\n",
     b'<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aa">]><opml><head/><body/></opml>'],
)  # fmt: skip
def test_what_is_no_list(plnbuddy: Plnbuddy, tmp_path: Path, content: bytes) -> None:
    answer = plnbuddy("lists", "add", write(tmp_path / "l.csv", content), ok=False)
    assert answer.exit_code in (1, 2)
    assert "Traceback" not in answer.messages
    assert plnbuddy("lists", "--json").data["lists"] == []


# Looking after people


def account(name: str, **facts: Any) -> bytes:
    return json.dumps(
        {
            "id": "1", "username": name, "acct": name, "display_name": name.title(),
            "discoverable": True, "noindex": False, "last_status_at": "2026-11-01", **facts,
        }
    ).encode()  # fmt: skip


@pytest.fixture
def village(served: tuple[str, type[_Page]]) -> tuple[str, type[_Page]]:
    base, page = served
    place = base.removeprefix("http://")
    lookup = "/api/v1/accounts/lookup?acct="
    moved = {"id": "9", "username": "new", "acct": "new@n.example"}
    page.pages |= {
        f"{lookup}fine": account("fine"),
        f"{lookup}moved": account("moved", moved=moved),
        f"{lookup}silent": account("silent", last_status_at="2024-01-01"),
        f"{lookup}shy": account("shy", discoverable=False),
        f"{lookup}noindex": account("noindex", noindex=True),
        f"{lookup}limited": account("limited", limited=True),
        f"{lookup}memorial": account("memorial", memorial=True),
        f"{lookup}unlisted": account("unlisted", note="<p>Maths. Please do not list me.</p>"),
        f"{lookup}suspended": account("suspended", suspended=True),
        f"/.well-known/webfinger?resource=acct%3Aother%40{place.replace(':', '%3A')}": b"{}",
    }
    return place, page


def test_checking_a_list(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[_Page]]
) -> None:  # fmt: skip
    place, page = village
    names = (
        "fine", "moved", "silent", "shy", "noindex", "limited", "memorial", "suspended", "gone",
        "other", "unlisted",
    )  # fmt: skip
    text = "handle\n" + "".join(f"@{name}@{place}\n" for name in names) + "@tweets\n"
    plnbuddy("lists", "add", write(tmp_path / "l.csv", text))
    answer = plnbuddy("lists", "check", "l", "--json", ok=False)
    assert answer.exit_code == 1
    assert answer.data["counts"] == {
        "fine": 1, "moved": 1, "silent": 1, "no": 5, "suspended": 1, "gone": 1, "exists": 1,
        "unknown": 1,
    }  # fmt: skip
    asked = len(page.asked)
    again = plnbuddy("lists", "check", "l", ok=False)
    assert len(page.asked) == asked
    assert f"@moved@{place}  moved to another account: @new@n.example" in again.output
    assert "limited by the server" in again.output
    assert "asks to be in no list" in again.output
    exported = plnbuddy("lists", "export", "l").output
    assert "shy@" not in exported and "gone@" not in exported
    assert "@fine@" in exported and "@silent@" in exported


def test_the_curators_table_gets_the_days_of_a_check(
    plnbuddy: Plnbuddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(handle: Handle, today: date) -> RowCheck:
        asked.append(str(handle))
        state = "gone" if len(asked) == 1 else "fine"
        return RowCheck(handle.key, state, "", "", state == "fine", None, today)

    monkeypatch.setattr("plnbuddy.lists.check.check_account", answer)
    for name, value in plnbuddy.environment.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "educators.csv"
    date_educators.main(file)
    rows = {row["handle"]: row for row in csv.DictReader(file.open(encoding="utf-8", newline=""))}
    assert rows[asked[0].removeprefix("@")]["checked"] == ""
    assert rows[asked[1].removeprefix("@")]["checked"] == "2026-11-24"
    assert len(rows) > 300


def test_a_server_that_is_down_takes_back_nothing(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[_Page]]
) -> None:
    place, page = village
    plnbuddy("lists", "add", write(tmp_path / "l.csv", f"handle\n@shy@{place}\n"))
    plnbuddy("lists", "check", "l", ok=False)
    page.pages["/api/v1/accounts/lookup?acct=shy"] = b"to:https://10.0.0.1/"
    assert plnbuddy("lists", "check", "l", "--again", "--json", ok=False).data["counts"] == {
        "no": 1
    }
    assert "shy" not in plnbuddy("lists", "export", "l").output


def test_a_cleaned_list(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[_Page]]
) -> None:  # fmt: skip
    place, _ = village
    plnbuddy("lists", "new", "Mine", *(f"@{n}@{place}" for n in ("fine", "moved", "gone", "shy")))
    only_shown = plnbuddy("lists", "check", "mine", "--fix")
    assert "becomes @new@n.example" in only_shown.output
    assert len(labels(plnbuddy, "mine")) == 4
    plnbuddy("lists", "check", "mine", "--fix", "--yes")
    assert labels(plnbuddy, "mine") == [f"@fine@{place}", "@new@n.example"]


def test_cleaning_somebody_elses_list_makes_ones_own(
    plnbuddy: Plnbuddy, tmp_path: Path, village: tuple[str, type[_Page]]
) -> None:  # fmt: skip
    place, _ = village
    source = write(tmp_path / "l.csv", f"handle\n@fine@{place}\n@gone@{place}\n")
    plnbuddy("lists", "add", source)
    plnbuddy("lists", "check", "l", "--fix", "--yes")
    assert len(labels(plnbuddy, "l")) == 2
    assert labels(plnbuddy, "l-cleaned") == [f"@fine@{place}"]


def test_going_back_before_the_first_question_is_no_defect(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    source = write(tmp_path / "l.csv", "handle\n@a@b.example\n")
    with plnbuddy.terminal("lists", "add", source, TERM="dumb") as child:
        child.expect("Keep this list")
        child.sendline("back")
        child.expect("There is no question before this one")
        child.expect("Keep this list")
        child.sendline("no")
        assert child.exit_code() == 0
    assert plnbuddy("lists", "--json").data["lists"] == []
