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

.PHONY: help setup demo test test-slow asan tsan lint bench fuzz install clean

help:  ## print this
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1 \2/p' $(MAKEFILE_LIST) | \
		while read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

setup:  ## install the packages of packages.txt that are missing (as root or through sudo)
	@.ci/setup

demo: setup  ## build a release, make a synthetic falling market, and replay it: alerts
	$(call build,release)
	@mkdir -p build/demo; cd build/demo; gapwire=../release/bin/gapwire; \
	echo; echo "The rules of the desk:"; \
	$$gapwire rules explain --config ../../config/deepseek-monday.toml; \
	echo; echo "A synthetic 2025-01-27 (futures, Nasdaq, Tokyo, Amsterdam), as one capture:"; \
	$$gapwire simulate --scenario ../../config/scenarios/deepseek-monday.toml -o monday.pcapng; \
	echo; echo "gapwire replay --config deepseek-monday.toml --speed x4000 monday.pcapng"; \
	$$gapwire replay --config ../../config/deepseek-monday.toml --speed x4000 monday.pcapng; \
	echo; echo "A synthetic Nasdaq pre-market of that day, with the exchange's own books at its end:"; \
	$$gapwire simulate --scenario ../../config/scenarios/deepseek-premarket.toml \
		-o premarket.pcapng --references closes.csv --truth books.csv; \
	echo; echo "gapwire book --symbol NVDA --depth 5 --at 09:12 premarket.pcapng"; \
	$$gapwire book --symbol NVDA --depth 5 --at 09:12 premarket.pcapng; \
	$$gapwire book --all --csv premarket.pcapng | cmp - books.csv; \
	echo; echo "The books at the end are those of the exchange. Files: build/demo"

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
