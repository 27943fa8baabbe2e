# shellcheck shell=bash
# How scripts/lint applies its rules. Every finding is one line, "place: [rule] what; why".
# Files are those git knows or would add, so that build products are left alone.

files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r path; do [ ! -f "$path" ] || echo "$path"; done; }

swift_code() { files "$1/*.swift" | xargs -r awk -f "$root/scripts/lint.d/code.awk"; }

check_rules() {
    local name folder place
    for name in "${rules[@]}"; do
        for folder in ${rule_in[$name]}; do
            grep -P "^[^:]+:\d+:.*(${rule_pattern[$name]})" <<<"${code[$folder]}" | grep -oE '^[^:]+:[0-9]+' |
                while read -r place; do
                    [ "${rule_excuse[$name]}" = reason ] && has_comment "$place" && continue
                    echo "$place: [$name] ${rule_why[$name]}"
                done || true
        done
    done
}

# A comment at the end of the line, or the line above when that is a comment alone.
has_comment() {
    local path=${1%:*} line=${1##*:}
    awk -v line="$line" 'NR == line && (/\/[\/*] *[^ ]/ || above) { found = 1 } { above = /^ *\/\/+ *[^ ]/ } END { exit !found }' "$path"
}

# Comments are looked for in the files themselves: code.awk leaves them out.
check_comments() {
    files 'Sources/*' 'Tests/*' 'scripts/*' | xargs -r grep -nE '(//|#) *(TODO|FIXME|XXX|HACK)\b' | grep -vE '(TODO|FIXME)\([^)]+\)' |
        sed -E 's/^([^:]+:[0-9]+):.*/\1: [todo] a wish without a reference is never found again; write TODO(where it is kept)/' || true
    files 'Sources/*.swift' 'Tests/*.swift' | xargs -r grep -nE '^ *// *(MARK\b|[-=*#]{4,})' |
        sed -E 's/^([^:]+:[0-9]+):.*/\1: [banner] a file that needs sections is two files/' || true
    files 'Sources/*.swift' 'Tests/*.swift' | xargs -r grep -nE '//.*swift-format-ignore' |
        grep -vE 'swift-format-ignore(-file)?(: *[A-Za-z, ]+)? *(--|;|\().+' |
        sed -E 's/^([^:]+:[0-9]+):.*/\1: [ignore] say after the rule why it does not hold here: swift-format-ignore: Rule (why)/' || true
}

# over CAP RULE: reads "lines place name"; prints those over the cap.
over() { awk -v cap="$1" -v rule="$2" '$1 > cap { print $2 ": [" rule "] " $1 " lines, the cap is " cap " " $3 }'; }
# median LIMIT WHAT: reads numbers; prints a finding when their median is over the limit.
median() {
    sort -n | awk -v limit="$1" -v what="$2" '{ v[NR] = $1 } END { m = v[int((NR + 1) / 2)]
        if (m > limit) print "Sources: [median] the median " what " has " m " lines, the budget is " limit }'
}
lengths() { files "$@" | xargs -r wc -l | awk '$2 != "total"'; }

check_budgets() {
    lengths 'Sources/*.swift' 'Sources/*.[ch]' 'scripts/*' | over "$file_cap" file-length
    lengths 'Tests/*.swift' | over "$test_file_cap" file-length
    awk -f "$root/scripts/lint.d/functions.awk" <<<"${code[Sources]}"$'\n'"${code[Tests]}" | over "$function_cap" function-length
    lengths 'Sources/*.swift' | median "$file_median" file
    awk -f "$root/scripts/lint.d/functions.awk" <<<"${code[Sources]}" | median "$function_median" function
}

check_layout() {
    files Sources Tests | grep -E "/[^/]*$banned_names(\.swift$|/)" |
        sed -E 's/$/: [name] the name does not say what is inside/' || true
    files | cut -d / -f 1 | sort -u | grep -vE "$top_level" |
        sed -E 's/$/: [top-level] the top level holds what its README names and nothing else/' || true
    files Package.resolved '.build/*' | sed -E 's/$/: [committed] what a build writes is not committed/'
}

