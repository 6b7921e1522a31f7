"""What changed from one release to the next, why, and what became of ids that are gone."""
