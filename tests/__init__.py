"""Tests: by room in `test_schemas/`, `test_dataset/`, `test_api/`; promises that cross them in `contract/`."""