check_scripts() {
    local script
    while read -r script; do
        case "$(head -c 64 "$script" | head -n 1)" in
        *bash | "# shellcheck shell=bash") bash -n "$script" 2>/dev/null || echo "$script: [syntax] bash -n refuses it" ;;
        *python3) python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$script" 2>/dev/null || echo "$script: [syntax] Python refuses it" ;;
        esac
        if [[ $script == scripts/* && $script != scripts/*/* && -x $script ]]; then
            sed -n 2p "$script" | grep -q '^## ' || echo "$script: [help] line 2 must be its help, \"## what it does\""
        fi
        [ ! -x "$script" ] || [[ $script == *.* && $script != .* && $script != scripts/*.d/* ]] ||
            grep -qE '^set -euo pipefail|^#!.*python3|^#!.*awk' "$script" || echo "$script: [strict] set -euo pipefail is missing"
    done < <(files 'scripts/*' .ci)
}

check_tree() {
    declare -gA code=([Sources]="$(swift_code Sources)" [Tests]="$(swift_code Tests)")
    check_rules
    check_comments
    check_budgets
    check_layout
    check_scripts
}

check_repository() {
    local findings
    findings=$(check_tree)
    [ -z "$findings" ] || { printf '%s\n' "$findings"; fail "lint: $(wc -l <<<"$findings") findings"; }
    say "lint: ${#rules[@]} bans, budgets, names, layout and scripts: no finding"
}

# repeat COUNT LINE
repeat() { awk -v count="$1" -v line="$2" 'BEGIN { while (count-- > 0) print line }'; }

# expect PLACE RULE: the finding that a planted breach must cause.
expect() {
    grep -qE "^$1.*\[$2\]" findings || fail "lint: the self-test planted a breach of [$2] in $1 and it was not found" "$(cat findings)"
}

# Plants one breach of each rule, and expects each to be found; then the same with an excuse, where one counts.
self_test() {
    local name folder
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    git init -q .
    git config core.excludesFile /dev/null
    echo findings >.gitignore
    mkdir -p Sources/Good Tests/Good scripts
    printf '%s\n' '/// A comment may say try! and Process() and fatalError(.' 'let text = "try! Process() \(a + "as!")"' \
        'struct Good: @unchecked Sendable {} // the lock below guards it' 'let child = ChildProcess(1)' >Sources/Good/Good.swift
    check_tree >findings
    [ ! -s findings ] || fail "lint: the self-test's good tree has findings" "$(cat findings)"

    for name in "${rules[@]}"; do
        for folder in ${rule_in[$name]}; do
            printf '%s\n' "${rule_example[$name]}" >"$folder/Bad-$name.swift"
            printf '%s // because\n' "${rule_example[$name]}" >"$folder/Excused-$name.swift"
        done
    done
    mkdir -p Sources/Common docs
    echo 'let a = 1' | tee Sources/Common/A.swift Sources/Good/RunManager.swift docs/a.swift Package.resolved >/dev/null
    printf '%s\n' '// TO''DO mend this' '// MARK: - Section' '// swift-format-ignore: NeverForceUnwrap' >Sources/Good/Comments.swift
    repeat $((file_cap + 1)) 'let a = 1' >Sources/Good/Long.swift
    repeat $((test_file_cap + 1)) 'let a = 1' >Tests/Good/Long.swift
    { echo 'func long() {' && repeat "$function_cap" '    if true { }' && echo '}'; } >Sources/Good/Function.swift
    printf '%s\n' '#!/usr/bin/env bash' 'if' >scripts/broken && chmod +x scripts/broken
    check_tree >findings
    for name in "${rules[@]}"; do
        for folder in ${rule_in[$name]}; do
            expect "$folder/Bad-$name.swift:1:" "$name"
            if [ "${rule_excuse[$name]}" = reason ]; then
                ! grep -q "^$folder/Excused-$name" findings || fail "lint: [$name] does not take a reason"
            else
                expect "$folder/Excused-$name.swift:1:" "$name"
            fi
        done
    done
    expect Sources/Common/A.swift name
    expect Sources/Good/RunManager.swift name
    expect docs top-level
    expect Package.resolved committed
    expect Sources/Good/Comments.swift:1 todo
    expect Sources/Good/Comments.swift:2 banner
    expect Sources/Good/Comments.swift:3 ignore
    expect Sources/Good/Long.swift file-length
    expect Tests/Good/Long.swift file-length
    expect Sources/Good/Function.swift:1 function-length
    expect scripts/broken syntax
    expect scripts/broken help
    expect scripts/broken strict
    repeat 200 'let a = 1' | tee Sources/Good/{A,B,C}.swift >/dev/null
    rm -r Sources/Bad* Sources/Excused* Sources/Common Sources/Good/{Comments,RunManager}.swift
    check_tree >findings
    expect Sources median
    say "lint: every rule can fail"
}
