# The commands of ctlive-go. Each does the set-up that it needs.

SHELL := /bin/bash -o pipefail
GO ?= go
BIN := $(CURDIR)/bin
WASM := GOOS=js GOARCH=wasm
FUZZTIME ?= 1m
MESSAGES ?= 1000000

.PHONY: help
help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: run
run: need-go ## serve the live console on http://localhost:8080; ARGS="-addr … -frame …" changes the addresses, "-sdk …" the widget, "-beacon URL" sends the events there
	@$(GO) build -o $(BIN)/serve ./examples/serve
	@exec $(BIN)/serve $(ARGS)

.PHONY: collector
collector: need-go ## receive events at http://127.0.0.1:8090; ARGS="-origin https://www.example.com" says from which pages
	@cd examples/collector && $(GO) build -o $(BIN)/collector .
	@exec $(BIN)/collector -data $(BIN)/collector-data $(or $(ARGS),-origin http://localhost:8080)

.PHONY: test
test: lint test-native test-modules test-pages test-browser size ## everything in Chromium: lint, native with -race, browser, end to end, size

# The packages with tests that run in the browser, and those whose native tests open pages in one.
BROWSER_TESTS := ./ctlive/... ./wasm/... ./examples/recipes
E2E := example.com/ctlive-go/internal/e2e
PAGES = $(shell $(GO) list -f '{{range .TestImports}}{{.}} {{end}}{{range .XTestImports}}{{.}} {{end}}: {{.ImportPath}}' ./... \
	| sed -n 's|.*$(E2E) .*: ||p')

# The names of the tests of pages that every engine can run, and of those of accessibility, which Firefox can run too. The
# others are about how Chromium lays a page out.
VISITS := Visit|Startup
VISITS-firefox := $(VISITS)|Accessib
VISITS-webkit := $(VISITS)

RACE := -race

.PHONY: test-native
test-native: need-go need-chromium need-wabt npm ## the native tests, with -race
	$(GO) test $(RACE) -v $(filter-out $(PAGES),$(shell $(GO) list ./...)) | $(call count,native)

.PHONY: test-modules
test-modules: need-go need-chromium npm ## the tests of the examples that are Go modules of their own, with -race
	cd examples/collector && $(GO) test -race -v ./... | $(call count,collector)
	cd examples/goapp && $(GO) test -race -v ./... | $(call count,goapp)

# They wait most of the time, so that more packages than processors run at once.
.PHONY: test-pages
test-pages: need-go need-chromium npm ## the example pages in Chromium, end to end
	$(GO) test -count=1 -v -timeout 30m -p 4 $(PAGES) | $(call count,chromium pages)

.PHONY: test-browser
test-browser: need-go need-chromium $(BIN)/wasmbrowsertest $(BIN)/runbrowser ## the tests of ctlive and wasm, in Chromium
	$(WASM) $(GO) test -count=1 -v -timeout 20m -exec $(BIN)/runbrowser $(BROWSER_TESTS) | $(call count,chromium)

.PHONY: test-engines
test-engines: test-firefox test-webkit ## the browser tests, and the visits of the example pages, in Firefox and WebKit; axe-core in Firefox

# The packages of which Firefox and WebKit open pages: .ci/run names fewer.
ENGINE_PAGES = $(PAGES)

.PHONY: test-firefox test-webkit
test-firefox: need-firefox
test-webkit: need-webkit
test-firefox test-webkit: test-%: need-go npm $(BIN)/runbrowser
	$(WASM) $(GO) test -count=1 -v -timeout 20m -p 1 -exec "$(BIN)/runbrowser -browser $*" $(BROWSER_TESTS) | $(call count,$*)
	CTLIVE_BROWSER=$* $(GO) test -count=1 -v -timeout 20m -p 1 -run '$(VISITS-$*)' $(ENGINE_PAGES) | $(call count,$* pages)
	CTLIVE_BROWSER=$* $(GO) test -count=1 -v ./internal/engine ./internal/e2e | $(call count,$* engine)

# The Go version that the library is tested with besides the machine's.
NEXT_GO := go1.27.3

.PHONY: test-next lint-next
test-next: need-go need-chromium need-wabt npm $(BIN)/wasmbrowsertest $(BIN)/runbrowser ## native tests, the browser tests in Chromium, and size, with Go 1.27
	GOTOOLCHAIN=$(NEXT_GO) $(MAKE) GO_LABEL=", $(NEXT_GO)" RACE= test-native test-browser size

lint-next: need-go ## lint with Go 1.27
	GOTOOLCHAIN=$(NEXT_GO) $(MAKE) BIN=$(BIN)/$(NEXT_GO) lint

# count,WHAT shows of go test -v what failed, and how many tests passed: of each package, and at the end of all. For
# tests of pages it also says how many are visits, which every engine runs.
count = awk '/^--- PASS/ { tests++; here++ } /^--- PASS: .*($(VISITS))/ { visits++; visitsHere++ } \
	/^ok  \t/ { $$0 = $$0 sprintf("\t$(passed)", here, visitsHere) } /^(ok  |FAIL)\t/ { here = visitsHere = 0 } \
	!/^ *(=== |--- PASS)|no test files/ { print; fflush() } \
	END { printf "== %s: $(passed)\n", "$(1)$(GO_LABEL)", tests, visits }'
passed = %d tests passed$(if $(findstring pages,$(1)),; visits among them: %d)

.PHONY: lint
lint: need-go $(BIN)/staticcheck ## gofmt, long lines, go vet and staticcheck, for the native and the js/wasm build
	@test -z "$$(gofmt -l .)" || { echo "These files need gofmt -w:"; gofmt -l .; exit 1; }
	@! find . \( -path ./bin -o -name node_modules \) -prune \
		-o \( -name '*.go' -o -name '*.js' -o -name '*.wat' \) -print | \
		LC_ALL=C.UTF-8 xargs grep -nE '^.{121,}' || { echo "These lines are longer than 120 columns."; exit 1; }
	$(GO) vet ./...
	$(WASM) $(GO) vet ./...
	$(BIN)/staticcheck ./...
	$(WASM) $(BIN)/staticcheck ./...
	cd examples/collector && $(GO) vet ./... && $(BIN)/staticcheck ./...
	cd examples/collector && env $(WASM) $(GO) vet ./visitorpage && env $(WASM) $(BIN)/staticcheck ./visitorpage
	cd examples/goapp && for target in "" "$(WASM)"; do \
		env $$target $(GO) vet ./... && env $$target $(BIN)/staticcheck ./... || exit 1; \
	done

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
	@echo "| µs of the main thread for an event | fastest of 15 | median |"
	@echo "|---|---|---|"
	@$(GO) test -run '^$$' -bench Beacon -benchtime 1x -count=1 -timeout 20m ./wasm/beacon | $(TABLE)
	@echo "| start | go.run to listener attached | navigation to first event |"
	@echo "|---|---|---|"
	@$(GO) test -run '^$$' -bench Startup -benchtime 1x -count=1 ./wasm/early | $(TABLE)
	@echo "| the console with 1,000 and 10,000 messages, until the next frame | fastest, ms | median, ms | slowest, ms | goal, median |"
	@echo "|---|---|---|---|---|"
	@$(GO) test -run '^$$' -bench Console -benchtime 1x -count=1 -timeout 20m ./examples/console | $(TABLE)

.PHONY: bench-engines
bench-engines: need-go need-chromium need-firefox need-webkit $(BIN)/wasmbrowsertest $(BIN)/runbrowser ## the rows of make bench that are about the browser, in all three engines
	@for engine in chromium firefox webkit; do \
		echo "| in $$engine | this library | against | its time | ratio | goal | allocations, ours / its |"; \
		echo "|---|---|---|---|---|---|---|"; \
		$(WASM) $(GO) test -run '^$$' -bench Messages -benchtime 1x -count=1 -exec "$(BIN)/runbrowser -browser $$engine" ./wasm \
			| $(TABLE) || exit 1; \
		echo "| the console in $$engine, until the next frame | fastest, ms | median, ms | slowest, ms | goal, median |"; \
		echo "|---|---|---|---|---|"; \
		CTLIVE_BROWSER=$$engine $(GO) test -run '^$$' -bench Console -benchtime 1x -count=1 -timeout 20m ./examples/console \
			| $(TABLE) || exit 1; \
	done

.PHONY: collector-bench
collector-bench: need-go ## what the collector accepts beside a bare JetStream publisher, and what a million events take
	@echo "| events in a request | bare JetStream publisher, events/s | receiving alone | with the account | ratio, alone | ratio, with | goal |"
	@echo "|---|---|---|---|---|---|---|"
	@cd examples/collector && $(GO) test -run '^$$' -bench Accepting -benchtime 1x -count=1 . | $(TABLE)
	@echo "| events | visits | the account | read after a restart | figures |"
	@echo "|---|---|---|---|---|"
	@cd examples/collector && $(GO) test -run '^$$' -bench Memory -benchtime 1x -count=1 . | $(TABLE)

# What go test prints around the rows of a table that went well.
TABLE := grep -vE '^(goos|goarch|pkg|cpu|PASS|ok|Benchmark)'

.PHONY: size
size: need-go ## what the library adds to a page's download; fails where a limit of docs/costs.md is passed
	@$(GO) run ./wasm/internal/size

.PHONY: recipes
recipes: need-go ## what each recipe of docs/recipes.md adds to a page's download
	@$(GO) run ./wasm/internal/size recipes

.PHONY: soak
soak: need-go need-chromium $(BIN)/wasmbrowsertest $(BIN)/runbrowser ## send MESSAGES (1000000) through the browser, and account for each
	CTLIVE_SOAK=$(MESSAGES) $(WASM) $(GO) test -v -run TestSoak -count=1 -timeout 30m -exec $(BIN)/runbrowser ./wasm

.PHONY: picture
picture: need-go need-chromium ## take the README's pictures of the running console, light and dark
	$(GO) test -count=1 -run TestPicturesOfTheREADME ./examples/console -update
	cd examples/collector && $(GO) test -count=1 -run TestPicturesOfTheREADME . -update

.PHONY: filter
filter: need-wabt ## build wasm/internal/filter/module.go from filter.wat
	@mkdir -p $(BIN)
	wat2wasm wasm/internal/filter/filter.wat -o $(BIN)/filter.wasm
	@{ printf '// Code generated by make filter from filter.wat. DO NOT EDIT.\n\npackage filter\n\n'; \
	printf '// Module is the binary module.\nvar Module = []byte("" +\n'; \
	od -An -v -tx1 $(BIN)/filter.wasm | tr -d ' \n' | fold -w 56 | \
		awk '{ gsub(/../, "\\\\x&"); printf "%s\t\"%s\"", plus, $$0; plus = " +\n" }'; \
	printf ')\n'; } > wasm/internal/filter/module.go

.PHONY: schema
schema: need-go ## write the files of ctlive/schema from the event structs
	$(GO) generate ./ctlive/schema

.PHONY: fuzz
fuzz: need-go ## fuzz what reads text from outside, each target for FUZZTIME (1m)
	$(GO) test ./ctlive -run '^$$' -fuzz FuzzDecode -fuzztime $(FUZZTIME)
	$(GO) test ./ctlive/session -run '^$$' -fuzz FuzzUnmarshal -fuzztime $(FUZZTIME)
	$(GO) test ./ctlive/cloudevents -run '^$$' -fuzz FuzzMarshal -fuzztime $(FUZZTIME)
	$(GO) test ./ctlive/cloudevents -run '^$$' -fuzz FuzzUnmarshal -fuzztime $(FUZZTIME)
	$(GO) test ./ctlive/webhook -run '^$$' -fuzz FuzzHandler -fuzztime $(FUZZTIME)
	cd examples/collector && $(GO) test . -run '^$$' -fuzz FuzzDecode -fuzztime $(FUZZTIME)

# The tools are built for this machine, at the versions that go.mod pins.

$(BIN)/wasmbrowsertest: go.mod go.sum
	$(GO) build -o $@ github.com/agnivade/wasmbrowsertest

$(BIN)/staticcheck: go.mod go.sum
	$(GO) build -o $@ honnef.co/go/tools/cmd/staticcheck

$(BIN)/runbrowser: go.mod go.sum $(wildcard wasm/internal/runbrowser/*.go internal/engine/*.go internal/site/*.go)
	$(GO) build -o $@ ./wasm/internal/runbrowser

# What the tests of the example pages and of the declarations read from npm: the file is what npm itself notes there.
NPM := internal/e2e/npm ctlive/schema/testdata/npm

.PHONY: npm
npm: $(NPM:%=%/node_modules/.package-lock.json) ## get the packages from npm that the tests need

%/node_modules/.package-lock.json: %/package.json %/package-lock.json | need-npm
	npm ci --prefix $* --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: need-go
need-go:
	@command -v $(GO) >/dev/null || { echo "There is no go command: install Go 1.26 or later and put it on the PATH." >&2; exit 1; }

# install PACKAGE,WHAT FOR installs a package of Debian's where that is possible, and else says what to install.
define install
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's $(1) for $(2)."; \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq $(1) >/dev/null; \
	else \
		echo "There is no $(1), which $(2) need: install it, as with 'sudo apt-get install $(1)', and run make again." >&2; \
		exit 1; \
	fi
endef

.PHONY: need-npm
need-npm:
	@command -v npm >/dev/null && exit 0; \
	$(call install,npm,the tests that use packages from npm)

.PHONY: need-wabt
need-wabt:
	@command -v wat2wasm >/dev/null && exit 0; \
	$(call install,wabt,the WebAssembly filter and its test)

# The browser tests look for Chromium under the same names. Where its headless shell is there too, most run in that.
.PHONY: need-chromium
need-chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$name >/dev/null && exit 0; \
	done; \
	[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0; \
	$(call install,chromium,the browser tests)

# The headless shell makes the tests faster, and they run without it.
.PHONY: need-headless-shell
need-headless-shell:
	@[ -x /usr/lib/chromium/chromium-headless-shell ] || [ "$$(id -u)" != 0 ] || \
		($(call install,chromium-headless-shell,faster browser tests)) || echo "The tests run without it."

.PHONY: need-firefox
need-firefox:
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null && exit 0; \
	$(call install,firefox-esr,the tests in Firefox)

.PHONY: need-webkit
need-webkit:
	@command -v WebKitWebDriver >/dev/null && command -v xvfb-run >/dev/null && exit 0; \
	$(call install,webkit2gtk-driver xvfb xauth,the tests in WebKit)
