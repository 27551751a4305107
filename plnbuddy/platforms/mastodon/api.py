"""mastodon.py, asking for nothing on its own account and leaving answers as they came."""

from typing import Any

import mastodon

_ASSUMED_VERSION = (4, 3, 0)


class _List(list[Any]):
    """A list as the server sent it; mastodon.py notes on it which pages are its neighbours."""


class _Object(dict[str, Any]):
    """An object as the server sent it; mastodon.py reads some fields of it as attributes."""

    def __getattr__(self, name: str) -> Any:
        """A field, or None."""
        return self.get(name)


class Api(mastodon.Mastodon):
    """mastodon.py without the requests that it makes on its own account.

    It would ask for the server's version and settings before some calls; here a
    server that lacks something says so itself.
    """

    def _Mastodon__try_cast_to_type(  # noqa: N802
        self,
        value: object,
        override_type: object = None,  # noqa: ARG002
    ) -> tuple[object, None]:
        """The answer as it came, where mastodon.py would make values of its own types.

        That takes longer than all the rest of reading a page, and `entities` reads what it needs
        anyway. Should a later mastodon.py name the step otherwise, it only takes place again.
        """
        if isinstance(value, list):
            return _List(value), None
        return _Object(value) if isinstance(value, dict) else value, None

    def timeline_is_available(self, *_arguments: Any, **_options: Any) -> bool:
        """Always: a server that lacks one says so itself."""
        return True

    def retrieve_mastodon_version(self, fail_hard: bool = False) -> str:  # noqa: ARG002
        """The version whose calls are used."""
        return ".".join(str(part) for part in _ASSUMED_VERSION)

    def verify_minimum_version(self, version_str: str, cached: bool = False) -> bool:  # noqa: ARG002
        """Whether a call is among those."""
        return tuple(int(part) for part in version_str.split(".")) <= _ASSUMED_VERSION
