# apionly. `make run` and `make test` do all the set-up; the rest is for those who work on it.
#
# Every variant has a build folder of its own: build/ (release), build/san, build/tsan, and those of
# the linter, build/strict and build/clang.

.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=$(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
endif

VARIANT ?= release
STRICT  ?= strict# where lint compiles with gcc; CI has it in the release folder already
CC      ?= gcc
PREFIX  ?= /usr/local
BUILD   := $(if $(filter release,$(VARIANT)),build,build/$(VARIANT))

PACKAGES := yaml-0.1 libxml-2.0 libzip libdeflate zlib jansson libutf8proc

WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wvla \
            -Wundef -Wwrite-strings
# What makes a flaw a crash instead of a way in.
COMMA := ,
HARDENING := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
HARD_LINK := $(if $(filter Linux,$(shell uname)),-pie -Wl$(COMMA)-z$(COMMA)relro -Wl$(COMMA)-z$(COMMA)now)
CFLAGS_release := -O2 -g $(HARDENING)
# LeakSanitizer needs /proc and other processes, gcov the build folder: no sandbox there.
CFLAGS_san     := -O1 -g -DNO_SANDBOX -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_tsan    := -O1 -g -DNO_SANDBOX -fsanitize=thread
# Threads count atomically, and no optimization merges what the source tells apart.
CFLAGS_cov     := -O0 -g -DNO_SANDBOX --coverage -fprofile-update=atomic
CFLAGS_clang   := -O2 -g $(HARDENING)
CFLAGS_strict  := -O2 -g $(HARDENING)
CFLAGS_fuzz    := -O1 -g -DNO_SANDBOX -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
                  -fno-omit-frame-pointer
CC_clang       := clang
CC_fuzz        := clang

COMPILER := $(or $(CC_$(VARIANT)),$(CC))
LIBRARY_CFLAGS = $(shell pkg-config --cflags $(PACKAGES) | sed 's/-I/-isystem /g')
LIBRARY_LIBS   = $(shell pkg-config --libs $(PACKAGES))
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -pthread $(WARNINGS) $(WERROR) $(CFLAGS_$(VARIANT)) -Igen -I$(BUILD)/made \
             $(LIBRARY_CFLAGS) $(CFLAGS)

SOURCES   := $(filter-out gen/tool/%,$(wildcard gen/*.c gen/*/*.c))
OBJECTS   := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/made/facts_tables.o $(BUILD)/made/templates.o $(BUILD)/made/catalog.o
MADE_HEADERS := $(BUILD)/made/facts_limits.h $(BUILD)/made/facts_versions.h $(BUILD)/made/facts_tables.h \
                $(if $(filter Linux,$(shell uname)),$(BUILD)/made/sandbox_filter.h)
# Everything but main: what the unit tests link.
PARTS     := $(filter-out $(BUILD)/gen/main.o,$(OBJECTS))
CONSTANTS := schemas/limits.tsv schemas/api-versions.tsv
TABLES    := $(filter-out $(CONSTANTS),$(wildcard schemas/*.tsv))
SCHEMAS   := integrations.schema.json permissionset.xsd package.xsd
TEMPLATES := $(wildcard templates/apex/* templates/soql/* templates/shell/* templates/markdown/* templates/html/*)
CATALOG   := $(sort $(wildcard templates/integrations/*.yaml))
UNITS     := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*_test.c))

.PHONY: all help run test setup setup-test check regen san tsan threads fuzz coverage counts lint objects warnings corpus bench judges install clean

all: $(BUILD)/apionly

help:
	@sed -n 's/^## //p' Makefile

## make run       install what is missing, build, generate out/ from the sample
run: setup
	@$(MAKE) --no-print-directory all
	build/apionly build templates/starter -o out

## make test      install what is missing, build, run all tests
test: setup-test
	@$(MAKE) --no-print-directory check

setup:
	@gen/tool/setup.sh build

setup-test:
	@gen/tool/setup.sh test

# --- building ---------------------------------------------------------------------------------

$(BUILD)/apionly: $(OBJECTS)
	@echo "  LINK $@"
	@$(COMPILER) $(ALL_CFLAGS) -o $@ $^ $(if $(findstring -fPIE,$(CFLAGS_$(VARIANT))),$(HARD_LINK)) $(LIBRARY_LIBS) $(LDFLAGS)

$(BUILD)/gen/%.o: gen/%.c $(MADE_HEADERS)
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(COMPILER) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/made/%.o: $(BUILD)/made/%.c $(MADE_HEADERS)
	@$(COMPILER) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Tools run at build time: plain C, never sanitized.
$(BUILD)/tool/%: gen/tool/%.c
	@mkdir -p $(@D)
	@$(COMPILER) -std=c17 -D_GNU_SOURCE $(WARNINGS) $(WERROR) -O1 -o $@ $<

$(BUILD)/tool/filter: gen/tool/filter.c gen/base/sandbox_calls.h
	@mkdir -p $(@D)
	@$(COMPILER) -std=c17 -D_GNU_SOURCE $(WARNINGS) $(WERROR) -O1 -Igen -o $@ $< $(shell pkg-config --cflags --libs libseccomp)

$(BUILD)/made/sandbox_filter.h: $(BUILD)/tool/filter
	@mkdir -p $(@D)
	@$(BUILD)/tool/filter > $@

$(BUILD)/made/facts_tables.c: $(BUILD)/tool/tables $(TABLES)
	@mkdir -p $(@D)
	@$(BUILD)/tool/tables $(TABLES) > $@

$(BUILD)/made/facts_tables.h: $(BUILD)/tool/tables $(TABLES)
	@mkdir -p $(@D)
	@$(BUILD)/tool/tables --columns $(TABLES) > $@

$(BUILD)/made/facts_limits.h: $(BUILD)/tool/tables schemas/limits.tsv
	@mkdir -p $(@D)
	@$(BUILD)/tool/tables --constants schemas/limits.tsv > $@

$(BUILD)/made/facts_versions.h: $(BUILD)/tool/tables schemas/api-versions.tsv
	@mkdir -p $(@D)
	@$(BUILD)/tool/tables --constants schemas/api-versions.tsv > $@

$(BUILD)/made/templates.c: $(BUILD)/tool/embed $(TEMPLATES)
	@mkdir -p $(@D)
	@$(BUILD)/tool/embed $(TEMPLATES) > $@

$(BUILD)/made/catalog.c: $(BUILD)/tool/embed $(CATALOG)
	@mkdir -p $(@D)
	@$(BUILD)/tool/embed --catalog $(CATALOG) > $@

-include $(OBJECTS:.o=.d)

# Keeps make from taking objects for intermediate files.
.SECONDARY:

# --- tests ------------------------------------------------------------------------------------

UNIT_LIBS = $(shell pkg-config --libs cmocka)

$(BUILD)/unit/%: tests/unit/%.c $(wildcard tests/unit/*.h) $(PARTS)
	@mkdir -p $(@D)
	@echo "  TEST $<"
	@$(COMPILER) $(ALL_CFLAGS) -o $@ $< $(PARTS) $(LIBRARY_LIBS) $(UNIT_LIBS)

# The mutation test damages permission sets in every way that a rule is for.
MUTATION := $(BUILD)/unit/mutation

$(MUTATION): $(wildcard tests/mutation/*.[ch]) $(PARTS)
	@echo "  TEST tests/mutation"
	@mkdir -p $(@D)
	@$(COMPILER) $(ALL_CFLAGS) -o $@ $(filter %.c,$^) $(PARTS) $(LIBRARY_LIBS)

# The program with functions of ours before those of the C library. (glibc's allocator is called by its own names.)
FAULT := $(if $(filter Linux,$(shell uname)),$(BUILD)/unit/fault)

$(BUILD)/unit/fault: tests/fault.c $(OBJECTS)
	@mkdir -p $(@D)
	@echo "  TEST $<"
	@$(COMPILER) $(ALL_CFLAGS) -Wl,--wrap=main -o $@ $^ $(LIBRARY_LIBS)

# A library that tries what the sandbox forbids.
ESCAPE := $(if $(filter Linux,$(shell uname)),$(BUILD)/unit/escape.so)

$(BUILD)/unit/escape.so: tests/sandbox/escape.c
	@mkdir -p $(@D)
	@$(COMPILER) $(ALL_CFLAGS) -shared -fPIC -o $@ $<

# Inputs that fuzzing kept are run again by every compiler; the fuzzer itself is clang's.
REPLAY := $(BUILD)/unit/replay
FUZZER := build/fuzz/fuzzer

$(REPLAY): $(filter-out tests/fuzz/fuzzer.c tests/fuzz/mutate% tests/fuzz/words.c,$(wildcard tests/fuzz/*.[ch])) $(PARTS)
	@echo "  TEST tests/fuzz"
	@mkdir -p $(@D)
	@$(COMPILER) $(ALL_CFLAGS) -o $@ $(filter %.c,$^) $(PARTS) $(LIBRARY_LIBS)

$(FUZZER): $(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.[ch])) $(PARTS)
	@echo "  FUZZ $@"
	@$(COMPILER) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $(filter %.c,$^) $(PARTS) $(LIBRARY_LIBS)

# Every argument of the tally is a program that speaks TAP. What tests scripts and texts more than the program, or
# builds the same over and over, is not repeated under the sanitizers.
CASES := $(sort $(notdir $(wildcard tests/cases/*)))
ONCE  := 'tests/documentation.sh $(BUILD)/apionly' 'tests/repository.sh $(BUILD)/apionly' \
         'tests/catalog.sh $(BUILD)/apionly' 'tests/promises.sh $(BUILD)/apionly' \
         'tests/hostile.sh $(BUILD)/apionly'
SYSTEM := $(if $(FAULT),'$(FAULT) 1 2' '$(FAULT) 2 3' '$(FAULT) 0 1' '$(FAULT) 3 99') \
          'tests/disk.sh $(BUILD)/apionly' $(if $(ESCAPE),'tests/sandbox/sandbox.sh $(BUILD)/apionly $(ESCAPE)')
SCRIPTS := project adopt streams links
TESTS := $(CASES:%='tests/run_cases.sh $(BUILD)/apionly %') \
         $(UNITS:%='CMOCKA_MESSAGE_OUTPUT=TAP %') \
         $(SCRIPTS:%='tests/%.sh $(BUILD)/apionly') '$(MUTATION) tests/mutation/sets' \
         '$(REPLAY) tests/fuzz/corpus tests/fuzz/found' \
         $(if $(filter release cov,$(VARIANT)),$(ONCE)) $(if $(filter release,$(VARIANT)),$(SYSTEM))

check: $(BUILD)/apionly $(UNITS) $(MUTATION) $(REPLAY) $(if $(filter release,$(VARIANT)),$(FAULT) $(ESCAPE))
	@tests/tally.sh $(TESTS)

## make regen     rewrite out/, schemas/, the README's examples and the goldens; review them in git
regen: all
	build/apionly build templates/starter -o out -q
	@for name in $(SCHEMAS); do build/apionly schema $$name > schemas/$$name; done
	@tests/documentation.sh build/apionly --regen > build/documentation.log
	@tests/run_cases.sh build/apionly --regen | grep -v '^ok ' || true

# --- harder tests -----------------------------------------------------------------------------

## make san       all tests under AddressSanitizer, UBSan and the leak checker
san: setup-test
	@$(MAKE) --no-print-directory VARIANT=san WERROR=-Werror check

## make tsan      what works on several threads under ThreadSanitizer
tsan: setup-test
	@$(MAKE) --no-print-directory VARIANT=tsan WERROR=-Werror threads

THREADED := work folder_threads yaml_walk archive_written diag

threads: $(BUILD)/apionly $(THREADED:%=$(BUILD)/unit/%_test)
	@tests/tally.sh $(THREADED:%='CMOCKA_MESSAGE_OUTPUT=TAP $(BUILD)/unit/%_test') \
		'tests/run_cases.sh $(BUILD)/apionly good' 'tests/promises.sh $(BUILD)/apionly'

## make fuzz      every target of tests/fuzz for FUZZ_SECONDS (60), with clang
fuzz: setup-test
	@gen/tool/setup.sh lint
	@$(MAKE) --no-print-directory VARIANT=fuzz $(FUZZER)
	@tests/fuzz/run.sh build/fuzz

## make coverage  which lines and branches of gen/ the tests run: at least 95 and 85 of a hundred
coverage:
	@gen/tool/setup.sh coverage
	@$(MAKE) --no-print-directory VARIANT=cov WERROR=-Werror counts

# Every line and branch counts, nothing is left out. The failures of allocations and system calls, which are for
# tests/fault.c, do not count: its thousands of processes would write the counts thousands of times.
counts: $(BUILD)/apionly $(UNITS) $(MUTATION) $(REPLAY)
	@find $(BUILD) -name '*.gcda' -delete
	@$(MAKE) --no-print-directory check
	@gcovr --root . --filter gen/ --sort-percentage --print-summary --fail-under-line 95 --fail-under-branch 85 $(BUILD)/gen

## make lint      formatting, both compilers with -Werror, clang-tidy, include directions, sizes
lint:
	@gen/tool/setup.sh lint
	@$(MAKE) --no-print-directory VARIANT=$(STRICT) WERROR=-Werror objects
	@$(MAKE) --no-print-directory VARIANT=clang WERROR=-Werror warnings
	@tests/tally.sh 'tests/lint/lint.sh'

objects: $(OBJECTS) $(UNITS) $(MUTATION) $(REPLAY)

# What a compiler says of every file; nothing is made of them.
warnings: $(MADE_HEADERS)
	@printf '%s\n' $(SOURCES) $(wildcard tests/unit/*.c tests/mutation/*.c tests/fuzz/*.c) | \
		xargs -P 4 -n 8 $(COMPILER) $(ALL_CFLAGS) -fsyntax-only

## make corpus    import and rebuild the real permission sets of ../shared/corpus, where they are
corpus: all $(MUTATION)
	@tests/tally.sh 'tests/corpus.sh build/apionly' \
		$(if $(wildcard ../shared/corpus/INDEX.tsv),'$(MUTATION) ../shared/corpus')

## make bench     time every size beside the floor, xmllint and others; ratios, no verdict
bench: all
	@tests/bench/run.sh build/apionly

## make judges    check the output with programs nobody here wrote (installs Node 22 and more)
judges: all
	@gen/tool/setup.sh judges
	@tests/tally.sh 'tests/judges/run.sh build/apionly'

## make install   PREFIX=/usr/local DESTDIR=
install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BUILD)/apionly $(DESTDIR)$(PREFIX)/bin/apionly

clean:
	rm -rf build
