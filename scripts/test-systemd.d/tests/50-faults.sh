# shellcheck shell=bash

test_that "A12 slots that passed while the daemon was stopped are made up for once, and accounted for" missed_slots_are_one
test_that "A15 SIGTERM in the middle of a start or a reload ends the daemon in order" stops_at_any_time
test_that "A21 the message bus may go: the daemon and its steps need none" bus_is_not_needed
test_that "B2 a working directory that is gone is named" missing_directory_is_named
test_that "B4 a step that succeeds and leaves no model registers nothing" no_model_no_version
test_that "B7 a step that takes too long is stopped, and the run says so" slow_step_is_stopped
test_that "B12 a full disk does not take the end of a step with it" full_disk_keeps_ends
test_that "B15 a unit that an administrator stopped is no success, and is noticed at once" stopped_unit_is_noticed
test_that "B25 without the unit that starts steps, doctor and the status line say which one is missing, and steps wait for it" missing_socket_is_told
test_that "B16 the number of a step that ended belongs to another process: nobody signals that" reused_number_is_spared
test_that "C15 a file system that is unmounted takes no data away: the dataset is unavailable until it is back" mounts_are_followed
test_that "C27 a directory that the service has for itself is named by check, reload, status and doctor" private_directory_is_named
test_that "D3 the zone of the machine may change: slots are those of their own zone" zone_of_machine_is_nothing
test_that "E5 a state that can not be written is told of at the start" read_only_state_is_told
test_that "E5 a state that becomes read-only: what is known is shown, nothing is started, and what ran is told of later" state_becomes_read_only
test_that "H8 in a directory that others write to, their files are data, and links to what is not theirs are none" links_of_others_are_refused

# edit_pipeline NAME SED
edit_pipeline() { inside_sh 'sed -i "$2" "/etc/mlopsd/pipelines.d/$1.yaml" && systemctl reload mlopsd' "$1" "$2"; }

count_runs() { inside mlopsctl list-runs "$1" --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))'; }
has_runs() { [ "$(count_runs "$1")" -ge "$2" ]; }

