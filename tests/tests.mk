# SPDX-License-Identifier: MIT
# tests - what checks the project; the Makefile includes it.

## check         the quick tests, without a server: form, units, dialect cases
check:
	@scripts/packages --tests
	@$(MAKE) --no-print-directory -j2 units
	@BUILD="$(BUILD)" tests/run --quick

## test          every test there is; SECTIONS="http oracle" for some of them
test:
	@scripts/packages --tests
	@$(MAKE) --no-print-directory -j2 all units
	@BUILD="$(BUILD)" tests/run $(SECTIONS)
