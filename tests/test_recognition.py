"""Who teaches what, as a profile's own words show it."""

import pytest

from plnbuddy.core.role import Role
from plnbuddy.recognition.recognise import recognise
from tests.counted_work import within_steps

TEACHERS = [
    ("Maths teacher, KS3 and GCSE. Tea.", "math", "secondary"),
    ("I teach 4th grade science in Tulsa", "science", "primary"),
    ("Lehrerin für Kunst an einer Grundschule", "arts", "primary"),
    ("Lehrer:in (Physik/Chemie), Gymnasium", "physics", "secondary"),
    ("Grundschullehrerin. Kaffee.", "general", "primary"),
    ("LehrerInnen-Team? Nein, allein: Musiklehrer an einer Realschule", "music", "secondary"),
    ("Enseignant·e d'histoire-géo au collège", "history", "secondary"),
    ("Maîtresse de CE1, du café", "general", "primary"),
    ("Maestra de música en primaria", "music", "primary"),
    ("Profesor/a de Física y Química en la ESO", "physics", "secondary"),
    ("Professora de Geografia no ensino médio", "geography", "secondary"),
    ("Insegnante di sostegno al liceo", "special-education", "secondary"),
    ("Docent wiskunde, havo/vwo", "math", "secondary"),
    ("Matematiklærer i udskolingen", "math", "secondary"),
    ("Ämneslärare i kemi, högstadiet", "chemistry", "secondary"),
    ("Norsklærer på ungdomsskolen", "languages", "secondary"),
    ("Musiikin opettaja, yläkoulu", "music", "secondary"),
    ("Mestra d'educació infantil", "early-years", "early"),
]


@pytest.mark.parametrize(("bio", "topic", "level"), TEACHERS)
def test_a_teacher_is_recognised_with_subject_and_level(bio: str, topic: str, level: str) -> None:
    seen = recognise("Somebody", bio)
    assert seen.role is Role.TEACHER
    assert topic in seen.topics
    assert seen.levels == (level,)


@pytest.mark.parametrize(
    "bio",
    [
        "Maths teacher. #nobot",
        "Teacher. Please do not list me.",
        "Please keep this account off any lists",
        "I'd rather not be indexed",
        "Lehrkraft. Bitte in keine Listen aufnehmen.",
        "Bitte nicht indexieren!",
        "Prof de maths. Merci de ne pas m'ajouter à des listes.",
        "Profe. No me incluyáis en listas, por favor",
        "Docente. Non indicizzare.",
        "Não indexar, obrigada",
        "Docent. Zet mij niet op lijsten.",
        "Lærer. Vil ikke indekseres",
        "Lärare. Lägg inte till mig på listor",
        "Ope. Älä lisää minua listoille.",
        "Mestra. No m'afegiu a llistes",
    ],
)
def test_who_asks_to_be_in_no_list_is_heard_in_every_language(bio: str) -> None:
    assert recognise("Somebody", bio).opted_out
    assert recognise("Somebody", "Teacher", [("Note", bio)]).opted_out


def test_liking_lists_is_no_refusal() -> None:
    assert not recognise("Jo", "Maths teacher, loves lists and tables").opted_out


def test_the_words_that_showed_the_role_are_told() -> None:
    seen = recognise("Jo", "<p>Tea. Maths teacher, KS3, in Leeds.</p>")
    assert seen.reason == "says 'Maths teacher, KS3' in the bio"


def test_a_hobby_is_no_subject() -> None:
    assert recognise("Len", "I teach math. I love music and hiking.").topics == ("math",)


def test_a_keyword_of_ones_own_is_looked_for_in_bios_and_hashtags() -> None:
    words = ["quilting", "robot club"]
    seen = recognise("A", "Art teacher, Quilting and tea", keywords=words)
    assert seen.topics == ("arts", "quilting")
    assert recognise("A", "Maths teacher", (), (), ["RobotClub"], keywords=words).topics == (
        "math", "robot club",
    )  # fmt: skip
    assert recognise("A", "Accountant. Quilting", keywords=words).topics == ()


def test_languages_are_stated_or_seen() -> None:
    assert recognise("A", "Lehrerin für Mathe und Sport am Gymnasium").languages == ("de",)
    assert recognise("A", "Teacher", stated_languages=["de-AT"]).languages == ("de",)


@pytest.mark.parametrize(
    "bio",
    [
        "\x1b]0;title\x07\x1b[31mmaths teacher\u202e KS3",
        "maths teacher " + "x" * 100_000,
        "ex teacher retired not a teacher " * 3_000,
        "<" * 100_000,
        "<p>" * 30_000 + "teacher",
        "·e" * 50_000,
        "#" * 100_000,
        "teacher, " * 10_000,
        "a@" * 50_000,
    ],
)
def test_hostile_texts_cost_little_and_leave_clean_words(bio: str) -> None:
    recognise("", "teacher")  # The tables of words are read once.
    seen = within_steps(
        1_000_000,  # All texts together have 27 million letters.
        lambda: recognise(bio, bio, [(bio, bio)] * 30, [bio] * 100, [bio] * 100, [bio] * 10),
    )
    for each in seen.evidence:
        assert len(each.words) <= 60
        assert each.words.isprintable()


@pytest.mark.parametrize(
    ("bio", "role"),
    [
        ("16, GCSEs in 4 months, art + comp sci. my physics teacher follows me", Role.STUDENT),
        ("Maths worksheets for busy teachers. Shop link below! 20% off", Role.SELLER),
        ("Journalistin, Kiel. Schreibt über Schulen und Sport.", None),
        ("Hoogleraar economie. Subsidies.", None),
    ],
)
def test_what_others_name_is_no_topic_of_a_teacher(bio: str, role: Role | None) -> None:
    seen = recognise("Somebody", bio)
    assert seen.role is not Role.TEACHER
    if role:
        assert seen.role is role
        assert seen.topics == ()


@pytest.mark.parametrize("number", ["፩", "²", "٣", "①", "9" * 30])
def test_digits_that_are_no_numbers_stop_nobody(number: str) -> None:
    assert (
        recognise("Somebody", f"{number}, she. Grade {number} maths teacher").role is Role.TEACHER
    )
