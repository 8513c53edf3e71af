# Everything a developer does; `make help` lists it. Needs Python 3.11, 3.12 or 3.13 and nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
WORKERS ?= 2
PYTEST_ARGS ?=
BENCH_ARGS ?=
UV_VERSION := 0.13.9
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
UV_COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	2>/dev/null && echo $$python && break; done)

# --- Environment ----------------------------------------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with its venv module is needed (Debian: python3-venv)."; exit 1; }
	$(PYTHON) -m venv .venv

# uv installs in seconds what pip installs in a minute; where uv cannot be had, pip does it.
define install_from
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)" || true
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	@touch $@
endef

.venv/.runtime: requirements.txt | $(BIN)/python
	$(call install_from,requirements.txt)

.venv/.development: requirements-dev.txt | $(BIN)/python
	$(call install_from,requirements-dev.txt)
	@touch .venv/.runtime

.PHONY: help install run test check lint types arch migrations contract schema release docs bench screenshots requirements audit matrix

help:  ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.development  ## Create .venv with everything that development and tests need

# --- Run ------------------------------------------------------------------------------------------

# gunicorn, also here: one thread in each worker, because Wagtail's editor forms are not safe when two
# threads share them (docs/operators/run.md), and `runserver` either has threads or stalls on idle connections.
run: export DJANGO_SETTINGS_MODULE = cms.settings.dev
run: export PORT := $(PORT)
run: .venv/.runtime  ## Start the CMS with sample content on PORT (8000)
	@$(MANAGE) prepare_development --port $(PORT)
	$(BIN)/gunicorn cms.wsgi --bind 127.0.0.1:$(PORT) --workers $(WORKERS) --reload

# --- Test -----------------------------------------------------------------------------------------

test: .venv/.development  ## Run the tests, on SQLite or on the DATABASE_URL (arguments: PYTEST_ARGS)
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup $(PYTEST_ARGS)

check: lint types arch migrations contract docs  ## Everything but the tests: lint, types, layers, migrations, schema, docs

lint: .venv/.development  ## Lint and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.development  ## Static types
	$(BIN)/mypy

arch: .venv/.development  # Layers between packages, and names and sizes of modules
	PYTHONPATH=. $(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest --quiet tests/architecture/test_layout.py

migrations: .venv/.development  # Models without a migration
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) makemigrations --check --dry-run

contract: .venv/.development  # Changes of the schema that the changelog does not name
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) check_schema

docs: .venv/.development  # Links, settings and commands in the documentation
	$(BIN)/python -m pytest --quiet tests/architecture/test_docs.py tests/architecture/test_settings.py

screenshots: .venv/.development  # Take the pictures of docs/editors anew, from the sample content
	$(BIN)/python -m tests.screenshots

schema: .venv/.development  ## Write cms/schema.graphql, the contract with the front ends
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) write_schema

release: .venv/.development contract  # Make the schema a promise to front ends: make release VERSION=1.2
	@test -n "$(VERSION)" || { echo "Which? make release VERSION=1.2"; exit 1; }
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) write_schema --release "$(VERSION)"

bench: .venv/.development  ## Measure the GraphQL API beside a hand-written view (BENCH_ARGS)
	$(BIN)/python -m bench $(BENCH_ARGS)

# --- Dependencies ---------------------------------------------------------------------------------

requirements: .venv/.development  ## Compile requirements*.txt anew from pyproject.toml
	$(UV_COMPILE) --upgrade --output-file requirements.txt
	$(UV_COMPILE) --upgrade --extra dev --constraints requirements.txt --output-file requirements-dev.txt

audit: .venv/.development  ## Ask an advisory database about our dependencies (needs the internet)
	$(BIN)/uv tool run pip-audit --require-hashes --disable-pip --requirement requirements.txt

matrix: .venv/.development  ## Run the tests with the newest allowed versions, and try Wagtail 7.4 LTS
	.ci/matrix
