"""`plnbuddy import disqus`."""

from typing import TYPE_CHECKING

from plnbuddy.cli.options import Json, Quiet

if TYPE_CHECKING:
    pass

from plnbuddy.cli.imports.options import Dry, Me, Place, Students
from plnbuddy.cli.imports.running import import_from


def disqus(
    place: Place,
    me: Me = "",
    students: Students = False,
    dry: Dry = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in the comments of a class blog that uses Disqus.

    Your comments become entries; of the others it is counted who answered whom. With
    --students, others are only "Student 1", "Student 2", and no words are kept.

    \b
    plnbuddy import disqus myblog.xml.gz --me "Mrs Hart" --students
    """
    from plnbuddy.imports.disqus import DisqusExport

    import_from(
        lambda session: DisqusExport(place, me, students, session.clock),
        "plnbuddy log list",
        dry=dry,
        json=json,
        quiet=quiet,
    )
