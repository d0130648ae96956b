# Everything that README.md promises and .ci/run calls. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# The screens whose pictures are kept in docs/screens; axe runs on all of them.
SCREENS := ^(home|demo|admin-meeting|admin-new|prejoin|prejoin-none|prejoin-observer|lobby|meeting|meeting-agenda|meeting-speakers-chair|meeting-document|meeting-chair|meeting-screen|meeting-chat|meeting-settings|meeting-reconnecting|end-ended|end-link-wrong|booth-on-air|booth-texts|booth-negotiated|technician|listen-choice|delegation|record-version|quotes-elided|record-archive-sealed|text-negotiating|text-adopted|publication|next)$$

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GO_FILES := $(shell find cmd internal web -name '*.go' -not -path '*/node_modules/*' 2>/dev/null)
BENCH_FILES := $(shell find bench -name '*.go' 2>/dev/null)
WEB_FILES := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/e2e/*' 2>/dev/null)
EMBEDDED := $(shell find internal -type f \( -name '*.opus' -o -name '*.css' -o -name '*.html' -o -name '*.tmpl' -o -name '*.json' -o -name '*.yaml' \) -not -path '*/testdata/*' 2>/dev/null)

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: bin/cumbre ## bin/cumbre, one static binary with the web client inside

bin/cumbre: $(GO_FILES) $(EMBEDDED) web/dist/index.html go.mod go.sum
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.release=$(VERSION)' -o $@ ./cmd/cumbre

web: web/dist/index.html ## the web client alone (web/dist)

web/node_modules/.ready: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.ready $(WEB_FILES)
	cd web && npm run --silent build
	@touch $@

generate: web/node_modules/.ready ## web/client/generated: the client's types, from the Go structs
	go run ./cmd/cumbre openapi --release development > web/client/generated/openapi.json
	cd web && npm run --silent generate

run: bin/cumbre ## a meeting that is under way: open the address that it prints
	bin/cumbre demo

serve: bin/cumbre ## an empty server
	bin/cumbre serve

test: tools bin/cumbre ## every test: Go, web client, real browsers
	go vet ./...
	go test -timeout 10m ./...
	$(MAKE) --no-print-directory bench-test
	cd web && npm run --silent typecheck && npm test --silent
	$(MAKE) --no-print-directory browser

browser: tools bin/cumbre ## the tests in real Chromium and Firefox
	cd web && node --test --test-concurrency=1 --test-reporter=spec e2e/*.test.mjs

browser-long: tools bin/cumbre ## what takes longer in browsers: codecs, the console by keyboard, twelve at once, all of Firefox
	cd web && LONG=1 node --test --test-concurrency=1 --test-reporter=spec e2e/codecs.long.mjs e2e/console.long.mjs e2e/textcrowd.long.mjs $(foreach name,capture crowd interpretation meeting returns,e2e/$(name).test.mjs)

browser-network: tools bin/cumbre bin/lab-relay ## real browsers through a bad network (root, 7 min)
	cd web && node --test --test-concurrency=1 --test-reporter=spec e2e/badnetwork.long.mjs

texts-long: ## twenty people edit a text for ten minutes
	TEXT_MINUTES=10 go test -count=1 -v -timeout 20m -run TwentyPeople ./internal/server

race: ## the concurrent packages under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race -timeout 15m ./internal/rtc/... ./internal/turn/... ./internal/conference/... ./internal/session/... ./internal/journal/... ./internal/server/...

fuzz: ## each fuzz target for FUZZTIME (20 s)
	tools/fuzz $(or $(FUZZTIME),20s)

bin/lab-relay: $(GO_FILES) $(EMBEDDED) go.mod go.sum
	CGO_ENABLED=0 go build -trimpath -o $@ ./internal/testkit/relay/cmd/lab-relay

bench: bin/cumbre ## what a forwarded packet costs, for each of the three ways out
	tools/bench

# bench/ is a module of its own; it has no library that the server's module has not.
bench-test: ## the tests of bench/
	cd bench && go vet ./... && go test -timeout 5m ./...

bin/side-by-side: $(BENCH_FILES) bench/go.mod bench/go.sum
	cd bench && go build -trimpath -o ../$@ .

# As root. The other servers are the user's: ARGS="--galene 'exec galene -http 10.77.0.1:8443 ...'", see bench/README.md.
side-by-side: bin/cumbre bin/side-by-side ## CPU, memory, joins and loss beside other servers (root; ARGS=..., see bench/README.md)
	bin/side-by-side run --cumbre bin/cumbre --out bench/results --figures docs/figures $(ARGS)

soak: bin/cumbre bin/side-by-side ## SOAK (30m) of 100 participants who join and leave: what is not given back
	tools/soak $(or $(SOAK),30m)

lint: web/node_modules/.ready bin/golangci-lint ## golangci-lint, biome, knip
	bin/golangci-lint run ./...
	cd bench && ../bin/golangci-lint run ./...
	cd web && npm run --silent lint

bin/golangci-lint:
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

screens: tools bin/cumbre ## the pictures in docs/screens, with axe on each
	cd web && node e2e/screens.mjs --out ../docs/screens --variants docs --only '$(SCREENS)'
	cd web && node e2e/screens.mjs --variants docs

figures: tools bin/cumbre ## docs/figures: the band from a speaker to an interpreter, through real browsers
	cd web && node e2e/figures.mjs

delays: tools bin/cumbre ## how long interpretation takes on both legs, by pulses: on a quiet machine
	cd web && node --test --test-reporter=spec e2e/delays.mjs

tools: web/node_modules/.ready ## what the tests need from Debian: browsers, ffmpeg, GStreamer
	@tools/install-test-programs

clean: ## all that was made
	rm -rf bin web/dist/assets web/dist/*.html web/node_modules web/generate/node_modules

.PHONY: help build web generate run serve test browser browser-long browser-network texts-long race fuzz bench bench-test side-by-side soak lint screens figures delays tools clean
