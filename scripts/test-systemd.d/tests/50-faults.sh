# shellcheck shell=bash

test_that "A12 slots that passed while the daemon was stopped are made up for once, and accounted for" missed_slots_are_one
test_that "A15 SIGTERM in the middle of a start or a reload ends the daemon in order" stops_at_any_time
test_that "A21 the message bus may go: the daemon and its steps need none" bus_is_not_needed
test_that "B2 a working directory that is gone is named" missing_directory_is_named
test_that "B4 a step that succeeds and leaves no model registers nothing" no_model_no_version
test_that "B7 a step that takes too long is stopped, and the run says so" slow_step_is_stopped
test_that "B12 a full disk does not take the end of a step with it" full_disk_keeps_ends
test_that "B15 a unit that an administrator stopped is no success, and is noticed at once" stopped_unit_is_noticed
test_that "B25 without the unit that starts steps, doctor and the run say which one is missing" missing_socket_is_told
test_that "C15 a file system that is unmounted and mounted again is no news by itself" mounts_are_followed
test_that "C27 a directory that the service has for itself is named by check" private_directory_is_named
test_that "D3 the zone of the machine may change: slots are those of their own zone" zone_of_machine_is_nothing
test_that "E5 a state that can not be written is told of at the start" read_only_state_is_told

# edit_pipeline NAME SED
edit_pipeline() { inside_sh 'sed -i "$2" "/etc/mlopsd/pipelines.d/$1.yaml" && systemctl reload mlopsd' "$1" "$2"; }

count_runs() { inside mlopsctl list-runs "$1" --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))'; }
has_runs() { [ "$(count_runs "$1")" -ge "$2" ]; }

missed_slots_are_one() {
    local before
    make_pipeline timed "$good_training"
    edit_pipeline timed 's|^  arrived: .*|  often: { schedule: "*-*-* *:*:00/4", catch_up: latest }|'
    eventually 30 "a slot starts a run" has_runs timed 1
    inside systemctl --quiet stop mlopsd.socket mlopsd.service
    sleep 13
    before=$(inside date +%s)
    inside systemctl start mlopsd.socket mlopsd.service
    edit_pipeline timed 's|schedule: "[^"]*"|schedule: "2099-01-01 00:00"|'
    expect "one run makes up for three slots" made_up_once "$before"
    expect_text "every slot is accounted for" 'balanced|every|nothing is missing|ok' inside mlopsctl audit
    expect_status 0 inside mlopsctl audit
}

