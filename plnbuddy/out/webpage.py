"""Web pages that need nothing else: no server, no other file, no request.

A page is complete without JavaScript, and forbids itself every request
(Content-Security-Policy, level 2); only its own style and script may run.
"""

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_NOT_IN_SCRIPT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def template_text(room: str, name: str) -> str:
    """A file from the `templates` folder of a package such as "plnbuddy.picture"."""
    return (files(room) / "templates" / name).read_text(encoding="utf-8")


def render_page(room: str, template: str, style: str, script: str = "", **values: Any) -> str:
    """The page that a template of that room makes of the values.

    The template fills the blocks of `frame.html`, which holds the head of every page.
    Values are escaped, whatever they contain. The template gets the texts of
    `style` and `script` as they are (our own files), and `policy` for its
    Content-Security-Policy.
    """
    from markupsafe import Markup

    return _template(room, template).render(
        policy=_policy(style, script), style=Markup(style), script=Markup(script), **values
    )


@cache
def _template(room: str, name: str) -> "Template":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda asked: template_text(_home_of(room, asked), asked)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _home_of(room: str, template: str) -> str:
    """The room that a template lies in: the frame of every page is here."""
    return "plnbuddy.out" if template == "frame.html" else room


def breakable(address: str) -> "Markup":
    """An address that a narrow column breaks behind a slash rather than inside a word."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"(?<=[^/])/(?=[^/])", "/<wbr>", escape(address)))


def embed_json(data: object) -> str:
    """JSON that can stand inside a script element: it contains no "<", ">" or "&"."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_NOT_IN_SCRIPT)


def _policy(style: str, script: str) -> str:
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return (
        f"default-src 'none'; {scripts}style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
