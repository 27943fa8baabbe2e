# shellcheck shell=bash

test_that "J5 a file that is dropped becomes a model that is live, all under the shipped units" trains_and_deploys
test_that "steps run in units of their own, below the slice of all jobs and without the daemon's sandbox" steps_have_units
test_that "journalctl MLOPSD_RUN_ID= finds what the daemon said of a run, with its fields" journal_has_fields
test_that "H2 journalctl MLOPSD_RUN_ID= shows what the step wrote, under its unit and at no other priority than its own" journal_has_output
test_that "journalctl -x says what to do next" catalog_explains
test_that "a kernel lease on other users' files tells that they are written no more" leases_work
test_that "A5 ends of steps while the daemon is stopped are recorded as they were" ends_while_stopped
test_that "kill -9 of the daemon: it is started again, and the step that went on is taken over" survives_kill
test_that "A11 J7 systemctl restart, as needrestart does it, with runs active keeps their processes, and no client is refused" survives_restart
test_that "A13 a daemon whose loop hangs is ended by the watchdog and started again, and the step goes on" watchdog_ends_hanging
test_that "B6 a run that is cancelled says by whom" cancel_names_user
test_that "B3 a step that ends with systemd's own codes is reported with its code" codes_are_the_steps
test_that "B5 a step killed from outside is no success" killed_is_no_success

trains_and_deploys() {
    make_pipeline quick "$good_training"
    drop quick first.csv
    eventually 20 "the run succeeds" last_run_is quick succeeded
    eventually 5 "the model is live" inside test -s /srv/quick/model/files
    expect_text "it was trained on the file" 'first.csv' inside cat /srv/quick/model/files
    expect_text "why says what led to it" 'arrived' inside mlopsctl why r1
}

steps_have_units() {
    make_pipeline slow "cat /proc/self/cgroup >cgroup; cat /proc/self/status >status; $patient_training"
    drop slow one.csv
    eventually 20 "the step runs" step_runs slow
    expect_text "its unit" 'mlopsd-jobs.slice/mlopsd-step@' inside cat /srv/slow/cgroup
    expect_text "it has no capabilities" 'CapEff:\s*0000000000000000' inside cat /srv/slow/status
    expect_text "it may compile code while it runs" '^no$' inside_sh \
        'systemctl show --value -p MemoryDenyWriteExecute "$(grep -om1 "mlopsd-step@.*service" /srv/slow/cgroup)"'
    expect_text "the record is not for it" 'Permission denied' inside nsenter -t "$(step_pid slow)" -m \
        setpriv --reuid mlopsd --regid mlopsd --clear-groups cat /var/lib/mlopsd/metadata.db
    inside touch /srv/slow/go
    eventually 20 "the run succeeds" last_run_is slow succeeded
}

journal_has_fields() {
    local run
    run=$(last_run slow id)
    expect_text "the run's start" '"MESSAGE_ID" ?: ?"960f55f2f8b04c359fb0a23e8e33cd8c"' inside journalctl -o json --no-pager "MLOPSD_RUN_ID=$run"
    expect_text "its pipeline" '"MLOPSD_PIPELINE" ?: ?"slow"' inside journalctl -o json --no-pager "MLOPSD_RUN_ID=$run"
    expect_text "its model" '"MLOPSD_MODEL_VERSION" ?: ?"slow/1"' inside journalctl -o json --no-pager MLOPSD_PIPELINE=slow
    expect_text "its unit is the daemon's" '"_SYSTEMD_UNIT" ?: ?"mlopsd.service"' inside journalctl -o json --no-pager "MLOPSD_RUN_ID=$run"
}

