"""The journal: writing activities down, finding them again, moving them elsewhere and back."""
