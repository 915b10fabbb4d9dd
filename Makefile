# LeaseLab. `make` alone lists the targets.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo test test-services check format bench bench-schedules bench-sweep bench-accuracy bench-hostile chaos two-hosts audit licences backup-test lock clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

install: $(VENV)/.installed  ## creates .venv and installs the locked dependencies

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("LeaseLab needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

install-dev: $(VENV)/.installed-dev

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: install  ## loads the demo site and runs web and worker until Ctrl-C (PORT=8000)
	$(RUN) -m app demo --port $(PORT)

test: install-dev check  ## linting, types and the whole test suite
	$(RUN) -m pytest -n 2 --dist worksteal

WITHOUT_SERVICES := bench browser checks demo facts reading screening test_architecture.py test_docs.py

test-services: install-dev  ## the tests that touch a database, a queue or a store, on PostgreSQL, Redis and S3
	$(RUN) -m tests.services $(RUN) -m pytest -n 2 --dist worksteal $(WITHOUT_SERVICES:%=--ignore=tests/%)

check: install-dev  ## ruff and mypy
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format: install-dev  ## puts the code into the one format
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench-accuracy: install-dev  ## reading and checks measured on generated packets
	$(RUN) -m bench.accuracy $(ARGS)

bench-hostile: install-dev  ## 300 damaged and hostile files, each read under its limits
	$(RUN) -m bench.hostile $(ARGS)

bench: install-dev  ## speed, memory and cost in one table beside its targets, in three minutes (ARGS="--only lists")
	@$(RUN) -m bench $(ARGS)
	@test -n "$(ARGS)" || $(RUN) -m bench.schedules

bench-schedules: install-dev  ## the nightly schedules at the size of a large site and at ten times that
	$(RUN) -m bench.schedules

bench-sweep: install-dev  ## what a claim and a job cost the queue while 100, 1,000 and 10,000 wait
	$(RUN) -m bench.sweep_cost

chaos: install-dev  ## 200 jobs, workers killed every second
	$(RUN) -m bench.chaos $(ARGS)

two-hosts: install-dev  ## web, worker and services on machines of their own, each cut off for 30 s (root; 4 minutes)
	$(RUN) -m bench.two_hosts $(ARGS)

audit: install-dev  ## known vulnerabilities in the locked dependencies (asks the package index)
	$(RUN) -m bench.audit

licences: install-dev  ## every installed distribution with its licence; fails on one that may not be shipped
	$(RUN) -m bench.licences

backup-test: install-dev  ## back up, destroy, restore, the same data; and the move to PostgreSQL, on real servers
	$(RUN) -m tests.services $(RUN) -m pytest -n 2 tests/operations

lock: install-dev  ## renews the lock files
	$(VENV)/bin/pip install --quiet uv
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra llm --extra traces -c requirements.lock pyproject.toml -o requirements-image.lock
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group dev -o requirements-dev.lock

clean:  ## removes .venv and caches; the data directory stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
