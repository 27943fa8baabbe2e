# shellcheck shell=bash

test_that "a reload returns when the configuration is in force" reload_is_synchronous
test_that "F2 a reload of a bad configuration fails, and what was in force stays in force" bad_reload_fails
test_that "J6 Type=notify-reload, where systemd knows it, and without it where not: a reload is in force when it returns" reload_types_agree
test_that "exit 78: a daemon whose configuration is invalid is not started again and again" invalid_does_not_loop
test_that "E9 a record of a newer version is refused with status 78" newer_record_is_refused
test_that "A10 a daemon that always fails is given up after the start limit, and steps go on" crash_loop_ends
test_that "E10 a state directory of somebody else is refused, and the message says what to do" foreign_state_is_refused
test_that "a target that the daemon can not make is named by check, reload and doctor, and made later without training again" targets_are_foreseen
test_that "a secret of a receiver that the daemon can not load is named with what hands it over" receiver_secret_is_handed_over
test_that "A20 daemon-reexec and daemon-reload disturb neither steps nor their starts" reexec_is_harmless
test_that "B24 the same attempt is not started twice" no_second_start
test_that "steps can not be started by anyone but the daemon" step_socket_is_private
test_that "H9 whoever has the daemon's uid gains nothing of systemd" no_privilege_by_dbus

# with_drop_in NAME LINE: the daemon of a unit with another setting.
with_drop_in() {
    inside_sh 'd=/etc/systemd/system/mlopsd.service.d; mkdir -p "$d"; printf "[Service]\n%s\n" "$2" >"$d/50-$1.conf"
        systemctl daemon-reload; systemctl restart mlopsd' "$1" "$2"
}

without_drop_in() {
    inside_sh 'rm "/etc/systemd/system/mlopsd.service.d/50-$1.conf"; systemctl daemon-reload; systemctl restart mlopsd' "$1"
}

