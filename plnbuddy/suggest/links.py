"""The page where a teacher looks at a suggestion."""

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.platform import place_to_look
from plnbuddy.platforms.table import profile_link, tag_link
from plnbuddy.store.discovery import LastWord
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.system.config import Settings


def subject_link(candidate: Candidate, settings: Settings, said: LastWord | None) -> str:
    """The profile of a person, as a server named it if one did; a hashtag where the teacher is."""
    match candidate.subject.what:
        case Handle() as handle:
            return (said.link if said else "") or profile_link(handle)
        case Tag() as tag:
            platform = place_to_look(candidate.platforms, settings.profile.platforms)
            return tag_link(tag, settings.server, platform)
