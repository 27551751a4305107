"""What each measure means, how it is counted, where it comes from, and what it cannot say."""

from collections.abc import Mapping

_UNKNOWN = (
    "When the lists of some people are unknown, it is a range from the lowest to the highest "
    "value it can have; when fewer than half of the lists are known, it is left out."
)

EXPLANATIONS: Mapping[str, str] = {
    "size": (
        "How many people you follow. Only they and the ties among them are looked at here. "
        "Source: your account. Limits: more is not better; people who use Twitter a lot keep up "
        "with about 100 to 200 others (Gonçalves and others 2011, arXiv 1105.5170)."
    ),
    "followed_back": (
        "How many of the people you follow also follow you. In words: those who follow you "
        "back, divided by those you follow. Source: your own list of followers; Garlaschelli "
        "and Loffredo 2004. Limits: it says who could read you, not who does, and nobody owes "
        "a follow."
    ),
    "reciprocity": (
        "How many of the follows among the people you follow are answered by a follow in "
        "return. In words: two for each pair who follow each other, divided by all follows "
        "among them. Source: Garlaschelli and Loffredo 2004 (Physical Review Letters 93). "
        f"Limits: a follow is not a conversation. {_UNKNOWN}"
    ),
    "density": (
        "How many of all pairs of people you follow know each other, that is, one of the two "
        "follows the other. In words: pairs who know each other, divided by all pairs. Source: "
        "Wasserman and Faust 1994, chapter 4. Limits: it falls as a network grows, because "
        "nobody can know everybody. Low is not always better: among teachers, tight groups "
        "help when people make things together (Macià and Garcia 2017, IRRODL 18/1), and loose "
        f"ones bring news. {_UNKNOWN}"
    ),
    "directed_density": (
        "How many of all follows that could exist among the people you follow do exist. In "
        "words: follows, divided by the number of people times that number less one. Source: "
        f"Wasserman and Faust 1994, chapter 4. Limits: as for density. {_UNKNOWN}"
    ),
    "effective_size": (
        "How many separate sources you have when people who know each other count less. In "
        "words: the people you follow, less the average number of others among them that each "
        "one knows. If nobody knows anybody, it is everybody you follow; if all know each "
        "other, it is 1. Source: Burt 1992, in the form of Borgatti 1997 (Connections 20/1). "
        "Limits: people who know each other may still tell you different things. It grows with "
        f"the network; efficiency takes that out. {_UNKNOWN}"
    ),
    "efficiency": (
        "Effective size as a share of the people you follow: 100% when nobody among them knows "
        "another. In words: effective size divided by size. Source: Burt 1992. Limits: no value "
        "is known to be good for a teacher. High brings news, low brings people who can work "
        f"together (Macià and Garcia 2017). {_UNKNOWN}"
    ),
    "constraint": (
        "How far your ties lead back to a single group of people. In words: for each person, "
        "the share of your ties that goes to them, plus what reaches them by way of the others; "
        "squared, and added up. Source: Burt 1992; Burt 2004 (American Journal of Sociology "
        "110). Limits, and a trap: it falls with the number of people alone. Ten people who do "
        "not know each other give 0.100; a crowd of 150, you included, who all know each other "
        "gives 0.027. "
        "So do not compare it from month to month while you follow more people: following "
        f"anybody at all lowers it. Compare networks of the same size only. {_UNKNOWN}"
    ),
    "open_pairs": (
        "Pairs of people you follow who do not follow each other: whom you could introduce. In "
        "words: all pairs less those who know each other. Source: the structural holes of Burt "
        "1992; Everett and Borgatti 2005 (Social Networks 27). Limits: two people may know each "
        f"other elsewhere. {_UNKNOWN}"
    ),
    "only_through_you": (
        "Pairs of people whom no chain of follows among the others links, so that they have "
        "only you in common. In words: pairs who are in different islands when you step out of "
        "the picture. Source: Everett and Borgatti 2005. Limits: people whom you do not follow "
        "may link them. One person whose list is unknown could link everybody, so the lowest "
        f"value is then 0. {_UNKNOWN}"
    ),
    "betweenness": (
        "For how many pairs you are the one in between. In words: for each pair who do not "
        "follow each other, one divided by the number of people, you included, who could "
        "introduce them. Source: Freeman 1977; Everett and Borgatti 2005. Limits: it counts "
        f"chances to pass something on, not what is passed on. {_UNKNOWN}"
    ),
    "circles": (
        "Groups of people who know each other more than they know the rest; at least three "
        "people. In words: the division into groups in which more ties stay inside than would "
        "by chance. Source: the Louvain method (Blondel and others 2008), with a fixed start, "
        "so that the same network gives the same circles. A circle keeps its name and colour "
        "while most of its people stay. Limits: other divisions may be nearly as good, very "
        "small circles in a large network are missed (Fortunato and Barthélemy 2007), and "
        "unknown ties hide circles."
    ),
    "bridges": (
        "People in one circle who know people in another. In words: tied to at least two people "
        "of another circle, and to at least a third as many there as in their own; or the only "
        "one of their circle who is tied to the other. Source: plnbuddy's own convention, near "
        "the participation of Guimerà and Amaral 2005 (Nature 433); bridges as such, "
        "Granovetter 1973. Limits: it depends on the circles as they are found. "
        f"{_UNKNOWN}"
    ),
    "ei_topic": (
        "Whether people follow others who share a topic with them. In words: ties between people "
        "without a common topic, less ties between people with one, divided by all; from -1 "
        "(all ties stay inside) to +1 (all lead outside). Source: Krackhardt and Stern 1988 "
        "(Social Psychology Quarterly 51). Limits: it depends on how many people there are of "
        "each kind, so compare it with the value by chance beside it, which is what you would "
        "see if people followed each other at random. Only people whose topics are known "
        f"count. {_UNKNOWN}"
    ),
    "ei_server": (
        "Whether people follow others on their own server: as for ei_topic, with the server in "
        "place of the topic. Source: Krackhardt and Stern 1988. Limits: large servers have many "
        f"ties inside by chance alone; compare with that value. {_UNKNOWN}"
    ),
    "ei_language": (
        "Whether people follow others who share a language: as for ei_topic, with languages in "
        "place of topics. Source: Krackhardt and Stern 1988. Limits: languages are those that "
        f"people state or write in. {_UNKNOWN}"
    ),
    "ei_region": (
        "Whether people follow others in their region: as for ei_topic, with the region in "
        "place of the topic. Source: Krackhardt and Stern 1988. Limits: few people state a "
        f"region. {_UNKNOWN}"
    ),
    "reach": (
        "How many people you, through those you follow, could hear from in two steps. In words: "
        "the people you follow, plus the different people whom they follow. Limits: it is a "
        "count and no score. That influence travels three steps (Christakis and Fowler 2013) is "
        "disputed: people who are alike are tied anyway (Shalizi and Thomas 2011). It grows "
        "with every list that is read."
    ),
}
"""By measure, as in `Number.measure`: meaning, formula in words, source, limits."""
