# shellcheck shell=bash

test_that "G1 who is in no group is refused and told of in the journal; groups look, run, and administer" groups_decide
test_that "every command leaves a record of who gave it, in the journal and in the history of the run" commands_are_audited
test_that "H10 a step can neither reach the control socket, nor the record, nor speak for the daemon" step_is_confined
test_that "H10 a step of a pipeline without user: is no user of the daemon's: it can neither signal it, nor write its state, nor other runs" step_is_of_other_user
test_that "what the daemon runs for itself beside steps is of its own user, without capabilities" commands_are_the_daemons
test_that "user: mlopsd makes steps the daemon's user again, without capabilities" daemon_user_is_possible
test_that "checks of gates and probes run outside of the daemon's sandbox, as steps do" checks_have_units
test_that "programs and webhooks that are told of events are not held by the daemon's sandbox" receivers_have_units
test_that "a service that lets the network in is served from units of its own, over a restart, one model after the other" services_serve_the_network
test_that "F5 a pipeline that others may write, or that is not root's, or that leads elsewhere, is refused" foreign_pipeline_is_refused
test_that "F6 nothing in a definition is read by systemd: what looks like its syntax reaches the step as it is" definitions_reach_no_unit
test_that "G3 with few descriptors left the daemon still answers and runs" few_descriptors_suffice

# make_user NAME [GROUP]
make_user() {
    inside_sh 'getent passwd "$1" >/dev/null || useradd -r -s /usr/sbin/nologin "$1"; [ -z "$2" ] || usermod -a -G "$2" "$1"' "$1" "${2-}"
}

groups_decide() {
    make_user nosy && make_user looker mlopsd-view && make_user worker mlopsd && make_user boss mlopsd-admin
    make_pipeline open "$good_training"
    expect_text "nobody special is refused" 'not-permitted|you are none' as_user nosy mlopsctl status
    expect_status 77 as_user nosy mlopsctl status
    expect_status 77 inside setpriv --reuid 65534 --regid 65534 --clear-groups mlopsctl status
    eventually 5 "the journal tells who was refused" refusal_is_told
    expect_status 0 as_user looker mlopsctl status
    expect_status 77 as_user looker mlopsctl run open
    expect_status 0 as_user worker mlopsctl run open
    expect_status 77 as_user worker mlopsctl reload
    expect_status 0 as_user boss mlopsctl reload
    # What nobody takes back: a version that was refused goes live, and what is kept no more is gone.
    drop open one.csv
    eventually 20 "there is a version" inside test -s /srv/open/model/files
    expect_status 0 as_user worker mlopsctl promote open/1
    local verb
    for verb in promote deploy; do expect_status 77 as_user worker mlopsctl "$verb" open/1 --force; done
    expect_status 0 as_user boss mlopsctl deploy open/1 --force
    expect_status 77 as_user worker mlopsctl prune --dry-run
    expect_status 0 as_user boss mlopsctl prune --dry-run
    # Who was in a group when the connection was made is what counts.
    inside gpasswd -d worker mlopsd
    expect_status 77 as_user worker mlopsctl run open
}

refusal_is_told() {
    inside journalctl "MLOPSD_ACTOR_UID=$(inside id -u nosy)" -o cat --no-pager -q | grep -q 'may not ask for status'
}

commands_are_audited() {
    make_user boss mlopsd-admin
    hold_step lasting
    as_user boss mlopsctl cancel "$(last_run lasting id)"
    eventually 20 "the run is cancelled" last_run_is lasting cancelled
    expect_text "the run names who" 'boss' inside mlopsctl show "$(last_run lasting id)"
    expect_text "the journal does" "\"MLOPSD_COMMAND\" ?: ?\"cancel\"" inside journalctl -o json --no-pager -q "MLOPSD_ACTOR_UID=$(inside id -u boss)"
}

