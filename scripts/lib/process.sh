# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# process - the long-lived processes of a run: started, told from strangers, stopped.
#
# Each is the leader of a session of its own, so that its workers can be found even when it
# was killed. A record holds its id and start time, for ids are used again. Needs place.

# process_stat PID: sets process_state, process_session, process_start (ticks after boot).
process_stat() {
    local line fields
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${line##*) }" # the name before it may hold spaces and brackets
    process_state=${fields[0]} process_session=${fields[3]} process_start=${fields[19]}
}

# process_launch RECORD LOG USER COMMAND...: in the background, from the root directory,
# without the locks this shell holds.
process_launch() {
    local record=$1 log=$2 user=$3 id
    shift 3
    (
        cd / || exit
        if ((EUID == 0)); then
            exec setsid setpriv --reuid="$user" --regid="$user" --init-groups --inh-caps=-all -- "$@"
        fi
        exec setsid "$@"
    ) </dev/null >>"$log" 2>&1 8>&- 9>&- &
    id=$!
    disown "$id"
    process_stat "$id" || return
    printf '%s %s\n' "$id" "$process_start" >"$record"
}

# process_is_alive RECORD: does the process itself still run?
process_is_alive() {
    local id start
    read -r id start <"$1" && process_stat "$id" &&
        [[ $process_start == "$start" && $process_state != [ZX] ]]
}

# process_members RECORD: the ids that are alive of its session, its own among them.
process_members() {
    local id start each
    read -r id start <"$1" || return 0
    for each in /proc/[0-9]*; do
        process_stat "${each#/proc/}" || continue
        if [[ $process_session == "$id" && $process_state != [ZX] ]] && ((process_start >= start)); then
            printf '%s\n' "${each#/proc/}"
        fi
    done
}

# process_stop RECORD...: ends them all and waits until they are gone. Whoever leads is
# asked first and ends its workers; what is left after five seconds is asked itself, what
# is left after ten is killed.
process_stop() {
    local record id signal tenths=0 left
    for record in "$@"; do
        if process_is_alive "$record"; then
            read -r id _ <"$record"
            kill -TERM "$id" 2>/dev/null || true
        fi
    done
    for record in "$@"; do
        while mapfile -t left < <(process_members "$record") && ((${#left[@]})); do
            if ((tenths == 50)) || ! process_is_alive "$record"; then signal=TERM; else signal=; fi
            if ((tenths >= 100)); then signal=KILL; fi
            if [[ -n $signal ]]; then kill "-$signal" "${left[@]}" 2>/dev/null || true; fi
            sleep 0.1
            tenths=$((tenths + 1))
        done
        rm -f -- "$record"
    done
}
