# SPDX-License-Identifier: MIT
# bench - what a request costs; the Makefile includes it.

## bench         measure everything against PostgreSQL itself; QUICK=1 in three minutes
bench: packages
	@scripts/packages --tests
	@$(MAKE) --no-print-directory all
	@BUILD="$(BUILD)" QUICK="$(QUICK)" tests/bench/run
	@BUILD="$(BUILD)" tests/bench/bulk

.PHONY: bench
