# shellcheck shell=bash

test_that "B14 a step is of the user that its pipeline names, and can change no record, not even of its own end" user_is_kept
test_that "B14 the interpreter of a pipeline's user is asked what it is as that user, where there is no record" interpreter_is_asked_as_user
test_that "a run of several steps of another user ends, is taken over by the next daemon, and the daemon can remove what it left" user_is_served
test_that "a run is done again as the user that its steps had, whether or not its pipeline names one" run_is_done_again
test_that "a secret of a step can be read by that step, and by none of another" secrets_are_kept

make_owner() { inside_sh 'getent passwd "$1" >/dev/null || adduser --system --group "$1" >/dev/null 2>&1 || useradd -r "$1"' "$1"; }

# own_directory NAME USER: the data and programs are the user's; the daemon puts models live there.
own_directory() { inside_sh 'chown -R "$2:mlopsd" "/srv/$1"; chmod 775 "/srv/$1"' "$1" "$2"; }

# own_pipeline NAME USER LINES...: a pipeline of that user.
own_pipeline() {
    make_owner "$2"
    make_pipeline "$1" "${@:3}"
    own_directory "$1" "$2"
    inside_sh 'echo "user: $2" >>"/etc/mlopsd/pipelines.d/$1.yaml"' "$1" "$2"
    inside mlopsctl apply
}

user_is_kept() {
    own_pipeline owned churn 'exec 2>&1
report() { echo "$1=$?" >>report; }
rm -f report
id >id; env >environment; grep -E "^Cap(Prm|Eff|Amb|Inh)" /proc/self/status >capabilities
set +e
run=$(dirname "$MLOPS_WORK")
ls "$run"/attempts; report list
echo forged >"$run/attempts/train.1/exit"; report exit
echo forged >"$run/attempts/train.1/claim"; report claim
mv "$run/attempts" "$run/elsewhere"; report move
touch "$run/recorded"; report mark
cat /var/lib/mlopsd/metadata.db; report database
ls /var/lib/mlopsd/runs; report runs
touch /var/lib/mlopsd/runs/r1/forged; report others
kill -0 "$(cat daemon)"; report daemon
kill -9 $PPID; report shim
set -e
umask 077; mkdir "$MLOPS_WORK/private"; echo 1 >"$MLOPS_WORK/private/file"
cat "$MLOPS_MANIFEST" >/dev/null
'"$good_training"
    inside_sh 'rm -f /srv/owned/report; systemctl show --value -p MainPID mlopsd >/srv/owned/daemon; chmod 644 /srv/owned/daemon'
    expect "there is a run to write into" inside test -d /var/lib/mlopsd/runs/r1
    drop owned one.csv
    eventually 20 "the run succeeds" last_run_is owned succeeded
    local what
    for what in list exit claim move mark database runs others daemon shim; do
        expect_text "$what is refused" "^$what=[1-9]" inside cat /srv/owned/report
    done
    expect_text "its user" '^uid=[0-9]+\(churn\) gid=[0-9]+\(churn\) groups=[0-9]+\(churn\)$' inside cat /srv/owned/id
    expect_text "its name" '^USER=churn$' inside cat /srv/owned/environment
    expect_status 1 inside grep -qE '[1-9a-f]' <(inside cut -f 2 /srv/owned/capabilities)
    expect_text "the model is live" 'one.csv' inside cat /srv/owned/model/files
    expect_text "its unit says so" '^churn$' property mlopsd-step-owned.train@1.service User
    # What it may not do is done by nobody else either: its pipeline belongs to root.
    inside chown churn /etc/mlopsd/pipelines.d/owned.yaml
    expect_status 78 inside mlopsctl apply
    inside systemctl daemon-reload
    expect_status 1 inside_sh 'ls /run/systemd/generator | grep owned'
    inside chown root /etc/mlopsd/pipelines.d/owned.yaml
    inside mlopsctl apply
    inside_sh 'sed -i "s/^user: .*/user: nobody-at-all/" /etc/mlopsd/pipelines.d/owned.yaml'
    expect_text "a user that is not there is named" 'user: names "nobody-at-all".*adduser' inside mlopsctl apply
    local units
    units=$(inside_sh 'ls /run/systemd/generator; systemctl list-units --all --plain --no-legend "mlopsd-step-*.socket"')
    expect_text "by check, with its place" 'owned.yaml:[0-9]+:7: error: user: names "nobody-at-all"' inside mlopsctl check
    expect_status 78 inside mlopsctl check
    expect_status 78 inside mlopsctl apply
    expect_same "nothing is changed" "$units" \
        inside_sh 'ls /run/systemd/generator; systemctl list-units --all --plain --no-legend "mlopsd-step-*.socket"'
    inside_sh 'sed -i "s/^user: .*/user: churn/" /etc/mlopsd/pipelines.d/owned.yaml'
    inside mlopsctl apply
    # What is removed is no reason to warn of it.
    make_pipeline passing "$good_training"
    inside_sh 'echo "user: churn" >>/etc/mlopsd/pipelines.d/passing.yaml; mlopsctl apply; rm /etc/mlopsd/pipelines.d/passing.yaml'
    expect_same "systemctl has nothing to say" "" inside_sh 'mlopsctl apply 2>&1 >/dev/null'
}

