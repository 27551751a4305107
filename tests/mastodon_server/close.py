"""Close to Mastodon but not it: what such a server does otherwise, as faults that stay."""

from dataclasses import replace

from .exchange import Request, Response
from .faults import Answer, Fault
from .server import MastodonServer

_STATUSES = "/api/v1/accounts/*/statuses"


def be_close(server: MastodonServer) -> None:
    """Pay no heed to `since_id` and `tagged` among an account's posts."""
    server.faults.schedule(_heedless(), _STATUSES, times=None)


def _heedless() -> Fault:
    def fault(request: Request, answer: Answer) -> Response:
        kept = {k: v for k, v in request.values.items() if k not in ("since_id", "tagged")}
        return answer(replace(request, values=kept))

    return fault
