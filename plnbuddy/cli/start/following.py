"""The second and third step: people, hashtags and chats to follow."""

from collections.abc import Callable, Mapping, Sequence

from plnbuddy.cli.ask import Asker
from plnbuddy.cli.deciding import follow_words
from plnbuddy.cli.open_reading import offer, offer_list
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.model import SubjectKind
from plnbuddy.guide.progress import HASHTAGS_WANTED, PEOPLE_WANTED
from plnbuddy.store.followed import hashtags_followed, people_followed
from plnbuddy.suggest.text import daily_lines, outcome_lines, shortage_sentences
from plnbuddy.suggest.today import keep_shown, suggest_today
from plnbuddy.system.paths import Places

_PAGE = 5


def people_questions(
    terminal: Terminal, asker: Asker, _places: Places
) -> Sequence[Callable[[], None]]:
    """Whom to follow first."""
    wanted = {SubjectKind.PERSON: 2 * _PAGE}
    return (
        lambda: offer(terminal, open_session()),
        lambda: _follow_some(terminal, asker, wanted, SubjectKind.PERSON, PEOPLE_WANTED),
        lambda: _offer_list(terminal),
    )


def _offer_list(terminal: Terminal) -> None:
    """Where too few are followed, a list of people who asked to be on it."""
    session = open_session()
    if _followed(session, SubjectKind.PERSON) < PEOPLE_WANTED:
        offer_list(terminal, session)


def hashtag_questions(
    terminal: Terminal, asker: Asker, _places: Places
) -> Sequence[Callable[[], None]]:
    """Which hashtags and chats to follow."""
    wanted = {SubjectKind.HASHTAG: _PAGE, SubjectKind.CHAT: 2}
    return (lambda: _follow_some(terminal, asker, wanted, SubjectKind.HASHTAG, HASHTAGS_WANTED),)


def _follow_some(
    terminal: Terminal,
    asker: Asker,
    wanted: Mapping[SubjectKind, int],
    counted: SubjectKind,
    goal: int,
) -> None:
    """Show suggestions until enough are followed or the teacher has had enough."""
    while True:
        session = open_session()
        if not _show_page(terminal, session, wanted):
            return
        if not _ask_which(terminal, asker, session):
            return
        followed = _followed(session, counted)
        if followed >= goal or not asker.yes(f"{followed} of {goal} so far. Show more?"):
            return


def _show_page(terminal: Terminal, session: Session, wanted: Mapping[SubjectKind, int]) -> bool:
    """Show some suggestions; whether there were any."""
    with session.store() as store:
        daily = suggest_today(store, session.settings, session.clock, wanted)
        terminal.show(daily_lines(daily, explain=False))
        keep_shown(store, daily, session.clock)
    if not daily.suggestions:
        for sentence in shortage_sentences(daily):
            terminal.say(sentence, "yellow")
    return bool(daily.suggestions)


def _ask_which(terminal: Terminal, asker: Asker, session: Session) -> bool:
    """Follow what the teacher names; False when that is nobody."""

    def follow(answer: str) -> bool:
        words = answer.replace(",", " ").split()
        if not words:
            return False
        with session.store() as store:
            following = follow_words(session, store, terminal, words, sure=True)
        has_server = bool(session.settings.server)
        terminal.show(outcome_lines(following.outcomes, session.clock, has_server=has_server))
        if following.stopped_by:
            raise following.stopped_by
        return True

    return asker.until("Which ones do you follow? (numbers; Enter: none of these)", "", follow)


def _followed(session: Session, kind: SubjectKind) -> int:
    with session.store() as store:
        people = kind is SubjectKind.PERSON
        return len(people_followed(store) if people else hashtags_followed(store))
