# shellcheck shell=bash

test_that "J5 the main job under the shipped units: better models go live, worse ones do not, slow files are waited for, one is taken back" main_job
test_that "J5 under the shipped units data are held against a schema, drift retrains, and predictions are judged" data_are_watched

# deliver NAME FILE TEXT: as drop, with a content of its own.
deliver() { inside_sh 'printf "%s\n" "$3" >"/srv/$1/incoming/.$2.tmp" && mv "/srv/$1/incoming/.$2.tmp" "/srv/$1/incoming/$2"' "$@"; }

main_job() {
    make_pipeline jobbed 'newest=$(tail -n 1 "$MLOPS_NEW_DATA_ROWS")
cp "$newest" "$MLOPS_MODEL/model"; wc -l <"$MLOPS_NEW_DATA_ROWS" >new
printf "{\"f1\": %s, \"n\": 100}" "$(tail -n 1 "$newest")" >"$MLOPS_METRICS"'
    edit_pipeline jobbed 's|^    - { metric.*|&\n    - { metric: f1, not_worse_than: champion, margin: 0.05 }|; s|ready: rename|ready: auto|'
    deliver jobbed 1.csv 0.8
    eventually 20 "the first model is live" live_is 0.8
    deliver jobbed 2.csv 0.82
    eventually 20 "the second model is live" live_is 0.82
    expect_same "what was new to its run" 1 inside cat /srv/jobbed/new
    deliver jobbed 3.csv 0.6
    eventually 20 "the third is refused" last_run_is jobbed refused
    expect_text "why says by which gate" 'f1' inside mlopsctl why "$(last_run jobbed id)"
    expect "the second is still live" live_is 0.82
    slow_file_is_waited_for
    expect_status 0 inside mlopsctl rollback jobbed --reason "it was a mistake"
    eventually 20 "the second is back" live_is 0.82
    expect_text "the ledger knows why" 'it was a mistake' inside mlopsctl list-deployments --json
    expect_text "a model leads to its file" '1.csv' inside mlopsctl lineage jobbed/1
    expect_text "a file leads to its model" 'jobbed/2' inside mlopsctl lineage /srv/jobbed/incoming/2.csv
    expect_status 0 inside mlopsctl verify
    expect_status 0 inside mlopsctl audit
}

live_is() { [ "$(inside cat /srv/jobbed/model/model 2>/dev/null)" = "$1" ]; }

# Written under its own name by another user, with pauses.
slow_file_is_waited_for() {
    local runs
    runs=$(count_runs jobbed)
    inside_sh 'getent passwd writer >/dev/null || useradd -r -s /usr/sbin/nologin writer; chmod 777 /srv/jobbed/incoming; rm -f /root/written'
    inside_sh '(setpriv --reuid writer --regid writer --clear-groups bash -c "exec >/srv/jobbed/incoming/4.csv
        for score in 0.1 0.2 0.3 0.9; do echo \$score; sleep 1; done"; touch /root/written) >/dev/null 2>&1 </dev/null &'
    while ! inside test -e /root/written; do
        expect_same "no run starts meanwhile" "$runs" count_runs jobbed
        sleep 0.3
    done
    eventually 30 "a run starts afterwards" has_runs jobbed $((runs + 1))
    eventually 20 "it succeeds" last_run_is jobbed succeeded
    expect_text "it has read the whole file" '^0.9$' inside cat /srv/jobbed/model/model
}

