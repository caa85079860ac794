# Line of Sight: what a newcomer types. `make` alone lists it.
SHELL := /bin/bash
PYTHON ?= python3
SERVE ?= yes
export LINEOFSIGHT_HOME ?= $(CURDIR)/data
# What Python compiles is kept, also where the shell says otherwise: tests start it hundreds of times.
export PYTHONDONTWRITEBYTECODE :=
VENV := .venv
RUN := $(VENV)/bin
JOBS ?= 2

.PHONY: help setup demo test thorough lint bench fuzz docs lock clean

help:
	@echo "make demo    everything from a fresh machine: the demonstration council, its report, the web site (SERVE=no stops before it)"
	@echo "make test    everything that must pass, but what takes long"
	@echo "make thorough  that: every page under axe-core, random lives, PostgreSQL"
	@echo "make setup   the environment alone (.venv)"
	@echo "make bench   how fast, as ratios against other ways to compute the same figures"
	@echo "make fuzz    hostile and long random runs"
	@echo "make docs    write the generated pages of docs/ again"

# The environment: uv.lock pins every package by hash. uv itself is pinned by hash too.
$(VENV)/.ready: pyproject.toml uv.lock requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make setup PYTHON=python3.11")'
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(RUN)/uv sync --quiet --frozen --inexact
	@touch $@

setup: $(VENV)/.ready

demo: setup
	@$(RUN)/lineofsight demo
	@mkdir -p out
	@$(RUN)/lineofsight report highlight
	@$(RUN)/lineofsight report highlight --to out/highlight-report.xlsx
	@$(RUN)/lineofsight report highlight --to out/highlight-report.html
	@$(RUN)/lineofsight report highlight --to out/highlight-report.csv
ifneq ($(SERVE),no)
	@$(RUN)/lineofsight serve
endif

lint: setup
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@LINEOFSIGHT_HOME=$(CURDIR)/.mypy_cache/home $(RUN)/mypy

# What is run all the time: all but what is marked as thorough.
test: lint
	@$(RUN)/pytest -n $(JOBS) --dist loadfile -m "not thorough"

# What takes longer: stories in a browser, every page under axe-core, random lives, and what keeps people's work once more
# on PostgreSQL.
thorough: setup
	@THOROUGH=yes $(RUN)/pytest -n $(JOBS) --dist loadfile -m thorough
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then \
		LINEOFSIGHT_TEST_DATABASE=postgresql $(RUN)/pytest -n $(JOBS) -m "databases and not browser" tests/web; \
	else echo "The site was not tested on PostgreSQL, which is not installed here: apt-get install postgresql"; fi

bench: setup
	@$(RUN)/python -m bench

fuzz: setup
	@FUZZ=yes $(RUN)/pytest -n $(JOBS) tests/property tests/sources tests/web/api tests/web/audits/test_states.py

docs: setup
	@$(RUN)/python -m scripts.reference_pages

lock: setup
	@$(RUN)/uv lock --upgrade
	@$(RUN)/uv export --quiet --frozen --no-dev --no-emit-project --format requirements-txt -o requirements.txt

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis
