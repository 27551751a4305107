"""Reading the living network within a budget: who is active, and trusted by those one trusts."""
