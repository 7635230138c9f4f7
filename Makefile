# Everything that this project does from a clone. README.md gives the same commands without make.
VENV := .venv
BIN := $(VENV)/bin
PINS := binder/constraints.txt
CATALOGUES := $(wildcard docker_lessons/locale/*/LC_MESSAGES/docker_lessons.po)
NPM = PATH="$(abspath $(BIN)):$$PATH" npm --prefix front --no-audit --no-fund --no-update-notifier
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
  command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
  && echo $$name && break; done)

.PHONY: lab test quick soak coverage mutants check format front messages bench screenshot pins clean help
.DEFAULT_GOAL := help

help: ## show this
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

lab: $(VENV)/course ## take the course: install what is missing, open JupyterLab on the first page
	@$(BIN)/docker-lessons lab $(ARGS)

test: $(VENV)/test ## all tests, or ARGS=tests/hub (CI=true: a skip is a failure)
	$(BIN)/python -m pytest -n auto --durations=20 $(ARGS)

quick: $(VENV)/test ## within a minute: no dockerd, registry, browser, lab or practice world
	$(BIN)/python -m pytest -n auto --quick --durations=5 $(ARGS)

soak: $(VENV)/test ## the long kills and random walks, every mistake on each engine: what `make test` leaves out
	$(BIN)/python -m pytest -n auto --soak --durations=20 $(ARGS)

coverage: $(VENV)/test ## which lines and branches of the package the tests reach, in all its processes
	-$(BIN)/coverage run -m pytest -n auto $(ARGS)
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report

mutants: $(VENV)/test ## change the code in small ways, or ARGS=docker_lessons/oci/digest.py: does a quick test notice?
	$(BIN)/python -m tests.mutants $(ARGS)

check: $(VENV)/test front/node_modules/installed ## lint, types, stripped notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb notebooks/*/*.ipynb
	$(NPM) run check

format: $(VENV)/test front/node_modules/installed ## put the code into its one form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(NPM) run format

front: front/node_modules/installed ## make the widgets' scripts and style sheet from front/src
	$(NPM) run build

messages: $(VENV)/test ## bring catalogues and pages of all languages up to date, or ARGS=de: begin German
	$(BIN)/python -m translation update $(ARGS)

bench: $(VENV)/test ## measure start, memory and verdicts, and the same work beside dockerd (that needs root)
	$(BIN)/python -m bench

screenshot: $(VENV)/test ## take a picture of the running course in each language, for the README
	$(BIN)/python docs/screenshot.py

pins: $(VENV)/test ## solve binder/constraints.txt anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	@{ sed -n '/^#/p' $(PINS); $(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 \
	  --extra test --no-header --no-annotate pyproject.toml; } > $(PINS).new && mv $(PINS).new $(PINS)

clean: ## remove what make installed and built (the course's pages in lab/ and your progress stay)
	rm -rf $(VENV) front/node_modules build dist mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* test-results

# The environment, made once: python3-venv is a package of its own on Debian and Ubuntu.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "This course needs Python 3.11, 3.12, 3.13 or 3.14, and none is on PATH."; \
	  echo "Install one (Debian, Ubuntu: sudo apt install python3 python3-venv), then: make lab"; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$(PYTHON) cannot make an environment: its venv module is missing."; \
	  echo "Install it (Debian, Ubuntu: sudo apt install python3-venv), then: make lab"; exit 1; fi
	@echo "Making a Python environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

# The stamps: newer than the pins and the package's data, so that nothing is installed twice.
$(VENV)/course: $(PINS) pyproject.toml $(CATALOGUES) | $(BIN)/python
	@echo "Installing the course (once; one to three minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(PINS) -e .
	@touch $@

$(VENV)/test: $(PINS) pyproject.toml $(CATALOGUES) | $(BIN)/python
	@echo "Installing the course and what its tests use (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(PINS) -e '.[test]'
	@touch $(VENV)/course $@

# The tools of the front end. Node itself is a Python package here, and comes with what the tests use.
front/node_modules/installed: front/package-lock.json | $(VENV)/test
	@echo "Installing what checks and builds the front end (once) ..."
	@$(NPM) ci --ignore-scripts --loglevel=error
	@touch $@
