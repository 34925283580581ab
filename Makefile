# make alone prints this list. Targets set up what they need: `make demo` and `make test` work in a fresh clone.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

CONFIG ?= Release
BIN := artifacts/bin
PUBLISH := artifacts/publish
DOTNET_OPTIONS := -c $(CONFIG) --nologo -v quiet -clp:ErrorsOnly
export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1

BUILD_FILES := global.json Directory.Build.props Directory.Build.targets Directory.Packages.props src/Directory.Build.props
SOURCES = $(BUILD_FILES) $(shell find $(1) \( -name '*.cs' -o -name '*.csproj' -o -name '*.resx' -o -name '*.json' \) -not -path '*/obj/*')
CLI_SOURCES := $(call SOURCES,$(addprefix src/HtcFlow.,Core Campaigns Objects Engine Backends Forecast Cli))
RUNNER_SOURCES := $(call SOURCES,$(addprefix src/HtcFlow.,Core Objects Runner))

.NOTPARALLEL:
.PHONY: help setup build demo check test bench soak runner images clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what the other targets need (as root), or name it
	@scripts/setup.sh build demo

build: setup $(BIN)/htcflow $(BIN)/htcflow-runner ## htcflow and htcflow-runner in artifacts/bin

demo: build ## A whole campaign: BACKEND=local (this machine), gridengine, slurm or aws (emulated)
	@case "$${BACKEND:-local}" in gridengine|slurm) scripts/setup.sh "$$BACKEND" ;; aws) scripts/setup.sh engines ;; esac
	@workflows/hamr/demo.sh

check: setup ## The inner loop: format, build, architecture and unit tests
	@scripts/test.sh check

test: setup ## Everything that this machine can test; ends with the count
	@scripts/setup.sh engines gridengine slurm aws ssh containers runner images || echo "tests that need them are skipped"
	@scripts/test.sh all

bench: build ## One benchmark: make bench BENCH=local
	@scripts/bench.sh "$(BENCH)"

soak: build ## The long tests, for SOAK_MINUTES (default 30)
	@HTCFLOW_SOAK_MINUTES=$${SOAK_MINUTES:-30} scripts/test.sh soak

runner: ## The runner that needs nothing from its machine: artifacts/bin/htcflow-runner-static
	@scripts/setup.sh build runner
	@$(MAKE) --no-print-directory $(BIN)/htcflow-runner-static

images: runner ## Build every image in containers/
	@scripts/setup.sh images
	@scripts/images.sh

clean: ## Remove everything that was built
	@rm -rf artifacts
	@for directory in containers/*/; do if [ -f "$$directory/Makefile" ]; then $(MAKE) --no-print-directory -C "$$directory" clean; fi; done

$(BIN)/htcflow: $(CLI_SOURCES)
	@echo "building $@"
	@dotnet publish src/HtcFlow.Cli $(DOTNET_OPTIONS) -o $(PUBLISH)/cli
	@mkdir -p $(BIN)
	@cp -f --remove-destination $(PUBLISH)/cli/libe_sqlite3.so $(PUBLISH)/cli/htcflow $(BIN)/
	@touch $@

$(BIN)/htcflow-runner: $(RUNNER_SOURCES)
	@echo "building $@"
	@dotnet publish src/HtcFlow.Runner $(DOTNET_OPTIONS) -f net9.0 -o $(PUBLISH)/runner
	@mkdir -p $(BIN)
	@cp -f --remove-destination $(PUBLISH)/runner/htcflow-runner $(BIN)/
	@touch $@

$(BIN)/htcflow-runner-static: $(RUNNER_SOURCES)
	@echo "building $@"
	@dotnet publish src/HtcFlow.Runner $(DOTNET_OPTIONS) -f net9.0 -p:StaticRunner=true -o $(PUBLISH)/runner-static
	@mkdir -p $(BIN)
	@cp -f --remove-destination $(PUBLISH)/runner-static/htcflow-runner $@
	@touch $@
