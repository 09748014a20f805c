# The entry points: each target sets up what it needs, then calls CMake, ctest or a tool.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
BENCH_MESSAGES ?= 20000000

# g++ 12's thread sanitizer cannot map its shadow where the kernel randomises addresses widely.
# Another clone of this tree finds in the compiler cache what this one has put there.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1

no_aslr = $(shell setarch -R true 2>/dev/null && echo setarch -R)

configure = cmake --preset $(1) > build/$(1).log || { cat build/$(1).log; exit 1; }
build = @mkdir -p build; echo "Building $(1)"; $(call configure,$(1)); \
	cmake --build build/$(1) --parallel $(JOBS)
ctest = ctest --test-dir build/$(1) --label-regex '^$(2)$$' --parallel $(JOBS) \
	--output-on-failure --no-tests=error --output-junit $(CURDIR)/build/$(1)/$(2)-tests.xml
sources = git ls-files '*.hpp' '*.cpp'

.PHONY: help setup demo web test-web test test-slow asan tsan lint bench fuzz install clean

help:  ## print this
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1 \2/p' $(MAKEFILE_LIST) | \
		while read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

setup:  ## install the packages of packages.txt that are missing (as root or through sudo)
	@.ci/setup

demo: setup  ## the service on a synthetic falling day, with its page, until Ctrl-C
	$(call build,release)
	@$(MAKE) --no-print-directory web || echo "The page cannot be built here: the demo has none."
	@echo; echo "The rules of the desk:"
	@build/release/bin/gapwire rules explain --config config/deepseek-monday.toml
	@echo; exec build/release/bin/gapwire serve --demo

web:  ## build the desk's page (web/dist) with Node, which is installed where it is missing
	@command -v node >/dev/null && command -v npm >/dev/null || .ci/setup packages-web.txt
	@cd web; if [[ package-lock.json -nt node_modules/.package-lock.json ]]; then \
		echo "Fetching the page's packages"; npm ci --no-audit --no-fund --loglevel=error; fi; \
	npm run --silent build

test-web: web  ## the page's own tests: types, units
	@cd web; npm run --silent check; npm test --silent

test: setup  ## build and run the unit tests
	$(call build,dev)
	@$(call ctest,dev,unit)

test-slow: setup  ## run the long tests: full days, millions of events
	$(call build,dev)
	@$(call ctest,dev,slow)

asan: setup  ## the unit tests under the address and undefined behaviour sanitizers
	$(call build,asan)
	@$(call ctest,asan,unit)

tsan: setup  ## the unit tests under the thread sanitizer
	@mkdir -p build; echo "Building tsan"; $(call configure,tsan); \
	$(no_aslr) cmake --build build/tsan --parallel $(JOBS)
	@$(no_aslr) $(call ctest,tsan,unit)

lint: setup  ## clang-format, clang-tidy and the style test
	@$(sources) | xargs clang-format-14 --dry-run -Werror
	@mkdir -p build; cmake --preset dev -B build/lint \
		-DCMAKE_CXX_COMPILER=clang++-14 > build/lint.log || { cat build/lint.log; exit 1; }
	@$(sources) | grep '\.cpp$$' | grep -vE '^tests/(fuzz|install)/|^bench/' | \
		xargs --max-args=1 --max-procs=$(JOBS) clang-tidy-14 -p build/lint --quiet
	@cmake --build build/lint --parallel $(JOBS) --target style_test
	@build/lint/bin/style_test --gtest_brief=1

bench: setup  ## measure this machine: Google Benchmark programs, then a day of ITCH from memory
	$(call build,bench)
	@for program in build/bench/bin/*_bench; do [[ ! -x $$program ]] || $$program; done
	@cd build/bench; [[ -e day-$(BENCH_MESSAGES).itch ]] || \
		bin/gapwire simulate --day --messages $(BENCH_MESSAGES) -o day-$(BENCH_MESSAGES).itch; \
	bin/gapwire bench replay day-$(BENCH_MESSAGES).itch

fuzz: setup  ## run every fuzz target for FUZZ_SECONDS (60)
	$(call build,fuzz)
	@for target in build/fuzz/bin/fuzz_*; do \
		mkdir -p build/fuzz/corpus/$$(basename $$target); echo "$$target"; \
		$$target -max_total_time=$(FUZZ_SECONDS) -print_final_stats=0 -verbosity=0 \
			build/fuzz/corpus/$$(basename $$target); \
	done

install: setup  ## install a release below PREFIX (/usr/local), DESTDIR honoured
	$(call build,release)
	@cmake --install build/release --prefix $(PREFIX)

clean:  ## remove everything that was built
	@rm -rf build
