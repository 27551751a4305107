"""The five steps as a conversation at the terminal."""

from collections.abc import Callable, Sequence

from plnbuddy.cli.account import active_login, log_in_guided, show_profile
from plnbuddy.cli.ask import Asker, GoBack, read_yes
from plnbuddy.cli.deciding import follow_words
from plnbuddy.cli.open_reading import offer, offer_list
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.start import progress_now, say_what_next, usual_answers
from plnbuddy.cli.sync import sync_now
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.model import ActivityKind, SubjectKind, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import (
    LANGUAGES,
    LEVELS,
    TOPICS,
    find_language,
    find_level,
    sort_words,
)
from plnbuddy.core.web_address import parse_link
from plnbuddy.curated.bundled import read_servers
from plnbuddy.guide.introduction import introduction_text
from plnbuddy.guide.progress import (
    HASHTAGS_WANTED,
    PEOPLE_WANTED,
)
from plnbuddy.guide.steps import FIVE_STEPS
from plnbuddy.guide.text import progress_lines, step_lines
from plnbuddy.journal.entries import Details, new_activity, write_down
from plnbuddy.out.lines import line, link_line
from plnbuddy.platforms.mastodon.offer import MASTODON
from plnbuddy.report.build import build_report
from plnbuddy.report.period import this_week
from plnbuddy.report.text import report_lines
from plnbuddy.store.decisions import REPORT_READ, count_decisions, reach_milestone
from plnbuddy.suggest.text import daily_lines, outcome_lines, shortage_sentences
from plnbuddy.suggest.today import keep_shown, suggest_today
from plnbuddy.system.config import (
    KEYS,
    check_value,
    read_values,
    say_keywords,
    split_topics,
    write_values,
)
from plnbuddy.system.paths import Places

Questions = Sequence[Callable[[], None]]

_PAGE = 5
_COMMON_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "ca", "sv", "da", "fi", "ja")


def converse(terminal: Terminal, places: Places) -> None:
    """Walk through the open steps with the teacher; leaving keeps everything so far."""
    asker = Asker(terminal, can_go_back=True)
    try:
        _walk(terminal, asker, places)
    except KeyboardInterrupt:
        terminal.say("\nEverything so far is kept.")
        terminal.say_next("plnbuddy start", "goes on where you stopped")


def _walk(terminal: Terminal, asker: Asker, places: Places) -> None:
    terminal.show(progress_lines(progress_now(places)))
    terminal.say('Leave any time with Ctrl-C; "back" returns to the question before.')
    steps = (_profile, _people, _conversation, _contribute, _balance)
    for number, make_questions in enumerate(steps):
        state = progress_now(places).steps[number]
        if state.done:
            continue
        terminal.show(step_lines(state))
        questions = [*make_questions(terminal, asker, places)]
        if not _take_step(terminal, asker, places, number, questions):
            break
    progress = progress_now(places)
    terminal.show(progress_lines(progress))
    say_what_next(terminal, progress)


def _take_step(
    terminal: Terminal,
    asker: Asker,
    places: Places,
    number: int,
    questions: list[Callable[[], None]],
) -> bool:
    """Ask the questions of a step, and at its end whether to go on; returns the answer to that."""
    going_on: list[bool] = []

    def go_on() -> None:
        state = progress_now(places).steps[number]
        word = "Done" if state.done else "Not done yet, and that is fine"
        terminal.say(f"\nStep {state.step.number}/5: {word} ({state.so_far}).", "bold")
        last = number == len(FIVE_STEPS) - 1
        going_on.append(last or asker.yes(f"Go on with step {state.step.number + 1}?"))

    _in_turn(terminal, [*questions, go_on])
    return going_on[-1]


def _in_turn(terminal: Terminal, questions: Sequence[Callable[[], None]]) -> None:
    """Ask one question after the other; "back" returns to the one before."""
    at = 0
    while at < len(questions):
        try:
            questions[at]()
            at += 1
        except GoBack:
            if at == 0:
                terminal.say("This is the first question of the step.")
            at = max(at - 1, 0)


