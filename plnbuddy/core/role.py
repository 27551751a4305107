"""What stands behind an account: who teaches, and who is around those who teach."""

from enum import StrEnum


class Role(StrEnum):
    """What stands behind an account, as its own words or a sourced row state it.

    The first eight may be suggested to a teacher; the others are told apart so that
    nobody is shown for a teacher who is none.
    """

    TEACHER = "teacher"
    TEACHER_GROUP = "teacher-group"
    TEACHER_EDUCATOR = "teacher-educator"
    EDUCATION_SERVICE = "education-service"
    SUBJECT_ORGANISATION = "subject-organisation"
    TOOL = "tool"
    MEDIA = "media"
    BOT = "bot"
    FORMER_TEACHER = "former-teacher"
    STUDENT = "student"
    PARENT = "parent"
    SELLER = "seller"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The role in plain words: "a teacher", "a teacher group or association"."""
        return _LABELS[self]

    @property
    def teaches(self) -> bool:
        """Whether this is somebody who teaches, or a group of people who do."""
        return self in (Role.TEACHER, Role.TEACHER_GROUP)

    @property
    def is_organisation(self) -> bool:
        """Whether no single person stands behind it."""
        return self in _ORGANISATIONS

    @property
    def may_be_suggested(self) -> bool:
        """Whether such an account can be worth following for a teacher at all."""
        return self not in _NEVER


_LABELS = {
    Role.TEACHER: "a teacher",
    Role.TEACHER_GROUP: "a teacher group or association",
    Role.TEACHER_EDUCATOR: "a teacher educator or researcher of teaching",
    Role.EDUCATION_SERVICE: "an education service",
    Role.SUBJECT_ORGANISATION: "a subject organisation",
    Role.TOOL: "a tool or project",
    Role.MEDIA: "media",
    Role.BOT: "a bot",
    Role.FORMER_TEACHER: "a former teacher",
    Role.STUDENT: "a student",
    Role.PARENT: "a parent",
    Role.SELLER: "a seller",
    Role.OTHER: "somebody who does not teach",
    Role.UNKNOWN: "not known",
}

_ORGANISATIONS = frozenset({
    Role.TEACHER_GROUP, Role.EDUCATION_SERVICE, Role.SUBJECT_ORGANISATION, Role.TOOL, Role.MEDIA,
    Role.BOT, Role.SELLER,
})  # fmt: skip

_NEVER = frozenset({
    Role.BOT, Role.FORMER_TEACHER, Role.STUDENT, Role.PARENT, Role.SELLER, Role.OTHER,
})  # fmt: skip
