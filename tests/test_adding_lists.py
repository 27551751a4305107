"""`lists add` of a file: formats, columns, what is told of its rows, and what is no list."""

import json
from pathlib import Path

import pytest

from plnbuddy.lists.formats.found import MOST_ROWS
from tests.conftest import Plnbuddy
from tests.kept_lists import FOLLOWS, labels, write

FORMATS = {
    "Mastodon's follows": FOLLOWS,
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
