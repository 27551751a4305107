"""From what a teacher types to the address of a server."""

from ipaddress import ip_address

from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import parse_server

_THIS_COMPUTER = ("localhost", "127.0.0.1")


def server_address(text: str) -> str:
    """The base address of a server: "https://mastodon.social".

    Plain http is used for this computer alone (a test server).

    Raises:
        UsageError: no server can be read from it, or it is a private network address.
    """
    domain = parse_server(text)
    host = domain.partition(":")[0]
    if host in _THIS_COMPUTER:
        return f"http://{domain}"
    _refuse_private(host)
    return f"https://{domain}"


def _refuse_private(host: str) -> None:
    """Private addresses, and numbers in spellings that a resolver may read as private ones."""
    try:
        public = ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        public = not (last.isdigit() or last.startswith("0x"))
    if not public:
        raise UsageError(
            f"{host} is an address inside a private network, not a server on the internet.",
            "Give the name of your server, such as mastodon.social.",
        )


def server_name(address: str) -> str:
    """The server as a teacher knows it: the address without its scheme."""
    return address.partition("://")[2]
