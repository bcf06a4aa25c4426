# Everything one does with this project, each in one word. `make` alone lists the words.

export HOST ?= 127.0.0.1
export PORT ?= 8000

# Used once, to make .venv; everything after that runs from there. Its programs are called as
# modules, because the scripts in .venv/bin stop working when the folder is moved.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python

.PHONY: help run test trust lint format types check audit requirements

help: ## list these words
	@awk -F ' *## ' '/^[a-z]+:.*## / { sub(/:.*/, "", $$1); printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: .venv/product ## start MectoFitness on HOST (127.0.0.1) and PORT (8000), with demo data at first
	@$(PY) gunicorn.conf.py
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py seed_demo --if-empty
	@echo "MectoFitness: http://$(HOST):$(PORT)/ (Ctrl-C stops it)"
	@exec $(PY) -m gunicorn

test: .venv/dev ## run all tests that this machine can, on SQLite and PostgreSQL; ARGS="-k booking" for some
	@$(PY) -m tests.run $(ARGS)

trust: .venv/dev ## try what is promised, in some minutes; ARGS=--long for the full figures on both databases, in hours
	@$(PY) -m bench.trust $(ARGS)

lint: .venv/dev ## look for mistakes and untidy layout in Python and templates
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m djlint --check --lint .

format: .venv/dev ## put right what lint can put right itself
	$(PY) -m ruff check --fix-only
	$(PY) -m ruff format
	$(PY) -m djlint --reformat --quiet --warn .

types: .venv/dev ## check the types
	$(PY) -m mypy

# As in production: what these settings are does not matter, only that they are set.
check: export DEBUG = False
check: export SECRET_KEY = for-this-check-only-it-signs-nothing-0123456789-abcdefghij
check: export ALLOWED_HOSTS = check.example
check: export DATABASE_URL = sqlite://:memory:
check: export ENV_FILE = /dev/null
check: .venv/dev ## look for a forgotten migration and for settings unfit for production
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level WARNING

# pip-audit says "No known vulnerabilities" also when the service knew none of the packages, and
# fails alike for a vulnerability and for a network that is down. Only the first is our failure.
audit: .venv/dev ## ask whether a package of ours has a known vulnerability
	@answer=$$($(PY) -m pip_audit -r requirements.txt --disable-pip --require-hashes --progress-spinner off 2>&1); \
	code=$$?; \
	case "$$answer" in \
	*"Found "*" known vulnerabilit"*) \
		echo "$$answer"; exit 1;; \
	*"could not be audited"*) \
		echo "COULD NOT ASK about $$(echo "$$answer" | grep -c 'could not be audited') of" \
			"$$(grep -c '^[^ #].*==' requirements.txt) packages: the vulnerability service did not know them.";; \
	*"Could not connect"*|*requests.exceptions.*|*ServiceError*) \
		echo "COULD NOT ASK: the vulnerability service cannot be reached, nothing was audited.";; \
	*) \
		echo "$$answer"; exit $$code;; \
	esac

# The second is bound to what the first chose, so that tests run on what is shipped.
requirements: .venv/dev ## pin what the .in files ask for, with hashes; ARGS=--upgrade for newer versions
	$(PY) -m uv pip compile -q --generate-hashes --python-version 3.11 --no-header $(ARGS) requirements.in -o requirements.txt
	$(PY) -m uv pip compile -q --generate-hashes --python-version 3.11 --no-header $(ARGS) -c requirements.txt requirements-dev.in -o requirements-dev.txt

# Stamps: install again only when the list has changed since.
.venv/product: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed." if sys.version_info < (3, 11) else 0)'
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv
	@echo "Installing $< ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements-dev.txt .venv/product
	@echo "Installing $< ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
