"""mastodon.py, asking for nothing on its own account."""

from typing import Any

import mastodon

_ASSUMED_VERSION = (4, 3, 0)


class Api(mastodon.Mastodon):
    """mastodon.py without the requests that it makes on its own account.

    It would ask for the server's version and settings before some calls; here a
    server that lacks something says so itself.
    """

    def timeline_is_available(self, *_arguments: Any, **_options: Any) -> bool:
        """Always: a server that lacks one says so itself."""
        return True

    def retrieve_mastodon_version(self, fail_hard: bool = False) -> str:  # noqa: ARG002
        """The version whose calls are used."""
        return ".".join(str(part) for part in _ASSUMED_VERSION)

    def verify_minimum_version(self, version_str: str, cached: bool = False) -> bool:  # noqa: ARG002
        """Whether a call is among those."""
        return tuple(int(part) for part in version_str.split(".")) <= _ASSUMED_VERSION
