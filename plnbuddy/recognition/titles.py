"""What a list of people is about, by its title and what is said of it."""

from plnbuddy.recognition.language import active_languages, weigh_languages
from plnbuddy.recognition.reading import read_clauses
from plnbuddy.recognition.text import read_texts


def topics_of_title(title: str, introduction: str = "") -> tuple[str, ...]:
    """The topics that a title names, in the language that it is in; no role is needed.

    The introduction counts where the title names none.
    """
    for text in (title, introduction):
        sentences = read_texts("", text, ()).sentences
        clauses, found = read_clauses(sentences)
        active = active_languages(weigh_languages(sentences, found, ()))
        topics = (topic.name for clause in clauses for topic in clause.in_languages(active).topics)
        named = tuple(dict.fromkeys(topics))
        if named:
            return named
    return ()