data_are_watched() {
    make_days
    make_pipeline watched "$good_training"
    inside_sh 'install -d -o mlopsd -g mlopsd /srv/watched/log /srv/watched/labels
printf "%s\n" "schema: 1" "columns:" "  id: { type: int }" "  age: { type: float, nullable: 0, range: [-100, 100] }" "  plan: { type: category, domain: [free, pro] }" >/etc/mlopsd/watched.schema.yaml
cat >/etc/mlopsd/pipelines.d/watched.yaml <<END
directory: /srv/watched
data:
  rows: { path: incoming, include: ["*.csv"], ready: rename, schema: /etc/mlopsd/watched.schema.yaml }
predictions: { log: log, labels: labels, id: id, time: at, model_version: version, prediction: said, label: came, task: binary, window: 1h, label_horizon: 3650d }
triggers:
  drift: { drift: rows, false_alarms: 1/year, action: retrain, min_samples: 200 }
  floor: { performance: accuracy, below: 0.8, min_samples: 50, windows: 1 of 1 }
policy: { cooldown: 0s, max_runs_per_day: 1000 }
steps:
  train: { run: [./train] }
deploy: { target: /srv/watched/model }
END
systemctl reload mlopsd'
    give_day {1..12}
    eventually 30 "twelve files are ready" rows_are watched ready 12
    expect_status 0 inside mlopsctl run watched --wait
    give_day broken
    eventually 20 "what breaks the schema is set aside" rows_are watched quarantined 1
    expect_text "and why" 'age' inside mlopsctl list-datasets --json
    give_day 13
    eventually 20 "a day as before is judged" drift_has watched windows 1
    expect_same "it starts nothing" 1 count_runs watched
    give_day shifted
    eventually 30 "drift starts a run" has_runs watched 2
    eventually 20 "which succeeds" last_run_is watched succeeded
    expect_text "why says of which column" 'drift in rows: age' inside mlopsctl why "$(last_run watched id)"
    expect_text "the page of drift has the column" 'age' inside mlopsctl drift watched
    inside_sh 'cd /srv/watched; mv log.csv log/; mv labels.csv labels/'
    eventually 30 "the predictions are judged" accuracy_is watched 0.96
    expect_text "the page of performance has the figure" '0\.96' inside mlopsctl performance watched
    expect_status 0 inside mlopsctl report --compare /srv/watched/incoming/1.csv /srv/watched/incoming/shifted.csv -o /root/watched.html
    expect_text "the report has the column" 'age' inside cat /root/watched.html
    expect_status 0 inside mlopsctl verify
    inside_sh 'rm /etc/mlopsd/pipelines.d/watched.yaml /etc/mlopsd/watched.schema.yaml; systemctl reload mlopsd'
}

# Days of 200 rows that are alike, one whose ages have moved, one with an age that is none, and predictions of the second
# model, of which four of a hundred are wrong.
make_days() {
    mkdir -p "$work/days"
    python3 - "$work/days" <<'SCRIPT'
import random, sys
def day(name, number, shift=0.0, age=None):
    chance = random.Random(number)
    with open("%s/%s.csv" % (sys.argv[1], name), "w") as file:
        print("id,age,plan", file=file)
        for row in range(200):
            value = age or round(chance.gauss(shift, 1), 2)
            print("%d,%s,%s" % (number * 200 + row, value, "free" if chance.random() < 0.6 else "pro"), file=file)
for number in range(1, 14): day(number, number)
day("shifted", 14, shift=1.5)
day("broken", 15, age="400.5")
begin = 1795000000 // 3600 * 3600
with open(sys.argv[1] + "/log.csv", "w") as file:
    print("id,at,version,said", file=file)
    for row in range(100): print("%d,%d,watched/2,%d" % (row, begin + row * 30, row % 2), file=file)
with open(sys.argv[1] + "/labels.csv", "w") as file:
    print("id,came", file=file)
    for row in range(100): print("%d,%d" % (row, (row + (row < 4)) % 2), file=file)
SCRIPT
}

# give_day NAME...: renames the files in, as a careful producer does.
give_day() {
    local name
    for name in log.csv labels.csv; do give "$work/days/$name" "/srv/watched/$name"; done
    for name in "$@"; do
        give "$work/days/$name.csv" "/srv/watched/$name.tmp"
        inside mv "/srv/watched/$name.tmp" "/srv/watched/incoming/$name.csv"
    done
}

# rows_are PIPELINE STATE COUNT
rows_are() {
    inside mlopsctl list-datasets --json | python3 -c '
import json, sys
sys.exit(not any(one["pipeline"] == sys.argv[1] and one["counts"].get(sys.argv[2]) == int(sys.argv[3]) for one in json.load(sys.stdin)))' "$@"
}

# drift_has PIPELINE FIELD LEAST
drift_has() {
    inside mlopsctl drift "$1" --json | python3 -c '
import json, sys
sys.exit(json.load(sys.stdin)["monitors"][0].get(sys.argv[1], 0) < int(sys.argv[2]))' "$2" "$3"
}

# accuracy_is PIPELINE VALUE: of the newest window that is judged.
accuracy_is() {
    inside mlopsctl performance "$1" --json | python3 -c '
import json, sys
windows = [one for one in json.load(sys.stdin)["windows"] if one["status"] == "judged"]
sys.exit(not any(one["metrics"].get("accuracy", {}).get("value") == float(sys.argv[1]) for one in windows))' "$2"
}
