"""`plnbuddy share --as starter-pack`: those one follows on Bluesky as a pack of one's own there."""

from typing import TYPE_CHECKING

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
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.platform import Platform

if TYPE_CHECKING:
    from plnbuddy.platforms.bluesky.account_api import BlueskyAccount


def share_as_pack(run: Run, wish: Wish) -> Answer:
    """The pack before it is posted, and the pack itself once it was said yes to twice.

    Raises:
        NoAccountError: no account on Bluesky that may write.
        NothingFoundError: nobody who may be in it.
    """
    from plnbuddy.cli.bluesky_login import bluesky_account
    from plnbuddy.platforms.bluesky.pack_making import MOST_DESCRIPTION, MOST_TITLE, make_pack

    form = Form("starter-pack", "starter pack", MOST_TITLE, MOST_DESCRIPTION)
    login = needed_login(run, Platform.BLUESKY, form, "plnbuddy login bsky NAME")
    api = bluesky_account(login, run.terminal, run.places)
    draft = _draft(run, api, form, wish)
    posting = f"It is posted as {login.handle}, for everybody to see. Post it?"
    if not agreed_twice(run, wish, draft, str(login.handle), posting):
        return draft_answer(draft)
    page = make_pack(api, draft.title, draft.description, [each.id for each in draft.members])
    return posted_answer(
        draft,
        page,
        [
            Said("To change it or take it back, open it: the menu there has Edit and Delete."),
            Said("Somebody who asks to be taken out is taken out there, too."),
        ],
    )


def _draft(run: Run, api: "BlueskyAccount", form: Form, wish: Wish) -> Draft:
    """Who is followed there and may be listed, by what was read and by what Bluesky says now."""
    from plnbuddy.lists.share import choose_shared
    from plnbuddy.platforms.bluesky.pack_making import MOST_MEMBERS
    from plnbuddy.sync.objections import Occasion, find_objection

    title, words = needed_words(form, wish)
    most = min(wish.most, MOST_MEMBERS)
    shared = choose_shared(
        run.store, run.settings, title, words, "", most, wish.topics, Platform.BLUESKY
    )
    handles = [row.subject.handle for row in shared.people if row.subject.handle]
    members = [
        each
        for each in api.find_accounts(handles)
        if find_objection(each, run.clock.today, Occasion.RECOMMENDED) is None
    ]
    left_out = shared.refused + shared.unsure + len(handles) - len(members)
    if not members:
        raise NothingFoundError(
            "You follow nobody on Bluesky who may be in a starter pack."
            + (f" Left out: {left_out:,}." if left_out else ""),
            "Read your follows first (plnbuddy sync), or follow some: plnbuddy suggest people",
        )
    return Draft(form, title, words, members, left_out)
