# SPDX-License-Identifier: MIT
# The commands of the project; `make help` lists them.

SHELL := /bin/bash
CC ?= gcc
BUILD ?= build
export BIN_DIR ?= $(abspath $(BUILD))/bin

# Everything that may be given on the make line, as it was given: make would expand a '$'.
# Recipes find it in their environment.
KNOBS := PORT RUN_DIR WORKERS DATABASE_URL ADMIN_DATABASE_URL DEMO SCHEMAS GATEWAY DB_SCHEMAS \
    DB_EXTRA_SEARCH_PATH DB_ANON_ROLE DB_PRE_REQUEST DB_CONFIG DB_PRE_CONFIG DB_PREPARED DB_TX_END DB_AGGREGATES \
    DB_PLAN SERVER_TIMING TRACE_HEADER DB_HOISTED_SETTINGS MAX_ROWS STATEMENT_TIMEOUT FULL_TABLE_GUARD \
    ERROR_VERBOSITY ALIASED_TARGETS OPENAPI_MODE OPENAPI_SECURITY OPENAPI_PROXY_URI DB_ROOT_SPEC CORS_ORIGINS \
    APP_SETTINGS JWT_SECRET JWT_SECRET_IS_BASE64 JWT_JWKS JWT_AUD JWT_ROLE_CLAIM API_KEYS \
    SPOOL_DIR SPOOL_MAX LOG_LEVEL ALLOW_PRIVILEGED_LOGIN SUPABASE_UPSTREAM MYOREST_CONFIG \
    CLIENT_MAX_BODY_SIZE REQUEST_TIMEOUT RATE_LIMIT MAX_QUEUE CLUSTER_SETTINGS
$(foreach knob,$(KNOBS),$(if $(filter command line,$(origin $(knob))),\
    $(eval override $(knob) := $$(value $(knob)))$(eval export $(knob))))

PACKAGES := libpq libjwt jansson libcrypto
CPPFLAGS += -D_GNU_SOURCE -Ilib -I. $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
    -Wmissing-prototypes -Wvla -Wformat=2 -Wswitch-enum -Werror
HARDENING := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
OPTIMISE ?= -O2 -g
SANITIZE ?=
ifneq ($(SANITIZE),)
OPTIMISE := -O1 -g -fno-omit-frame-pointer
HARDENING := -fPIE -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
endif
CFLAGS += -std=c11 $(OPTIMISE) $(WARNINGS) $(HARDENING)
LDFLAGS += -pie -Wl,-z,relro,-z,now $(if $(SANITIZE),-fsanitize=$(SANITIZE))
LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lfcgi

LIBRARY_SOURCES := $(filter-out lib/schema/models.c,$(wildcard lib/*/*.c))
LIBRARY := $(BUILD)/libmyorest.a
LIBRARY_OBJECTS := $(LIBRARY_SOURCES:%.c=$(BUILD)/%.o)
MODELS := $(BUILD)/lib/schema/models.o
PROGRAMS := $(filter-out serve,$(basename $(notdir $(wildcard cgi/*.c))))
BINARIES := $(PROGRAMS:%=$(BUILD)/bin/%)
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/*/*_test.c))

.PHONY: all help packages clean check test units run start stop status start-schema \
    schema-program models

all: $(BINARIES)

help:
	@sed -n 's/^## //p' Makefile scripts/*.mk tests/*.mk tests/*/*.mk

## run           all of it in the foreground, with a demo clinic; Ctrl-C ends it
run: packages
	@$(MAKE) -s --no-print-directory all
	@exec scripts/dev run

## start         the same in the background
start: packages
	@$(MAKE) -s --no-print-directory all
	@scripts/dev start

## stop          ends what start began; status tells whether it runs
stop status:
	@scripts/dev $@

## start-schema  any schemas of DATABASE_URL: SCHEMAS=a,b
start-schema: packages
	@$(MAKE) -s --no-print-directory $(LIBRARY)
	@scripts/dev start-schema

## models        lib/schema/models.c anew, from a freshly migrated database
models: packages
	@place=$$(mktemp -d) && trap 'scripts/cluster drop "$$place" && rm -rf "$$place"' EXIT && \
	scripts/cluster start "$$place" && . "$$place/cluster.env" && \
	scripts/migrate up --db-url "$$ADMIN_DATABASE_URL" && \
	scripts/models --db-url "$$ADMIN_DATABASE_URL"

## packages      install what is missing (Debian's packages)
packages:
	@scripts/packages

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(LIBRARY): $(LIBRARY_OBJECTS)
	@rm -f $@
	@echo "  AR    $@"
	@$(AR) rcs $@ $^

$(BUILD)/bin/%: $(BUILD)/cgi/%.o $(BUILD)/cgi/serve.o $(MODELS) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(MODELS) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -lcmocka -o $@

## schema-program  start-schema's program: models in MODELS_DIR (scripts/models), into OUT
schema-program: $(BUILD)/cgi/schema.o $(BUILD)/cgi/serve.o $(LIBRARY)
	@$(CC) $(CPPFLAGS) -std=c11 -O1 -g $(WARNINGS) $(HARDENING) \
	    -c "$(MODELS_DIR)/models.c" -o "$(MODELS_DIR)/models.o"
	@$(CC) $(CFLAGS) $(LDFLAGS) $(BUILD)/cgi/schema.o $(BUILD)/cgi/serve.o \
	    "$(MODELS_DIR)/models.o" $(LIBRARY) $(LIBS) -o "$(OUT)"

.SECONDARY:

units: $(UNITS)

clean:
	rm -rf $(BUILD)

-include scripts/install.mk tests/tests.mk tests/cases/cases.mk tests/bench/bench.mk
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
