# Two commands on a fresh machine with Python 3.11 or newer and make: `make demo` and `make test`.
# Everything is installed into .venv beside this file, in the versions and with the hashes of locks/; nothing else on the
# machine is touched.
#
#   PYTHON=/path/to/python3.12 make demo    another Python (used when .venv is made)
#   make test ARGS="-k quantity"            anything pytest understands
#   make test ARGS='-m "not slow"'          without the tests that take more than some seconds
#   make test WORKERS=0                     one process, for a debugger

VENV := .venv
LOCKS := locks
BIN := $(VENV)/bin
VALHALLA := $(VENV)/valhalla
CHECKS := lint types layers docs
WORKERS ?= 2
ARGS ?=

PYTHON ?=
PYTHONS := python3.11 python3.14 python3.13 python3.12 python3 python
FITS := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo demo-en serve test valhalla check lint types layers docs pictures house format notebook reference lock bench clean

help: ## list what can be made
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | while IFS='	' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; \
	done

demo: $(VENV)/.installed ## solve scenarios/midtjylland, print the recommendation, write out/midtjylland
	@$(BIN)/placement solve scenarios/midtjylland --out out/midtjylland

demo-en: $(VENV)/.installed ## the same in English for scenarios/northshire, a made-up region; write out/northshire
	@$(BIN)/placement solve scenarios/northshire --lang en --out out/northshire

serve: $(VENV)/.installed-web ## open the workbench on scenarios/midtjylland, at http://127.0.0.1:8000/
	@$(BIN)/placement serve scenarios/midtjylland

test: $(VENV)/.installed-dev valhalla ## run the whole test suite
	@PLACEMENT_VALHALLA="$${PLACEMENT_VALHALLA:-$(abspath $(VALHALLA))/valhalla/bin}" \
		$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(CHECKS) ## lint, formatting, types, layers and the documentation site

lint: $(VENV)/.installed-dev ## ruff: lint and formatting
	@status=0; $(BIN)/ruff check || status=1; $(BIN)/ruff format --check || status=1; exit $$status

types: $(VENV)/.installed-dev ## mypy, strict
	@$(BIN)/mypy

layers: $(VENV)/.installed-dev ## import-linter: which room may use which
	@$(BIN)/lint-imports --no-logo

docs: $(VENV)/.installed-dev ## build the documentation site in out/docs; every warning is an error
	@$(BIN)/python -m sphinx -b html -q -W --keep-going -c docs -d out/.doctrees . out/docs

pictures: $(VENV)/.installed-dev ## make the pictures in docs/pictures from what the program shows
	@$(BIN)/python -m docs.make_pictures

house: $(VENV)/.installed-dev ## measure the package: size, crowded folders, circles of imports, repeated passages
	@$(BIN)/python -m tools.house $(ARGS)

format: $(VENV)/.installed-dev ## let ruff put the code in order
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

reference: $(VENV)/.installed-dev ## write the reference pages in docs/ from the schema and the columns
	@$(BIN)/python -m placement.reference

notebook: $(VENV)/.installed-dev ## write the notebook in docs/notebooks from its page in docs/how-to
	@$(BIN)/python -m tools.notebook

messages: $(VENV)/.installed-dev ## gather the texts of the code into the catalogues of placement/locale, and compile them
	@$(BIN)/python -m tools.messages

lock: .venv/.installed-dev ## write locks/ anew where pyproject.toml asks for it; ARGS=--upgrade: the newest of everything
	@.venv/bin/python -m tools.lock $(ARGS)

# The same for every other target: check-newest, demo-lowest.
test-newest: ## run the whole test suite with the newest of everything, in .venv-newest
test-lowest: ## run it with the lowest versions that pyproject.toml allows, in .venv-lowest

%-newest: .venv/.installed-dev
	@$(call with-versions,newest)

%-lowest: .venv/.installed-dev # without the types, which numpy 1 declares otherwise
	@$(call with-versions,lowest,CHECKS="lint layers docs")

define with-versions
.venv/bin/python -m tools.lock $(1) build/$(1) && \
	$(MAKE) --no-print-directory $* VENV=.venv-$(1) LOCKS=build/$(1) PYTHON="$$PWD/.venv/bin/python" $(2)
endef

bench: $(VENV)/.installed-dev ## run the benchmarks (minutes, never part of the tests)
	@$(BIN)/python -m benchmarks

clean: ## remove .venv and all caches; results in out/ stay
	rm -rf .venv .venv-newest .venv-lowest .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- set-up: begun anew when the locks change, brought up to date when pyproject.toml does; a second call is instant ----

$(VENV)/.made: $(LOCKS)/dev.txt
	@$(make-venv)
	@touch $@

$(VENV)/.installed: $(VENV)/.made $(LOCKS)/base.txt pyproject.toml
	@echo "Setting up $(VENV) (about a minute, once) ..."
	@$(call install,base)
	@touch $@

$(VENV)/.installed-web: $(VENV)/.made $(LOCKS)/web.txt pyproject.toml
	@echo "Setting up $(VENV) with what the workbench needs (about a minute, once) ..."
	@$(call install,web)
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-dev: $(VENV)/.made $(LOCKS)/dev.txt pyproject.toml
	@echo "Setting up $(VENV) with the tools for tests and checks (about a minute, once) ..."
	@$(call install,dev)
	@touch $@ $(VENV)/.installed $(VENV)/.installed-web

# Valhalla's programs, for the tests of `placement roads`, where this Python has no wheel with them; they need no Python.
# Where none fits the machine, or there is no connection, those tests are skipped and say so.
valhalla: $(VENV)/.installed-dev
	@test -d $(VALHALLA) || $(BIN)/python -c 'import valhalla' 2>/dev/null || { $(fetch-valhalla); }

define fetch-valhalla
sed -n '/^pyvalhalla==/,/[^\\]$$/p' locks/roads.txt > $(VENV)/valhalla.txt; \
$(BIN)/uv pip install --quiet --target $(VALHALLA) --python-version 3.12 --no-deps --only-binary :all: \
	--require-hashes --requirement $(VENV)/valhalla.txt 2>$(VENV)/valhalla.log || \
	{ rm -rf $(VALHALLA); echo "Valhalla is left out, and the tests of roads with it ($(VENV)/valhalla.log says why)."; }
endef

PIP = $(BIN)/python -m pip install -qq --no-input --disable-pip-version-check --no-warn-script-location

define install
{ $(PIP) --require-hashes --requirement $(LOCKS)/$(1).txt && \
	$(PIP) --no-deps --no-build-isolation --editable .; } || { \
	echo "The packages could not be installed; the lines above say why. Is there a connection to a package index?" >&2; \
	exit 1; }
endef

# The Python of a $(VENV) that works is kept; another is looked for only where there is none.
define make-venv
for python in $(if $(PYTHON),"$(PYTHON)",$(BIN)/python $(PYTHONS)); do \
	if "$$python" -c '$(FITS)' >/dev/null 2>&1; then exec "$$python" -m venv --clear $(VENV); fi; \
done; \
echo "No Python 3.11 or newer with venv was found (tried: $(or $(PYTHON),$(PYTHONS)))." >&2; \
echo "Install one (on Debian and Ubuntu also python3-venv), or say where it is: PYTHON=/path/to/python3.11 make $(or $(MAKECMDGOALS),demo)" >&2; \
exit 1
endef
