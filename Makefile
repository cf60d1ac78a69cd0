# Two commands matter: `make run` (a demo office to look at) and `make test`.
.DEFAULT_GOAL := help
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
REQUIREMENTS ?= requirements.txt
# Where the environment forbids bytecode, each of some fifty processes would compile Django and the tests again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help install install-dev run test check lock platforms bundle browser old-browsers messages bench editor clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/uv.stamp:
	@$(PY) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/run.stamp: requirements.txt pyproject.toml $(VENV)/uv.stamp
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/run.stamp ## the command line at .venv/bin/taizhang

install-dev: $(VENV)/dev.stamp ## what tests and checks need, too

run: install ## create a demo office if there is none, and serve it
	@$(BIN)/taizhang serve --demo --port $(PORT)

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml
lock: install ## rewrite the lock files (hashes, no hosts); what runs has the versions that are tested
	@$(LOCK) --group dev -o requirements-dev.txt
	@$(LOCK) --constraint requirements-dev.txt -o requirements.txt
	@$(LOCK) --constraint requirements-dev.txt --extra s3 -o requirements-s3.txt
	@$(LOCK) --group dev --group bench -o requirements-bench.txt

check: install-dev ## every static check: format, lint, types, layers, templates
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --check --lint taizhang/web
	@$(BIN)/taizhang manage makemigrations --check --dry-run

# No test of these rooms opens a database. Of the browser's, only the marked journeys run on another one:
# what a page does with a click does not depend on it.
WITHOUT_DATABASE := core press intake house
# Tests go to whichever process is free; the ten slowest are listed at the end.
PYTEST := $(BIN)/pytest -n 2 --dist worksteal --durations=10

test: install-dev ## every test, with coverage (DATABASE_URL=postgres://…: those that meet the database, there)
ifdef DATABASE_URL
	@$(PYTEST) -m "(not browser or journey) and not one_engine" $(WITHOUT_DATABASE:%=--ignore=tests/%)
else
	@$(PYTEST) --cov --cov-report=
	@$(BIN)/coverage report --fail-under=95
	@$(BIN)/coverage report --include='taizhang/core/*' --fail-under=100
endif

platforms: install ## ask whether every locked package has a wheel for aarch64 and x86-64 (needs a network)
	@for python in 3.11 3.12 3.13 3.14; do for machine in aarch64 x86_64; do \
	  echo "$$machine, Python $$python"; \
	  $(BIN)/uv pip install --quiet --dry-run --target build/platforms --python-platform $$machine-manylinux_2_28 \
	    --python-version $$python --only-binary :all: --require-hashes -r requirements-s3.txt || exit 1; done; done

bundle: install ## write the offline bundle (PYTHONS="3.11 3.12": wheels for these versions; REQUIREMENTS=requirements-s3.txt: S3, too)
	@REQUIREMENTS=$(REQUIREMENTS) sh tools/bundle/make.sh $(BIN)/python build/taizhang-bundle.tar.gz $(PYTHONS)

browser: ## install Chromium and Chinese fonts for the browser tests (Debian, as root)
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-noto-cjk

# Kept between checkouts, and unpacked anew only for another lock file.
OLD_BROWSERS := $(or $(TAIZHANG_OLD_BROWSERS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/taizhang/browsers)

old-browsers: ## install Chromium 86, 92 and 109 for the browser tests (needs Node; 440 MB, kept)
	@cmp -s tools/browsers/package-lock.json $(OLD_BROWSERS)/lock || { \
	  cd tools/browsers && npm ci --no-audit --no-fund --silent && node unpack.mjs $(OLD_BROWSERS) && \
	  cp package-lock.json $(OLD_BROWSERS)/lock && rm -r node_modules; }

messages: install-dev ## gather marked strings into the English catalogue and compile it
	@$(BIN)/python -m tools.messages

bench: install ## list the benchmarks; run one with: python -m bench NAME
	@$(BIN)/python -m bench

editor: ## rebuild the desk's text editor for the browser (needs Node; the bundle is committed)
	cd tools/editor && npm ci --no-audit --no-fund && npm run build

clean: ## remove the environment (the office's data in var/ stays)
	rm -rf $(VENV) build *.egg-info
