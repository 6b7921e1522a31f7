"""What a release holds, counted: coverage, quality, and how far the goals for its depth are met."""
