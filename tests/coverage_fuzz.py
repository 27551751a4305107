"""Parsers of foreign text under input that coverage guides: python -m tests.coverage_fuzz [RUNS].

Needs atheris (`pip install atheris`), which has wheels for some systems only. It begins with the
files of tests/cases; an exception other than a sentence ends it, and the input is kept in a
temporary folder. What the ordinary suite tries of the same parsers at random stands in
test_fuzz_files.py.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed here: pip install atheris, where it has a wheel.")

with atheris.instrument_imports(include=["plnbuddy"]):
    from plnbuddy.core.clock import Clock
    from plnbuddy.core.errors import PlnbuddyError
    from plnbuddy.core.found_handles import find_handles
    from plnbuddy.core.model import Profile
    from plnbuddy.imports.feed import FeedSource
    from plnbuddy.imports.findings import Findings
    from plnbuddy.imports.json_stream import JsonItems
    from plnbuddy.imports.markup import plain_text
    from plnbuddy.imports.moments import read_date
    from plnbuddy.imports.tweet_records import repair_tweet
    from plnbuddy.journal.when import read_moment
    from plnbuddy.lists.formats.recognise import read_list

CASES = Path(__file__).parent / "cases"
CLOCK = Clock(datetime(2026, 11, 25, 15, tzinfo=UTC), UTC)
PROFILE = Profile(languages=("en", "de", "fr"))


def _feed(content: bytes) -> None:
    for _entry in FeedSource("f.xml", content, CLOCK).read(Findings(), lambda *_: None):
        pass


def _texts(content: bytes) -> None:
    text = content.decode("utf-8", "replace")[:200]
    find_handles(text, bare=True)
    plain_text(text)
    read_date(text, CLOCK)


def _json(content: bytes) -> None:
    for item in JsonItems(io.BytesIO(content), "orderedItems"):
        if item:
            repair_tweet(item)


PARSERS: tuple[Callable[[bytes], object], ...] = (
    lambda content: read_list(content, "list"),
    _feed,
    _json,
    _texts,
    lambda content: read_moment(content.decode("utf-8", "replace")[:60], CLOCK, PROFILE),
)


def try_one(content: bytes) -> None:
    """The first byte says which parser reads the rest; a sentence is a fine answer."""
    if content:
        with suppress(PlnbuddyError):
            PARSERS[content[0] % len(PARSERS)](content[1:])


def main() -> None:
    """Try so many inputs; figures stand in what atheris prints (runs, coverage)."""
    runs = sys.argv[1] if len(sys.argv) > 1 else "10000"
    with tempfile.TemporaryDirectory() as corpus:
        for number, file in enumerate(path for path in CASES.rglob("*") if path.is_file()):
            if file.stat().st_size < 20_000:
                for parser in range(len(PARSERS)):
                    seed = bytes([parser]) + file.read_bytes()
                    Path(corpus, f"{number}-{parser}").write_bytes(seed)
        found = tempfile.mkdtemp(prefix="plnbuddy-fuzz-")
        print(f"Inputs that end it, or take long, are kept in {found}.")
        options = [f"-atheris_runs={runs}", "-max_len=20000", f"-artifact_prefix={found}/"]
        atheris.Setup([sys.argv[0], *options, corpus], try_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
