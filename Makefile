# Everything a stranger needs: `make run` to look, `make test` to check.
# `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X cuppa.example/internal/app.Version=$(VERSION)
TOOL := go tool -modfile=tools/go.mod
GOLANGCI := go tool -modfile=tools/lint/go.mod golangci-lint
ADDRESS ?= 127.0.0.1:8080

##@ To use

.PHONY: run
run: build ## Start the demo network on http://127.0.0.1:8080
	bin/cuppa demo --listen $(ADDRESS)

.PHONY: build
build: assets ## Build the program: bin/cuppa
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/cuppa ./cmd/cuppa

.PHONY: clean
clean: ## Remove everything that was built
	rm -rf bin assets/dist node_modules tmp e2e/results

##@ To check

.PHONY: test
test: ## Run every check; installs or names what is missing
	@scripts/test

.PHONY: test-go
test-go: assets ## Go tests on SQLite, then on PostgreSQL
	@scripts/gotest.mjs sqlite ./...
	@$(MAKE) test-pg

.PHONY: test-pg
test-pg: assets ## Go tests on a PostgreSQL cluster that lives as long as they do
	@scripts/need postgresql
	@scripts/with-postgres scripts/gotest.mjs postgres ./...

.PHONY: test-e2e
test-e2e: build ## Journeys through the pages in a real browser
	@scripts/need chromium
	@scripts/e2e

.PHONY: hunt
hunt: assets ## Property tests with new seeds and ten times the cases: what does make test not know yet?
	go test $$(go list -f '{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}' ./... | grep pgregory | cut -d' ' -f1) \
		-rapid.checks=1000

.PHONY: lint
lint: assets ## Linters and formatting
	$(GOLANGCI) run

.PHONY: fresh
fresh: ## Is the generated code what the sources say?
	@scripts/fresh

.PHONY: bench
bench: assets ## Benchmarks; docs/performance.md says what they mean
	go test -run '^$$' -bench . -benchmem ./...

##@ To change

.PHONY: assets
assets: node_modules/.package-lock.json ## Build the style sheet and scripts that the program embeds
	node assets/build.mjs

node_modules/.package-lock.json: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: generate
generate: ## Generate the Go code of the pages
	@scripts/generate

.PHONY: fmt
fmt: ## Format the Go code and the pages
	$(TOOL) templ fmt internal
	$(GOLANGCI) fmt

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
