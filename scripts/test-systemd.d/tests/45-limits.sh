# shellcheck shell=bash

test_that "limits of a step are the kernel's in a unit of its own, and mlopsctl apply puts them in force" limits_are_kept
test_that "a step without a network reaches none, and a read-only one writes what the contract gives it, checked and done again" sandbox_is_kept
test_that "a step whose sandbox this machine does not make is not run at all, and the reason says so" missing_sandbox_is_refused
test_that "B26 a definition whose limits systemd does not know is refused, and the message says what to do" unknown_limits_are_refused
test_that "B10 a step that starts processes without end is held to its number, and the daemon answers" fork_bomb_is_held
test_that "accelerators are lent to one step at a time, and stay lent when the daemon is started again" accelerators_are_lent
test_that "F6 whatever a definition says, its units have the keys that they are meant to have and no others" generator_is_tight

# edit_unloaded NAME SED: without having the daemon read it.
edit_unloaded() { inside sed -i "$2" "/etc/mlopsd/pipelines.d/$1.yaml"; }

limits_are_kept() {
    make_pipeline limited "cat /proc/self/cgroup >cgroup; $patient_training"
    edit_unloaded limited 's|retry: {|resources: { memory: 200M, cpus: 1.5, tasks: 40 }, retry: {|'
    expect_status 77 as_user mlopsd mlopsctl apply
    expect_text "it is in force" 'changed limited' inside mlopsctl apply
    drop limited one.csv
    eventually 20 "the step runs" step_runs limited
    local unit
    unit=$(inside_sh 'grep -om1 "mlopsd-step-limited.train@[^/]*service" /srv/limited/cgroup')
    expect_text "its memory" '^209715200$' property "$unit" MemoryMax
    expect_text "its processors" '^1\.50*s$' property "$unit" CPUQuotaPerSecUSec
    expect_text "its processes" '^41$' property "$unit" TasksMax
    expect_text "it has what all steps have" '^yes$' property "$unit" NoNewPrivileges
    expect_text "it is below the slice of all jobs" '^mlopsd-jobs.slice$' property "$unit" Slice
    # systemd gives the new ones to the step that runs, too.
    edit_unloaded limited 's|memory: 200M|memory: 300M|'
    inside mlopsctl apply
    expect_text "the new for the step that runs" '^314572800$' property "$unit" MemoryMax
    inside touch /srv/limited/go
    eventually 20 "the run succeeds" last_run_is limited succeeded
    inside rm /srv/limited/pid /srv/limited/go
    drop limited two.csv
    eventually 20 "the next step runs" step_runs limited
    unit=$(inside_sh 'grep -om1 "mlopsd-step-limited.train@[^/]*service" /srv/limited/cgroup')
    expect_text "the new" '^314572800$' property "$unit" MemoryMax
    inside touch /srv/limited/go
    eventually 20 "the run succeeds" last_run_is limited succeeded
    edit_unloaded limited 's|resources: {[^}]*}, ||'
    inside mlopsctl apply
    expect_text "nothing is left of its units" '^$' inside_sh 'systemctl list-units --all --plain --no-legend "mlopsd-step-limited*"; ls /run/mlopsd/steps'
    drop limited three.csv
    eventually 20 "it runs without limits" last_run_is limited succeeded
}

