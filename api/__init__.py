"""How the dataset is served over HTTP. No SQL."""
