# The commands of ctlive-go. Each does the set-up that it needs.

SHELL := /bin/bash -o pipefail
GO ?= go
BIN := $(CURDIR)/bin
WASM := GOOS=js GOARCH=wasm
FUZZTIME ?= 1m
MESSAGES ?= 1000000

# Packages that ./... leaves out.
TESTDATA := ./ctlive/testdata

.PHONY: help
help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: run
run: need-go ## serve the live console on http://localhost:8080; ARGS="-addr … -frame …" changes the addresses
	@$(GO) build -o $(BIN)/serve ./examples/serve
	@exec $(BIN)/serve $(ARGS)

.PHONY: test
test: lint test-native test-browser ## everything: lint, native with -race, browser, end to end

.PHONY: test-native
test-native: need-go need-chromium need-wabt ## native tests with -race; among them the example pages, end to end
	$(GO) test -race ./...

.PHONY: test-browser
test-browser: need-go need-chromium $(BIN)/wasmbrowsertest $(BIN)/runbrowser ## the tests of ctlive and wasm, in the browser
	$(WASM) $(GO) test -count=1 -timeout 10m -exec $(BIN)/runbrowser ./ctlive/... ./wasm/...
	CTLIVE_TEST_PLAIN=1 $(WASM) $(GO) test -count=1 -timeout 10m -exec $(BIN)/runbrowser ./wasm

.PHONY: lint
lint: need-go $(BIN)/staticcheck ## gofmt, go vet and staticcheck, for the native and the js/wasm build
	@test -z "$$(gofmt -l .)" || { echo "These files need gofmt -w:"; gofmt -l .; exit 1; }
	$(GO) vet ./... $(TESTDATA)
	$(WASM) $(GO) vet ./... $(TESTDATA)
	$(BIN)/staticcheck ./... $(TESTDATA)
	$(WASM) $(BIN)/staticcheck ./... $(TESTDATA)

.PHONY: bench
bench: need-go need-chromium $(BIN)/wasmbrowsertest $(BIN)/runbrowser ## what it costs beside what else one would write, as one table, and how that grows
	@echo "| what | this library | against | its time | ratio | goal | allocations, ours / its |"
	@echo "|---|---|---|---|---|---|---|"
	@$(GO) test -run '^$$' -bench 'Decode|Dispatch' -benchtime 1x -count=1 ./ctlive | $(TABLE)
	@$(WASM) $(GO) test -run '^$$' -bench Messages -benchtime 1x -count=1 -exec $(BIN)/runbrowser ./wasm | $(TABLE)
	@echo "| time of one, by how many there are | | | | | |"
	@echo "|---|---|---|---|---|---|"
	@$(GO) test -run '^$$' -bench Growth -benchtime 1x -count=1 ./ctlive | $(TABLE)
	@$(WASM) $(GO) test -run '^$$' -bench Growth -benchtime 1x -count=1 -timeout 10m -exec $(BIN)/runbrowser ./wasm | $(TABLE)

# What go test prints around the rows of a table that went well.
TABLE := grep -vE '^(goos|goarch|pkg|cpu|PASS|ok|Benchmark)'

.PHONY: soak
soak: need-go need-chromium $(BIN)/wasmbrowsertest $(BIN)/runbrowser ## send MESSAGES (1000000) through the browser, and account for each
	CTLIVE_SOAK=$(MESSAGES) $(WASM) $(GO) test -v -run TestSoak -count=1 -timeout 30m -exec $(BIN)/runbrowser ./wasm

.PHONY: filter
filter: need-wabt ## build wasm/internal/filter/filter.wasm from filter.wat
	wat2wasm --enable-exceptions wasm/internal/filter/filter.wat -o wasm/internal/filter/filter.wasm

.PHONY: fuzz
fuzz: need-go ## fuzz the decoder against encoding/json for FUZZTIME (1m)
	$(GO) test ./ctlive -run '^$$' -fuzz FuzzDecode -fuzztime $(FUZZTIME)

# The tools are built for this machine, at the versions that go.mod pins.

$(BIN)/wasmbrowsertest: go.mod go.sum
	$(GO) build -o $@ github.com/agnivade/wasmbrowsertest

$(BIN)/staticcheck: go.mod go.sum
	$(GO) build -o $@ honnef.co/go/tools/cmd/staticcheck

$(BIN)/runbrowser: go.mod go.sum $(wildcard wasm/internal/runbrowser/*.go)
	$(GO) build -o $@ ./wasm/internal/runbrowser

.PHONY: need-go
need-go:
	@command -v $(GO) >/dev/null || { echo "There is no go command: install Go 1.26 or later and put it on the PATH." >&2; exit 1; }

# install PACKAGE,WHAT FOR installs a package of Debian's where that is possible, and else says what to install.
define install
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's $(1) for $(2)."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null; \
	else \
		echo "There is no $(1), which $(2) need: install it, as with 'sudo apt-get install $(1)', and run make again." >&2; \
		exit 1; \
	fi
endef

.PHONY: need-wabt
need-wabt:
	@command -v wat2wasm >/dev/null && exit 0; \
	$(call install,wabt,the WebAssembly filter and its test)

# The browser tests look for Chromium under the same names.
.PHONY: need-chromium
need-chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable headless-shell; do \
		command -v $$name >/dev/null && exit 0; \
	done; \
	[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0; \
	$(call install,chromium,the browser tests)