sandbox_is_kept() {
    make_pipeline boxed 'exec 2>&1
report() { echo "$1=$?" >>"$MLOPS_WORK/report"; }
set +e
python3 -c "import socket; socket.create_connection((\"127.0.0.1\", 18998), 2)"; report loopback
ls -d /run/mlopsd/steps/*; report sockets
touch /srv/boxed/written; report directory
touch /var/tmp/written; report elsewhere
touch "$TMPDIR/written"; report temporary
set -e
cp "$MLOPS_WORK/report" "$MLOPS_MODEL/report"
'"$good_training"
    inside_sh 'echo "sandbox: { network: false, read_only: true }" >>/etc/mlopsd/pipelines.d/boxed.yaml
        printf "#!/bin/sh\ntest -s \"\$MLOPS_MODEL/files\"\n" >/srv/boxed/golden; chmod 755 /srv/boxed/golden'
    edit_unloaded boxed 's|^    - { metric: f1.*|&\n    - { check: [./golden] }|'
    inside mlopsctl apply
    inside_sh 'python3 -c "import socket, time; s = socket.create_server((\"127.0.0.1\", 18998)); time.sleep(30)" & echo $! >/root/server.pid'
    drop boxed one.csv
    eventually 20 "the run succeeds" last_run_is boxed succeeded
    inside_sh 'kill "$(cat /root/server.pid)"'
    local what
    for what in loopback sockets directory; do
        expect_text "$what is refused" "^$what=[1-9]" inside cat /srv/boxed/model/report
    done
    expect_text "temporary files are its own" '^temporary=0' inside cat /srv/boxed/model/report
    expect_status 1 inside test -e /var/tmp/written
    expect_text "it is done again in the same sandbox" 'is reproduced' inside mlopsctl reproduce "$(last_run boxed id)"
    inside rm /etc/mlopsd/pipelines.d/boxed.yaml
    inside mlopsctl apply
}

# What a machine does where systemd can make no namespaces, which it only writes into the journal.
missing_sandbox_is_refused() {
    make_pipeline bare 'touch /srv/bare/ran'
    inside_sh 'echo "sandbox: { network: false, read_only: true }" >>/etc/mlopsd/pipelines.d/bare.yaml'
    local lacks
    for lacks in PrivateNetwork=no:network ProtectSystem=no:writing; do
        inside_sh 'd=/etc/systemd/system/mlopsd-step-bare.train@.service.d
            mkdir -p "$d"; printf "[Service]\n%s\n" "$1" >"$d/90-lacks.conf"' "${lacks%:*}"
        inside mlopsctl apply
        drop bare "${lacks#*:}.csv"
        eventually 20 "the run fails" last_run_is bare failed
        expect_text "and says why" "cannot .*${lacks#*:}" inside mlopsctl show "$(last_run bare id)"
        expect_status 1 inside test -e /srv/bare/ran
    done
    inside rm -r /etc/mlopsd/pipelines.d/bare.yaml /etc/systemd/system/mlopsd-step-bare.train@.service.d
    inside mlopsctl apply
}

unknown_limits_are_refused() {
    make_pipeline hasty "$good_training"
    edit_unloaded hasty 's|retry: {|resources: { tasks: 100 }, retry: {|'
    expect_status 1 inside systemctl reload mlopsd
    expect_text "what to do" 'steps.train: has limits that systemd does not know yet; run .mlopsctl apply. as root' \
        inside mlopsctl reload
    expect "doctor says what cures it" doctor_advises configuration 'mlopsctl apply'
    drop hasty one.csv
    eventually 20 "what was in force stays in force" last_run_is hasty succeeded
    inside mlopsctl apply
    # Its socket goes away: the attempt waits, and says for what.
    inside systemctl stop mlopsd-step-hasty.train.socket
    drop hasty two.csv
    eventually 20 "the status says what steps wait for" waiting_is_told 'mlopsctl apply'
    inside mlopsctl apply
    eventually 20 "the run goes on" has_succeeded hasty 2
    # The run began with limits that are taken away while it waits for them.
    inside systemctl stop mlopsd-step-hasty.train.socket
    drop hasty three.csv
    eventually 20 "the status says what steps wait for" waiting_is_told 'mlopsctl apply'
    edit_unloaded hasty 's|resources: {[^}]*}, ||'
    inside mlopsctl apply
    eventually 20 "the run goes on without them" has_succeeded hasty 3
}

# doctor_advises CHECK FIX
doctor_advises() {
    { inside mlopsctl doctor --json || true; } | python3 -c '
import json, sys
sys.exit(not any((one["name"], one.get("fix")) == (sys.argv[1], sys.argv[2]) for one in json.load(sys.stdin)))' "$1" "$2"
}

# has_succeeded NAME COUNT
has_succeeded() {
    inside mlopsctl list-runs "$1" --json | python3 -c '
import json, sys
sys.exit(sum(run.get("outcome") == "succeeded" for run in json.load(sys.stdin)) < int(sys.argv[1]))' "$2"
}

# What the kernel of this machine enforces of the limit is said by the first line; without that the bomb is bounded by
# itself, and what is tested is that the daemon goes on beside it.
fork_bomb_is_held() {
    make_pipeline bomb 'set +e
cat >"$MLOPS_WORK/bomb.py" <<"SCRIPT"
import os, sys, time
born = 0
for _ in range(400):
    try:
        if os.fork() == 0:
            time.sleep(4)
            os._exit(0)
        born += 1
    except OSError:
        break
open("/srv/bomb/born", "w").write(str(born))
sys.exit(9)
SCRIPT
python3 "$MLOPS_WORK/bomb.py"; exit 9'
    edit_unloaded bomb 's|retry: {|resources: { tasks: 50 }, retry: {|'
    inside mlopsctl apply
    if inside_sh 'grep -qw pids /sys/fs/cgroup/cgroup.controllers 2>/dev/null'; then
        expect_status 1 doctor_says 'no controller "pids"'
    else
        expect "doctor says that nobody keeps it" doctor_says 'nothing holds .*bomb/train.* to resources.tasks: systemd has no controller "pids"'
    fi
    drop bomb one.csv
    eventually 20 "the bomb has gone off" inside test -s /srv/bomb/born
    expect_text "the daemon answers" 'bomb' inside mlopsctl status
    eventually 20 "the run fails" last_run_is bomb failed
    expect_text "with its own code" '(code|status|with) 9' inside mlopsctl show "$(last_run bomb id)"
    eventually 20 "nothing is left of it" no_bomb_is_left
    if inside_sh 'grep -qw pids /sys/fs/cgroup/cgroup.controllers'; then
        expect "it was held to its number" inside_sh '[ "$(cat /srv/bomb/born)" -lt 50 ]'
    else
        say "    the kernel of this machine counts no processes; scripts/test-limits tries the limit itself"
    fi
    inside rm /etc/mlopsd/pipelines.d/bomb.yaml
    inside mlopsctl apply
}

doctor_says() { { inside mlopsctl doctor 2>&1 || true; } | tr '\n' ' ' | tr -s ' ' | grep -qE -- "$1"; }

no_bomb_is_left() { [ -z "$(inside pgrep -f bomb.py)" ]; }

accelerators_are_lent() {
    local name
    for name in first second; do
        make_pipeline "$name" 'echo "$CUDA_VISIBLE_DEVICES" >sees; '"$patient_training"
    done
    for name in first second; do
        edit_unloaded "$name" 's|retry: {|resources: { gpus: 2 }, retry: {|'
    done
    expect_text "there must be so many" 'asks for 2, and mlopsd.yaml says that this machine has 0' inside mlopsctl reload
    inside_sh 'echo "gpus: 3" >/etc/mlopsd/mlopsd.yaml.d/50-gpus.yaml; systemctl reload mlopsd'
    drop first one.csv
    eventually 20 "the first step runs" step_runs first
    expect_text "it sees two" '^0,1$' inside cat /srv/first/sees
    drop second one.csv
    eventually 20 "the second run starts" last_run_is_active second
    inside systemctl restart mlopsd
    expect_status 1 step_runs second
    inside touch /srv/first/go
    eventually 20 "the first run succeeds" last_run_is first succeeded
    eventually 20 "the second step runs" step_runs second
    expect_text "it sees two" '^0,1$' inside cat /srv/second/sees
    inside touch /srv/second/go
    eventually 20 "the second run succeeds" last_run_is second succeeded
    inside_sh 'rm /etc/mlopsd/pipelines.d/first.yaml /etc/mlopsd/pipelines.d/second.yaml /etc/mlopsd/mlopsd.yaml.d/50-gpus.yaml'
    inside systemctl reload mlopsd
}

last_run_is_active() { [ "$(last_run "$1" id)" != None ] && [ "$(last_run "$1" outcome)" = None ]; }

# Definitions made of what a unit file would take for its own, given to the generator; each file that it makes is to
# have the lines that were meant, in their order, and no others.
generator_is_tight() {
    cat >"$work/fuzz.py" <<'SCRIPT'
import hashlib, os, random, subprocess, sys
random.seed(20261126)
hostile = ["%n%i%u", "a\\n[Service]\\nUser=root", "$(id)", "\\\"; true; \\\"", "ExecStart=/bin/false", "\\r\\nUser=root", "%%", "\\u2028User=root", "#", "\\\\", "token\\nUser=root", "daemon\\nUser=root"]
capabilities = "CAP_SETUID CAP_SETGID CAP_KILL"
limits = [("User", "daemon"), ("Group", ""), ("CapabilityBoundingSet", capabilities), ("AmbientCapabilities", capabilities),
    ("Environment", "MLOPSD_STEP_USER=yes"), ("MemoryMax", "10485760"), ("MemorySwapMax", "0"), ("CPUQuota", "200%"), ("TasksMax", "10"),
    ("PrivateNetwork", "yes"), ("ProtectSystem", "strict"), ("ProtectHome", "read-only"), ("PrivateTmp", "yes"),
    ("ReadWritePaths", "/var/lib/mlopsd/runs -/var/lib/mlopsd/commands -/var/lib/mlopsd/reproductions"), ("Environment", "\"MLOPSD_SANDBOX=no-network read-only\""),
    ("LoadCredential", "token:/etc/mlopsd/credentials/token")]

def socket(name, step):
    place = name + "." + step
    if len(place) > 80: place = hashlib.sha256(place.encode()).digest()[:20].hex()
    return [("Unit", "Description", "Where mlopsd asks for a unit for step %s of pipeline %s" % (step, name)), ("Unit", "Documentation", "man:mlopsd(8)"),
        ("Unit", "SourcePath", "/etc/mlopsd/pipelines.d/%s.yaml" % name), ("Unit", "PartOf", "mlopsd-step.socket"), ("Unit", "Before", "mlopsd.service"),
        ("Unit", "StartLimitIntervalSec", "0"), ("Socket", "ListenStream", "/run/mlopsd/steps/" + place), ("Socket", "SocketMode", "0600"),
        ("Socket", "SocketUser", "mlopsd"), ("Socket", "RemoveOnStop", "yes"), ("Socket", "Accept", "yes"), ("Socket", "MaxConnections", "65536"),
        ("Socket", "TriggerLimitIntervalSec", "0")]

def parsed(text):
    lines, section = [], None
    for line in text.split("\n"):
        if line.startswith("["): section = line[1:-1]
        elif line and not line.startswith(("#", ";")): lines.append((section, *line.split("=", 1)))
    return lines

def read(path): return open(path, "rb").read().decode()

# What is injected is seen, or all that follows says nothing.
for forged in ["User=root\n", "[Service]\nUser=daemon\n", "LoadCredential=a:/etc/shadow\n"]:
    assert parsed("[Service]\n" + "".join("%s=%s\n" % one for one in limits) + forged) != [("Service", *one) for one in limits]
template = read("/usr/lib/systemd/system/mlopsd-step@.service")
units = refused = 0
for round in range(100):
    base = "/root/fuzz/%d" % round
    os.makedirs(base + "/config/pipelines.d"); os.makedirs(base + "/out")
    for directory in ("/config", "/config/pipelines.d"): os.chmod(base + directory, 0o755)
    expected = {}
    for pipeline in range(3):
        name = random.choice(["p%d" % pipeline] * 6 + ["P%d" % pipeline, "p%%i%d" % pipeline, "p\nq%d" % pipeline])
        step = random.choice(["train", "t-%d_x" % pipeline] * 4 + ["\"%n\"", "\"a\\nUser=root\"", "\"../x\"", "x" * random.choice([3, 64, 65])])
        odd = []
        word = lambda: '"' + random.choice(hostile) + '"'
        def value(good):
            if random.random() < 0.95: return good
            odd.append(word())
            return odd[-1]
        text = f"""description: {word()}
directory: /srv
parameters: {{ x: {word()} }}
steps: {{ {step}: {{ run: [/bin/true, {word()}, {word()}], resources: {{ memory: {value("10M")}, cpus: {value("2")}, tasks: {value("9")} }}, credentials: [{value("token")}] }} }}
sandbox: {{ network: {value("false")}, read_only: {value("true")} }}
user: {value("daemon")}
"""
        with open(base + "/config/pipelines.d/" + name.replace("/", "_") + ".yaml", "w") as file: file.write(text)
        if odd or not name.isalnum() or not name.islower() or len(step) > 64 or not step.replace("-", "").replace("_", "").isalnum():
            refused += 1
            continue
        unit = "mlopsd-step-%s.%s" % (name, step)
        expected[unit + ".socket"] = socket(name, step)
        expected[unit + "@.service.d/50-mlopsd.conf"] = [("Service", *one) for one in limits]
        expected[unit + "@.service"] = parsed(template)
    subprocess.run(["mlopsctl", "generate-units", "--config", base + "/config", base + "/out"], check=True, stderr=subprocess.DEVNULL)
    found = {}
    for root, _, names in os.walk(base + "/out"):
        for name in names:
            path = os.path.join(root, name)
            if not os.path.islink(path): found[os.path.relpath(path, base + "/out")] = parsed(read(path))
    for path in found: assert found[path] == expected.get(path), (path, found[path], expected.get(path))
    units += len(found) // 3
    assert set(found) == set(expected), set(expected) - set(found)
assert units > 60 and refused > 60, (units, refused)
print("tight")
SCRIPT
    give "$work/fuzz.py" /root/fuzz.py
    expect_same "all are tight" tight inside python3 /root/fuzz.py
    # As systemd reads it, and not only as the lines are.
    make_pipeline fuzzed "$good_training"
    edit_unloaded fuzzed 's|retry: {|resources: { tasks: 9 }, retry: {|; s|^directory|description: "%n [Service] User=root"\ndirectory|'
    inside mlopsctl apply
    expect_text "its user" '^mlopsd-job$' property mlopsd-step-fuzzed.train@1.service User
    expect_text "what it starts" 'argv\[\]=/usr/libexec/mlopsd/mlopsd-shim --wait ;' property mlopsd-step-fuzzed.train@1.service ExecStart
    inside rm /etc/mlopsd/pipelines.d/fuzzed.yaml
    inside mlopsctl apply
}
