"""`plnbuddy import disqus`."""

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.imports.options import Me, Place, Students
from plnbuddy.cli.imports.running import import_from
from plnbuddy.cli.options import DryRun


@command()
def disqus(
    run: Run, place: Place, me: Me = "", students: Students = False, dry: DryRun = False
) -> Answer:
    """Bring in the comments of a class blog that uses Disqus.

    Your comments become entries; of the others it is counted who answered whom. With
    --students, others are only "Student 1", "Student 2", and no words are kept. On
    disqus.com the file is under Admin, Community, Export; its link comes by e-mail.

    \b
    plnbuddy import disqus myblog.xml.gz --me "Mrs Hart" --students
    """
    from plnbuddy.imports.disqus import DisqusExport

    export = DisqusExport(place, me, students, run.clock)
    return import_from(run, export, "plnbuddy log list", dry=dry)
