# Everything made or fetched lies in the ignored folder .incamera (and web/node_modules). Set-up is idempotent.
PYTHON ?= python3
VENV := .incamera/venv/bin

.PHONY: help setup run check test lock fix

help:
	@echo "make run     set everything up and start a demonstration meeting"
	@echo "make check   the quick checks (under 90 seconds)"
	@echo "make test    everything: checks, real engines, real browsers"
	@echo "make fix     format and sort what can be"
	@echo "make lock    lock the Python packages anew after a change to requirements/*.in"

setup:
	@$(PYTHON) -m tools.setup run

run: setup
	@exec $(VENV)/incamera demo

check:
	@$(PYTHON) -m tools.setup check
	@$(VENV)/python -m tools.checks check

test:
	@$(PYTHON) -m tools.setup test
	@$(VENV)/python -m tools.checks test

fix:
	@$(VENV)/ruff check --fix --quiet . || true
	@$(VENV)/ruff format .

lock:
	@cd requirements && for name in run dev; do ../$(VENV)/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" $$name.in -o $$name.lock; done
	@cd requirements && for name in go node clips; do ../$(VENV)/uv pip compile --quiet --universal --python-version 3.11 \
	  --no-deps --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
	  $$name.in -o $$name.lock; done
