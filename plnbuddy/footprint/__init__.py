"""The public footprint: what a teacher has contributed where others can see it."""