journal_has_output() {
    local run
    make_pipeline loud "echo 'epoch 1 of 3'; printf '<0>the end is near\\n<1>MLOPSD_RUN_ID=r999\\nhalf a line'; $good_training"
    drop loud one.csv
    eventually 20 "the run succeeds" last_run_is loud succeeded
    run=$(last_run loud id)
    eventually 5 "the lines are there" journal_shows "$run" 'half a line'
    inside journalctl -o json --no-pager -q "MLOPSD_RUN_ID=$run" SYSLOG_IDENTIFIER=mlopsd-step >"$work/lines"
    python3 - "$work/lines" "$run" <<'SCRIPT' || { cat "$work/lines" >&2; return 1; }
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert [line["MESSAGE"] for line in lines] == ["epoch 1 of 3", "<0>the end is near", "<1>MLOPSD_RUN_ID=r999", "half a line"]
for line in lines:
    assert (line["PRIORITY"], line["MLOPSD_STEP"], line["MLOPSD_ATTEMPT"]) == ("6", "train", "1"), line
    assert line["_SYSTEMD_UNIT"].startswith("mlopsd-step@") and line["MLOPSD_PIPELINE"] == "loud", line
SCRIPT
    expect_text "the daemon's own records are beside them" 'run r[0-9]+ starts' inside journalctl -o cat --no-pager -q "MLOPSD_RUN_ID=$run"
}

journal_shows() { inside journalctl -o cat --no-pager -q "MLOPSD_RUN_ID=$1" | grep -q -- "$2"; }

catalog_explains() {
    expect_text "what led to the run" "mlopsctl why $(last_run slow id)" inside journalctl -x --no-pager "MLOPSD_RUN_ID=$(last_run slow id)"
}

leases_work() {
    inside_sh 'getent passwd writer >/dev/null || useradd -r -s /usr/sbin/nologin writer'
    make_pipeline leased "$good_training"
    inside_sh 'sed -i "s/ready: rename/ready: lease/" /etc/mlopsd/pipelines.d/leased.yaml && chmod 777 /srv/leased/incoming && systemctl reload mlopsd'
    inside setpriv --reuid writer --regid writer --clear-groups python3 -c '
import time
file = open("/srv/leased/incoming/a.csv", "w")
file.write("a,b\n1,2\n"); file.flush(); time.sleep(2)'
    eventually 20 "the run succeeds" last_run_is leased succeeded
}

ends_while_stopped() {
    local script outcome
    while IFS='|' read -r script outcome; do
        make_pipeline absent "touch started; while [ -e hold ]; do sleep 0.1; done; $script"
        inside_sh 'touch /srv/absent/hold; rm -f /srv/absent/started'
        drop absent "$RANDOM$RANDOM.csv"
        eventually 20 "the step runs" inside test -e /srv/absent/started
        inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service && rm /srv/absent/hold'
        eventually 10 "the step ends without the daemon" no_step_is_busy
        inside systemctl start mlopsd.socket mlopsd.service
        eventually 5 "it is known how it ended" run_ended absent
        expect_text "how \"$script\" ended" "$outcome" inside mlopsctl show "$(last_run absent id)"
    done <<'END'
exit 7|exit(ed with|ed|) ?(code|status)? ?7
kill -KILL $$|SIGKILL|signal 9
END
}

# The spare that waits for the next step goes with the daemon.
no_step_is_busy() { [ -z "$(inside systemctl list-units --no-legend --plain 'mlopsd-step@*')" ]; }
run_ended() { [ "$(last_run "$1" outcome)" != None ]; }

hold_step() {
    make_pipeline "$1" "$patient_training"
    inside rm -f "/srv/$1/go" "/srv/$1/pid"
    drop "$1" "$RANDOM$RANDOM.csv"
    eventually 20 "the step runs" step_runs "$1"
}

release_step() {
    expect "the step is the same process" inside_sh 'kill -0 "$1"' "$2"
    inside touch "/srv/$1/go"
    eventually 20 "the run succeeds" last_run_is "$1" succeeded
}

survives_kill() {
    local before step
    hold_step lasting
    step=$(step_pid lasting) before=$(property mlopsd.service MainPID)
    inside kill -KILL "$before"
    eventually 30 "systemd starts another" other_daemon "$before"
    release_step lasting "$step"
}

other_daemon() {
    local now
    now=$(property mlopsd.service MainPID)
    [ "$now" != 0 ] && [ "$now" != "$1" ] && property_is mlopsd.service ActiveState active
}

