"""What shows that an activity took place: a web address, a file, or a copy of a file.

Written as one address each, so that a journal's export carries them without loss:
`https://…`, `file:///…#sha256=…` for a file that stays where it is, and
`kept:NAME#sha256=…` for a copy in the folder beside the journal. The digest tells later
whether a file is still the one that was meant; without it none is ever read.
"""

import re
from pathlib import Path
from typing import NamedTuple

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.web_address import LINK_LIMIT, parse_link

_FILE = r"file:(//[^#\s]*)#sha256=([0-9a-f]{64})"
_KEPT = r"kept:([^#\s/\\]+)#sha256=([0-9a-f]{64})"


class EvidenceFile(NamedTuple):
    """A file that shows something: its own name, its digest, and where it lies.

    `path` is set for a file that stays where it is, `kept_as` for a copy.
    """

    name: str
    sha256: str
    path: Path | None = None
    kept_as: str = ""


def parse_evidence(text: str) -> str:
    """The address of one piece of evidence, as it stands in the journal.

    Raises:
        UsageError: it is neither a web address nor a file with its digest.
    """
    if not text.startswith(("file:", "kept:")):
        return parse_link(text)
    if len(text) > LINK_LIMIT or evidence_file(text) is None:
        raise UsageError(
            f"'{clean_line(text, 60)}' is not evidence that plnbuddy wrote down.",
            "Name the file again: plnbuddy log edit NUMBER --evidence FILE",
        )
    return text


def evidence_file(address: str) -> EvidenceFile | None:
    """The file behind an address; None for a web address and for what is no address."""
    if found := re.fullmatch(_KEPT, address):
        from urllib.parse import unquote

        name = unquote(found[1])
        if name in (".", "..") or "/" in name or "\\" in name or "\0" in name:
            return None
        return EvidenceFile(name.removeprefix(f"{found[2][:12]}-"), found[2], kept_as=name)
    if found := re.fullmatch(_FILE, address):
        from urllib.request import url2pathname

        path = Path(url2pathname(found[1].removeprefix("//")))
        return EvidenceFile(path.name, found[2], path=path) if path.is_absolute() else None
    return None


def file_address(path: Path, sha256: str) -> str:
    """How a file that stays where it is stands in the journal."""
    return f"{path.as_uri()}#sha256={sha256}"


def kept_address(name: str, sha256: str) -> str:
    """How a copy in the folder beside the journal stands in the journal."""
    from urllib.parse import quote

    return f"kept:{quote(name, safe='')}#sha256={sha256}"


def evidence_name(address: str) -> str:
    """What a reader sees of a piece of evidence: its web address, or the name of its file."""
    file = evidence_file(address)
    return clean_line(file.name, 120) if file else address
