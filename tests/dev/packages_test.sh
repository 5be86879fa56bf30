# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What can be said of packages and units without changing this host.
# shellcheck source=tests/dev/check.sh
. "$(dirname "$0")/check.sh"
exits 'all is installed' 0 scripts/packages --tests
is 'which is no news' "$output" ''
exits 'an unknown option' 2 scripts/packages --frobnicate
if command -v systemd-analyze >/dev/null; then
    cp nginx/systemd/* "$work"
    # The programs are not where a host has them.
    sed -i 's|^ExecStart=.*|ExecStart=/bin/true|; s|^User=.*|User=daemon|; s|^Group=.*|Group=daemon|' "$work/myorest@.service"
    cp "$work/myorest@.socket" "$work/myorest@patients.socket"
    cp "$work/myorest@.service" "$work/myorest@patients.service"
    exits 'the units are well-formed' 0 systemd-analyze verify --man=no "$work/myorest@patients.service" "$work/myorest@patients.socket"
    is 'nothing to say' "$output" ''
fi
finish
