# shellcheck shell=bash
# The story of scripts/quickstart. It waits for what the daemon says, never for time to pass.

if [ -t 1 ]; then bold=$'\e[1m' faint=$'\e[2m' plain=$'\e[0m'; else bold='' faint='' plain=''; fi
chapter() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
tell() { printf '%s\n' "$@"; }
# type_command ARGUMENT...: shows an mlopsctl command and runs it; a negative answer is a part of the story.
type_command() {
    local word line='$ mlopsctl'
    for word in "$@"; do [[ $word == *[^A-Za-z0-9_=./:-]* ]] && line+=" '$word'" || line+=" $word"; done
    printf '%s%s%s\n' "$faint" "$line" "$plain"
    ctl "$@" | sed 's/^/  /' || true
}

ctl() { "$here/mlopsctl" "$@"; }
# ask EXPRESSION ARGUMENT...: evaluates Python on the answer `d` of an mlopsctl command.
ask() { ctl "${@:2}" --json | "$python" -c "import json, sys; d = json.load(sys.stdin); print($1)"; }
holds() { [ "$(ask "$@" 2>/dev/null)" = True ]; }

# until_true SECONDS WHAT COMMAND...
until_true() {
    local deadline=$((SECONDS + $1))
    until "${@:3}" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || fail "waited $1 s in vain: $2" "$here/mlopsd.log says what the daemon did"
        sleep 0.2
    done
}
# expect_runs COUNT OUTCOME: waits until so many runs have ended, and the newest as expected.
expect_runs() {
    until_true 180 "run number $1 ends" holds "len(d) == $1 and d[0]['phase'] == 'ended'" list-runs
    holds "d[0]['outcome'] == '$2'" list-runs ||
        fail "run number $1 ended otherwise than expected: $(ask "d[0]['outcome'], d[0].get('detail')" list-runs)" \
            "$here/mlopsctl logs $(ask "d[0]['id']" list-runs)"
}
champion() { ask "next(v['id'] for v in d if 'champion' in v['aliases'])" list-models; }

# arrive FIRST LAST: these days of June are written elsewhere and renamed in, as a careful sender does.
arrive() {
    local day names=()
    for day in $(seq -f %02g "$1" "$2"); do
        cp "$here/days/2013-06-$day.csv" "$here/flights/writing/"
        names+=("$here/flights/writing/2013-06-$day.csv")
    done
    mv "${names[@]}" "$here/flights/incoming/"
}

tell_story() {
    chapter "A daemon with nothing to do"
    tell "The pipeline is one file, .quickstart/config/pipelines.d/flights.yaml. Its steps are two Python programs that know" \
        "nothing of the daemon. It trains when three new days of flights are there, and every night at 3 in New York."
    start_daemon
    type_command status
    type_command why-not flights

    chapter "Three weeks of June arrive"
    arrive 1 21
    tell "21 files were renamed into .quickstart/flights/incoming. They make one batch, and so one run."
    expect_runs 1 succeeded
    type_command list-runs
    tell "The first model is in production: $(readlink "$here/flights/live")"

    killed_daemon
    slow_batch
    schedule
    worse_candidate

    chapter "What is left"
    type_command status
    type_command list-runs
    type_command why "$(ask "d[0]['id']" list-runs)"
}

killed_daemon() {
    local run
    chapter "Three more days, and the daemon is killed while it trains"
    arrive 22 24
    until_true 60 "the second run trains" holds "len(d) == 2 and d[0]['phase'] == 'running'" list-runs
    run=$(ask "d[0]['id']" list-runs)
    kill -KILL "$(cat "$here/mlopsd.pid")" # the new daemon waits for its end by itself
    tell "Run $run was training when the daemon was killed with SIGKILL. The training goes on without it; a new daemon starts."
    start_daemon
    expect_runs 2 succeeded
    holds "all(len(step['attempts']) == 1 for step in d['steps'])" show "$run" || fail "run $run did something twice"
    type_command show "$run"
    tell "Each step ran once, and its end was recorded."
    type_command list-models
}

