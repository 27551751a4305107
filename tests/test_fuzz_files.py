"""Parsers of foreign files under random input: a sentence or a value, never a stumble.

Short here; PLNBUDDY_FUZZ=100000 pytest -n auto tests/test_fuzz_files.py tries so many of each.
"""

import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.found_handles import find_handles
from plnbuddy.core.model import Profile
from plnbuddy.imports.disqus import DisqusExport
from plnbuddy.imports.feed import FeedSource
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.json_stream import JsonItems
from plnbuddy.imports.markup import plain_text, title_text
from plnbuddy.imports.moments import read_date
from plnbuddy.imports.table import open_table, table_header
from plnbuddy.imports.table_columns import guess_columns, read_minutes
from plnbuddy.imports.tweet_records import repair_tweet
from plnbuddy.imports.tweets import TweetReader
from plnbuddy.imports.wordpress import WordPressExport
from plnbuddy.imports.xml_stream import Mender
from plnbuddy.journal.when import read_day, read_due, read_moment
from plnbuddy.lists.formats.recognise import read_list

CASES = Path(__file__).parent / "cases"
CLOCK = Clock(datetime(2026, 11, 25, 15, tzinfo=UTC), UTC)
MANY = int(os.environ.get("PLNBUDDY_FUZZ", "60"))
fuzz = settings(
    max_examples=MANY,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SEEDS = sorted(path for path in CASES.rglob("*") if path.is_file())


@st.composite
def damaged(draw: st.DrawFn, ending: str) -> bytes:
    """A file of the cases, with parts cut out, doubled, or overwritten by something hostile."""
    seeds = [path.read_bytes() for path in SEEDS if path.suffix in ending.split()]
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        to = min(len(content), at + draw(st.integers(0, 200)))
        odd = draw(st.sampled_from(HOSTILE) | st.binary(max_size=20))
        kept = draw(st.sampled_from([b"", content[at:to] * 2, odd]))
        content = content[:at] + kept + content[to:]
    return content


HOSTILE = [
    b"&#xD800;", b"&nbsp;", b"]]>", b"<![CDATA[", b"<!--", b"\x00", b"\xff\xfe", b'"', b"\x1b[31m",
    b"<" * 50, b"&" * 50, b"@" * 50, b"[" * 50, b"{" * 50, b"9" * 40, b"\xed\xa0\x80", b"x:y='",
    b"https://[::1", b"0000-00-00", b"=cmd()", b",;\t\n\r", "\u202e\u2800\u00ad".encode(),
]  # fmt: skip


def quietly(action: Callable[[], object]) -> None:
    """A sentence is a fine answer; anything else would be a stumble."""
    try:
        action()
    except PlnbuddyError as error:
        assert error.problem
        assert "\x1b" not in error.problem


@fuzz
@given(content=damaged(".xml .opml .csv .md .html .json .js"))
def test_lists(content: bytes) -> None:
    quietly(lambda: read_list(content, "list"))


@fuzz
@given(content=damaged(".xml"))
def test_feeds(content: bytes) -> None:
    quietly(
        lambda: list(FeedSource("f.xml", content, CLOCK).read(Findings(), lambda *_: None))
    )  # fmt: skip


@fuzz
@given(content=damaged(".xml"))
def test_exports_of_blogs(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(content)

    def read(kind: type[WordPressExport] | type[DisqusExport]) -> None:
        list(kind(file, "hart", False, CLOCK).read(Findings(), lambda *_: None))

    quietly(lambda: read(WordPressExport))
    quietly(lambda: read(DisqusExport))


@fuzz
@given(content=damaged(".csv"))
def test_tables(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(content)

    def read() -> None:
        header = table_header(file)
        columns = {"when": header[0], "text": header[-1], **guess_columns(header)}
        list(open_table(file, columns, None, CLOCK, ("en",)).read(Findings(), lambda *_: None))

    quietly(read)


@fuzz
@given(content=damaged(".json .js"))
def test_streams_of_json(content: bytes) -> None:
    quietly(lambda: list(JsonItems(io.BytesIO(content), "orderedItems")))
    quietly(lambda: list(JsonItems(io.BytesIO(content))))


@fuzz
@given(items=st.lists(st.dictionaries(st.text(max_size=5), st.integers() | st.text()), max_size=9))
def test_a_stream_of_json_gives_what_a_parser_gives(items: list[dict[str, object]]) -> None:
    text = json.dumps({"a": [], "totalItems": len(items), "orderedItems": items, "z": {"b": [1]}})
    stream = JsonItems(io.BytesIO(text.encode("utf-8", "surrogatepass")), "orderedItems")
    read = list(stream)
    assert len(read) == len(items)
    assert (stream.complete, stream.announced) == (True, len(items))
    assert [item for item in read if item is not None] == read


@fuzz
@given(
    st.dictionaries(
        st.sampled_from(
            ["id_str", "id", "full_text", "created_at", "in_reply_to_screen_name", "entities",
             "in_reply_to_status_id_str", "retweeted_status"]
        ),
        st.none() | st.text() | st.integers() | st.just("Mon Mar 04 10:00:00 +0000 2019"),
    )
)  # fmt: skip
def test_tweets(facts: dict[str, object]) -> None:
    tweet = repair_tweet({"tweet": facts})
    if tweet is not None:
        TweetReader("hart", "5", set(), {}, CLOCK, Findings()).activity(tweet)


SAID = (
    "yesterday friday at 4 16h last november 2025 2026-11 20.11.2026 5/6 ago 3 days weeks noon pm "
    "gestern um Uhr vor hier à 16:30 99 0 1e9 -1 ² next the 20th in midnight 24:00 / . T Z"
)
WORDS = st.sampled_from(SAID.split(" "))


@fuzz
@given(st.lists(WORDS, max_size=5).map(" ".join) | st.text(max_size=40))
def test_dates_that_people_say(said: str) -> None:
    profile = Profile(languages=("en", "de", "fr"))
    quietly(lambda: read_moment(said, CLOCK, profile))
    quietly(lambda: read_day(said, CLOCK, profile))
    quietly(lambda: read_due(said, CLOCK, profile))


@fuzz
@given(st.text(max_size=80))
def test_small_texts(text: str) -> None:
    read_date(text, CLOCK)
    read_minutes(text, "hours")
    find_handles(text, bare=True)
    title_text(text)
    plain_text(text)


@fuzz
@given(text=st.text(alphabet="<>&;![]CDATA-ab #x\n", max_size=200), cuts=st.integers(1, 9))
def test_mending_does_not_depend_on_where_a_text_is_cut(text: str, cuts: int) -> None:
    whole = Mender().feed(text, last=True)
    mender, pieces = Mender(), []
    for at in range(0, len(text), cuts):
        pieces.append(mender.feed(text[at : at + cuts]))
    assert "".join(pieces) + mender.feed("", last=True) == whole


def test_the_cases_are_there() -> None:
    assert len(SEEDS) > 20


@pytest.mark.parametrize("ending", [".xml", ".csv", ".opml", ".md", ".html", ".json", ".js"])
def test_every_kind_of_case_is_tried(ending: str) -> None:
    assert any(path.suffix == ending for path in SEEDS)