def _profile(terminal: Terminal, asker: Asker, places: Places) -> Questions:
    file = places.settings

    def usual(key: str) -> list[str]:
        value = read_values(file).get(key) or usual_answers().get(key, KEYS[key].default)
        return list(value) if not isinstance(value, str) else [value] if value else []

    def save(key: str, value: object) -> None:
        write_values(file, {key: list(value) if isinstance(value, tuple) else value})

    def purpose() -> None:
        text = asker.text(
            "What do you want to learn from others? (a few words)",
            "".join(usual("profile.purpose")),
        )
        save("profile.purpose", text)

    def topics() -> None:
        labels = {name: topic.label for name, topic in TOPICS.items()}
        before = [topic for topic in usual("profile.topics") if topic != "general"]
        chosen = asker.several(
            "What do you teach? (numbers or words, with commas)", labels, before, _topic_or_word
        )
        changes, keywords = split_topics(file, chosen)
        write_values(file, changes)
        if keywords:
            terminal.say(say_keywords(keywords))

    def levels() -> None:
        labels = {name: level.label for name, level in LEVELS.items()}
        save(
            "profile.levels",
            asker.several("Whom do you teach?", labels, usual("profile.levels"), find_level),
        )

    def languages() -> None:
        labels = {code: LANGUAGES[code] for code in _COMMON_LANGUAGES}
        chosen = asker.several(
            "Which languages do you read?", labels, usual("profile.languages"), find_language
        )
        save("profile.languages", chosen)

    def region() -> None:
        usual_region = "".join(usual("profile.region"))
        save(
            "profile.region",
            asker.until(
                "Your country or state, as a code such as DE or US-TX? (Enter leaves it open)",
                usual_region,
                lambda text: check_value("profile.region", text),
            ),
        )

    def networks() -> None:
        labels = {platform.value: platform.label for platform in Platform}
        save(
            "profile.networks",
            asker.several(
                "Where are you, or where do you want to be?",
                labels,
                usual("profile.networks"),
                _network,
            ),
        )

    def server() -> None:
        if "mastodon" in usual("profile.networks"):
            ask_server()
            _offer_login(terminal, asker, places)
        terminal.say(
            "\nSaved. On your account, add a picture, one line about what you teach, "
            "and your hashtags: people follow back whom they recognise."
        )

    def ask_server() -> None:
        _show_servers(terminal, usual("profile.topics"), usual("profile.languages"))
        save(
            "account.server",
            asker.until(
                "Your Mastodon server, if you have an account? (Enter: none yet)",
                "".join(usual("account.server")),
                lambda text: check_value("account.server", text),
            ),
        )

    return (purpose, topics, levels, languages, region, networks, server)


def _topic_or_word(word: str) -> str:
    """The word itself, once it is clear that it is no misspelt topic."""
    sort_words([word])
    return word


def _network(word: str) -> str:
    return str(check_value("profile.networks", word)[0])


def _show_servers(terminal: Terminal, topics: Sequence[str], languages: Sequence[str]) -> None:
    """A few servers for teachers without an account; those that take newcomers come first."""
    fitting = [
        server
        for server in read_servers()
        if set(server.languages) & set(languages) and server.registration != "closed"
    ]
    fitting.sort(
        key=lambda server: (
            not set(server.topics) & {*topics, "general"},
            server.registration not in ("open", "approval"),
            server.domain,
        )
    )
    terminal.say("\nServers where educators are:")
    for server in fitting[:5]:
        terminal.say(f"  {server.domain}  {server.description or server.name}")


def _people(terminal: Terminal, asker: Asker, _places: Places) -> Questions:
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


def _conversation(terminal: Terminal, asker: Asker, _places: Places) -> Questions:
    wanted = {SubjectKind.HASHTAG: _PAGE, SubjectKind.CHAT: 2}
    return (lambda: _follow_some(terminal, asker, wanted, SubjectKind.HASHTAG, HASHTAGS_WANTED),)


def _follow_some(
    terminal: Terminal,
    asker: Asker,
    wanted: dict[SubjectKind, int],
    counted: SubjectKind,
    goal: int,
) -> None:
    """Show suggestions until enough are followed or the teacher has had enough."""
    while True:
        session = open_session()
        with session.store() as store:
            daily = suggest_today(store, session.settings, session.clock, wanted)
            terminal.show(daily_lines(daily, explain=False))
            keep_shown(store, daily, session.clock)
        if not daily.suggestions:
            for sentence in shortage_sentences(daily):
                terminal.say(sentence, "yellow")
            return
        if not asker.until(
            "Which ones do you follow? (numbers; Enter: none of these)",
            "",
            lambda answer, session=session: _decide(terminal, session, answer),  # type: ignore[misc]
        ):
            return
        if _followed(session, counted) >= goal:
            return
        if not asker.yes(f"{_followed(session, counted)} of {goal} so far. Show more?"):
            return


