# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# port - who listens on a TCP port of this host, from the kernel's own tables.

# port_sockets PORT: the inodes of the sockets that listen on it.
port_sockets() {
    local hex
    printf -v hex ':%04X' "$1"
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk -v hex="$hex" '$4 == "0A" && substr($2, length($2) - 4) == hex { print $10 }'
}

# port_owner PORT: prints "NAME, process ID" of who listens, "another process" when that is
# not ours to see; fails when nobody does.
port_owner() {
    local inodes inode link id
    mapfile -t inodes < <(port_sockets "$1")
    ((${#inodes[@]})) || return 1
    for link in /proc/[0-9]*/fd/*; do
        for inode in "${inodes[@]}"; do
            if [[ $(readlink "$link" 2>/dev/null) == "socket:[$inode]" ]]; then
                id=${link#/proc/} id=${id%%/*}
                printf '%s, process %s\n' "$(<"/proc/$id/comm")" "$id"
                return
            fi
        done
    done
    echo 'another process'
}
