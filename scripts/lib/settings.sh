# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# settings - a program's setting as the program will see it: the environment, under our name
# or PostgREST's, else the file MYOREST_CONFIG. Set but empty is a value.

# setting_find NAME POSTGREST_NAME: sets REPLY; fails when the setting is given nowhere.
setting_find() {
    local name
    for name in "$1" "$2"; do
        if [[ -v $name ]]; then
            REPLY=${!name}
            return
        fi
    done
    REPLY=
    [[ -n ${MYOREST_CONFIG:-} && -r $MYOREST_CONFIG ]] || return 1
    while IFS= read -r name || [[ -n $name ]]; do
        if [[ ${name%%=*} == "$1" || ${name%%=*} == "$2" ]] && [[ $name == *=* ]]; then
            REPLY=${name#*=}
            return
        fi
    done <"$MYOREST_CONFIG"
    return 1
}

# secret_find RUN_DIR: sets REPLY to the given secret, else to the run's own, made once.
secret_find() {
    local file=$1/secret new
    setting_find JWT_SECRET PGRST_JWT_SECRET && return
    if [[ ! -s $file ]]; then
        new=$(mktemp -- "$file.XXXXXX") && openssl rand -hex 32 >"$new" || return
        ln -- "$new" "$file" 2>/dev/null || true # two at once: the first to link it wins
        rm -f -- "$new"
    fi
    REPLY=$(<"$file")
}
