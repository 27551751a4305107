"""A stand-in of Bluesky at which one can sign in, and signing in there."""

from plnbuddy.core.handles import parse_handle
from plnbuddy.platforms.credentials import Login
from tests.accounts import keep_login
from tests.bluesky.stand_in import Call, StandIn, did, view
from tests.conftest import Answer, Plnbuddy

PASSWORD = "abcd-efgh-ijkl-mnop"
ME = did("me")


def serve_account(running: StandIn) -> None:
    """Let the stand-in know `me`, who follows nobody, and everybody else by name."""
    running.answers.update(
        {
            "com.atproto.identity.resolveHandle": lambda call: {
                "did": did(call.values["handle"].removesuffix(".test"))
            },
            f"/{ME}": lambda _call: {
                "service": [
                    {"id": "#atproto_labeler", "serviceEndpoint": "https://labels.example"},
                    {"id": "#atproto_pds", "serviceEndpoint": running.address},
                ]
            },
            "com.atproto.server.createSession": lambda _call: session("1"),
            "app.bsky.actor.getProfile": lambda call: view(
                "me" if call.values["actor"] == ME else call.values["actor"].split(".")[0]
            ),
            "app.bsky.actor.getProfiles": lambda call: {
                "profiles": [person(actor) for actor in several(call, "actors")]
            },
            "app.bsky.feed.getAuthorFeed": lambda _call: {"feed": []},
            "app.bsky.notification.listNotifications": lambda _call: {"notifications": []},
            "app.bsky.graph.getFollows": lambda _call: {"follows": []},
            "app.bsky.graph.getFollowers": lambda _call: {"followers": []},
            "app.bsky.graph.getBlocks": lambda _call: {"blocks": []},
            "app.bsky.graph.getMutes": lambda _call: {"mutes": []},
            "com.atproto.repo.applyWrites": lambda call: {
                "results": [
                    {"uri": f"at://{ME}/app.bsky.graph.follow/{number}"}
                    for number, _ in enumerate(call.values["writes"])
                ]
            },
        }
    )


def session(number: str) -> dict[str, object]:
    """The keys of a session, as the server gives them."""
    return {
        "did": ME,
        "handle": "me.test",
        "accessJwt": f"access-{number}",
        "refreshJwt": f"lasting-{number}",
    }


def person(handle: str) -> dict[str, object]:
    """A profile by its handle."""
    return view(handle.removesuffix(".test"))


def several(call: Call, name: str) -> list[str]:
    """A parameter that may come several times."""
    value = call.values[name]
    return value if isinstance(value, list) else [value]


def log_in(
    teacher: Plnbuddy,
    name: str = "me.test",
    *options: str,
    password: str = PASSWORD,
    ok: bool = True,
) -> Answer:
    """Log in with an app password through standard input."""
    return teacher("login", "bsky", name, *options, input=f"{password}\n", ok=ok)


def be_logged_in(teacher: Plnbuddy, server: StandIn) -> None:
    """As after `log_in`, without its requests."""
    keys = f"{session('1')['refreshJwt']} {session('1')['accessJwt']}"
    keep_login(teacher, Login(parse_handle("@me.test"), server.address, ME, False, keys))
