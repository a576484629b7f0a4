# `make` alone explains every target.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
RUN := $(VENV)/bin/python
.DEFAULT_GOAL := help
.PHONY: help install demo demo-reset test test-quick lint bench torture lock docs doctor clean

help: ## explain every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(VENV)/.installed ## what the bot needs, from the lock file, into .venv; then .venv/bin/mentor works

demo: $(VENV)/.installed ## a pretend Slack in the browser with the real bot in it; no account needed; Ctrl-C ends it
	@exec $(VENV)/bin/mentor demo

demo-reset: $(VENV)/.installed ## the demo, begun anew
	@exec $(VENV)/bin/mentor demo --reset

test: $(VENV)/.tested-with lint ## every test; installs what it lacks
	@$(RUN) tests/needs.py
	$(RUN) -m pytest -n 4 --dist loadgroup

test-quick: $(VENV)/.tested-with ## the tests without the wire, the browser, PostgreSQL and the fresh clone
	$(RUN) -m pytest tests/mentoring tests/handlers tests/views tests/dates tests/stories

lint: $(VENV)/.tested-with ## ruff and the picture of the house (docs/decisions)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports --no-logo | tail -1

bench: $(VENV)/.tested-with ## the speed figures of docs/performance.md, as ratios
	$(RUN) -m benchmarks

torture: $(VENV)/.tested-with ## kill the bot hundreds of times while it sends, and count what is lost or doubled
	$(RUN) tests/torture
	MENTOR_MONDAY=5000 $(RUN) -m pytest tests/reliability/test_a_full_monday.py
	MENTOR_WEEKS=52 $(RUN) -m pytest tests/stories/test_digest.py
	MENTOR_KNOCKS=2000 $(RUN) -m pytest tests/stories/test_goal_privacy.py
	MENTOR_EXAMPLES=100 $(RUN) -m pytest tests/reliability/test_state_machine.py tests/reliability/test_membership_machine.py \
		tests/reliability/test_roles_machine.py
	MENTOR_FAULTS=alone MENTOR_PAIRS=200 $(RUN) -m pytest tests/reliability/test_every_fault.py
	MENTOR_CALENDARS=200 $(RUN) -m pytest tests/reliability/test_reference_calendar.py
	MENTOR_STEP=3 $(RUN) -m pytest tests/storage/test_migrate.py
	MENTOR_PROBES=20000 $(RUN) -m pytest tests/stories/test_nobody_else.py
	MENTOR_CANARIES=2000 $(RUN) -m pytest tests/stories/test_canaries.py

lock: $(VENV)/.tested-with ## make the lock files anew after a change of pyproject.toml
	$(RUN) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile pyproject.toml --extra build --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --upgrade -q -o requirements.lock
	$(VENV)/bin/uv pip compile pyproject.toml --extra build --extra test --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --upgrade -q -o requirements-test.lock

docs: $(VENV)/.installed ## write the tables of commands and settings into the README and docs/
	$(RUN) -m handlers.docs

doctor: $(VENV)/.installed ## check settings, tokens, scopes, database and clock
	@$(VENV)/bin/mentor doctor

clean: ## remove .venv; data stays
	rm -rf $(VENV)

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Mentor needs Python 3.11 or newer. Install it, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python has no venv module here. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock pyproject.toml
	@echo "Installing what Mentor needs (once) …"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed requirements-test.lock
	@echo "Installing what the tests need (once) …"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@
