# Demografi Västerbotten. `make run` and `make test` do all set-up themselves on Debian and
# Ubuntu with Python 3.11 or newer; elsewhere see README.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
SOURCES := app.py pages src tests benchmarks
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint types unit browser bench backtest messages clean

help: ## Show what make can do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: $(STAMPS)/runtime ## Install what is needed and open the dashboard
	$(BIN)/streamlit run app.py

test: lint types unit browser ## Everything CI checks

lint: $(STAMPS)/development ## Code style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMPS)/development ## Type check
	$(BIN)/mypy

unit: $(STAMPS)/development $(STAMPS)/browser ## Tests without the real app, doctests of the package among them
	$(BIN)/python -m pytest tests src -m "not browser" -n 2 --dist worksteal

browser: $(STAMPS)/development $(STAMPS)/browser ## The real app in Chromium
	$(BIN)/python -m pytest tests/browser -m browser -n 2 --dist worksteal

bench: $(STAMPS)/development $(STAMPS)/browser ## Measure what must be fast
	@set -e; for file in benchmarks/[!_]*.py; do \
	  $(BIN)/python -m "benchmarks.$$(basename "$$file" .py)"; \
	done

backtest: $(STAMPS)/runtime ## Make the stored back-test again (minutes), after a new method or new figures
	$(BIN)/demografi backtest --data data

messages: $(STAMPS)/runtime ## Collect the Swedish source texts for translators
	@mkdir -p src/demografi/locale
	$(BIN)/pybabel extract --no-wrap --sort-by-file --add-comments=TRANSLATORS: \
	  --project="Demografi Västerbotten" -k _ -k ngettext:1,2 \
	  -o src/demografi/locale/demografi.pot app.py pages src

clean: ## Remove the environment and everything made by tools
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.egg-info' -type d -prune -exec rm -rf {} +

# --- set-up -------------------------------------------------------------------------------

# $(call apt,PACKAGES): install Debian packages as root or through sudo, or say how.
define apt
{ if ! command -v apt-get >/dev/null; then \
    echo "Please install: $(1) (this system has no apt-get)" >&2; exit 1; fi; \
  if [ "$$(id -u)" = 0 ]; then as_root=; \
  elif command -v sudo >/dev/null; then as_root=sudo; \
  else echo "Please run as root: apt-get install $(1)" >&2; exit 1; fi; \
  $$as_root apt-get update -qq && \
  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $(1) >/dev/null; }
endef

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || $(call apt,python3 python3-venv)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.12" >&2; \
	  exit 1; }
	@# Debian and Ubuntu keep ensurepip, without which venv makes no pip, in a package of its own.
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  $(call apt,python$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv)
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/runtime: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/development: requirements-dev.txt $(STAMPS)/runtime
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@mkdir -p $(STAMPS) && touch $@

# Debian has Chromium as a package; Ubuntu only as a snap, which no test can drive, so there
# Playwright brings its own. Playwright runs on a Node that minimal systems have too little for.
$(STAMPS)/browser: | $(STAMPS)/development
	@$(BIN)/python -m playwright --version >/dev/null 2>&1 || $(call apt,libatomic1)
	@if $(BIN)/python -m tests.browser.app; then :; \
	elif grep -qs '^ID=debian' /etc/os-release; then \
	  $(call apt,chromium chromium-headless-shell) || exit 1; \
	else $(BIN)/python -m playwright install --with-deps chromium || { \
	  echo "Playwright could not install Chromium. If you have a Chromium or Chrome (no snap)," >&2; \
	  echo "say where: make $(or $(MAKECMDGOALS),test) BROWSER_PATH=/usr/bin/google-chrome" >&2; \
	  exit 1; }; fi
	@$(BIN)/python -m tests.browser.app
	@touch $@
