"""The lock file names one hashed version of every library that pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;]+)[^\n]*\\\n(?: +--hash=sha256:[0-9a-f]{64})", re.M)


def wanted() -> list[Requirement]:
    """What the project and its extras ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    return [Requirement(name) for name in (*project["dependencies"], *extras)]


def test_every_library_is_pinned_within_its_bounds() -> None:
    pinned: dict[str, set[str]] = {}
    for name, version in PIN.findall(LOCK):
        pinned.setdefault(canonicalize_name(name), set()).add(version)
    for requirement in wanted():
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, requirement
        assert all(requirement.specifier.contains(each) for each in versions), requirement


def test_every_version_has_its_hashes_and_no_address() -> None:
    names = re.findall(r"^[A-Za-z0-9._-]+==", LOCK, re.M)
    assert len(names) == len(PIN.findall(LOCK)) > 50
    assert "://" not in LOCK
