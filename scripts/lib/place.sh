# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# place - where the files of one run are, and who may reach them.
#
# Root runs nothing itself: PostgreSQL refuses to, and the rest has no need. The users it
# steps down to may not reach RUN_DIR (a clone in /root); what they need then lives in a
# fresh directory under /var/tmp, whose name RUN_DIR/location keeps from run to run.

cluster_user() { if ((EUID == 0)); then echo postgres; else id -un; fi; }
program_user() { if ((EUID == 0)); then echo www-data; else id -un; fi; }
program_group() { if ((EUID == 0)); then echo www-data; else id -gn; fi; }

# as_user USER COMMAND...: replaces this shell (call it in a subshell), so that the process
# id seen outside is the command's own.
as_user() {
    local user=$1
    shift
    if ((EUID == 0)); then
        exec setpriv --reuid="$user" --regid="$user" --init-groups --inh-caps=-all -- "$@"
    fi
    exec "$@"
}

# reaches USER PATH: may that user enter (or run) it?
reaches() { (as_user "$1" test -x "$2") 2>/dev/null; }

# run_dir_make DIR: prints it, absolute; anybody may pass through, what is private is 0600.
run_dir_make() {
    [[ -d $1 ]] || (umask 022 && mkdir -p -- "$1") || return
    (cd -- "$1" && pwd -P)
}

# place_find RUN_DIR: prints the place of an earlier run, or nothing.
place_find() {
    local place=$1
    if [[ -f $1/location ]]; then
        place=$(<"$1/location")
        # Names in /var/tmp are anybody's to take again once ours is gone.
        [[ $place == /var/tmp/myorest.* && -O $place ]] || return 0
    fi
    if [[ -d $place ]]; then printf '%s\n' "$place"; fi
}

# place_make RUN_DIR USER...: prints a directory that all those users reach.
place_make() {
    local run_dir=$1 user place reached=yes
    shift
    for user in "$@"; do reaches "$user" "$run_dir" || reached=no; done
    if [[ $reached == yes ]]; then
        rm -f -- "$run_dir/location"
        printf '%s\n' "$run_dir"
        return
    fi
    place=$(place_find "$run_dir")
    if [[ -z $place || $place == "$run_dir" ]]; then
        place=$(mktemp -d /var/tmp/myorest.XXXXXXXX) || return
        chmod 755 "$place"
        printf '%s\n' "$place" >"$run_dir/location"
    fi
    printf '%s\n' "$place"
}

# socket_dir_make OWNER GROUP: a fresh directory with a name short enough for the 107 bytes
# of a socket's path; only those two enter it, so a socket in it needs no password.
socket_dir_make() {
    local dir
    dir=$(mktemp -d /tmp/myorest.XXXXXX) || return
    if ((EUID == 0)); then chown "$1:$2" "$dir" && chmod 750 "$dir" || return; fi
    printf '%s\n' "$dir"
}

# socket_dir_drop FILE: removes the directory that FILE names, and FILE.
socket_dir_drop() {
    local dir
    [[ -f $1 ]] || return 0
    dir=$(<"$1")
    if [[ $dir == /tmp/myorest.?????? && -d $dir ]]; then rm -rf -- "$dir"; fi
    rm -f -- "$1"
}
