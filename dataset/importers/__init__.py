"""How published data sets become imported records: typed rows in, JSON lines out, with ids that stay."""
