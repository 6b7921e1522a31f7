"""Sealed releases go out to a folder or a bucket, and are proved where they stand."""
