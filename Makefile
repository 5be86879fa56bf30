# SPDX-License-Identifier: MIT
# The commands of the project; `make help` lists them.

SHELL := /bin/bash
CC ?= gcc
BUILD ?= build

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
	@sed -n 's/^## //p' Makefile

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

# One program for the models in MODELS_DIR (scripts/models), into OUT: start-schema's.
schema-program: $(BUILD)/cgi/schema.o $(BUILD)/cgi/serve.o $(LIBRARY)
	@$(CC) $(CPPFLAGS) -std=c11 -O1 -g $(WARNINGS) $(HARDENING) \
	    -c "$(MODELS_DIR)/models.c" -o "$(MODELS_DIR)/models.o"
	@$(CC) $(CFLAGS) $(LDFLAGS) $(BUILD)/cgi/schema.o $(BUILD)/cgi/serve.o \
	    "$(MODELS_DIR)/models.o" $(LIBRARY) $(LIBS) -o "$(OUT)"

.SECONDARY:

units: $(UNITS)

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
