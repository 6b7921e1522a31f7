# Two commands: `make serve` runs the API on the committed release, `make test` sets up and passes the tests.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
FUZZ_SECONDS ?= 600

.PHONY: serve test lint types generate guide fuzz lock clean

serve: .venv/.runtime
	$(BIN)/onrecord serve --host $(HOST) --port $(PORT)

test: .venv/.dev lint types
	$(BIN)/pytest -n 2 --dist worksteal

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

# Everything that is derived from the code or the release and committed; each has a test that fails when it drifts.
generate: .venv/.dev
	$(BIN)/onrecord generate
	$(BIN)/onrecord openapi

# The pictures of docs/guide.md, from the latest release.
guide: .venv/.dev
	$(BIN)/python docs/guide/draw.py

fuzz: .venv/.dev
	FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/pytest tests/contract/test_fuzz.py

# Names and hashes only, for every platform: no address of an index.
lock: .venv/.dev
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/.runtime: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@
