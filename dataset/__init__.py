"""How records become a release, and how a release is asked. No HTTP."""