step_is_confined() {
    make_pipeline hostile 'exec 2>&1
echo $$ >pid; while [ ! -e go ]; do sleep 0.1; done
attempt() { local name=$1; shift; "$@" >said 2>&1; echo "$name=$? $(tail -n 1 said)" >>report; }
connect() { python3 -c "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])" "$1"; }
rm -f report
set +e
attempt control connect /run/mlopsd/mlopsd.sock
attempt step connect /run/mlopsd/step.sock
attempt steps ls /run/mlopsd/steps
attempt record cat /var/lib/mlopsd/metadata.db
attempt log cat /var/lib/mlopsd/metadata.db-wal
attempt index cat /var/lib/mlopsd/metadata.db-shm
attempt predictions ls /var/lib/mlopsd/predictions
attempt lock cat /var/lib/mlopsd/lock
attempt models touch /var/lib/mlopsd/models/forged
attempt detour cat "/proc/$(cat daemon)/root/var/lib/mlopsd/metadata.db"
attempt pipeline cp /dev/null /etc/mlopsd/pipelines.d/evil.yaml
NOTIFY_SOCKET=/run/systemd/notify systemd-notify --pid=$(cat daemon) STATUS=forged; systemd-notify STATUS=forged
set -e
'"$good_training"
    drop hostile one.csv
    eventually 20 "the step runs" step_runs hostile
    # The record is closed and opened again while the step runs, and is hidden from it still.
    inside_sh 'systemctl restart mlopsd; systemctl show --value -p MainPID mlopsd >/srv/hostile/daemon; touch /srv/hostile/go'
    eventually 20 "the run ends" run_ended hostile
    local what
    for what in control step steps record log index predictions lock detour pipeline; do
        expect_text "$what is refused" "^$what=[1-9].*Permission denied" inside cat /srv/hostile/report
    done
    expect_text "models are not its to change" '^models=[1-9].*(Read-only file system|Permission denied)' inside cat /srv/hostile/report
    expect_status 1 inside_sh 'systemctl show -p StatusText mlopsd | grep forged'
}

# The shim is the step's parent.
step_is_of_other_user() {
    make_pipeline before "$good_training"
    drop before one.csv
    eventually 20 "there is an earlier run" last_run_is before succeeded
    make_pipeline strange 'exec 2>&1
rm -f report; report() { echo "$1=$?" >>report; }
id >id; env >environment; grep -E "^(Cap(Prm|Eff|Amb|Inh)|NoNewPrivs)" /proc/self/status >status
set +e
kill -0 "$(cat daemon)"; report daemon
kill -9 $PPID; report shim
pkill -9 -u mlopsd; report any
cat "/proc/$(cat daemon)/environ" >/dev/null; report memory
: >>/var/lib/mlopsd/metadata.db; report record
: >>"$(cat earlier)/model/files"; report model
: >"$(cat earlier)/model/forged"; report forged
ls "$(cat earlier)/work"; report work
: >"$(dirname "$MLOPS_WORK")/recorded"; report mark
ls "$(dirname "$MLOPS_WORK")/attempts"; report attempts
ls /var/lib/mlopsd; report state
ls /var/lib/mlopsd/runs; report runs
cat "$MLOPS_CHAMPION/files" >champion
set -e
echo kept >"$MLOPS_WORK/kept"; echo kept >"$HOME/kept"; echo kept >"$TMPDIR/kept"
'"$good_training"
    inside_sh 'systemctl show --value -p MainPID mlopsd >/srv/strange/daemon; echo "/var/lib/mlopsd/runs/$1" >/srv/strange/earlier
        chmod 644 /srv/strange/daemon /srv/strange/earlier' "$(last_run before id)"
    edit_unloaded strange 's|^  train: {|  prepare: { run: [/bin/sh, -c, "echo one >$MLOPS_WORK/one; umask 077; echo two >$MLOPS_WORK/two"] }\n  train: { needs: [prepare],|'
    inside systemctl reload mlopsd
    drop strange one.csv
    eventually 20 "the run succeeds" last_run_is strange succeeded
    local what
    for what in daemon shim any memory record model forged work mark attempts state runs; do
        expect_text "$what is refused" "^$what=[1-9]" inside cat /srv/strange/report
    done
    expect_text "its user" '^uid=[0-9]+\(mlopsd-job\) gid=[0-9]+\(mlopsd-job\) groups=[0-9]+\(mlopsd-job\)$' inside cat /srv/strange/id
    expect_text "its home" '^HOME=/var/lib/mlopsd-job$' inside cat /srv/strange/environment
    expect_status 1 inside_sh 'grep -v NoNewPrivs /srv/strange/status | cut -f 2 | grep "[1-9a-f]"'
    expect_text "it gains none" '^NoNewPrivs:\s*1$' inside cat /srv/strange/status
    expect_text "both steps had the same scratch directory" '^kept one two$' inside_sh 'cd "/var/lib/mlopsd/runs/$1/work" && echo *' "$(last_run strange id)"
    expect_text "the daemon can read what was for its maker alone" '^two$' as_user mlopsd cat "/var/lib/mlopsd/runs/$(last_run strange id)/work/two"
    expect_status 2 as_user mlopsd-job ls "/var/lib/mlopsd/runs/$(last_run strange id)/work"
    expect_text "the model is live" 'one.csv' inside cat /srv/strange/model/files
    drop strange two.csv
    eventually 20 "another model is live" inside grep -q two.csv /srv/strange/model/files
    expect_same "the step read the champion" /srv/strange/incoming/one.csv inside cat /srv/strange/champion
}

