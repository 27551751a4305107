"""The five steps of building a PLN: what they say, and the evidence that they are done."""
