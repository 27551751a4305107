"""`plnbuddy import wordpress`."""

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.imports.options import Me, Place, Students
from plnbuddy.cli.imports.running import import_from
from plnbuddy.cli.options import DryRun


@command()
def wordpress(
    run: Run, place: Place, me: Me = "", students: Students = False, dry: DryRun = False
) -> Answer:
    """Bring in a WordPress blog: your posts, and who commented with whom.

    Your posts and comments become entries. With --students, others are only
    "Student 1", "Student 2", and no words are kept. In the dashboard the file is under
    Tools, Export, All content.

    \b
    plnbuddy import wordpress blog.xml --students
    """
    from plnbuddy.imports.wordpress import WordPressExport

    export = WordPressExport(place, me, students, run.clock)
    return import_from(run, export, "plnbuddy footprint", dry=dry)
