"""The shape of a PLN: its measures, its circles, and what to do about them."""
