# SPDX-License-Identifier: MIT
# cases - builds tests/cases/run_cases. Works by itself (make -f tests/cases/cases.mk) and
# included by the Makefile.

ifndef CASES
ifndef LIBRARY
include Makefile
endif
endif

ifndef CASES
CASES := $(BUILD)/tests/cases/run_cases

$(CASES): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/cases/*.c) tests/schema/models.c) $(MODELS) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

.PHONY: cases
cases: $(CASES)
endif