targets_are_foreseen() {
    make_pipeline shut "$good_training"
    inside install -d -m 755 /srv/roots
    inside install -d -o mlopsd /opt/app
    local place cure
    for place in /srv/roots:chown "/opt/app:ReadWritePaths=/opt/app" "/srv/nowhere:install -d -o mlopsd"; do
        cure=${place#*:} place=${place%%:*}
        inside_sh 'sed -i "s|target: .*|target: $1/model }|" /etc/mlopsd/pipelines.d/shut.yaml' "$place"
        expect_text "check names $place" "shut.yaml:[0-9]+:[0-9]+: warning: deploy.target: .*$place.*$cure" inside mlopsctl check
        expect_status 0 inside mlopsctl check
        expect_text "reload names it" "deploy.target: .*$place.*$cure" inside mlopsctl reload
        expect_text "doctor names it" "$place" inside mlopsctl doctor
    done
    drop shut one.csv
    eventually 20 "the run fails" last_run_is shut failed
    expect_text "what to do then" 'mlopsctl deploy shut/1' inside mlopsctl why "$(last_run shut id)"
    inside install -d -o mlopsd /srv/nowhere
    inside mlopsctl deploy shut/1
    eventually 20 "it is live" inside test -s /srv/nowhere/model/files
    with_drop_in app ReadWritePaths=/opt/app
    inside_sh 'sed -i "s|target: .*|target: /opt/app/model }|" /etc/mlopsd/pipelines.d/shut.yaml; mlopsctl reload >/dev/null'
    expect_same "check has nothing to say" "" inside_sh 'mlopsctl check 2>&1 | grep deploy.target'
    expect_text "the status says where it is" 'live at ./srv/nowhere/model., which stays' inside mlopsctl status
    inside mlopsctl deploy shut/1
    eventually 20 "it is live there" inside test -s /opt/app/model/files
    inside rm /etc/mlopsd/pipelines.d/shut.yaml
    without_drop_in app
}

receiver_secret_is_handed_over() {
    inside_sh 'install -d -m 700 /etc/mlopsd/credentials; umask 077
        echo "whsec_$(head -c 32 /dev/zero | base64)" >/etc/mlopsd/credentials/hook
        echo "outbox: { team: { webhook: \"http://127.0.0.1:9/\", secret: hook, events: [run-failed] } }" >/root/hook.yaml
        install -m 644 /root/hook.yaml /etc/mlopsd/mlopsd.yaml.d/50-hook.yaml'
    local cure='LoadCredential=hook:/etc/mlopsd/credentials/hook under'
    expect_text "check says so" "50-hook.yaml:1:[0-9]+: warning: outbox.team.secret: names .hook., which user .mlopsd. may not read.*$cure" inside mlopsctl check
    expect_text "reload says so" "outbox.team.secret: .*Permission denied.*$cure" inside mlopsctl reload
    with_drop_in hook LoadCredential=hook:/etc/mlopsd/credentials/hook
    expect_same "check has nothing to say" "" inside_sh 'mlopsctl check 2>&1 | grep outbox'
    expect_same "nor has reload" "" inside_sh 'mlopsctl reload 2>&1 | grep outbox'
    inside rm /etc/mlopsd/credentials/hook /etc/mlopsd/mlopsd.yaml.d/50-hook.yaml
    without_drop_in hook
}

reload_is_synchronous() {
    make_pipeline fresh "$good_training"
    expect_text "the pipeline is there at once" 'fresh' inside mlopsctl list-pipelines
    expect_text "systemd saw it reload" '^success$' property mlopsd.service ReloadResult
}

bad_reload_fails() {
    local pid
    pid=$(property mlopsd.service MainPID)
    inside_sh 'cp /etc/mlopsd/pipelines.d/fresh.yaml /root/fresh.yaml; echo "stepz: {}" >>/etc/mlopsd/pipelines.d/fresh.yaml'
    expect_status 1 inside systemctl reload mlopsd
    expect_text "systemctl says so" 'exit-code' property mlopsd.service ReloadResult
    expect "the daemon goes on" property_is mlopsd.service MainPID "$pid"
    expect_text "the pipeline is still in force" 'fresh' inside mlopsctl list-pipelines
    expect_text "the status line says it" 'degraded' property mlopsd.service StatusText
    expect_status 78 inside mlopsctl check
    inside cp /root/fresh.yaml /etc/mlopsd/pipelines.d/fresh.yaml
    inside systemctl reload mlopsd
}

# From systemd 253 on; an older one ignores the line and keeps the type of the unit.
reload_types_agree() {
    local version type=notify
    version=$(inside_sh 'systemctl --version | head -n 1 | cut -d" " -f2')
    [ "$version" -lt 253 ] || type=notify-reload
    inside_sh 'mkdir -p /run/systemd/system/mlopsd.service.d
        printf "[Service]\nType=notify-reload\n" >/run/systemd/system/mlopsd.service.d/reload.conf
        systemctl daemon-reload && systemctl restart mlopsd'
    expect "systemd $version takes it as $type" property_is mlopsd.service Type "$type"
    make_pipeline reloaded "$good_training"
    expect_text "the pipeline is there at once" 'reloaded' inside mlopsctl list-pipelines
    inside_sh 'echo "stepz: {}" >>/etc/mlopsd/pipelines.d/reloaded.yaml'
    expect_status 1 inside systemctl reload mlopsd
    expect "the daemon goes on" property_is mlopsd.service ActiveState active
    inside_sh 'rm /etc/mlopsd/pipelines.d/reloaded.yaml; systemctl reload mlopsd'
    if [ "$type" = notify-reload ]; then
        # By the signal alone: systemd waits until the daemon says that it is done.
        inside_sh 'printf "[Service]\nType=notify-reload\nExecReload=\n" >/run/systemd/system/mlopsd.service.d/reload.conf
            systemctl daemon-reload'
        make_pipeline signalled "$good_training"
        expect_text "the pipeline is there at once" 'signalled' inside mlopsctl list-pipelines
        inside rm /etc/mlopsd/pipelines.d/signalled.yaml
    else
        expect_text "a reload by signal is told to systemd from its beginning to its end" '^RELOADING=1 [0-9]+ READY=1$' reload_by_signal
    fi
    inside_sh 'rm -r /run/systemd/system/mlopsd.service.d; systemctl daemon-reload; systemctl restart mlopsd'
}

# What a newer systemd would be told: the time of the beginning must be that of the clock it compares with.
reload_by_signal() {
    inside_sh 'cat >/root/notified.py <<"SCRIPT"
import os, signal, socket, subprocess, time
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind("/root/notify"); listener.settimeout(20)
os.makedirs("/root/own/config", exist_ok=True)
environment = dict(os.environ, NOTIFY_SOCKET="/root/notify")
daemon = subprocess.Popen(["/usr/sbin/mlopsd", "--config", "/root/own/config", "--state", "/root/own/state",
    "--socket", "/root/own/sock"], env=environment, stderr=subprocess.DEVNULL)
def told(wanted):
    while True:
        lines = listener.recv(65536).decode().split("\n")
        if wanted in lines: return dict(line.split("=", 1) for line in lines if "=" in line)
told("READY=1")
before = time.clock_gettime(time.CLOCK_MONOTONIC)
daemon.send_signal(signal.SIGHUP)
began = int(told("RELOADING=1")["MONOTONIC_USEC"])
told("READY=1")
after = time.clock_gettime(time.CLOCK_MONOTONIC)
daemon.terminate(); daemon.wait()
if before * 1e6 - 1 <= began <= after * 1e6: print("RELOADING=1", began, "READY=1")
SCRIPT
rm -rf /root/notify /root/own; python3 /root/notified.py'
}

invalid_does_not_loop() {
    inside_sh 'echo "nonsense: true" >/etc/mlopsd/mlopsd.yaml.d/50-bad.yaml; systemctl --quiet stop mlopsd.socket mlopsd; ! systemctl start mlopsd 2>/dev/null'
    expect_text "how it ended" '^78$' property mlopsd.service ExecMainStatus
    expect_text "how often it was tried again" '^0$' property mlopsd.service NRestarts
    expect_text "the journal says where" '50-bad.yaml:1:1: nonsense' inside journalctl -u mlopsd --no-pager -n 20
    # Callers have the socket start it: they are told, and it is started for the first of them alone.
    inside_sh 'systemctl start mlopsd.socket'
    for _ in $(seq 15); do expect_status 69 inside mlopsctl status; done
    expect_text "what callers are told" 'journalctl -u mlopsd tell what is wrong' inside_sh 'mlopsctl status 2>&1; true'
    expect_text "it still waits for a repair" '^activating$' property mlopsd.service ActiveState
    inside_sh 'rm /etc/mlopsd/mlopsd.yaml.d/50-bad.yaml; systemctl start mlopsd'
    expect_text "it goes on once it is repaired" '^active$' property mlopsd.service ActiveState
}

newer_record_is_refused() {
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd; sqlite3 /var/lib/mlopsd/metadata.db "pragma user_version" >/root/version
        sqlite3 /var/lib/mlopsd/metadata.db "pragma user_version = 9999"; ! systemctl start mlopsd 2>/dev/null'
    expect_text "how it ended" '^78$' property mlopsd.service ExecMainStatus
    inside_sh 'sqlite3 /var/lib/mlopsd/metadata.db "pragma user_version = $(cat /root/version)"; systemctl start mlopsd.socket mlopsd'
}

crash_loop_ends() {
    hold_step lasting
    inside_sh 'mkdir -p /run/systemd/system/mlopsd.service.d
        printf "[Service]\nRestartSec=10ms\nEnvironment=HOME=/\nExecStartPre=/bin/false\n" >/run/systemd/system/mlopsd.service.d/crash.conf
        systemctl --quiet stop mlopsd.socket; systemctl daemon-reload; systemctl restart mlopsd 2>/dev/null || true'
    eventually 30 "systemd gives up" property_is mlopsd.service ActiveState failed
    eventually 30 "for the start limit" start_limit_hit
    inside_sh 'rm -r /run/systemd/system/mlopsd.service.d; systemctl daemon-reload; systemctl reset-failed mlopsd; systemctl start mlopsd.socket mlopsd'
    release_step lasting "$(step_pid lasting)"
}

start_limit_hit() { inside journalctl -u mlopsd --no-pager -n 50 | grep -q 'Start request repeated too quickly'; }

foreign_state_is_refused() {
    local mangle said
    inside_sh 'systemctl --quiet stop mlopsd.socket mlopsd; cp -a /var/lib/mlopsd/metadata.db /root/kept.db'
    while IFS='|' read -r mangle said; do
        inside_sh 'cd /var/lib/mlopsd; eval "$1"; ! systemctl start mlopsd 2>/dev/null; systemctl stop mlopsd; systemctl reset-failed mlopsd
            rm metadata.db; cp -a /root/kept.db metadata.db; journalctl --sync' "$mangle"
        expect_text "what is wrong after: $mangle" "cannot open \"/var/lib/mlopsd/metadata.db\": $said" \
            inside journalctl -u mlopsd -p err --no-pager -q -n 40 -o cat
    done <<'END'
rm metadata.db; ln -s /root/kept.db metadata.db|it is a symbolic link; put the file itself in its place
chown root metadata.db|it belongs to uid 0, not to uid [0-9]+ that mlopsd runs as; run: chown [0-9]+ /var/lib/mlopsd/metadata.db
chmod 644 metadata.db|its mode 0644 lets others in; run: chmod 600 /var/lib/mlopsd/metadata.db
END
    inside_sh 'rm /root/kept.db; systemctl start mlopsd.socket mlopsd'
}

reexec_is_harmless() {
    local step
    hold_step lasting
    step=$(step_pid lasting)
    make_pipeline beside "$good_training"
    inside_sh 'for i in 1 2 3; do systemctl daemon-reload; systemctl daemon-reexec; done' &
    for i in 1 2 3; do drop beside "$i.csv"; sleep 0.3; done
    wait
    eventually 20 "runs succeed meanwhile" last_run_is beside succeeded
    release_step lasting "$step"
}

no_second_start() {
    local directory
    hold_step lasting
    # The same attempt, claimed by the step that runs: a second shim must refuse.
    directory=$(inside_sh 'dirname "$(grep -rl . /var/lib/mlopsd/runs/*/attempts/*/claim /var/lib/mlopsd/runs/*/*/claim 2>/dev/null | xargs ls -t | head -n 1)"')
    expect_status 111 inside setpriv --reuid mlopsd --regid mlopsd --clear-groups \
        /usr/libexec/mlopsd/mlopsd-shim --record "$directory" -- /bin/touch /srv/lasting/twice
    expect_status 1 inside test -e /srv/lasting/twice
    release_step lasting "$(step_pid lasting)"
}

step_socket_is_private() {
    expect_text "its owner and mode" '^600 mlopsd$' inside stat -c '%a %U' /run/mlopsd/step.sock
    inside_sh 'getent passwd nosy >/dev/null || useradd -r -s /usr/sbin/nologin nosy'
    expect_text "another user is refused" 'Permission denied' as_user nosy python3 -c '
import socket
socket.socket(socket.AF_UNIX).connect("/run/mlopsd/step.sock")'
}

# Each of them as busctl(1) takes it, to the service manager and to what else of systemd obeys the privileged.
no_privilege_by_dbus() {
    local call
    while read -r call; do
        # shellcheck disable=SC2086
        expect_text "refused: $call" 'denied|authentication|rejected|not permitted|not authorized' \
            as_user mlopsd busctl --timeout=10 call ${call//MANAGER/org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager}
    done <<'END'
MANAGER RestartUnit ss dbus.service fail
MANAGER StartUnit ss mlopsd-step@forged.service fail
MANAGER StartUnit ss rescue.target replace
MANAGER StopUnit ss mlopsd.service fail
MANAGER KillUnit ssi mlopsd.service all 9
MANAGER ResetFailedUnit s mlopsd.service
MANAGER RefUnit s mlopsd.service
MANAGER StartTransientUnit ssa(sv)a(sa(sv)) forged.service fail 1 ExecStart a(sasb) 1 /bin/true 1 /bin/true false 0
MANAGER StartTransientUnit ssa(sv)a(sa(sv)) mlopsd-step@forged.service fail 1 ExecStart a(sasb) 1 /bin/true 1 /bin/true false 0
MANAGER SetUnitProperties sba(sv) mlopsd-jobs.slice true 1 MemoryMax t 18446744073709551615
MANAGER EnableUnitFiles asbb 1 /tmp/forged.service false true
MANAGER LinkUnitFiles asbb 1 /tmp/forged.service false true
MANAGER Reload
MANAGER Reexecute
MANAGER SetEnvironment as 1 LD_PRELOAD=/tmp/forged.so
org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager Reboot b false
org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager SetUserLinger ubb 0 true false
END
    expect_text "a transient unit" 'denied|authentication|rejected' as_user mlopsd systemd-run --no-ask-password /bin/true
    expect_text "its own limits" 'denied|authentication|rejected' as_user mlopsd systemctl --no-ask-password set-property --runtime mlopsd.service MemoryMax=infinity
    expect_status 1 as_user mlopsd test -w /etc/mlopsd/pipelines.d
    expect_text "no rule of polkit is of mlopsd" '^$' inside_sh 'dpkg -L mlopsd | grep polkit || true'
}
