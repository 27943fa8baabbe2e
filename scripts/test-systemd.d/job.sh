# shellcheck shell=bash
# A pipeline in the machine, and questions to the daemon there.

# make_pipeline NAME STEP...: below /srv/NAME, whose step `train` runs the lines; the data goes to incoming.
make_pipeline() {
    local name=$1
    shift
    inside install -d -o mlopsd-job -g mlopsd -m 775 "/srv/$name" "/srv/$name/incoming"
    printf '%s\n' '#!/bin/bash' 'set -eu' "$@" | inside_sh 'cat >"$1" && chmod 755 "$1"' "/srv/$name/train"
    inside_sh 'cat >"/etc/mlopsd/pipelines.d/$1.yaml" <<END
directory: /srv/$1
data:
  rows: { path: incoming, include: ["*.csv"], ready: rename }
triggers:
  arrived: { new_data: rows, min_files: 1, quiet_period: 0s }
policy: { cooldown: 0s, max_runs_per_day: 1000 }
steps:
  train: { run: [./train], stop_timeout: 2s, retry: { attempts: 1 } }
gates:
  model:
    - { metric: f1, at_least: 0.5 }
deploy: { target: /srv/$1/model }
END' "$name"
    inside systemctl reload mlopsd.service
}

# What a step does that makes a good model of all it may read.
readonly good_training='cat "$MLOPS_DATA_ROWS" >"$MLOPS_MODEL/files"; echo "{\"f1\": 0.9, \"n\": 100}" >"$MLOPS_METRICS"'
# What a step does that goes on until the file `go` is in its directory.
readonly patient_training='echo $$ >pid; while [ ! -e go ]; do sleep 0.1; done; '$good_training

# drop NAME FILE: writes a file as a careful producer does, and renames it into place.
drop() { inside_sh 'printf "a,b\n1,2\n" >"/srv/$1/incoming/.$2.tmp" && mv "/srv/$1/incoming/.$2.tmp" "/srv/$1/incoming/$2"' "$1" "$2"; }

# last_run NAME FIELD: of the newest run of the pipeline, as JSON has it.
last_run() {
    inside mlopsctl list-runs "$1" --json | python3 -c '
import json, sys
runs = json.load(sys.stdin)
print(runs[0].get(sys.argv[1]) if runs else None)' "$2"
}

last_run_is() { [ "$(last_run "$1" outcome)" = "$2" ]; }
step_runs() { inside test -s "/srv/$1/pid"; }
step_pid() { inside cat "/srv/$1/pid"; }

# After a test that failed: what it left must not fail those that follow.
tidy_up() {
    inside_sh 'rm -rf /run/systemd/system/mlopsd.service.d /etc/mlopsd/mlopsd.yaml.d/*; systemctl daemon-reload; systemctl reset-failed
        if mountpoint -q /var/lib/mlopsd; then
            systemctl stop mlopsd.socket mlopsd.service "mlopsd-step@*"; umount /var/lib/mlopsd
        fi
        systemctl start mlopsd.socket mlopsd.service; systemctl stop "mlopsd-step@*"' >/dev/null 2>&1 || true
}
