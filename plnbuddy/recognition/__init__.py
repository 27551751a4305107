"""Who teaches what: what a profile's own words show, and nothing else."""
