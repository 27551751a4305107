"""Running text and Markdown: handles are picked out of it; a list is written as Markdown."""

from collections.abc import Iterable, Sequence

from plnbuddy.core.clean import clean_line
from plnbuddy.core.found_handles import find_handles, is_bare, says_handles
from plnbuddy.core.model import SubjectKind
from plnbuddy.lists.formats.found import MAIL, MOST_ROWS, ReadList
from plnbuddy.lists.formats.links import REMOVAL, row_link
from plnbuddy.out.markdown import escape_markdown, markdown_link
from plnbuddy.store.lists import KeptList, ListRow


def read_text(lines: Sequence[str]) -> ReadList:
    """Handles and hashtags, one a line, or anywhere in the text."""
    found = ReadList(format="text")
    filled = [line.strip() for line in lines if line.strip()]
    # A file with nothing but `name@server` on its lines is an old export of follows.
    alone = all(is_bare(line) for line in filled)
    for line in filled[: MOST_ROWS + 1]:
        if line.startswith(("#", "＃")) and len(line.split()) == 1:
            found.add_tag(line, {})
        else:
            pick_people(found, line, bare=alone)
    whole = (len(line.split()) == 1 and line.startswith(("@", "#", "＃")) for line in filled)
    found.guessed = not all(whole)
    return found


def pick_people(found: ReadList, text: str, *, bare: bool = False) -> None:
    """Handles out of running text; e-mail addresses are counted."""
    read = find_handles(text, bare=bare or says_handles(text))
    for handle in read.handles:
        found.warn_of_lookalike(str(handle))
        found.add_person(handle, {})
    if read.mail_addresses:
        found.left_out[MAIL] += read.mail_addresses


def list_markdown(kept: KeptList, rows: Sequence[ListRow]) -> str:
    """A page for a wiki or a blog; texts are escaped."""
    lines = [f"# {escape_markdown(kept.title)}", ""]
    if kept.introduction:
        lines += [escape_markdown(clean_line(kept.introduction, 2_000)), ""]
    for kind, heading in ((SubjectKind.PERSON, "People"), (SubjectKind.HASHTAG, "Hashtags")):
        lines += _section(heading, [row for row in rows if row.kind is kind])
    lines.append(f"To be taken off this list: {escape_markdown(kept.contact or REMOVAL)}")
    return "\n".join(lines) + "\n"


def _section(heading: str, rows: Sequence[ListRow]) -> Iterable[str]:
    if not rows:
        return
    yield from (f"## {heading}", "")
    for row in rows:
        name = f"{escape_markdown(row.name)}, " if row.name else ""
        why = f": {escape_markdown(row.description)}" if row.description else ""
        yield f"- {name}[{escape_markdown(row.label)}]({markdown_link(row_link(row))}){why}"
    yield ""
