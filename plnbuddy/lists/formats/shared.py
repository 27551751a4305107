"""A list of people that somebody keeps on a platform, as rows."""

from plnbuddy.core.model import SubjectKind
from plnbuddy.lists.formats.found import MOST_ROWS, ReadList, each_once
from plnbuddy.platforms.values import SharedList, Stranger
from plnbuddy.recognition.recognise import recognise
from plnbuddy.recognition.titles import topics_of_title
from plnbuddy.store.lists import ListRow

HIDDEN = "because they want to be shown only to who is logged in"
GONE = "because they are gone, or cannot be read"
OPTED_OUT = "because they ask to be on no list"
LIMITED = "because the platform warns of them"


def read_shared(shared: SharedList) -> ReadList:
    """The people of a shared list who may be shown, with what their own words say they teach.

    Their words are read and not kept.
    """
    found = ReadList(
        format=shared.kind,
        title=shared.title,
        introduction=shared.introduction,
        contact=str(shared.keeper),
    )
    found.left_out.update({HIDDEN: shared.hidden, GONE: shared.unreadable})
    found.topics = topics_of_title(shared.title, shared.introduction)
    for person in shared.people[:MOST_ROWS]:
        _add(found, person, f"in a public list kept by {shared.keeper}")
        found.identities[person.account.id] = person.account.handle
    each_once(found)
    found.left_out = +found.left_out
    return found


def _add(found: ReadList, person: Stranger, basis: str) -> None:
    account = person.account
    says = recognise(account.name, person.bio, bot=account.bot)
    if says.opted_out:
        found.leave_out(OPTED_OUT)
    elif account.limited or account.suspended:
        found.leave_out(LIMITED)
    else:
        found.rows.append(
            ListRow(
                SubjectKind.PERSON,
                account.handle.key,
                str(account.handle),
                name=account.name,
                topics=says.topics,
                levels=says.levels,
                languages=says.languages if person.bio else (),
                basis=basis[:60],
            )
        )
