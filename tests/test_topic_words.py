"""What teachers type when they are asked what they teach."""

import pytest

from .conftest import Plnbuddy

WORDS = """
Kunst|arts, Sonderpädagogik|special-education, histoire-géo|history geography, PSHE|health,
DT|career-technical, dyslexia|special-education, Latin|languages, Werken|arts,
SVT|biology science, EPS|pe, Religion|religion, ethics|philosophy, home economics|health,
ESOL|esl, librarian|library, counselling|counselling, éducation civique|civics,
ciències|science, matte|math, samfunnsfag|social-studies, äidinkieli|languages,
homeschool|parents, psychology|social-studies, sociology|social-studies, Sachunterricht|general,
Musik|music, Sport|pe, Erdkunde|geography, Informatik|computing, Deutsch|languages,
Englisch|english, Wirtschaft|economics, Politik|civics, DaZ|esl, Inklusion|inclusion,
Schulleitung|leadership, Kita|early-years, Hauswirtschaft|health, physique-chimie|physics chemistry,
philo|philosophy, arts plastiques|arts, lettres|languages, anglais|english, NSI|computing,
maternelle|early-years, documentaliste|library, FLE|esl, ULIS|special-education,
matemáticas|math, lengua|languages, inglés|english, educación física|pe, plástica|arts,
infantil|early-years, orientación|counselling, educação especial|special-education,
sostegno|special-education, scienze|science, educazione civica|civics, wiskunde|math,
aardrijkskunde|geography, NT2|esl, natuurkunde|physics, scheikunde|chemistry, rekenen|math,
billedkunst|arts, natur/teknologi|science, idræt|pe, slöjd|arts, idrott|pe, naturfag|science,
kroppsøving|pe, matikka|math, kuvis|arts, liikunta|pe, uskonto|religion, matemàtiques|math,
plàstica|arts, SEN|special-education, EAL|esl, MFL|languages, D&T|career-technical,
business studies|economics, citizenship|civics, classics|languages, phonics|literacy,
EYFS|early-years, OER|open-education, STEM|science, SENCO|special-education,
school counselor|counselling, robotics|computing, Grundschule|general, école primaire|general
"""
TABLE = [line.strip().split("|") for line in WORDS.replace("\n", " ").split(",") if line.strip()]


@pytest.mark.slow
@pytest.mark.parametrize(("word", "topics"), TABLE)
def test_a_word_that_a_teacher_would_type_is_understood(
    plnbuddy: Plnbuddy, word: str, topics: str
) -> None:
    plnbuddy("start", "--topic", word, "--yes")
    shown = plnbuddy("config", "show", "--json").data["values"]
    assert set(topics.split()) <= set(shown["profile.topics"])
    assert shown["profile.keywords"] == []


def test_suggest_understands_words_with_several_topics_and_kinds_of_school(
    plnbuddy: Plnbuddy,
) -> None:
    for words in ("histoire-géo", "Grundschule"):
        answer = plnbuddy("suggest", "hashtags", "--topic", words, "--offline", "--json")
        assert answer.data["sections"][0]["suggestions"]


def test_a_word_that_fits_no_topic_is_looked_for_in_hashtags(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("suggest", "hashtags", "--topic", "bookbans", "--offline", "--json")
    labels = [each["subject"]["label"] for each in answer.data["sections"][0]["suggestions"]]
    assert "#bookBans" in labels