slow_batch() {
    chapter "A day that takes its time"
    local day=$here/days/2013-06-27.csv arriving=$here/flights/incoming/2013-06-27.csv lines part
    lines=$(wc -l <"$day")
    tell "Two days are renamed in. A third is written straight into the watched folder, a fifth of it at a time."
    arrive 25 26
    exec 4>"$arriving"
    for part in 1 2 3 4 5; do
        sed -n "$(((part - 1) * lines / 5 + 1)),$((part * lines / 5))p" "$day" >&4
        tell "$part/5 written: $(wc -l <"$arriving") of $lines lines"
        # Longer than the quiet period: a file that merely looked finished would be taken by now.
        sleep 3
        holds "d[0]['backlog']['files'] == 2" list-datasets || fail "a file was called ready while it was being written"
        [ "$part" != 3 ] || { type_command list-datasets; type_command why-not flights; }
        holds "len(d) == 2" list-runs || fail "a run started while a file was still being written"
    done
    exec 4>&-
    tell "The writer closed it. Now it is whole, and with it there are three."
    expect_runs 3 succeeded
    run=$(ask "d[0]['id']" list-runs)
    type_command show "$run"
    grep -q "$(sha256sum "$day" | cut -c 1-64)" "$(ask "d['directory']" show "$run")/manifest.json" ||
        fail "run $run did not read the whole of 2013-06-27.csv"
    tell "Run $run read all of it: the SHA-256 in its manifest is that of the whole file."
}

schedule() {
    local file=$here/config/pipelines.d/flights.yaml
    chapter "The night comes"
    arrive 28 29
    tell "Two more days, too few for the trigger that counts files."
    until_true 30 "both files are ready" holds "d[0]['backlog']['files'] == 2" list-datasets
    type_command why-not flights/enough
    tell "Nobody wants to wait until 3 in New York: the schedule is set to a few seconds from now, and read again."
    sed -i "s|schedule: \"[^\"]*\"|schedule: \"*-*-* $(date -u -d '+8 seconds' +%T) UTC\"|" "$file"
    type_command reload
    type_command list-triggers
    expect_runs 4 succeeded
    type_command list-deployments
}

worse_candidate() {
    local before
    before=$(champion)
    chapter "A candidate that is worse"
    tell "Somebody has an idea: is the time of day needed at all?"
    type_command run flights --param without=minute_of_day --reason "is the time of day needed?" --wait
    expect_runs 5 refused
    [ "$(champion)" = "$before" ] || fail "the champion changed from $before to $(champion)"
    tell "It is: the gate refused that model, and $before stays in production."
}

end_story() {
    local status=$1
    trap - EXIT
    if [ "$status" != 0 ]; then
        [ ! -s "$here/mlopsd.log" ] || { say "the last lines of the daemon's log:" && tail -n 15 "$here/mlopsd.log" >&2; }
        stop_daemon || true
        exit "$status"
    fi
    local summary version
    version=$(champion)
    summary=$(ask "json.dumps({'state': '$here/state', 'socket': '$socket', 'runs': len(d),
        'succeeded': sum(r['outcome'] == 'succeeded' for r in d), 'refused': sum(r['outcome'] == 'refused' for r in d),
        'champion': '$version'})" list-runs)
    chapter "Look around"
    if [ -n "$keep" ]; then
        tell "The daemon still runs; scripts/quickstart starts anew, kill $(cat "$here/mlopsd.pid") ends it."
    else
        stop_daemon
        tell "The daemon has ended. Start it again with .quickstart/mlopsd, and in another terminal:"
    fi
    tell "  .quickstart/mlopsctl status" "  .quickstart/mlopsctl lineage $version" \
        "  sqlite3 -readonly .quickstart/state/metadata.db 'select * from decisions'"
    [ -z "$json" ] || printf '%s\n' "$summary" >&3
}