# Between the start and the change of the schedule at most one more slot can pass.
made_up_once() {
    local runs
    runs=$(inside mlopsctl list-runs timed --json | python3 -c '
import datetime, json, sys
since = float(sys.argv[1])
def seconds(text): return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
print(sum(1 for run in json.load(sys.stdin) if run.get("started_at") and seconds(run["started_at"]) >= since))' "$1")
    [ "$runs" -ge 1 ] && [ "$runs" -le 2 ]
}

stops_at_any_time() {
    local delay
    for delay in 0.01 0.05 0.1 0.2 0.4; do
        inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service
            systemctl start --no-block mlopsd.service; sleep "$1"; systemctl --quiet stop mlopsd.service' "$delay"
        expect_text "how it ended ${delay}s after its start" '^success$' property mlopsd.service Result
        inside systemctl start mlopsd.socket mlopsd.service
        inside_sh 'systemctl reload mlopsd 2>/dev/null & sleep "$1"; systemctl --quiet stop mlopsd.socket mlopsd.service; wait || true' "$delay"
        expect_text "how it ended ${delay}s into a reload" '^0$' property mlopsd.service ExecMainStatus
    done
    inside systemctl start mlopsd.socket mlopsd.service
    expect_status 0 inside mlopsctl verify
}

bus_is_not_needed() {
    local step before
    hold_step lasting
    step=$(step_pid lasting) before=$(property mlopsd.service MainPID)
    inside_sh 'pkill -KILL -x dbus-daemon; sleep 1; systemctl restart dbus.service'
    expect "the daemon goes on" property_is mlopsd.service MainPID "$before"
    release_step lasting "$step"
}

missing_directory_is_named() {
    make_pipeline homeless "$good_training"
    inside_sh 'sed -i "s|^directory: .*|directory: /srv/homeless/gone|; s|path: incoming|path: /srv/homeless/incoming|; s|\[./train\]|[/srv/homeless/train]|" /etc/mlopsd/pipelines.d/homeless.yaml; systemctl reload mlopsd'
    drop homeless one.csv
    eventually 20 "the run fails" last_run_is homeless failed
    expect_text "which directory is missing" '/srv/homeless/gone' inside mlopsctl show "$(last_run homeless id)"
}

no_model_no_version() {
    make_pipeline empty 'echo "{\"f1\": 0.9}" >"$MLOPS_METRICS"'
    drop empty one.csv
    eventually 20 "the run ends" run_ended empty
    expect_status 1 last_run_is empty succeeded
    expect_text "nothing is registered" '^\[\]$' inside_sh 'mlopsctl list-models empty --json | tr -d " \n"'
    expect_status 1 inside test -e /srv/empty/model
}

slow_step_is_stopped() {
    make_pipeline slowly "sleep 60; $good_training"
    edit_pipeline slowly 's/stop_timeout: 2s/timeout: 1s, stop_timeout: 1s/'
    drop slowly one.csv
    eventually 20 "the run fails" last_run_is slowly failed
    expect_text "why" 'too long|timed out|timeout|longer than' inside mlopsctl show "$(last_run slowly id)"
}

full_disk_keeps_ends() {
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service; cp -a /var/lib/mlopsd /root/state
        mount -t tmpfs -o size=64M,mode=750,uid=mlopsd,gid=mlopsd tmpfs /var/lib/mlopsd; cp -a /root/state/. /var/lib/mlopsd/
        systemctl start mlopsd.socket mlopsd.service'
    make_pipeline crowded 'echo $$ >pid; while [ ! -e go ]; do sleep 0.1; done; exit 7'
    inside rm -f /srv/crowded/go /srv/crowded/pid
    drop crowded one.csv
    eventually 20 "the step runs" step_runs crowded
    inside_sh 'dd if=/dev/zero of=/var/lib/mlopsd/ballast bs=64k status=none 2>/dev/null || true; touch /srv/crowded/go'
    eventually 10 "the step has ended" step_has_ended crowded
    expect "the daemon goes on" inside mlopsctl version
    inside rm /var/lib/mlopsd/ballast
    eventually 90 "it is known how the step ended" last_run_is crowded failed
    expect_text "with its own code" '(code|status|with) 7' inside mlopsctl show "$(last_run crowded id)"
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service; systemctl stop "mlopsd-step@*"; cp -a /var/lib/mlopsd/. /root/state/
        umount /var/lib/mlopsd; cp -a /root/state/. /var/lib/mlopsd/; rm -rf /root/state; systemctl start mlopsd.socket mlopsd.service'
}

step_has_ended() { ! inside_sh 'kill -0 "$(cat "/srv/$1/pid")" 2>/dev/null' "$1"; }

stopped_unit_is_noticed() {
    hold_step lasting
    inside_sh 'systemctl stop "$(grep -o "mlopsd-step@[^/]*service" "/proc/$1/cgroup" | head -n 1)"' "$(step_pid lasting)"
    eventually 10 "the run ends" run_ended lasting
    expect_status 1 last_run_is lasting succeeded
}

missing_socket_is_told() {
    make_pipeline waiting "$good_training"
    inside systemctl --quiet stop mlopsd-step.socket
    inside_sh 'systemctl stop "mlopsd-step@*"'
    expect_text "doctor says what is missing" 'mlopsd-step.socket' inside mlopsctl doctor
    drop waiting one.csv
    eventually 20 "the run fails" last_run_is waiting failed
    expect_text "it says what is missing" 'systemctl start mlopsd-step.socket' inside mlopsctl show "$(last_run waiting id)"
    sleep 2
    expect_text "and is not tried without end" '^1$' count_runs waiting
    inside systemctl start mlopsd-step.socket
    inside mlopsctl run waiting --wait
}

mounts_are_followed() {
    make_pipeline mounted "$good_training"
    edit_pipeline mounted 's|ready: rename|ready: rename, rescan: 2s|'
    inside_sh 'mount -t tmpfs -o mode=755,uid=mlopsd tmpfs /srv/mounted/incoming'
    drop mounted one.csv
    eventually 40 "a file on the mounted system starts a run" last_run_is mounted succeeded
    inside umount /srv/mounted/incoming
    sleep 3
    expect_text "an empty mount point starts nothing" '^1$' count_runs mounted
    inside_sh 'mount -t tmpfs -o mode=755,uid=mlopsd tmpfs /srv/mounted/incoming; printf "a,b\n3,4\n" >/srv/mounted/incoming/.two; mv /srv/mounted/incoming/.two /srv/mounted/incoming/two.csv'
    eventually 60 "what comes after mounting again is seen" has_runs mounted 2
    inside umount /srv/mounted/incoming
}

private_directory_is_named() {
    make_pipeline private "$good_training"
    edit_pipeline private 's|path: incoming|path: /tmp/incoming|'
    expect_text "check names it" 'data.rows.path: mlopsd.service has a /tmp of its own' inside mlopsctl check
    inside rm /etc/mlopsd/pipelines.d/private.yaml
    inside systemctl reload mlopsd
}

zone_of_machine_is_nothing() {
    local before
    make_pipeline zoned "$good_training"
    edit_pipeline zoned 's|^  arrived: .*|  daily: { schedule: "*-*-* 03:00", timezone: Europe/Berlin }|'
    before=$(next_slot zoned)
    inside ln -sf /usr/share/zoneinfo/Asia/Tokyo /etc/localtime
    inside systemctl reload mlopsd
    expect_text "the slot is the same" "^$before\$" next_slot zoned
    inside systemctl restart mlopsd
    expect_text "after a restart, too" "^$before\$" next_slot zoned
    inside ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime
}

next_slot() {
    inside mlopsctl list-triggers "$1" --json | python3 -c '
import json, re, sys
print(sorted(re.findall(r"20\d\d-\d\d-\d\dT[\d:.]+Z", json.dumps(json.load(sys.stdin))))[-1])'
}

read_only_state_is_told() {
    inside_sh 'mkdir -p /run/systemd/system/mlopsd.service.d; systemctl --quiet stop mlopsd.socket mlopsd.service
        printf "[Service]\nReadOnlyPaths=/var/lib/mlopsd\nRestart=no\n" >/run/systemd/system/mlopsd.service.d/ro.conf
        systemctl daemon-reload; ! systemctl start mlopsd 2>/dev/null'
    expect_text "it says what it can not write" '/var/lib/mlopsd.*[Rr]ead-only' inside journalctl -u mlopsd --no-pager -n 10 -o cat
    inside_sh 'rm -r /run/systemd/system/mlopsd.service.d; systemctl daemon-reload; systemctl reset-failed mlopsd; systemctl start mlopsd.socket mlopsd.service'
}