commands_are_the_daemons() {
    make_pipeline reloading "$good_training"
    inside_sh 'cat >/srv/reloading/tell <<"SCRIPT"
#!/bin/sh
id -un >/srv/reloading/asked; env >>/srv/reloading/asked; grep -E "^(Cap(Prm|Eff|Amb|Inh))" /proc/self/status >/srv/reloading/capabilities
SCRIPT
chmod 755 /srv/reloading/tell
sed -i "s|^deploy: .*|deploy: { target: /srv/reloading/model, reload: [/srv/reloading/tell] }|" /etc/mlopsd/pipelines.d/reloading.yaml
systemctl reload mlopsd'
    drop reloading one.csv
    eventually 20 "the run succeeds" last_run_is reloading succeeded
    eventually 10 "it was told" inside test -s /srv/reloading/capabilities
    expect_text "as whom" '^mlopsd$' inside cat /srv/reloading/asked
    expect_text "in whose home" '^HOME=/var/lib/mlopsd$' inside cat /srv/reloading/asked
    expect_status 1 inside_sh 'cut -f 2 /srv/reloading/capabilities | grep "[1-9a-f]"'
}

daemon_user_is_possible() {
    make_pipeline former 'id -un >who; grep -E "^(Cap(Prm|Eff|Amb|Inh))" /proc/self/status >capabilities; '"$good_training"
    inside_sh 'chown mlopsd /srv/former; echo "user: mlopsd" >>/etc/mlopsd/pipelines.d/former.yaml'
    inside mlopsctl apply
    drop former one.csv
    eventually 20 "the run succeeds" last_run_is former succeeded
    expect_same "as whom" mlopsd inside cat /srv/former/who
    expect_status 1 inside_sh 'cut -f 2 /srv/former/capabilities | grep "[1-9a-f]"'
    inside rm /etc/mlopsd/pipelines.d/former.yaml
    inside mlopsctl apply
}

