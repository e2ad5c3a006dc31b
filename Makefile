# Two commands on a fresh machine with Python 3.11 or newer and make: `make demo` and `make test`.
# Everything is installed into .venv beside this file; nothing else on the machine is touched.
#
#   PYTHON=/path/to/python3.12 make demo    another Python (used when .venv is made)
#   make test ARGS="-k quantity"            anything pytest understands
#   make test WORKERS=0                     one process, for a debugger

BIN := .venv/bin
WORKERS ?= 2
ARGS ?=

PYTHON ?=
PYTHONS := python3.11 python3.14 python3.13 python3.12 python3 python
FITS := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
WORKS := import sys, pip; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo serve test check lint types layers docs pictures format reference bench clean

help: ## list what can be made
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | while IFS='	' read -r name text; do \
		printf '  make %-9s %s\n' "$$name" "$$text"; \
	done

demo: .venv/.installed ## solve scenarios/midtjylland, print the recommendation, write out/midtjylland
	@$(BIN)/placement solve scenarios/midtjylland --out out/midtjylland

serve: .venv/.installed-web ## open the workbench on scenarios/midtjylland, at http://127.0.0.1:8000/
	@$(BIN)/placement serve scenarios/midtjylland

test: .venv/.installed-dev ## run the whole test suite
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: lint types layers docs ## lint, formatting, types, layers and the documentation site

lint: .venv/.installed-dev ## ruff: lint and formatting
	@status=0; $(BIN)/ruff check || status=1; $(BIN)/ruff format --check || status=1; exit $$status

types: .venv/.installed-dev ## mypy, strict
	@$(BIN)/mypy

layers: .venv/.installed-dev ## import-linter: which room may use which
	@$(BIN)/lint-imports --no-logo

docs: .venv/.installed-dev ## build the documentation site in out/docs; every warning is an error
	@$(BIN)/python -m sphinx -b html -q -W --keep-going -c docs -d out/.doctrees . out/docs

pictures: .venv/.installed-dev ## make the pictures in docs/pictures from what the program shows
	@$(BIN)/python -m docs.make_pictures

format: .venv/.installed-dev ## let ruff put the code in order
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

reference: .venv/.installed-dev ## write the reference pages in docs/ from the schema and the columns
	@$(BIN)/python -m placement.report.reference

bench: .venv/.installed-dev ## run the benchmarks (minutes, never part of the tests)
	@$(BIN)/python -m benchmarks

clean: ## remove .venv and all caches; results in out/ stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- set-up: the stamps are renewed when pyproject.toml changes, so a second call is instant ----

.venv/.installed: pyproject.toml
	@echo "Setting up .venv (about a minute, once) ..."
	@$(make-venv)
	@$(call install,.)
	@touch $@

.venv/.installed-web: pyproject.toml
	@echo "Setting up .venv with what the workbench needs (about a minute, once) ..."
	@$(make-venv)
	@$(call install,.[web])
	@touch $@ .venv/.installed

.venv/.installed-dev: pyproject.toml
	@echo "Setting up .venv with the tools for tests and checks (about a minute, once) ..."
	@$(make-venv)
	@$(call install,.[dev])
	@touch $@ .venv/.installed .venv/.installed-web

define install
$(BIN)/python -m pip install -qq --no-input --disable-pip-version-check --no-warn-script-location --editable '$(1)' || { \
	echo "The packages could not be installed; the lines above say why. Is there a connection to a package index?" >&2; \
	exit 1; }
endef

# Keeps a .venv that works, replaces one that does not, and looks for a Python only then.
define make-venv
if [ -x $(BIN)/python ] && $(BIN)/python -c '$(WORKS)' >/dev/null 2>&1; then exit 0; fi; \
for python in $(if $(PYTHON),"$(PYTHON)",$(PYTHONS)); do \
	if "$$python" -c '$(FITS)' >/dev/null 2>&1; then exec "$$python" -m venv --clear .venv; fi; \
done; \
echo "No Python 3.11 or newer with venv was found (tried: $(or $(PYTHON),$(PYTHONS)))." >&2; \
echo "Install one (on Debian and Ubuntu also python3-venv), or say where it is: PYTHON=/path/to/python3.11 make $(or $(MAKECMDGOALS),demo)" >&2; \
exit 1
endef