# Whatever is named like an interpreter is taken for one, also what a user wrote.
interpreter_is_asked_as_user() {
    own_pipeline asked churn "$good_training"
    inside_sh 'cat >/srv/asked/python3 <<"SCRIPT"
#!/bin/sh
[ "$1" = -c ] || exec ./train
id -un >/srv/asked/who
cat /var/lib/mlopsd/metadata.db >/srv/asked/got 2>/srv/asked/refused
ls /run/mlopsd/steps >>/srv/asked/got 2>>/srv/asked/refused
echo "a warning of its own" >&2
printf "mlopsd:answer\n3.99.1\n/usr/lib\nlearned==7\n"
SCRIPT
        chmod 755 /srv/asked/python3; chown churn /srv/asked/python3'
    edit_unloaded asked 's|run: \[./train\]|run: [./python3, work]|'
    inside mlopsctl apply
    drop asked one.csv
    eventually 20 "the run succeeds" last_run_is asked succeeded
    eventually 20 "the answer is on the record" interpreter_is_known asked
    expect_same "as whom it was asked" churn inside cat /srv/asked/who
    expect_same "what it got" "" inside cat /srv/asked/got
    expect_text "the record is not for it" 'metadata.db: Permission denied' inside cat /srv/asked/refused
    inside rm /etc/mlopsd/pipelines.d/asked.yaml
    inside mlopsctl apply
}

interpreter_is_known() {
    inside mlopsctl show "$(last_run "$1" id)" --json | python3 -c '
import json, sys
program = json.load(sys.stdin)["environment"]["programs"][0]
sys.exit((program.get("version"), program.get("packages")) != ("3.99.1", ["learned==7"]))'
}

user_is_served() {
    make_owner churn
    make_pipeline theirs "$patient_training"
    own_directory theirs churn
    inside_sh 'chmod 700 /srv/theirs/train
        cat >/srv/theirs/prepare <<"SCRIPT"
#!/bin/sh
umask 077; mkdir -p "$MLOPS_WORK/deep/er"; echo x >"$MLOPS_WORK/deep/er/file"; chmod 000 "$MLOPS_WORK/deep/er/file"
SCRIPT
        chmod 755 /srv/theirs/prepare
        sed -i "s|^  train: {|  prepare: { run: [./prepare] }\n  train: { needs: [prepare],|" /etc/mlopsd/pipelines.d/theirs.yaml
        echo "user: churn" >>/etc/mlopsd/pipelines.d/theirs.yaml'
    inside mlopsctl apply
    drop theirs one.csv
    eventually 20 "the step runs" step_runs theirs
    inside kill -9 "$(property mlopsd.service MainPID)"
    eventually 30 "the next daemon is there" inside mlopsctl status
    inside touch /srv/theirs/go
    eventually 20 "the run succeeds" last_run_is theirs succeeded
    expect "what it left can be removed" as_user mlopsd rm -r "/var/lib/mlopsd/runs/$(last_run theirs id)/work"
    # Cancelled by the daemon that did not start it.
    inside rm -f /srv/theirs/pid /srv/theirs/go
    drop theirs two.csv
    eventually 20 "the next step runs" step_runs theirs
    inside systemctl restart mlopsd
    inside mlopsctl cancel "$(last_run theirs id)"
    eventually 20 "it is cancelled" last_run_is theirs cancelled
    expect_status 1 inside_sh 'kill -0 "$(cat /srv/theirs/pid)"'
}

run_is_done_again() {
    make_pipeline again "id -un >who; $good_training"
    own_pipeline theirs-again churn "id -un >who; $good_training"
    inside_sh 'chmod 777 /srv/again'
    local name user
    for name in again:mlopsd-job theirs-again:churn; do
        user=${name#*:} name=${name%:*}
        drop "$name" one.csv
        eventually 20 "the run succeeds" last_run_is "$name" succeeded
        inside rm -f "/srv/$name/who"
        expect_status 0 inside mlopsctl reproduce "$(last_run "$name" id)"
        expect_same "as whom it was done again" "$user" inside cat "/srv/$name/who"
    done
    inside rm /etc/mlopsd/pipelines.d/again.yaml /etc/mlopsd/pipelines.d/theirs-again.yaml
    inside mlopsctl apply
}

secrets_are_kept() {
    make_owner churn
    inside_sh 'install -d -m 700 /etc/mlopsd/credentials; umask 077; echo tell-nobody >/etc/mlopsd/credentials/token'
    make_pipeline secretive 'cat "$CREDENTIALS_DIRECTORY/token" >told; ls -ld "$CREDENTIALS_DIRECTORY" >>told; '"$patient_training"
    own_directory secretive churn
    inside_sh 'echo "user: churn" >>/etc/mlopsd/pipelines.d/secretive.yaml'
    edit_unloaded secretive 's|retry: {|credentials: [token], retry: {|'
    inside mlopsctl apply
    make_pipeline curious 'find /run/credentials -type f >found 2>&1 || true; cat /run/credentials/*/token >>found 2>&1 || true; '"$good_training"
    drop secretive one.csv
    eventually 20 "the step runs" step_runs secretive
    expect_text "it has its secret" 'tell-nobody' inside cat /srv/secretive/told
    drop curious one.csv
    eventually 20 "the other run succeeds" last_run_is curious succeeded
    expect_status 1 inside grep -q tell-nobody /srv/curious/found
    inside touch /srv/secretive/go
    eventually 20 "the run succeeds" last_run_is secretive succeeded
    expect_status 1 inside_sh 'grep -rl tell-nobody /var/lib/mlopsd /var/log/journal'
    inside rm /etc/mlopsd/credentials/token
    expect_text "a secret that is not there is named" 'credentials/token' inside mlopsctl apply
    inside rm /etc/mlopsd/pipelines.d/secretive.yaml /etc/mlopsd/pipelines.d/curious.yaml
    inside mlopsctl apply
}
