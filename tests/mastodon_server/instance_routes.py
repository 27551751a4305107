"""What the server says about itself."""

from .calls import Call
from .exchange import JsonObject, Response, json_response
from .oauth import SCOPES
from .openness import stated_access

_SOURCES = {
    "mastodon": "https://github.com/mastodon/mastodon",
    "gotosocial": "https://codeberg.org/superseriousbusiness/gotosocial",
    "akkoma": "https://akkoma.dev/AkkomaGang/akkoma",
    "pixelfed": "https://github.com/pixelfed/pixelfed",
}


def _configuration() -> JsonObject:
    return {
        "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
        "statuses": {
            "max_characters": 500,
            "max_media_attachments": 4,
            "characters_reserved_per_url": 23,
        },
        "media_attachments": {
            "description_limit": 1500,
            "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp"],
            "image_size_limit": 16_777_216,
            "image_matrix_limit": 33_177_600,
            "video_size_limit": 103_809_024,
            "video_frame_rate_limit": 120,
            "video_matrix_limit": 8_294_400,
        },
        "polls": {
            "max_options": 4,
            "max_characters_per_option": 50,
            "min_expiration": 300,
            "max_expiration": 2_629_746,
        },
    }


def show_instance(call: Call) -> Response:
    """GET /api/v1/instance"""
    home, settings = call.community, call.settings
    people = home.people.by_id.values()
    shown: JsonObject = {
        "uri": home.domain,
        "title": settings.title,
        "short_description": "A server for teachers",
        "description": "",
        "email": f"staff@{home.domain}",
        "version": settings.version,
        "urls": {"streaming_api": f"wss://{home.domain}"},
        "stats": {
            "user_count": sum(person.domain is None for person in people),
            "status_count": len(home.posts.all),
            "domain_count": len({person.domain for person in people if person.domain}),
        },
        "thumbnail": f"https://files.{home.domain}/site_uploads/picture.png",
        "languages": ["en"],
        "registrations": settings.registrations,
        "approval_required": False,
        "invites_enabled": True,
        "configuration": _configuration(),
        "contact_account": None,
        "rules": [{"id": "1", "text": "Be kind", "hint": ""}],
    }
    if settings.software == "gotosocial":
        shown |= {"account_domain": home.domain, "max_toot_chars": 5000, "debug": False}
    if settings.software == "akkoma":
        features = ["mastodon_api", "akkoma_api", "pleroma_api", "quote_posting"]
        shown |= {"max_toot_chars": 5000, "pleroma": {"metadata": {"features": features}}}
    return json_response(shown)


def show_instance_again(call: Call) -> Response:
    """GET /api/v2/instance"""
    home, settings = call.community, call.settings
    picture = f"https://files.{home.domain}/site_uploads/picture.png"
    local = sum(person.domain is None for person in home.people.by_id.values())
    shown: JsonObject = {
        "domain": home.domain,
        "title": settings.title,
        "version": settings.version,
        "source_url": _SOURCES.get(settings.software, _SOURCES["mastodon"]),
        "description": "A server for teachers",
        "usage": {"users": {"active_month": local}},
        "thumbnail": {"url": picture, "blurhash": None, "versions": {}, "description": ""},
        "icon": [{"src": picture, "size": "36x36"}],
        "languages": ["en"],
        "configuration": _configuration()
        | {
            "urls": {
                "streaming": f"wss://{home.domain}",
                "status": None,
                "about": f"https://{home.domain}/about",
                "privacy_policy": f"https://{home.domain}/privacy-policy",
                "terms_of_service": None,
            },
            "vapid": {"public_key": "BCk-QqERU0q-CfYZjcuB6lnyyOYfJ2AifKqfeGIm7Z"},
            "translation": {"enabled": False},
            "limited_federation": False,
        }
        | stated_access(settings),
        "registrations": {
            "enabled": settings.registrations,
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "min_age": None,
            "url": None,
        },
        "contact": {"email": f"staff@{home.domain}", "account": None},
        "rules": [{"id": "1", "text": "Be kind", "hint": "", "translations": {}}],
    }
    if settings.api_version is not None:
        shown["api_versions"] = {"mastodon": settings.api_version}
    return json_response(shown)


def show_nodeinfo_links(call: Call) -> Response:
    """GET /.well-known/nodeinfo"""
    schema = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    return json_response(
        {"links": [{"rel": schema, "href": f"{call.request.base_url}/nodeinfo/2.0"}]}
    )


def show_nodeinfo(call: Call) -> Response:
    """GET /nodeinfo/2.0"""
    home, settings = call.community, call.settings
    local = sum(person.domain is None for person in home.people.by_id.values())
    return json_response(
        {
            "version": "2.0",
            "software": {"name": settings.software, "version": settings.software_version},
            "protocols": ["activitypub"],
            "services": {"outbound": [], "inbound": []},
            "usage": {
                "users": {"total": local, "activeMonth": local, "activeHalfyear": local},
                "localPosts": len(home.posts.all),
            },
            "openRegistrations": settings.registrations,
            "metadata": {"nodeName": settings.title, "nodeDescription": "A server for teachers"},
        }
    )


def show_oauth_metadata(call: Call) -> Response:
    """GET /.well-known/oauth-authorization-server"""
    base = call.request.base_url
    methods: JsonObject = {"code_challenge_methods_supported": ["S256"]}
    return json_response(
        {
            "issuer": f"{base}/",
            "service_documentation": "https://docs.joinmastodon.org/",
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "app_registration_endpoint": f"{base}/api/v1/apps",
            "userinfo_endpoint": f"{base}/oauth/userinfo",
            "scopes_supported": sorted(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
        | (methods if call.settings.pkce else {})
    )
