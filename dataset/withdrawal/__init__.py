"""What is withdrawn after it was released, and releases without it."""
