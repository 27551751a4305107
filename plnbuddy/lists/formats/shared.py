"""A list of people that somebody keeps on a platform, as rows."""

from datetime import date

from plnbuddy.core.model import SubjectKind
from plnbuddy.lists.formats.found import MOST_ROWS, ReadList, each_once
from plnbuddy.platforms.values import SharedList, Stranger
from plnbuddy.recognition.recognise import recognise
from plnbuddy.recognition.titles import topics_of_title
from plnbuddy.store.lists import ListRow
from plnbuddy.sync.objections import Objection, Occasion, find_objection

HIDDEN = "because they want to be shown only to who is logged in"
GONE = "because they are gone, or cannot be read"
OPTED_OUT = "because they ask to be on no list"
LIMITED = "because the platform warns of them"

_LEFT_OUT = {Objection.OPTED_OUT: OPTED_OUT, Objection.NOINDEX: HIDDEN, Objection.MOVED: GONE}


def read_shared(shared: SharedList, today: date) -> ReadList:
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
        _add(found, person, f"in a public list kept by {shared.keeper}", today)
        found.identities[person.account.id] = person.account.handle
    each_once(found)
    found.left_out = +found.left_out
    return found


def _add(found: ReadList, person: Stranger, basis: str, today: date) -> None:
    account = person.account
    if objected := find_objection(account, today, Occasion.READ_LIST):
        found.leave_out(_LEFT_OUT.get(objected.why, LIMITED))
    else:
        says = recognise(account.name, person.bio, bot=account.bot)
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