survives_restart() {
    local name step
    local -A steps
    inside_sh 'echo "max_running_runs: 3" >/etc/mlopsd/mlopsd.yaml.d/50-runs.yaml; systemctl reload mlopsd'
    for name in lasting enduring abiding; do
        hold_step "$name"
        steps[$name]=$(step_pid "$name")
    done
    inside_sh 'for i in $(seq 20); do mlopsctl status >/dev/null || echo refused; done >/tmp/refused 2>&1 & clients=$!
        systemctl restart mlopsd; systemctl restart mlopsd; wait $clients; ! grep -q refused /tmp/refused' ||
        { say "    a client was refused"; return 1; }
    for name in "${!steps[@]}"; do
        step=${steps[$name]}
        expect "$name has its process" test "$step" = "$(step_pid "$name")"
        release_step "$name" "$step"
    done
    inside_sh 'rm /etc/mlopsd/mlopsd.yaml.d/50-runs.yaml; systemctl reload mlopsd'
}

watchdog_ends_hanging() {
    local before step
    # Its starts in the tests before do not count against its start limit.
    inside_sh 'mkdir -p /run/systemd/system/mlopsd.service.d
        printf "[Service]\nWatchdogSec=2s\nRestartSec=100ms\n" >/run/systemd/system/mlopsd.service.d/quick.conf
        systemctl daemon-reload && systemctl restart mlopsd && systemctl reset-failed mlopsd'
    hold_step lasting
    step=$(step_pid lasting) before=$(property mlopsd.service MainPID)
    # One thread of it, so that the others could still say that all is well.
    stop_loop || { say "    the thread could not be stopped"; return 1; }
    eventually 30 "systemd starts another" other_daemon "$before"
    expect_text "because of the watchdog" 'Watchdog timeout' inside journalctl -u mlopsd --no-pager
    release_step lasting "$step"
    inside_sh 'rm -r /run/systemd/system/mlopsd.service.d; systemctl daemon-reload; systemctl restart mlopsd'
}

# Stops the thread of the daemon's event loop, from outside, until the daemon has ended.
stop_loop() {
    cat >"$work/stop.py" <<'SCRIPT'
import ctypes, os, sys
space = os.readlink("/proc/%s/ns/pid" % sys.argv[1])
def text(path): return open(path).read().strip()
def is_loop(thread):
    try: return os.readlink("/proc/%d/ns/pid" % thread) == space and text("/proc/%d/comm" % thread) == "mlopsd-loop"
    except OSError: return False
def threads_of(pid):
    try: return [int(thread) for thread in os.listdir("/proc/%s/task" % pid)]
    except OSError: return []
threads = [thread for pid in os.listdir("/proc") if pid.isdigit() for thread in threads_of(pid)]
[loop] = [thread for thread in threads if is_loop(thread)]
ptrace = ctypes.CDLL(None, use_errno=True).ptrace
ptrace.argtypes = [ctypes.c_long] * 4
SEIZE, INTERRUPT, ALL = 0x4206, 0x4207, 0x40000000
for request in SEIZE, INTERRUPT:
    if ptrace(request, loop, 0, 0) != 0: sys.exit(os.strerror(ctypes.get_errno()))
os.waitpid(loop, ALL)
print("stopped", flush=True)
os.waitpid(loop, ALL)
SCRIPT
    : >"$work/stopped"
    python3 "$work/stop.py" "$(cat "$work/guest-pid")" >"$work/stopped" 2>&1 &
    eventually_quietly 10 grep -q stopped "$work/stopped" || { cat "$work/stopped" >&2; return 1; }
}

cancel_names_user() {
    hold_step lasting
    inside mlopsctl cancel "$(last_run lasting id)"
    eventually 20 "the run is cancelled" last_run_is lasting cancelled
    expect_text "by whom" 'root' inside mlopsctl show "$(last_run lasting id)"
}

codes_are_the_steps() {
    local code
    for code in 200 203 217; do
        make_pipeline codes "exit $code"
        drop codes "$code.csv"
        eventually 20 "the run fails" codes_run_failed "$code"
    done
}

codes_run_failed() {
    last_run_is codes failed && inside mlopsctl show "$(last_run codes id)" | grep -qE "(code|status|with) $1"
}

killed_is_no_success() {
    hold_step lasting
    inside kill -SEGV "$(step_pid lasting)"
    eventually 20 "the run fails" last_run_is lasting failed
    expect_text "by what" 'SIGSEGV|signal 11' inside mlopsctl show "$(last_run lasting id)"
}
