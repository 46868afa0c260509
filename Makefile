# make run     open the window with a sample pair
# make test    the whole test suite
# make lint    style, types and the direction of imports
# make bench   the benchmark tables (takes the development data)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# OpenVINO asks pip for it and works without; models/__init__.py keeps it out where it is installed.
NO_TELEMETRY := $(BIN)/python -m pip uninstall --quiet --yes openvino-telemetry 2>/dev/null

.PHONY: run test lint bench system clean

run: $(VENV)/.run system
	@$(BIN)/python app.py --sample

# Dozens of tests start the program: compiled once, each start takes a second less.
test: $(VENV)/.develop system
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.develop
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(VENV)/.develop
	@$(BIN)/python benchmarks/quality.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Parfocal needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make an environment here; first: sudo apt-get install python3-venv"; exit 1; }

# The stamps are younger than the requirements once these are installed, so nothing is installed twice.
$(VENV)/.run: requirements.txt | $(BIN)/python
	@echo "Installing what Parfocal needs (some minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet -r requirements.txt
	@$(NO_TELEMETRY)
	@touch $@

$(VENV)/.develop: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what the tests need (some minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@$(NO_TELEMETRY)
	@touch $@ $(VENV)/.run

system:
	@sh ui/system_libraries.sh

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
