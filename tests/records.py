"""Entries for a record that is handed in, and the record of an authority's scheme."""

from typing import Any

from tests.conftest import Plnbuddy

HOSTILE = '=HYPERLINK("https://evil.example") <script>alert(1)</script> | **x**'
COMPLETE: dict[str, Any] = {
    "type": "workshop", "standards": ["APST:6.2"], "provider": "Park School", "minutes": 120,
    "evidence": ["https://example.org/c"], "reflection": "I ask less.",
}  # fmt: skip


def entry(uid: str, day: str = "2026-03-02", **fields: Any) -> dict[str, Any]:
    """An entry of kind collaborate at noon of that day."""
    return {"uid": uid, "kind": "collaborate", "when": f"{day}T12:00:00Z", "text": uid, **fields}


def contribution(uid: str, day: str, **fields: Any) -> dict[str, Any]:
    """An entry of kind contribute at noon of that day, written down by hand."""
    return {
        "uid": uid, "kind": "contribute", "when": f"{day}T12:00:00Z", "day": day,
        "text": f"did {uid}", "origin": "manual", **fields,
    }  # fmt: skip


def record(plnbuddy: Plnbuddy, scheme: str, *arguments: str) -> Any:
    return plnbuddy("report", "--evidence", "--for", scheme, "--json", *arguments).data
