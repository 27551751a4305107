"""`plnbuddy share --as collection`: those one follows on Mastodon as a collection of one's own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from plnbuddy.cli.account import ask_for_code, keep_app, registered_app, server_of
from plnbuddy.cli.answer import Answer, Said
from plnbuddy.cli.command import Run
from plnbuddy.cli.share_draft import (
    Draft,
    Form,
    Wish,
    agreed_twice,
    draft_answer,
    needed_login,
    needed_words,
    posted_answer,
)
from plnbuddy.core.errors import NoAccountError, NothingFoundError, PlnbuddyError
from plnbuddy.core.platform import Platform
from plnbuddy.out.wording import counted

if TYPE_CHECKING:
    from plnbuddy.core.handles import Handle
    from plnbuddy.platforms.credentials import Login
    from plnbuddy.platforms.mastodon.server import Server
    from plnbuddy.platforms.values import Account

_LOOKED_AT = 200
"""So many people at most are looked at, to find those who let themselves be put in one."""


def share_as_collection(run: Run, wish: Wish) -> Answer:
    """The collection before it is made, and the collection itself once it was said yes to twice.

    Raises:
        NoAccountError: no account on Mastodon that may write, or the code gives no permission.
        NothingFoundError: nobody who may be in it.
        PlnbuddyError: the server has no collections.
    """
    from plnbuddy.platforms.mastodon.collecting import (
        MOST_DESCRIPTION,
        MOST_NAME,
        make_collection,
    )

    form = Form("collection", "collection", MOST_NAME, MOST_DESCRIPTION)
    login = needed_login(run, Platform.MASTODON, form, "plnbuddy login SERVER")
    server = server_of(login, run.terminal)
    if not server.instance().collections:
        raise PlnbuddyError(
            f"{server.name} has no collections; they came with Mastodon 4.6.",
            "Make a page instead: plnbuddy share starting-point.html",
        )
    draft = _draft(run, server, login, form, wish)
    unwilling = [account.handle for account in draft.unwilling]
    posting = (
        f"It stands on your profile {login.handle}, for everybody to see, and whoever is in it is "
        "told. Make it?"
    )
    if not agreed_twice(run, wish, draft, str(login.handle), posting):
        return draft_answer(draft, unwilling=unwilling, waiting=[])
    languages = run.settings.profile.languages
    with _permission(run, login, wish.code) as permitted:
        made = make_collection(
            permitted,
            draft.title,
            draft.description,
            languages[0] if languages else "",
            draft.members,
        )
    waiting = [account for account in draft.members if account.id in made.waiting]
    said = [
        Said("To change it or take it back, open it on your server while you are logged in."),
        Said("Whoever is in it can take themselves out there."),
    ]
    if waiting:
        people = counted(len(waiting), "person is", "people are")
        said.insert(0, Said(f"{people} in it as soon as their own servers have agreed."))
    asked = [account.handle for account in waiting]
    return posted_answer(draft, made.page, said, unwilling=unwilling, waiting=asked)


def _draft(run: Run, server: "Server", login: "Login", form: Form, wish: Wish) -> Draft:
    """Who is followed there and may be listed, by what was read and by what the server says now.

    The likeliest are looked at first, and no more of them than it takes.
    """
    from plnbuddy.lists.share import choose_shared
    from plnbuddy.platforms.mastodon.collecting import MOST_MEMBERS
    from plnbuddy.sync.objections import Occasion, find_objection

    title, words = needed_words(form, wish)
    shared = choose_shared(
        run.store, run.settings, title, words, "", _LOOKED_AT, wish.topics, Platform.MASTODON
    )
    handles = [row.subject.handle for row in shared.people if row.subject.handle]
    most = min(wish.most, MOST_MEMBERS)
    members: list[Account] = []
    unwilling: list[Account] = []
    left_out = shared.refused + shared.unsure
    for handle, account in _looked_at(run, server, login, handles):
        if (
            account is None
            or account.handle != handle
            or find_objection(account, run.clock.today, Occasion.RECOMMENDED)
        ):
            left_out += 1
        elif account.featurable:
            members.append(account)
        else:
            unwilling.append(account)
        if len(members) == most:
            break
    if not members:
        named = ", ".join(str(account.handle) for account in unwilling)
        raise NothingFoundError(
            "You follow nobody on Mastodon who may be in a collection."
            + (f" These let nobody put them in one: {named}." if named else "")
            + (f" Left out: {left_out:,}." if left_out else ""),
            "Read your follows first (plnbuddy sync), or make a page instead: plnbuddy share",
        )
    return Draft(form, title, words, members, left_out, unwilling)


def _looked_at(
    run: Run, server: "Server", login: "Login", handles: "Sequence[Handle]"
) -> "Iterator[tuple[Handle, Account | None]]":
    """Each with what the server says now: forty a request, one each where no id is known."""
    from plnbuddy.platforms.mastodon.collecting import ACCOUNTS_AT_ONCE
    from plnbuddy.store.discovery import remote_ids

    ids = remote_ids(run.store, login.key, [handle.key for handle in handles])
    for at in range(0, len(handles), ACCOUNTS_AT_ONCE):
        some = handles[at : at + ACCOUNTS_AT_ONCE]
        asked = [ids[handle.key] for handle in some if handle.key in ids]
        found = {each.id: each for each in server.accounts_by_id(asked)} if asked else {}
        for handle in some:
            if handle.key in ids:
                yield handle, found.get(ids[handle.key])
            else:
                yield handle, _found(server, handle)


def _found(server: "Server", handle: "Handle") -> "Account | None":
    with suppress(NothingFoundError):
        return server.find_account(handle)
    return None


@contextmanager
def _permission(run: Run, login: "Login", code: str) -> "Iterator[Server]":
    """The server with a permission that ends with the block and is kept nowhere.

    Raises:
        NoAccountError: the code is wrong, or of another account.
    """
    from plnbuddy.cli.ask import Asker
    from plnbuddy.platforms.mastodon.collecting import SCOPES, SPOKEN
    from plnbuddy.platforms.mastodon.login import log_out, redeem_code
    from plnbuddy.platforms.mastodon.server import Server

    server = Server(login.server, run.terminal.warn, login.handle.domain)
    app = registered_app(run.places, server, SCOPES)
    if not code:
        asker = Asker(run.terminal)
        app, code = ask_for_code(run.places, server, app, SPOKEN, run.terminal, asker)
    redeem_code(server, app, code, "the same command without --code", "Agree to all of it.")
    keep_app(run.places, replace(app, verifier=""))
    try:
        permitting = server.own_account()
        if permitting.id != login.id:
            raise NoAccountError(
                f"You agreed as {permitting.handle}, and the collection is to stand on "
                f"{login.handle}.",
                f"Log in as {login.handle} in your web browser, and run the command again.",
            )
        yield server
    finally:
        with suppress(PlnbuddyError):  # The permission is of no use to anybody but this process.
            log_out(server, app)
