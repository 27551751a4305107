"""The nouns of plnbuddy and their rules, without input or output."""
