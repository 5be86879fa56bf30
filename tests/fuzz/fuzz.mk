# SPDX-License-Identifier: MIT
# fuzz - builds the fuzzers with clang: make -f tests/fuzz/fuzz.mk fuzz

CC = clang
override SANITIZE := fuzzer-no-link,address,undefined
include Makefile
WARNINGS := -w # the other builds look at them

FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(wildcard tests/fuzz/*_fuzz.c))
FUZZ_SHARED := $(patsubst %.c,$(BUILD)/%.o,tests/fuzz/fuzz.c tests/fuzz/vocabulary.c \
    tests/cases/case_file.c tests/schema/models.c)

$(FUZZERS): $(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(FUZZ_SHARED) $(MODELS) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(CFLAGS) -pie -fsanitize=fuzzer,address,undefined $^ $(LIBS) -o $@

.PHONY: fuzz
fuzz: $(FUZZERS)
