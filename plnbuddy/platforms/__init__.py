"""The services on which accounts live."""