checks_have_units() {
    make_pipeline checked "$good_training"
    inside_sh 'cat >/srv/checked/check <<"SCRIPT"
#!/usr/bin/python3
import os
open("/srv/checked/cgroup.%d" % os.getuid(), "w").write(open("/proc/self/cgroup").read())
assert os.path.isdir(os.environ["MLOPS_MODEL"])
print("loaded")
SCRIPT
chmod 755 /srv/checked/check
sed -i "s|^deploy: .*|deploy: { target: /srv/checked/model, probe: { command: [/srv/checked/check], within: 10s } }|
        s|^    - { metric.*|&\n    - { check: [/srv/checked/check], timeout: 10s }|" /etc/mlopsd/pipelines.d/checked.yaml
systemctl reload mlopsd'
    drop checked one.csv
    eventually 30 "the run succeeds" last_run_is checked succeeded
    # The check is as steps are, and the probe of the daemon's user.
    local user
    for user in mlopsd-job mlopsd; do
        expect_text "the unit as $user" 'mlopsd-jobs.slice/mlopsd-step@' inside_sh 'cat "/srv/checked/cgroup.$(id -u "$1")"' "$user"
    done
    eventually 10 "nothing is left of the commands" no_command_is_left
}

# The daemon may reach this machine alone; what it is told to run may reach all.
receivers_have_units() {
    inside_sh 'cat >/root/hook.py <<"SCRIPT"
import socket
server = socket.create_server((open("/root/address").read().strip(), 18999))
while True:
    connection, _ = server.accept()
    said = b""
    while b"heard" not in said: said += connection.recv(65536) or b"heard"
    open("/root/hooked", "ab").write(said + b"\n")
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    connection.close()
SCRIPT
cat >/srv/told <<"SCRIPT"
#!/usr/bin/python3
import os, sys
cgroup = open("/proc/self/cgroup").read()
open("/srv/heard/told-of", "a").write(cgroup + os.environ["MLOPS_EVENT"] + " " + sys.stdin.read() + "\n")
SCRIPT
chmod 755 /srv/told; hostname -I | cut -d" " -f1 >/root/address
setsid python3 /root/hook.py >/root/hook.log 2>&1 </dev/null & echo $! >/root/hook.pid
cat >/etc/mlopsd/mlopsd.yaml.d/60-outbox.yaml <<END
outbox:
  program: { run: [/srv/told], pipelines: [heard], events: [run-succeeded] }
  hook: { webhook: "http://$(cat /root/address):18999/x", pipelines: [heard], events: [run-succeeded] }
END'
    make_pipeline heard "$good_training"
    drop heard one.csv
    eventually 20 "the run succeeds" last_run_is heard succeeded
    eventually 20 "the program was told" inside test -s /srv/heard/told-of
    expect_text "in a unit of its own" 'mlopsd-jobs.slice/mlopsd-step@' inside cat /srv/heard/told-of
    expect_text "on its standard input" '^run-succeeded \{.*heard' inside cat /srv/heard/told-of
    eventually 20 "the webhook was told" inside test -s /root/hooked
    expect_text "of the run" 'heard' inside cat /root/hooked
    inside_sh 'kill "$(cat /root/hook.pid)"; rm /etc/mlopsd/mlopsd.yaml.d/60-outbox.yaml; systemctl reload mlopsd'
    eventually 10 "nothing is left of the commands" no_command_is_left
}

no_command_is_left() { [ -z "$(inside ls /var/lib/mlopsd/commands)" ]; }

foreign_pipeline_is_refused() {
    local change
    make_pipeline guarded "$good_training"
    for change in 'chmod 666 guarded.yaml' 'chown games guarded.yaml' 'mv guarded.yaml /tmp/guarded.yaml; ln -s /tmp/guarded.yaml guarded.yaml'; do
        inside_sh "cd /etc/mlopsd/pipelines.d; cp -p guarded.yaml /root/guarded.yaml; $change"
        expect_status 1 inside systemctl reload mlopsd
        expect_text "why, after: $change" 'guarded.yaml.*(writ|belong|owned|link|outside)' inside mlopsctl check
        inside_sh 'cd /etc/mlopsd/pipelines.d; rm -f guarded.yaml; cp -p /root/guarded.yaml guarded.yaml'
    done
    inside systemctl reload mlopsd
}

definitions_reach_no_unit() {
    make_pipeline literal 'printf "%s\n" "$@" >arguments; '"$good_training"
    inside_sh 'cat >/root/evil.py <<"SCRIPT"
values = ["%n%i%u", "a\n[Service]\nUser=root", "$(id)`id`", "\"; touch /root/owned; \"", "--user", "ExecStart=/bin/false\\"]
path = "/etc/mlopsd/pipelines.d/literal.yaml"
text = open(path).read().replace("run: [./train]", "run: [./train, " + ", ".join(
    "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"" for value in values) + "]")
open(path, "w").write(text)
open("/root/expected", "w").write("".join(value + "\n" for value in values))
SCRIPT
python3 /root/evil.py; systemctl reload mlopsd'
    drop literal one.csv
    eventually 20 "the run succeeds" last_run_is literal succeeded
    expect "every argument came as it was written" inside cmp /root/expected /srv/literal/arguments
    expect_text "steps still run as the user of all steps" '^mlopsd-job$' inside stat -c %U /srv/literal/arguments
    expect_text "no unit was made of it" '^0$' inside_sh 'systemctl list-unit-files --no-legend "mlopsd*" | grep -vcE "^mlopsd(-jobs|-step|-step@)?\.(service|socket|slice) " || true'
}

few_descriptors_suffice() {
    inside_sh 'mkdir -p /run/systemd/system/mlopsd.service.d
        printf "[Service]\nLimitNOFILE=96\n" >/run/systemd/system/mlopsd.service.d/few.conf
        systemctl daemon-reload && systemctl restart mlopsd'
    make_pipeline narrow "$good_training"
    inside_sh 'cat >/root/many.py <<"SCRIPT"
import os, socket, time
held = []
for _ in range(200):
    one = socket.socket(socket.AF_UNIX); one.settimeout(1)
    try: one.connect("/run/mlopsd/mlopsd.sock")
    except OSError: break
    held.append(one)
print(len(held), flush=True)
until = time.monotonic() + 90
while not os.path.exists("/root/released") and time.monotonic() < until: time.sleep(0.1)
SCRIPT
rm -f /root/many /root/released; python3 /root/many.py >/root/many & '
    eventually 30 "connections are held" inside test -s /root/many
    expect "more than the daemon has descriptors" test "$(inside cat /root/many)" -gt 96
    drop narrow one.csv
    expect_text "somebody who asks is answered meanwhile" 'mlopsd' inside timeout 20 mlopsctl status
    eventually 30 "a run succeeds meanwhile" last_run_is narrow succeeded
    expect "the daemon goes on" property_is mlopsd.service ActiveState active
    inside touch /root/released
    inside_sh 'rm -r /run/systemd/system/mlopsd.service.d; systemctl daemon-reload; systemctl restart mlopsd'
}

# Its socket must not be made by the daemon, whose unit lets in this machine alone.
services_serve_the_network() {
    make_pipeline served "$good_training"
    inside_sh 'cat >/srv/served/serve <<"SCRIPT"
#!/usr/bin/python3
import os, socket
listener = socket.socket(fileno=3)
while True:
    connection, _ = listener.accept()
    connection.recv(65536)
    text = os.environ["MLOPS_VERSION"] + "\n" + open("/proc/self/cgroup").read()
    connection.sendall(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text)).encode())
    connection.close()
SCRIPT
chmod 755 /srv/served/serve; hostname -I | cut -d" " -f1 >/root/address
echo "serve: { run: [/srv/served/serve], listen: \"0.0.0.0:18996\" }" >>/etc/mlopsd/pipelines.d/served.yaml; systemctl reload mlopsd'
    drop served one.csv
    eventually 30 "the run succeeds" last_run_is served succeeded
    eventually 20 "it serves at the address of the machine" served_at served/1
    expect_text "from a unit of its own" 'mlopsd-jobs.slice/mlopsd-step@' served_text
    # Whoever asks while the daemon is replaced is served.
    inside systemctl restart mlopsd
    expect "it serves on" served_at served/1
    drop served two.csv
    eventually 30 "the next model is served" served_at served/2
    inside_sh 'rm /etc/mlopsd/pipelines.d/served.yaml; systemctl reload mlopsd'
    eventually 20 "it is ended" not_served
}

served_text() { inside_sh 'curl -sS -m 3 "http://$(cat /root/address):18996/"'; }
served_at() { served_text | grep -q "^$1\$"; }
not_served() { ! served_text >/dev/null 2>&1; }