def _decide(terminal: Terminal, session: Session, answer: str) -> bool:
    """Follow what the answer names; False when it names nothing."""
    words = answer.replace(",", " ").split()
    if not words:
        return False
    outcomes = follow_words(session, terminal, words, sure=True)
    has_server = bool(session.settings.server)
    terminal.show(outcome_lines(outcomes, session.clock, has_server=has_server))
    return True


def _followed(session: Session, kind: SubjectKind) -> int:
    with session.store() as store:
        return count_decisions(store, kind, Verdict.FOLLOWED)


def _contribute(terminal: Terminal, asker: Asker, _places: Places) -> Questions:
    session = open_session()
    text = introduction_text(session.settings.profile)
    terminal.show(
        [line("An introduction to start from; change it as you like:"), line(text, "green", 4)]
    )
    link = MASTODON.compose_link(text, session.settings.server)
    if link and Platform.MASTODON in session.settings.profile.platforms:
        terminal.show([line("This page has it ready to send:"), link_line(link, 4)])
    logged: set[str] = set()  # Going back and answering again logs nothing twice.

    def log_once(what: str, kind: ActivityKind, said: str, links: Sequence[str] = ()) -> None:
        if what not in logged:
            logged.add(what)
            details = Details(links=links)
            with session.store() as store:
                write_down(store, new_activity(kind, said, session.clock, details), session.clock)

    def introduced() -> None:
        def read(answer: str) -> None:
            links = [parse_link(answer)] if "://" in answer else []
            if links or (answer and read_yes(answer)):
                log_once("introduced", ActivityKind.CONTRIBUTE, "Introduced myself", links)

        asker.until("Have you posted it? Paste its link, or say yes. (Enter: later)", "", read)

    def answered() -> None:
        def read(answer: str) -> None:
            if answer:
                handle = parse_handle(answer)
                log_once("answered", ActivityKind.COLLABORATE, f"Answered {handle}")

        asker.until("Whom have you answered? Give the handle. (Enter: later)", "", read)

    return (introduced, answered)


def _balance(terminal: Terminal, asker: Asker, places: Places) -> Questions:
    goals = open_session().settings.goals

    def ask(name: str, question: str, highest: int) -> Callable[[], None]:
        def ask_it() -> None:
            answer = asker.number(question, int(getattr(goals, name)), highest)
            write_values(places.settings, {f"goals.{name}": answer})

        return ask_it

    return (
        ask("connect", "Connect: how many new contacts a week?", 100),
        ask("collaborate", "Collaborate: how many answers or exchanges a week?", 100),
        ask("contribute", "Contribute: how many things to share a week?", 100),
        ask("minutes", "At most how many minutes a week? (0: no limit)", 10_000),
        lambda: _first_report(terminal),
    )


def _offer_login(terminal: Terminal, asker: Asker, places: Places) -> None:
    """Log in when there is a server, and look at the profile; a failure costs nothing."""
    login = active_login(places)
    server = open_session().settings.server
    try:
        if login is None:
            if not server or not asker.yes(
                f"Log in to {server} now, so that plnbuddy can follow for you?"
            ):
                return
            login = log_in_guided(places, terminal, server, read_only=False, code="", asker=asker)
            terminal.say(f"Logged in as {login.handle}.", "green")
    except PlnbuddyError as error:
        terminal.warn(error.problem, "yellow")
        terminal.warn(f"{error.remedy} You can do it later.")
        return
    show_profile(terminal, login)
    _sync_if_logged_in(terminal, open_session())  # So that nobody followed already is suggested.


def _sync_if_logged_in(terminal: Terminal, session: Session) -> None:
    """Let the account fill the first report; a failure costs nothing."""
    login = active_login(session.places)
    if login is None:
        return
    try:
        sync_now(session, terminal, login)
    except PlnbuddyError as error:
        terminal.warn(f"{error.problem} {error.remedy}", "yellow")


def _first_report(terminal: Terminal) -> None:
    session = open_session()
    _sync_if_logged_in(terminal, session)
    period = this_week(session.clock.today, session.settings.first_weekday)
    with session.store() as store:
        report = build_report(store, session.settings, period, session.clock)
        with store.writing():
            reach_milestone(store, REPORT_READ, session.clock.today)
    terminal.say("\nYour first report:\n")
    terminal.show(report_lines(report))
