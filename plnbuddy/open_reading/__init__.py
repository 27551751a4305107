"""Reading the living network without an account: whom to ask what, politely, and what is kept."""
