# shellcheck shell=bash
# Named tests, what they expect with, and their report.

test_names=() test_functions=()
failed=() passed=0
untested=()
results=()

# test_that NAME FUNCTION: tests run in the order in which they are declared, in one machine.
test_that() { test_names+=("$1") test_functions+=("$2"); }

# eventually_quietly SECONDS COMMAND...
eventually_quietly() {
    local until=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.1
    done
}

# eventually SECONDS WHAT COMMAND...
eventually() {
    local seconds=$1 what=$2
    shift 2
    eventually_quietly "$seconds" "$@" || { say "    not within ${seconds}s: $what"; return 1; }
}

# expect WHAT COMMAND...
expect() {
    local what=$1
    shift
    "$@" || { say "    not so: $what ($*)"; return 1; }
}

# expect_text WHAT PATTERN COMMAND...: the command's output matches the regular expression.
expect_text() {
    local what=$1 pattern=$2 output
    shift 2
    output=$("$@" 2>&1) || true
    grep -qE -- "$pattern" <<<"$output" || { say "    not so: $what; no \"$pattern\" in:"; say "${output:0:2000}"; return 1; }
}

# expect_same WHAT EXPECTED COMMAND...: the command's output is the text, no more and no less.
expect_same() {
    local what=$1 expected=$2 output
    shift 2
    output=$("$@" 2>&1) || true
    [ "$output" = "$expected" ] || { say "    not so: $what; not \"$expected\" but:"; say "${output:0:2000}"; return 1; }
}

# expect_status STATUS COMMAND...
expect_status() {
    local wanted=$1 status=0
    shift
    "$@" >/dev/null 2>&1 || status=$?
    [ "$status" = "$wanted" ] || { say "    not so: status $status instead of $wanted of: $*"; return 1; }
    # A machine that can not be asked fails with a status of its own.
    [ "$wanted" = 0 ] || inside true || { say "    not so: the machine can not be asked: $*"; return 1; }
}

# property UNIT NAME
property() { inside systemctl show --value --property "$2" "$1"; }

property_is() { [ "$(property "$1" "$2")" = "$3" ]; }

# run_tests PATTERN: the first test always runs, because it installs what the others test.
run_tests() {
    local index name started status
    for index in "${!test_names[@]}"; do
        name=${test_names[index]} started=$SECONDS
        [ "$index" = 0 ] || [[ $name =~ $1 ]] || continue
        # All tests together start the daemon more often than mlopsd.service lets an administrator.
        [ "$index" = 0 ] || inside systemctl reset-failed mlopsd.service mlopsd.socket 2>/dev/null || true
        # A subshell with -e of its own, which a condition would switch off: the first thing that is not so ends it.
        set +e
        (set -e && "${test_functions[index]}")
        status=$?
        set -e
        if [ "$status" = 0 ]; then
            passed=$((passed + 1)) results[index]=passed
            printf 'ok      %s (%ss)\n' "$name" $((SECONDS - started))
        else
            failed+=("$name") results[index]=failed
            printf 'FAILED  %s (%ss)\n' "$name" $((SECONDS - started))
            inside journalctl --no-pager -n 30 -o short-precise >&2 || true
            [ "$index" != 0 ] || break
            tidy_up
        fi
    done
    print_cases
    printf '%s passed, %s failed\n' "$passed" "${#failed[@]}"
    [ ${#failed[@]} = 0 ] && { [ "$1" != . ] || every_case_has_a_test; }
}

# Of a whole run: a case that nothing tries, and for which no reason is given, is no promise.
every_case_has_a_test() {
    [ ${#untested[@]} = 0 ] || { say "without a test and without a reason in cases.txt: ${untested[*]}"; return 1; }
}

# Which cases of the fault catalogue have a test, and why others have none.
print_cases() {
    local case reason index
    printf '\ncase  what became of it\n'
    while read -r case reason; do
        [[ $case != '#' ]] || continue
        for index in "${!test_names[@]}"; do
            [[ " ${test_names[index]} " == *" $case "* ]] || continue
            reason=${results[index]-not run}
            [[ $reason != failed ]] || break
        done
        [ -n "$reason" ] || untested+=("$case")
        printf '%-5s %s\n' "$case" "${reason:-no test}"
    done <scripts/test-systemd.d/cases.txt
    printf '\n'
}

end_tests() {
    local status=$?
    if "$keep" && [ -s "$work/guest-pid" ]; then
        say "the machine runs on: nsenter -t $(cat "$work/guest-pid") -m -u -i -n -p -C -r -w bash; its files are in $work"
    else
        remove_guest
    fi
    exit "$status"
}
