"""`plnbuddy import wordpress`."""

from typing import TYPE_CHECKING

from plnbuddy.cli.options import Json, Quiet

if TYPE_CHECKING:
    pass

from plnbuddy.cli.imports.options import Dry, Me, Place, Students
from plnbuddy.cli.imports.running import import_from


def wordpress(
    place: Place,
    me: Me = "",
    students: Students = False,
    dry: Dry = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in a WordPress blog: your posts, and who commented with whom.

    Your posts and comments become entries. With --students, others are only
    "Student 1", "Student 2", and no words are kept.

    \b
    plnbuddy import wordpress blog.xml --students
    """
    from plnbuddy.imports.wordpress import WordPressExport

    import_from(
        lambda session: WordPressExport(place, me, students, session.clock),
        "plnbuddy footprint",
        dry=dry,
        json=json,
        quiet=quiet,
    )
