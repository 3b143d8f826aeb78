# The few commands people type. `make demo` works on a fresh machine with a Rust toolchain.

# Cargo reads the same variable, so the binary is found wherever it was told to build.
TARGET := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
DAYLIGHT := $(TARGET)/release/daylight
DEMO := demo-out
BENCH_PYTHON := bench/.venv/bin/python
BENCH_ARGS ?=
CHECKERS := conformance/.venv/.made

# The parts of `make test` share one target folder and read better one after the other.
.NOTPARALLEL:
.PHONY: help demo build test lint unit deny bench bench-import bench-serve reliability fuzz clean-demo ui ui-if-possible ui-test

help:
	@echo "make demo        build, plant a scenario, analyse it, score the result, say which file to open"
	@echo "make ui          build the pages of the workspace (needs npm), so that the binary holds them"
	@echo "make test        formatting, lints, all tests, licences, and the demo end to end"
	@echo "make bench       measure against other tools in one run (BENCH_ARGS='--sizes 10k,100k --runs 3')"
	@echo "make reliability malformed inputs, kills, flips, full disk, syncs in full size; writes docs/reliability.md"
	@echo "make fuzz        fuzz each target for FUZZ_SECS=60 seconds (cargo-fuzz and a nightly toolchain)"
	@echo "make bench-import  measure the import of exports and tables (BENCH_ARGS='--posts 100k --rows 1M --runs 1')"
	@echo "make bench-serve measure the searches of the workspace (BENCH_ARGS='--posts 1M --runs 50')"
	@echo "make deny        licences, sources and bans with cargo-deny (installed when absent)"
	@echo "make clean-demo  remove what the demo wrote"

build:
	cargo build --release --locked -p daylight

# As the lock file says. Not `npm ci`: that refuses a lock file without the optional packages of other systems.
NPM_INSTALL := npm install --no-save --no-audit --no-fund --loglevel=error

# The pages go into the binary, so they are built before it. Touching tells cargo that there are others.
ui:
	@command -v npm >/dev/null 2>&1 || { echo "error: npm is not installed; the pages cannot be built" >&2; exit 1; }
	cd ui && $(NPM_INSTALL) && npm run build
	@touch crates/daylight-server/build.rs

ui-if-possible:
	@if test -f ui/package.json && command -v npm >/dev/null 2>&1; then $(MAKE) ui; \
	else echo "skipped: ui: npm is not installed; the workspace will say so"; fi

DEMO_CASE := $(DEMO)/case
DEMO_KEY := --case-key $(DEMO)/case.key --actor demo

# The recipe is the tour: each line is a command that works on your own files too.
demo: ui-if-possible build clean-demo
	@mkdir -p $(DEMO)
	$(DAYLIGHT) simulate planted-everything --seed 1 --out $(DEMO)/scenario
	$(DAYLIGHT) run $(DEMO)/scenario/posts.csv --out $(DEMO)/result
	$(DAYLIGHT) score --truth $(DEMO)/scenario/truth.csv $(DEMO)/result
	@test -s $(DEMO)/result/report.html || { echo "error: no report was written" >&2; exit 1; }
	$(DAYLIGHT) case new $(DEMO_CASE) --name demo --legal-basis "public interest" --access-basis manifestly-public --retention-until 2099-12-31 $(DEMO_KEY)
	$(DAYLIGHT) import $(DEMO)/scenario/posts.csv --case $(DEMO_CASE) $(DEMO_KEY)
	$(DAYLIGHT) run $(DEMO_CASE) --out $(DEMO_CASE)/runs/first --quiet
	@echo
	@echo "Open $(DEMO)/result/report.html in a browser (it loads nothing from the network)."
	@echo "The same result as tables: $(DEMO)/result/edges.csv; for Gephi: $(DEMO)/result/network.gexf"
	@echo "The same posts as a case, in the workspace: $(DAYLIGHT) serve $(DEMO_CASE) --case-key $(DEMO)/case.key"

test: lint deny demo ui-test $(CHECKERS) unit

# Types, units and the whole path in a browser, where npm is at hand; a browser is installed only by root.
ui-test:
	@if ! test -f ui/package.json || ! command -v npm >/dev/null 2>&1; then echo "skipped: ui: npm is not installed"; exit 0; fi; \
	if ! command -v chromium >/dev/null 2>&1 && test "$$(id -u)" = 0 && command -v apt-get >/dev/null 2>&1; then \
		apt-get install -y chromium >/dev/null 2>&1 || true; fi; \
	cd ui && $(NPM_INSTALL) && npm run check && npm test && DAYLIGHT_BIN=$(abspath $(DAYLIGHT)) npm run e2e

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

# Last on purpose: the runner's own summary closes the output.
unit:
	@if cargo nextest --version >/dev/null 2>&1; then \
		echo "cargo nextest run --workspace --locked"; \
		cargo nextest run --workspace --locked --no-fail-fast; \
	else \
		echo "cargo test --workspace --locked"; \
		cargo test --workspace --locked --no-fail-fast; \
	fi

# Without the advisory database, so that it works offline. Installing takes about four minutes, once.
# `cargo test` holds the same list of licences without the tool.
deny:
	@cargo deny --version >/dev/null 2>&1 || cargo install --locked cargo-deny
	cargo deny --all-features check licenses bans sources

# The environment is made again whenever the pinned versions change.
bench/.venv/.made: bench/requirements.txt
	python3 -m venv bench/.venv
	$(BENCH_PYTHON) -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@touch $@

# Checkers of exchange formats, for the tests that look for them.
$(CHECKERS): conformance/requirements.txt conformance/requirements-alone.txt
	python3 -m venv conformance/.venv
	conformance/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r conformance/requirements.txt
	conformance/.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r conformance/requirements-alone.txt
	@touch $@

bench: build bench/.venv/.made
	$(BENCH_PYTHON) bench/run.py $(BENCH_ARGS)

# The tests of `make test` that concern reliability, with more of everything, and their figures collected.
RELIABILITY := $(abspath $(TARGET))/reliability
RELIABILITY_TESTS := three_hundred_kinds names_that_lead bombs_are_refused damaged_archives a_cut_at_every_byte \
	each_format_reads_its_corpus archives_of_the_corpus ended_ killed_ each_acknowledgment each_changed_byte \
	changed_bytes_of_the_database a_full_disk the_binary_answers_only

# One set of packages for both, so that nothing is built twice.
RELIABILITY_CARGO := cargo test --locked --quiet -p daylight -p daylight-ingest -p daylight-casework

reliability:
	@rm -rf $(RELIABILITY) && mkdir -p $(RELIABILITY)
	DAYLIGHT_RELIABILITY=$(RELIABILITY) $(RELIABILITY_CARGO) --lib --test exports --test corpora --test cli -- $(RELIABILITY_TESTS)
	DAYLIGHT_RELIABILITY=$(RELIABILITY) $(RELIABILITY_CARGO) --test tidy -- the_page_of_reliability
	@cat $(RELIABILITY)/figures.md

FUZZ_SECS ?= 60
fuzz:
	fuzz/run.sh $(FUZZ_SECS)

# The parser that is measured against and the generator of posts are examples of the crate that reads exports.
bench-import: build bench/.venv/.made
	cargo build --release --locked -p daylight-ingest --examples
	$(BENCH_PYTHON) bench/import.py $(BENCH_ARGS)

# Posts in a case, and the time that each kind of question takes.
bench-serve: build
	python3 bench/serve.py --binary $(DAYLIGHT) $(BENCH_ARGS)

clean-demo:
	rm -rf $(DEMO)
