# SPDX-License-Identifier: MIT
# install - what a host runs and what a service is built on, put where it belongs; the
# Makefile includes it. Everything goes below PREFIX, and as Debian has it when that is /usr:
# settings in /etc, units in /lib/systemd/system. LIBDIR and the like may be given too.

VERSION := 0.1.0
SONAME := libmyorest.so.0
PREFIX ?= /usr/local
DESTDIR ?=
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
LIBEXECDIR ?= $(PREFIX)/libexec
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
SYSCONFDIR ?= $(if $(filter /usr,$(PREFIX)),,$(PREFIX))/etc
UNITDIR ?= $(if $(filter /usr,$(PREFIX)),,$(PREFIX))/lib/systemd/system
export DESTDIR

# What a service links is the repositories, what they stand on and the clinic's models; not
# the web's half of the house, for that wants libfcgi and libjwt. A service with models of
# its own defines `models`, and that one is taken.
WEB := $(filter-out lib/auth/claims.c,$(wildcard lib/auth/*.c)) \
    $(patsubst %,lib/http/%.c,body cgi cors fcgi gateway variables) \
    $(patsubst %,lib/rest/%.c,describing health resource) $(wildcard lib/rest/openapi*.c)
SERVICE_OBJECTS := $(patsubst %.c,$(BUILD)/pic/%.o,$(filter-out $(WEB),$(LIBRARY_SOURCES)) \
    lib/schema/models.c)
SERVICE_STATIC := $(BUILD)/install/libmyorest.a
SERVICE_SHARED := $(BUILD)/install/libmyorest.so.$(VERSION)

# Theirs, and whatever they include; what says that it is for its own room alone, and the
# rest of lib/, is nobody else's affair.
PUBLIC_HEADERS = $(wildcard lib/clinical/*.h lib/user/*.h) \
    $(shell grep -LE '^ [*] For [a-z/_ ]+ alone' lib/shared/*.h) \
    $(patsubst %,lib/%.h,schema/models schema/records db/pipeline db/sqlstate base/config base/log)
INSTALLED_HEADERS = $(sort $(filter lib/%.h,$(shell $(CC) -MM -D_GNU_SOURCE -Ilib \
    $(PUBLIC_HEADERS))))

MANUALS := $(wildcard scripts/man/*.[1-9])
UNITS_OF_SYSTEMD := $(wildcard nginx/systemd/*)
SQL := $(wildcard sql/*/*.sql sql/*/*.json)
NGINX := $(filter-out nginx/systemd,$(wildcard nginx/*))

# Paths in what is installed, from those of PREFIX=/usr.
PLACED = sed -e 's|/usr/libexec/myorest|$(LIBEXECDIR)/myorest|g' \
    -e 's|/etc/myorest|$(SYSCONFDIR)/myorest|g' -e 's|/usr/share/myorest|$(DATADIR)/myorest|g'

.PHONY: install uninstall libraries version deb

$(BUILD)/pic/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $< (PIC)"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -fno-semantic-interposition -MMD -MP -c $< -o $@

$(SERVICE_STATIC): $(SERVICE_OBJECTS)
	@mkdir -p $(@D)
	@rm -f $@
	@echo "  AR    $@"
	@$(AR) rcs $@ $^

# -z defs: nothing of what was left out is missing.
$(SERVICE_SHARED): $(SERVICE_OBJECTS)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(CFLAGS) $(filter-out -pie,$(LDFLAGS)) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs \
	    -Wl,-Bsymbolic-functions -Wl,--as-needed $^ \
	    $$(pkg-config --libs libpq jansson libcrypto) -lm -o $@

libraries: $(SERVICE_STATIC) $(SERVICE_SHARED)

version:
	@echo $(VERSION)

## install       programs, library, headers, manuals below PREFIX (/usr/local); DESTDIR
install: all libraries
	@case "$(PREFIX)$(LIBDIR)" in *[!A-Za-z0-9/._+-]* | [!/]*) \
	    echo "install: PREFIX must be an absolute path of plain characters" >&2; exit 2 ;; esac
	@set -e; umask 022; at() { mkdir -p "$$DESTDIR$$1"; }; \
	put() { install -D -m "$$1" -- "$$2" "$$DESTDIR$$3"; }; \
	place() { at "$${3%/*}"; $(PLACED) "$$2" >"$$DESTDIR$$3"; chmod "$$1" "$$DESTDIR$$3"; }; \
	for program in $(PROGRAMS); do \
	    put 755 "$(BUILD)/bin/$$program" "$(LIBEXECDIR)/myorest/$$program"; done; \
	put 644 $(SERVICE_STATIC) $(LIBDIR)/libmyorest.a; \
	put 644 $(SERVICE_SHARED) $(LIBDIR)/libmyorest.so.$(VERSION); \
	ln -sfn libmyorest.so.$(VERSION) "$$DESTDIR$(LIBDIR)/$(SONAME)"; \
	ln -sfn $(SONAME) "$$DESTDIR$(LIBDIR)/libmyorest.so"; \
	for header in $(INSTALLED_HEADERS); do \
	    put 644 "$$header" "$(INCLUDEDIR)/myorest/$${header#lib/}"; done; \
	at $(LIBDIR)/pkgconfig; \
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	    -e 's|@DATADIR@|$(DATADIR)|; s|@VERSION@|$(VERSION)|' scripts/myorest.pc.in \
	    >"$$DESTDIR$(LIBDIR)/pkgconfig/myorest.pc"; \
	for manual in $(MANUALS); do \
	    place 644 "$$manual" "$(MANDIR)/man$${manual##*.}/$${manual##*/}"; done; \
	for unit in $(UNITS_OF_SYSTEMD); do place 644 "$$unit" "$(UNITDIR)/$${unit##*/}"; done; \
	for file in $(SQL); do put 644 "$$file" "$(DATADIR)/myorest/$$file"; done; \
	at $(DATADIR)/myorest/sql/supabase; \
	ln -sfn ../migrations "$$DESTDIR$(DATADIR)/myorest/sql/supabase/migrations"; \
	for file in $(NGINX); do place 644 "$$file" "$(DATADIR)/myorest/$$file"; done; \
	printf '%s\n' $(PROGRAMS) >"$$DESTDIR$(DATADIR)/myorest/nginx/programs"; \
	chmod 755 "$$DESTDIR$(DATADIR)/myorest/nginx/site"; \
	put 644 scripts/lib/settings.sh $(DATADIR)/myorest/scripts/lib/settings.sh; \
	put 755 scripts/migrate $(DATADIR)/myorest/scripts/migrate; \
	at $(BINDIR); \
	ln -sfn "$$(realpath -m --relative-to=$(BINDIR) $(DATADIR)/myorest/scripts/migrate)" \
	    "$$DESTDIR$(BINDIR)/myorest-migrate"

## uninstall     takes all of that away again, and what was added to share/myorest
uninstall:
	@rm -rf -- "$$DESTDIR$(LIBEXECDIR)/myorest" "$$DESTDIR$(INCLUDEDIR)/myorest" \
	    "$$DESTDIR$(DATADIR)/myorest"
	@rm -f -- "$$DESTDIR$(LIBDIR)"/libmyorest.{a,so,so.*} \
	    "$$DESTDIR$(LIBDIR)/pkgconfig/myorest.pc" "$$DESTDIR$(BINDIR)/myorest-migrate"
	@for manual in $(notdir $(MANUALS)); do \
	    rm -f -- "$$DESTDIR$(MANDIR)/man$${manual##*.}/$$manual"; done
	@for unit in $(notdir $(UNITS_OF_SYSTEMD)); do rm -f -- "$$DESTDIR$(UNITDIR)/$$unit"; done

## deb           Debian packages, in BUILD/deb
deb:
	@scripts/packages --debian
	@scripts/debian/build "$(abspath $(BUILD))/deb" $(VERSION)
