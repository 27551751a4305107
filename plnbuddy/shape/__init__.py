"""The shape of a network: measured, grouped and put into sentences."""
