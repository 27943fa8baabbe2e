# shellcheck shell=bash
# How scripts/layers applies its table. Every finding is one line, "place: what; why".

# Prints "target folder dependency" for each dependency in the manifest, with "-" for a target that has none.
declared_dependencies() {
    swift package dump-package | python3 -c '
import json, sys
for target in json.load(sys.stdin)["targets"]:
    folder = target.get("path") or ("Tests/" if target["type"] == "test" else "Sources/") + target["name"]
    names = [next(iter(d.values()))[0] for d in target["dependencies"]]
    for name in names or ["-"]:
        print(target["name"], folder, name)'
}

# imports FOLDER: prints "path:line module" for each import, whatever attributes and access stand before it.
imports() {
    find "$1" -name '*.swift' -exec grep -HnE '^ *(@[A-Za-z_]+(\([^)]*\))? +)*((package|internal|private|fileprivate|public) +)?import ' {} + |
        sed -E 's/^([^:]+:[0-9]+):.*\bimport +((struct|class|enum|protocol|typealias|func|var|let) +)?([A-Za-z_0-9]+).*/\1 \4/'
}

# check_manifest FILE: the table and the manifest name the same modules, and the manifest grants no more than the table.
check_manifest() {
    local target folder dependency name
    while read -r target folder dependency; do
        [[ $folder == Sources/* ]] || continue
        if [ -z "${reason[$target]-}" ]; then
            echo "Package.swift: target $target has no rule in scripts/layers; add one with its reason"
        elif [ "$dependency" != - ] && [[ ${allowed[$target]} != *[[:space:]]"$dependency"[[:space:]]* ]]; then
            echo "Package.swift: $target must not depend on $dependency; ${reason[$target]}"
        fi
    done <"$1"
}

# check_imports FILE TARGET FOLDER: each import is allowed, and declared by this target itself.
check_imports() {
    local place name
    while read -r place name; do
        if [[ $3 == Sources/* && ${allowed[$2]-} != *[[:space:]]"$name"[[:space:]]* ]]; then
            echo "$place: $2 must not import $name; ${reason[$2]-it has no rule}"
        elif [[ $toolchain != *" $name "* ]] && ! grep -qxF "$2 $3 $name" "$1"; then
            echo "$place: $2 imports $name without declaring it; a dependency's dependency may go at any time"
        fi
    done < <(imports "$3")
}

# check_purity MODULE FOLDER
check_purity() {
    local index code
    code=$(find "$2" -name '*.swift' -exec awk -f "$root/scripts/lint.d/code.awk" {} +)
    for index in "${!pure_patterns[@]}"; do
        grep -P "^[^:]+:\d+:.*(${pure_patterns[index]})" <<<"$code" |
            sed -E "s~^([^:]+:[0-9]+):[ ]*(.*)~\1: \2; ${pure_reasons[index]}~" || true
    done
    unordered_iteration <<<"$code"
}

# Finds iteration over what was declared a Dictionary or Set in the same module: its order differs from run to run.
# A name that is also declared with another type is left to the tests, which run every seed twice.
unordered_iteration() {
    awk '
    { match($0, /:[0-9]+:/); place = substr($0, 1, RSTART + RLENGTH - 2); code = substr($0, RSTART + RLENGTH)
      lines[NR] = code; places[NR] = place }
    match(code, /(var|let)[ ]+[A-Za-z_]+[ ]*[:=]/) {
        name = substr(code, RSTART, RLENGTH); type = substr(code, RSTART + RLENGTH)
        gsub(/^(var|let)[ ]+|[ ]*[:=]$/, "", name)
        if (type ~ /^[ ]*(\[[A-Za-z_.]+[ ]*:|Set<|Set\(|Dictionary<|Dictionary\()/) hashed[name] = 1; else other[name] = 1
    }
    END {
        for (n = 1; n <= NR; n++) for (name in hashed) {
            if (name in other) continue
            tail = name "(\\.keys|\\.values)?"
            if (lines[n] ~ "for .* in ([A-Za-z_.]+\\.)?" tail "[ ]*([{]|where)" ||
                lines[n] ~ "(^|[^A-Za-z_])" tail "\\.(map|flatMap|compactMap|forEach|first|reduce)[ ({.]")
                print places[n] ": iterates over the unordered \"" name "\"; sort it or use an OrderedDictionary"
        }
    }'
}

# check_tree FILE: every rule on the tree below the working directory.
check_tree() {
    local target folder module
    check_manifest "$1"
    while read -r target folder; do
        [ ! -d "$folder" ] || check_imports "$1" "$target" "$folder"
    done < <(cut -d ' ' -f 1,2 "$1" | sort -u)
    for module in $pure; do
        [ ! -d "Sources/$module" ] || check_purity "$module" "Sources/$module"
    done
}

check_repository() {
    need_packages python3
    need_swift
    local findings
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    declared_dependencies >"$work/dependencies"
    findings=$(check_tree "$work/dependencies")
    [ -z "$findings" ] || { printf '%s\n' "$findings"; fail "layers: $(wc -l <<<"$findings") breaches"; }
    say "layers: ${#modules[@]} modules, no breach"
}

# expect TEXT FILE: the finding that a planted breach must cause.
expect() {
    grep -qF -- "$1" "$2" || fail "layers: the self-test planted \"$1\" and it was not found" "$(cat "$2")"
}

# Plants one breach of each rule in a small tree, and expects each to be found and nothing else.
self_test() {
    local index
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    mkdir -p Sources/{MLOpsCore,MLOpsStore,MLOpsSchedule,MLOpsNew} Tests/MLOpsStoreTests
    printf '%s\n' "MLOpsCore Sources/MLOpsCore MLOpsSchedule" "MLOpsStore Sources/MLOpsStore MLOpsCore" \
        "MLOpsSchedule Sources/MLOpsSchedule -" "MLOpsStoreTests Tests/MLOpsStoreTests MLOpsStore" >dependencies
    echo 'package import MLOpsSchedule // await a Task in a comment is no breach' >Sources/MLOpsCore/Good.swift
    printf '%s\n' 'let a = "Task \(name.map { $0 }) print("' 'let names: [String] = []' 'let ids: [String: Int] = [:]' \
        'for id in ids.keys.sorted() {}' 'for name in names {}' >>Sources/MLOpsCore/Good.swift
    check_tree dependencies >findings
    [ ! -s findings ] || fail "layers: the self-test's good tree has findings" "$(cat findings)"

    printf '%s\n' "MLOpsStore Sources/MLOpsStore MLOpsConfig" "MLOpsNew Sources/MLOpsNew -" >>dependencies
    echo '@preconcurrency internal import struct Foundation.Date' >Sources/MLOpsCore/Forbidden.swift
    echo 'import MLOpsSchedule' >Sources/MLOpsStore/Undeclared.swift
    echo '@testable import MLOpsCore' >Tests/MLOpsStoreTests/Transitive.swift
    printf '%s\n' 'for id in ids.keys {}' 'let all = ids.map { $0 }' >Sources/MLOpsCore/Order.swift
    printf '%s\n' "${pure_examples[@]}" >Sources/MLOpsCore/Impure.swift
    check_tree dependencies >findings
    expect "MLOpsStore must not depend on MLOpsConfig" findings
    expect "target MLOpsNew has no rule" findings
    expect "Sources/MLOpsCore/Forbidden.swift:1: MLOpsCore must not import Foundation" findings
    expect "Sources/MLOpsStore/Undeclared.swift:1: MLOpsStore imports MLOpsSchedule without declaring it" findings
    expect "Tests/MLOpsStoreTests/Transitive.swift:1: MLOpsStoreTests imports MLOpsCore without declaring it" findings
    expect 'Sources/MLOpsCore/Order.swift:1: iterates over the unordered "ids"' findings
    expect 'Sources/MLOpsCore/Order.swift:2: iterates over the unordered "ids"' findings
    for index in "${!pure_reasons[@]}"; do
        expect "Sources/MLOpsCore/Impure.swift:$((index + 1)): " findings
        expect "${pure_reasons[index]}" findings
    done
    ! grep -q Good.swift findings || fail "layers: the self-test's good file has findings" "$(grep Good.swift findings)"
    say "layers: every rule can fail"
}
