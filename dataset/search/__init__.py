"""Full text: how texts become words, the index over a release, what matches in it, and how a match is shown."""
