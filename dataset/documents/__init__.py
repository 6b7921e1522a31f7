"""The files of a release beside its tables: for readers, for catalogues, for citing."""
