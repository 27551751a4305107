"""What the tables that come with plnbuddy promise (docs/curated-lists.md)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from plnbuddy.core.clean import clean_line
from plnbuddy.core.handles import parse_handle, parse_server, parse_tag
from plnbuddy.core.model import ChatStatus
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import LANGUAGES, LEVELS, TOPICS
from plnbuddy.curated.bundled import (
    read_chats,
    read_educators,
    read_external_lists,
    read_hashtags,
    read_servers,
)

TODAY = datetime.now(UTC).date()

COLUMNS = {
    "educators": (
        "handle", "name", "kind", "role", "topics", "levels", "language", "region", "basis",
        "description", "source", "seen", "checked",
    ),
    "hashtags": (
        "tag", "platform", "topics", "levels", "language", "region", "kind", "about", "verified",
        "description", "source", "seen",
    ),
    "chats": (
        "tag", "name", "platform", "topics", "levels", "language", "region", "day", "time",
        "timezone", "every", "last_seen", "status", "description", "source", "seen",
    ),
    "servers": (
        "domain", "name", "topics", "languages", "registration", "description", "source", "seen",
    ),
    "lists": (
        "name", "url", "format", "topics", "languages", "size", "opt_in", "licence", "description",
        "source", "seen",
    ),
}  # fmt: skip

# What may stand in a column, one word or several with ";" between them.
ONE_OF = {
    "registration": {"open", "approval", "closed", "unknown"},
    "opt_in": {"yes", "no", "unknown"},
    "status": {"alive", "may-have-ended", "ended"},
    "role": {role.value for role in Role if role is Role.BOT or role.may_be_suggested},
    "about": {"teaching", "subject"},
    "verified": {"yes", "no"},
    "basis": {"organisation", "self-published", "public-recommendation"},
    "day": {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
    "every": {"", "week", "two-weeks", *(f"month-{number}" for number in range(1, 6))},
    "format": {"web", "csv", "json", "google-sheet", "starter-pack", "opml"},
}
SOME_OF = {
    "platform": {platform.value for platform in Platform},
    "topics": set(TOPICS),
    "levels": set(LEVELS),
    "language": set(LANGUAGES),
    "languages": set(LANGUAGES),
}
KINDS = {
    "educators": {"person", "organisation", "group", "bot"},
    "hashtags": {"topic", "community"},
}

# Lists whose licence or README forbids that their rows are used elsewhere.
FORBIDDEN_SOURCES = (
    "github.com/nathanlesage/academics-on-mastodon",
    "nathanlesage.github.io/academics-on-mastodon",
    "trutzig89182/mastodon-sociologists",
    "trutzig89182.github.io/mastodon-sociologists",
    "eyssette/mastodon-philosophy",
    "eyssette.github.io/mastodon-philosophy",
)

CHECKED = re.compile(r"(20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01]))?")
SEEN = re.compile(
    r"(?P<dated>\d{4}(-(0[1-9]|1[0-2]))?)|undated, read (?P<read>\d{4}-(0[1-9]|1[0-2]))"
)
REGION = re.compile(r"([A-Z]{2}(-[A-Z0-9]{1,3})?)?")
TIME = re.compile(r"(([01]\d|2[0-3]):[0-5]\d)?")


def rows(table: str) -> list[dict[str, str]]:
    content = files("plnbuddy.curated").joinpath(f"data/{table}.csv").read_bytes()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


EVERY_ROW = [(table, row) for table in COLUMNS for row in rows(table)]


def wrong(table: str, row: dict[str, str], column: str) -> str:
    """Which cell it is, for the message of a failed test."""
    return f"{table}.csv, {next(iter(row.values()))}, {column}: {row[column]!r}"


# Every table


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_is_clean_utf8_with_its_columns(table: str) -> None:
    content = files("plnbuddy.curated").joinpath(f"data/{table}.csv").read_bytes()
    text = content.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert text.endswith("\n")
    assert "\x00" not in text
    header, *body = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == COLUMNS[table]
    assert {len(row) for row in body} == {len(header)}


def test_a_check_has_a_day() -> None:
    for table, row in EVERY_ROW:
        assert CHECKED.fullmatch(row.get("checked", "")), wrong(table, row, "checked")


def test_words_of_closed_lists_are_in_them() -> None:
    for table, row in EVERY_ROW:
        for column in ONE_OF.keys() & row.keys():
            assert row[column] in ONE_OF[column], wrong(table, row, column)
        for column in SOME_OF.keys() & row.keys():
            words = row[column].split(";")
            assert set(words) <= SOME_OF[column], wrong(table, row, column)
            assert len(set(words)) == len(words), wrong(table, row, column)
        if table in KINDS:
            assert row["kind"] in KINDS[table], wrong(table, row, "kind")


def test_regions_are_iso_codes() -> None:
    for table, row in EVERY_ROW:
        if "region" in row:
            assert REGION.fullmatch(row["region"]), wrong(table, row, "region")
            assert row["region"] not in ("UK", "EU"), wrong(table, row, "region")


def test_every_row_names_a_secure_source() -> None:
    for table, row in EVERY_ROW:
        assert re.fullmatch(r"https://[a-zA-Z0-9.-]+\.[a-z]{2,}(/\S*)?", row["source"]), wrong(
            table, row, "source"
        )


def test_every_row_says_when_its_source_was_seen_and_not_in_the_future() -> None:
    this_month = f"{TODAY:%Y-%m}"
    for table, row in EVERY_ROW:
        found = SEEN.fullmatch(row["seen"])
        assert found, wrong(table, row, "seen")
        when = found["dated"] or found["read"]
        assert when[:4] >= "2006", wrong(table, row, "seen")
        assert when <= this_month[: len(when)], wrong(table, row, "seen")


def test_texts_are_one_clean_line_and_no_formulas() -> None:
    for table, row in EVERY_ROW:
        for column, text in row.items():
            assert clean_line(text) == text, wrong(table, row, column)
            assert text.isprintable(), wrong(table, row, column)
            assert not text.startswith(("=", "+", "-", "@", "'")) or (
                table == "educators" and column == "handle" and text.startswith("@")
            ), wrong(table, row, column)
            assert len(text) <= 300, wrong(table, row, column)
            assert "<" not in text, wrong(table, row, column)


@pytest.mark.parametrize("table", COLUMNS)
def test_no_row_is_there_twice(table: str) -> None:
    column = {"lists": "url", "servers": "domain", "educators": "handle"}.get(table, "tag")
    counts = Counter(row[column].casefold().rstrip("/") for row in rows(table))
    assert [value for value, count in counts.items() if count > 1] == []


def test_the_readers_keep_every_row() -> None:
    readers: dict[str, Callable[[], Sequence[object]]] = {
        "educators": read_educators,
        "hashtags": read_hashtags,
        "chats": read_chats,
        "servers": read_servers,
        "lists": read_external_lists,
    }
    for table, reader in readers.items():
        assert len(reader()) == len(rows(table)) > 0


def test_every_bundled_row_has_a_label_for_the_bench_of_suggestions() -> None:
    text = (Path(__file__).parent.parent / "bench/data/suggestion_labels.csv").read_text("utf-8")
    labelled = {row["label"] for row in csv.DictReader(io.StringIO(text))}
    handles = {f"@{row['handle'].removeprefix('@')}" for row in rows("educators")}
    assert handles | {f"#{row['tag']}" for row in rows("hashtags")} <= labelled


# Hashtags and chats


def test_tags_are_written_as_they_are_read() -> None:
    for table in ("hashtags", "chats"):
        for row in rows(table):
            assert parse_tag(row["tag"]).name == row["tag"], wrong(table, row, "tag")
            assert parse_tag(f"#{row['tag']}").name == row["tag"]


def test_a_tag_is_a_hashtag_or_a_chat_and_not_both() -> None:
    hashtags = {parse_tag(row["tag"]).key for row in rows("hashtags")}
    chats = {parse_tag(row["tag"]).key for row in rows("chats")}
    assert hashtags & chats == set()


def test_there_are_enough_hashtags_for_every_topic_and_in_several_languages() -> None:
    hashtags = rows("hashtags")
    assert len(hashtags) >= 200
    covered = {topic for row in hashtags for topic in row["topics"].split(";")}
    assert covered == set(TOPICS)
    languages = {code for row in hashtags for code in row["language"].split(";")}
    assert len(languages) >= 5


def test_there_are_enough_chats_with_a_whole_schedule() -> None:
    whole = [
        row
        for row in rows("chats")
        if row["day"] and row["time"] and row["timezone"] and row["last_seen"]
    ]
    assert len(whole) >= 30


def test_times_and_zones_of_chats_exist_and_come_together() -> None:
    zones = available_timezones()
    for row in rows("chats"):
        assert TIME.fullmatch(row["time"]), wrong("chats", row, "time")
        assert not row["timezone"] or row["timezone"] in zones, wrong("chats", row, "timezone")
        assert bool(row["time"]) == bool(row["timezone"]), wrong("chats", row, "timezone")
        assert row["day"] or not row["time"], wrong("chats", row, "time")


def test_a_chat_last_seen_years_ago_is_never_called_alive() -> None:
    for row in rows("chats"):
        last_seen = int(row["last_seen"] or 0)
        assert last_seen == 0 or 2006 <= last_seen <= TODAY.year
        if last_seen <= 2023:
            assert row["status"] != "alive", wrong("chats", row, "status")
    for chat in read_chats():
        if chat.status is ChatStatus.ALIVE:
            assert chat.last_seen is not None


# Educators


def test_there_are_enough_educators_servers_and_lists() -> None:
    assert len(rows("educators")) >= 120
    assert len(rows("servers")) >= 25
    assert len(rows("lists")) >= 40


def test_handles_are_written_as_they_are_read() -> None:
    for row in rows("educators"):
        handle = parse_handle(row["handle"])
        written = str(handle) if handle.platform is Platform.TWITTER else str(handle)[1:]
        assert written == row["handle"], wrong("educators", row, "handle")
        assert parse_handle(str(handle)) == handle
        assert row["name"], wrong("educators", row, "name")


def test_every_person_has_a_basis_and_no_description() -> None:
    for row in rows("educators"):
        if row["kind"] == "person":
            assert row["basis"] in ("self-published", "public-recommendation"), wrong(
                "educators", row, "basis"
            )
            assert row["description"] == "", wrong("educators", row, "description")
        if row["basis"] == "organisation":
            assert row["kind"] != "person"


def test_every_row_says_what_stands_behind_the_account() -> None:
    for row in rows("educators"):
        assert row["role"] != Role.UNKNOWN, wrong("educators", row, "role")
        assert (row["kind"] == "bot") is (row["role"] == Role.BOT), wrong("educators", row, "role")
        if row["kind"] == "person":
            assert row["role"] in (Role.TEACHER, Role.TEACHER_EDUCATOR), wrong(
                "educators", row, "role"
            )
        if row["role"] == Role.TEACHER:
            assert row["kind"] == "person", wrong("educators", row, "role")


def test_general_media_are_for_who_asks_for_teaching_in_general() -> None:
    by_handle = {row["handle"]: row for row in rows("educators")}
    for handle in ("wikipedia@wikis.world", "TheConversationUS@newsie.social"):
        assert by_handle[handle]["topics"] == "general"
        assert by_handle[handle]["role"] == Role.MEDIA


def test_what_programs_search_for_is_no_evidence_that_a_hashtag_is_used() -> None:
    for row in rows("hashtags"):
        assert "outlaw-dame/RYU" not in row["source"], wrong("hashtags", row, "source")
        if "Batyrkhan-Sk/phronesis" in row["source"]:
            assert row["verified"] == "no", wrong("hashtags", row, "verified")


@pytest.mark.parametrize("table", ["educators", "servers"])
def test_no_row_is_copied_from_a_list_that_forbids_it(table: str) -> None:
    for row in rows(table):
        source = row["source"].casefold()
        assert not any(name in source for name in FORBIDDEN_SOURCES), wrong(table, row, "source")


def test_lists_that_forbid_it_are_there_as_links() -> None:
    listed = " ".join(f"{row['url']} {row['source']}" for row in rows("lists")).casefold()
    assert "nathanlesage/academics-on-mastodon" in listed


# Servers and lists


def test_domains_of_servers_are_written_as_they_are_read() -> None:
    for row in rows("servers"):
        assert parse_server(row["domain"]) == row["domain"], wrong("servers", row, "domain")


def test_addresses_of_lists_are_secure_and_sizes_are_numbers() -> None:
    for row in rows("lists"):
        assert re.fullmatch(r"https://\S+", row["url"]), wrong("lists", row, "url")
        assert row["size"] == "" or int(row["size"]) > 0, wrong("lists", row, "size")
        assert row["name"], wrong("lists", row, "name")
