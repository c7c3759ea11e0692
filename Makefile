# The front door: `make` lists what there is. People and machines use the same targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
PY := $(VENV)/bin/python
# The first Python on this computer that is new enough. PYTHON=… chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
# Arguments for pytest, such as TESTS=tests/media or TESTS="-k credit -x", and how many processes run them (0: this one).
TESTS ?=
JOBS ?= 2
PYTEST = $(PY) -m pytest -q

.PHONY: help
help:
	@echo "usage: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# Environment ----------------------------------------------------------------------------------------------------------
# A stamp is as new as the lock file that it was installed from, so nothing is asked again until that changes.

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found; PYTHON=… names it."; exit 1; }
	@echo "Python environment …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv is needed; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/base.stamp: requirements/base.txt | $(PY)
	@echo "Dependencies …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt | $(PY)
	@echo "Dependencies for tests …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ $(VENV)/base.stamp

# The site -------------------------------------------------------------------------------------------------------------

.PHONY: run dev backup restore
run: $(VENV)/base.stamp ## the site with the Berlin and Los Angeles content, at http://127.0.0.1:8000 (PORT=, DEMO_PASSWORD=)
	@exec $(PY) tools/local.py run

dev: $(VENV)/dev.stamp ## the same with DEBUG, restarting when the code changes (PORT=, DEMO_PASSWORD=)
	@exec $(PY) tools/local.py dev

backup: $(VENV)/base.stamp ## database, pictures and secrets into one file: make backup FILE=…
	@test -n "$(FILE)" || { echo "Say where to: make backup FILE=sistercities.backup"; exit 1; }
	@exec $(PY) tools/local.py manage backup "$(FILE)"

restore: $(VENV)/base.stamp ## check such a file, then put it in the place of what is here: make restore FILE=…
	@test -n "$(FILE)" || { echo "Say what from: make restore FILE=sistercities.backup"; exit 1; }
	@exec $(PY) tools/local.py manage restore "$(FILE)"

# Tests ----------------------------------------------------------------------------------------------------------------

.PHONY: test test-sqlite test-postgres test-browser check bench bench-calendars bench-exports lighthouse suite
test: $(VENV)/dev.stamp ## everything: on SQLite, on PostgreSQL, in a real browser where one is found
	@$(MAKE) --no-print-directory --keep-going test-sqlite test-postgres

test-sqlite: $(VENV)/dev.stamp ## the suite on SQLite (TESTS= chooses, DEMAND_BROWSER=1 makes a missing browser a failure)
	@echo "Tests on SQLite"
	@env -u DATABASE_URL $(MAKE) --no-print-directory suite

# What does not ask for a database cannot meet one (pytest-django keeps it closed), and ran on SQLite already.
test-postgres: $(VENV)/dev.stamp ## all of the suite that meets the database, on a throwaway PostgreSQL
	@echo "Tests on PostgreSQL"
	@$(PY) tools/throwaway_postgres.py $(MAKE) --no-print-directory suite PART=--database-only

test-browser: $(VENV)/dev.stamp ## only the tests that drive a real browser, which must be there
	@env -u DATABASE_URL DEMAND_BROWSER=1 $(PYTEST) -n $(JOBS) --dist worksteal -m browser $(TESTS)

# The tests with a browser come last, in processes of their own: its event loop changes how Django keeps connections.
# Pytest ends with 5 where TESTS chose none of a part; to choose none at all is a mistake, but for the second database.
suite:
	@$(PYTEST) -n $(JOBS) --dist worksteal $(PART) -m "not browser" $(TESTS); first=$$?; \
	$(PYTEST) -n $(JOBS) --dist worksteal $(PART) -m browser $(TESTS); second=$$?; \
	case "$$first $$second $(PART)" in "5 5 ") exit 1;; [05]" "[05]" "*) ;; *) exit 1;; esac

check: $(VENV)/dev.stamp ## style, import contracts, missing migrations, settings for production
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/lint-imports
	@$(PY) tools/local.py manage makemigrations --check --dry-run
	@env -i PATH="$$PATH" VAR_DIR="$(CURDIR)/var" ALLOWED_HOSTS=partners.example.org SITE_URL=https://partners.example.org \
		SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(PY) manage.py check --deploy --fail-level WARNING

bench: $(VENV)/dev.stamp ## queries, time and pages per second of each page, beside a bare Django view
	@$(PY) -m bench.run

bench-exports: $(VENV)/dev.stamp ## time and memory of lists of 100,000 events, beside COPY and django-import-export (EXPORTS="--events 10000")
	@$(PY) -m bench.exports $(EXPORTS)

bench-calendars: $(VENV)/dev.stamp ## time and memory of a calendar file with 10,000 events, beside the icalendar package
	@$(PY) -m bench.calendars

lighthouse: $(VENV)/dev.stamp ## Lighthouse and page weights of each kind of page (needs node and Chromium)
	@$(PY) -m bench.lighthouse

# Upkeep ---------------------------------------------------------------------------------------------------------------

.PHONY: format lock messages
format: $(VENV)/dev.stamp ## put the code into the project's form
	@$(VENV)/bin/ruff check --fix
	@$(VENV)/bin/ruff format

# Extras are kept: pip refuses a locked package whose extra another package asks for, once a newer version of it is out.
UV_COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UV_FLAGS)
lock: $(VENV)/dev.stamp ## renew the lock files (UV_FLAGS=--upgrade takes newer versions)
	@$(UV_COMPILE) requirements/base.in -o requirements/base.txt
	@$(UV_COMPILE) requirements/dev.in -o requirements/dev.txt

messages: $(VENV)/dev.stamp ## collect the texts to translate (needs GNU gettext)
	@$(PY) tools/local.py manage makemessages --locale de --no-wrap --no-obsolete --add-location file \
		--ignore '.venv' --ignore 'var' --ignore 'node_modules' --ignore 'tests'