missed_slots_are_one() {
    local before
    make_pipeline timed "$good_training"
    drop timed one.csv
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
    expect_same "a start asks for the time that it needs" 'EXTEND_TIMEOUT_USEC=60000000 READY=1' start_is_told
    for delay in 0.01 0.05 0.1 0.2 0.4; do
        # More starts within five minutes than the unit allows, which is not what is tested.
        inside systemctl reset-failed mlopsd.service
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

# What systemd is told while a daemon starts, in the order in which it is told.
start_is_told() {
    inside_sh 'cat >/root/start.py <<"SCRIPT"
import os, socket, subprocess
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind("/root/notify"); listener.settimeout(20)
os.makedirs("/root/own/config", exist_ok=True)
daemon = subprocess.Popen(["/usr/sbin/mlopsd", "--config", "/root/own/config", "--state", "/root/own/state",
    "--socket", "/root/own/sock"], env=dict(os.environ, NOTIFY_SOCKET="/root/notify"), stderr=subprocess.DEVNULL)
told = []
while "READY=1" not in told: told += [line for line in listener.recv(65536).decode().split("\n") if not line.startswith("STATUS=")]
daemon.terminate(); daemon.wait()
print(*told)
SCRIPT
rm -rf /root/notify /root/own; python3 /root/start.py; rm -rf /root/notify /root/own'
}

bus_is_not_needed() {
    local step before
    hold_step lasting
    step=$(step_pid lasting) before=$(property mlopsd.service MainPID)
    inside_sh 'pkill -KILL -x dbus-daemon; sleep 1; systemctl restart dbus.service'
    # A newer one does not come back by itself, and tests of users need it.
    inside systemctl try-restart systemd-logind.service
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
    eventually 20 "the status says what steps wait for" waiting_is_told 'systemctl start mlopsd-step.socket'
    eventually 5 "the journal tells it" waiting_is_in_journal
    # A loop that is busy would be seen in the seconds of the daemon's processor time.
    local before after
    before=$(inside_sh 'cut -d" " -f14,15 "/proc/$(systemctl show --value -p MainPID mlopsd)/stat" | tr " " +')
    sleep 3
    after=$(inside_sh 'cut -d" " -f14,15 "/proc/$(systemctl show --value -p MainPID mlopsd)/stat" | tr " " +')
    expect "it does not loop" test $((after - before)) -lt 60
    expect_text "there is one run" '^1$' count_runs waiting
    expect_text "it has not ended" '^None$' last_run waiting outcome
    inside systemctl start mlopsd-step.socket
    eventually 20 "the run goes on by itself" last_run_is waiting succeeded
    expect_status 1 waiting_is_told 'systemctl start mlopsd-step.socket'
    # Somebody who gives up need not wait.
    inside systemctl --quiet stop mlopsd-step.socket
    inside_sh 'systemctl stop "mlopsd-step@*"'
    drop waiting two.csv
    eventually 20 "the status says it again" waiting_is_told 'systemctl start mlopsd-step.socket'
    inside mlopsctl cancel "$(last_run waiting id)"
    eventually 20 "the run is cancelled" last_run_is waiting cancelled
    inside systemctl start mlopsd-step.socket
}

waiting_is_told() { inside systemctl show -p StatusText mlopsd | grep -q degraded && inside mlopsctl status | grep -q -- "$1"; }
waiting_is_in_journal() { inside journalctl -u mlopsd -o cat --no-pager -q -n 50 | grep -q 'steps wait: .*mlopsd-step.socket'; }

# The shim is killed with its step while the daemon is away, and its number given to somebody else.
reused_number_is_spared() {
    local shim
    hold_step lasting
    shim=$(inside_sh 'ps -o ppid= -p "$1" | tr -d " "' "$(step_pid lasting)")
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service; kill -KILL "$1"' "$shim"
    eventually 10 "the step has ended with it" step_has_ended lasting
    # In the machine's own numbers; its /proc/sys can not be written, that of the host can.
    nsenter -t "$(cat "$work/guest-pid")" -p bash -c 'for _ in $(seq 200); do
        echo $(($1 - 1)) >/proc/sys/kernel/ns_last_pid
        sleep 300 >/dev/null 2>&1 </dev/null & [ $! != "$1" ] || exit 0
        kill $!
    done; exit 1' bash "$shim" || { say "    the number could not be given to another process"; return 1; }
    inside systemctl start mlopsd.socket mlopsd.service
    eventually 10 "the run has ended" run_ended lasting
    expect_status 1 last_run_is lasting succeeded
    expect_text "nobody knows how the step ended" 'lost' inside mlopsctl show "$(last_run lasting id)"
    expect "the other process lives" inside_sh 'grep -q sleep "/proc/$1/comm"' "$shim"
    inside kill "$shim"
}

mounts_are_followed() {
    make_pipeline mounted "$good_training"
    edit_pipeline mounted 's|ready: rename|ready: rename, rescan: 2s|'
    inside_sh 'mkdir -p /srv/disk; mount -t tmpfs -o mode=755,uid=mlopsd tmpfs /srv/disk; mount --bind /srv/disk /srv/mounted/incoming'
    drop mounted one.csv
    eventually 40 "a file on the mounted system starts a run" last_run_is mounted succeeded
    inside umount /srv/mounted/incoming
    eventually 20 "it is unavailable" dataset_is mounted unavailable
    expect_text "doctor asks whether it is mounted" 'mounted/rows: .*is it mounted' inside mlopsctl doctor
    expect_text "its file is not taken for deleted" '"ready_files" ?: ?1|"ready" ?: ?1' inside_sh 'mlopsctl list-datasets --json | tr "\n" " "'
    expect_text "an empty mount point starts nothing" '^1$' count_runs mounted
    expect_status 1 inside mlopsctl run mounted --wait
    expect_text "why nothing is trained" 'is in .*incoming' inside mlopsctl show "$(last_run mounted id)"
    inside mount --bind /srv/disk /srv/mounted/incoming
    eventually 60 "it is available again" dataset_is mounted ok
    expect_text "its file was no news" '^2$' count_runs mounted
    drop mounted two.csv
    eventually 60 "what comes after mounting again is seen" has_runs mounted 3
    eventually 20 "and trained on" last_run_is mounted succeeded
    expect_text "with what was there before" 'one.csv' inside cat /srv/mounted/model/files
    inside_sh 'umount /srv/mounted/incoming /srv/disk'
}

# dataset_is PIPELINE STATE
dataset_is() {
    inside mlopsctl list-datasets --json | python3 -c '
import json, sys
sys.exit(not any(one["pipeline"] == sys.argv[1] and one.get("state") == sys.argv[2] for one in json.load(sys.stdin)))' "$1" "$2"
}

private_directory_is_named() {
    local own
    for own in /tmp /var/tmp; do
        make_pipeline private "$good_training"
        inside_sh 'mkdir -p "$1/incoming"; sed -i "s|path: incoming|path: $1/incoming|" /etc/mlopsd/pipelines.d/private.yaml' "$own"
        expect_text "check names it" "data.rows.path: mlopsd.service has a $own of its own" inside mlopsctl check
        expect_status 0 inside systemctl reload mlopsd
        # Files that arrive there would be waited for without end, so that it is no state to be quiet about.
        eventually 10 "it is unavailable" dataset_is private unavailable
        expect_text "the status says it" 'degraded' inside mlopsctl status
        expect_text "doctor fails" 'private/rows' inside mlopsctl doctor
        inside_sh 'rm -r /etc/mlopsd/pipelines.d/private.yaml "$1/incoming"' "$own"
    done
    inside systemctl reload mlopsd
}

# Also those that name no zone: they are of UTC and not of the machine.
zone_of_machine_is_nothing() {
    local zone before
    for zone in ', timezone: Europe/Berlin' ''; do
        make_pipeline zoned "$good_training"
        edit_pipeline zoned "s|^  arrived: .*|  daily: { schedule: \"*-*-* 03:00\"$zone }|"
        before=$(next_slot zoned)
        [ -n "$zone" ] || expect_text "it is one of UTC" 'T03:00:00(\.0+)?Z$' echo "$before"
        inside ln -sf /usr/share/zoneinfo/Asia/Tokyo /etc/localtime
        inside systemctl reload mlopsd
        expect_same "the slot is the same" "$before" next_slot zoned
        inside systemctl restart mlopsd
        expect_same "after a restart, too" "$before" next_slot zoned
        inside ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime
    done
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

# A file system of its own, which the kernel makes read-only as it does after an error of the disk.
state_becomes_read_only() {
    local image=$work/state.img loop number before
    make_pipeline kept "$good_training"
    drop kept one.csv
    eventually 20 "a run succeeds" last_run_is kept succeeded
    truncate -s 128M "$image"
    mkfs.ext4 -q -F "$image"
    loop=$(losetup -f --show "$image")
    number=$(stat -c '%t %T' "$loop")
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service; systemctl stop "mlopsd-step@*"; cp -a /var/lib/mlopsd /root/state'
    # The machine may make no devices, and mount none; its namespaces may.
    nsenter -t "$(cat "$work/guest-pid")" -m bash -euc 'mknod /dev/state b $((16#$1)) $((16#$2))
        mount -t ext4 -o errors=remount-ro /dev/state /var/lib/mlopsd; rm /dev/state
        tar -C /root/state -c . | tar -C /var/lib/mlopsd -xp' bash $number
    inside systemctl start mlopsd.socket mlopsd.service
    before=$(property mlopsd.service MainPID)
    # What was copied is on the disk, as what a step left is.
    inside sync
    echo 1 >"/sys/fs/ext4/${loop#/dev/}/trigger_fs_error"
    drop kept two.csv
    eventually 20 "the status line says it" status_line_says 'degraded: .*readonly'
    expect_text "what is known is shown" 'succeeded' inside mlopsctl list-runs kept
    expect_status 0 inside mlopsctl logs "$(last_run kept id)"
    expect_text "doctor names the record" 'metadata.db' inside mlopsctl doctor
    expect_text "what is asked for is refused" 'metadata.db.*readonly' inside mlopsctl run kept
    expect_text "nothing is started" '^1$' count_runs kept
    expect "the daemon goes on" property_is mlopsd.service MainPID "$before"
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service; systemctl stop "mlopsd-step@*"; umount /var/lib/mlopsd'
    losetup -d "$loop"
    # As an administrator does: check it, and mount it again.
    e2fsck -fy "$image" >/dev/null 2>&1 || true
    loop=$(losetup -f --show "$image")
    number=$(stat -c '%t %T' "$loop")
    nsenter -t "$(cat "$work/guest-pid")" -m bash -euc 'mknod /dev/state b $((16#$1)) $((16#$2))
        mount -t ext4 /dev/state /var/lib/mlopsd; rm /dev/state' bash $number
    inside systemctl start mlopsd.socket mlopsd.service
    eventually 30 "what came meanwhile is trained on" has_runs kept 2
    eventually 20 "it succeeds" last_run_is kept succeeded
    inside mlopsctl verify >"$work/verify" 2>&1 || { cat "$work/verify" >&2; return 1; }
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd.service; systemctl stop "mlopsd-step@*"; cp -a /var/lib/mlopsd/. /root/state/
        umount /var/lib/mlopsd; cp -a /root/state/. /var/lib/mlopsd/; rm -rf /root/state; systemctl start mlopsd.socket mlopsd.service'
    losetup -d "$loop"
}

status_line_says() { property mlopsd.service StatusText | grep -qE -- "$1"; }

links_of_others_are_refused() {
    local sticky
    inside_sh 'getent passwd writer >/dev/null || useradd -r -s /usr/sbin/nologin writer; echo "a,b" >/srv/secret.csv; chown mlopsd /srv/secret.csv; chmod 600 /srv/secret.csv'
    for sticky in 0777 1777; do
        make_pipeline shared "$good_training"
        inside_sh 'rm -rf /srv/shared/incoming; install -d -m "$1" /srv/shared/incoming' "$sticky"
        inside setpriv --reuid writer --regid writer --clear-groups bash -euc 'cd /srv/shared/incoming
            ln -s /srv/secret.csv symbolic.csv; mkfifo pipe.csv; ln /srv/secret.csv hard.csv 2>/dev/null || true
            ln -s /etc/shadow shadow.csv; mkdir directory.csv
            printf "a,b\n1,%s\n" "$RANDOM" >.own; mv .own own.csv'
        eventually 20 "the run succeeds" has_succeeded shared 1
        eventually 20 "the newest, too" last_run_is shared succeeded
        expect_same "it was trained on what is the writer's" /srv/shared/incoming/own.csv inside cat /srv/shared/model/files
        inside_sh 'rm -f /etc/mlopsd/pipelines.d/shared.yaml; systemctl reload mlopsd'
    done
}
