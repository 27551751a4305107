"""What an authority may ask of an entry: the options of `log`, and what they mean."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from plnbuddy.cli.command import Run
from plnbuddy.cli.log.options import Described, read_details, refuse_unfilled
from plnbuddy.cli.options import optional
from plnbuddy.cli.session import Session
from plnbuddy.core.errors import UsageError
from plnbuddy.journal.entries import Details


class ForAppraisal(NamedTuple):
    """What an authority may ask of an entry, as options."""

    standards: Annotated[
        list[str] | None, optional("--standard", "A standard, APST:6.2; may be repeated.")
    ] = None
    type: Annotated[str | None, optional("--type", "The type of learning: peer-observation.")] = (
        None
    )
    provider: Annotated[str | None, optional("--provider", "Who offered it.")] = None
    until: Annotated[str | None, optional("--until", "The last day, if it took several.")] = None
    evidence: Annotated[
        list[str] | None, optional("--evidence", "A file or link that shows it; may be repeated.")
    ] = None
    copy: Annotated[
        bool, typer.Option("--copy", help="Copy the files of --evidence beside the journal.")
    ] = False
    reflection: Annotated[
        str | None, optional("--reflection", "What it changed; printed in evidence.")
    ] = None


def given_details(run: Run, described: Described, given: ForAppraisal) -> Details:
    """All that was given of an entry; a date that could mean two days is told.

    Raises:
        UsageError: a day that is none, or `--copy` without a file.
        PlnbuddyError: a file that is gone, too large, or no ordinary file.
    """
    return _with_appraisal(run.session, read_details(run, described), given)


def _with_appraisal(session: Session, details: Details, given: ForAppraisal) -> Details:
    refuse_unfilled(given.provider, "--provider")
    refuse_unfilled(given.reflection, "--reflection")
    evidence = given.evidence
    if given.copy and not any(_is_file(each) for each in evidence or ()):
        raise UsageError("There is no file to copy.", "Name it: --evidence FILE --copy")
    if evidence is not None:
        evidence = list(_addresses(session, evidence, copy=given.copy))
    return details._replace(
        standards=given.standards,
        type=given.type,
        provider=given.provider,
        until=_last_day(session, given.until) if given.until else None,
        one_day=given.until == "",
        evidence=evidence,
        reflection=given.reflection,
    )


def _last_day(session: Session, text: str) -> date:
    from plnbuddy.journal.when import read_day

    return read_day(text, session.clock, session.settings.profile)


def _is_file(text: str) -> bool:
    return bool(text.strip()) and not text.lower().startswith(("http://", "https://", "kept:"))


def _addresses(session: Session, evidence: Sequence[str], *, copy: bool) -> Iterator[str]:
    from plnbuddy.core.evidence import file_address, kept_address
    from plnbuddy.system.evidence_files import digest_of, keep_copy

    for each in evidence:
        if not _is_file(each):
            yield each
        elif copy:
            yield kept_address(*keep_copy(_path(each), session.places.evidence))
        else:
            yield file_address(_path(each), digest_of(_path(each)))


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()
