"""Registering applications, agreeing, and tokens."""

from html import escape
from urllib.parse import urlencode

from .calls import Call
from .exchange import ApiError, JsonObject, Response, json_response
from .oauth import OUT_OF_BAND, Application, Token


def create_application(call: Call) -> Response:
    """POST /api/v1/apps"""
    request = call.request
    uris = [uri for text in request.many("redirect_uris") for uri in text.split()]
    made = call.authority.register(
        request.one("client_name") or "",
        uris,
        request.one("scopes") or "",
        request.one("website") or None,
    )
    return json_response(
        _application(call, made)
        | {
            "client_id": made.client_id,
            "client_secret": made.client_secret,
            "client_secret_expires_at": 0,
        }
    )


def verify_application(call: Call) -> Response:
    """GET /api/v1/apps/verify_credentials"""
    token = call.authority.check(call.request.token, call.moment)
    return json_response(_application(call, token.application))


def _application(call: Call, application: Application) -> JsonObject:
    return {
        "id": call.shapes.id(application.id),
        "name": application.name,
        "website": application.website,
        "scopes": list(application.scopes),
        "redirect_uri": "\n".join(application.redirect_uris),
        "redirect_uris": list(application.redirect_uris),
        "vapid_key": "BCk-QqERU0q-CfYZjcuB6lnyyOYfJ2AifKqfeGIm7Z",
    }


def authorize(call: Call) -> Response:
    """GET /oauth/authorize: a page that asks; with `username`, the page after agreeing.

    A browser would post a form. Here whoever follows the link on the page, which adds a
    `username`, has agreed as that person.
    """
    request = call.request
    client_id = request.one("client_id") or ""
    redirect_uri = request.one("redirect_uri") or ""
    scopes = request.one("scope") or ""
    if request.one("response_type") != "code":
        raise ApiError(400, "unsupported_response_type")
    wanted = call.authority.check_request(client_id, redirect_uri, scopes)
    challenge = (request.one("code_challenge") or "") if call.settings.pkce else ""
    if challenge and request.one("code_challenge_method") != "S256":
        raise ApiError(
            400, "invalid_code_challenge_method", "The code challenge method must be S256."
        )
    username = request.one("username")
    if username is None:
        local = [each for each in call.community.people.by_id.values() if each.domain is None]
        links = [
            f'<li><a href="?{escape(request.query)}&amp;username={escape(each.username)}">'
            f"Authorize as {escape(each.username)}</a></li>"
            for each in local[:50]
        ]
        body = f"<h1>Authorization required</h1><ul>{''.join(links)}</ul>"
        body += f"<p>{escape(' '.join(sorted(wanted)))}</p>"
        return _page(body)
    code = call.authority.authorize(client_id, username, scopes, redirect_uri, challenge)
    if redirect_uri == OUT_OF_BAND:
        return _page(
            "<p>Copy this authorization code and paste it to the application.</p>"
            f'<input type="text" class="oauth-code" readonly value="{code}">'
        )
    state = request.one("state")
    query = urlencode({"code": code} | ({"state": state} if state else {}))
    joint = "&" if "?" in redirect_uri else "?"
    return Response(302, headers={"Location": f"{redirect_uri}{joint}{query}"})


def _page(body: str) -> Response:
    text = f"<!DOCTYPE html><html><head><title>Authorize</title></head><body>{body}</body></html>"
    return Response(200, text.encode(), content_type="text/html; charset=utf-8")


def create_token(call: Call) -> Response:
    """POST /oauth/token"""
    request, authority = call.request, call.authority
    client_id = request.one("client_id") or ""
    secret = request.one("client_secret") or ""
    kind = request.one("grant_type")
    if kind == "authorization_code":
        token = authority.redeem(
            client_id,
            secret,
            request.one("code") or "",
            request.one("redirect_uri") or "",
            call.moment,
            request.one("code_verifier") or "",
        )
    elif kind == "client_credentials":
        scopes = request.one("scope") or ""
        token = authority.client_token(client_id, secret, scopes, call.moment)
    else:
        raise ApiError(
            400,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server.",
        )
    if call.settings.token_lifetime is not None:
        token.expires_at = call.moment + call.settings.token_lifetime
    return json_response(_token(token))


def _token(token: Token) -> JsonObject:
    shown: JsonObject = {
        "access_token": token.text,
        "token_type": "Bearer",
        "scope": " ".join(sorted(token.scopes)),
        "created_at": int(token.created_at),
    }
    if token.expires_at is not None:
        shown["expires_in"] = int(token.expires_at - token.created_at)
    return shown


def revoke_token(call: Call) -> Response:
    """POST /oauth/revoke"""
    request = call.request
    call.authority.revoke(
        request.one("client_id") or "",
        request.one("client_secret") or "",
        request.one("token") or "",
    )
    return json_response({})
