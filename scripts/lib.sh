# shellcheck shell=bash
# What the scripts share: where the repository is, how they speak, and what they need from the machine.
# Sourced, never run. Leaves the working directory at the top of the repository.

invoked_from=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

readonly swift_version=6.3.1
# What Swift itself needs to compile and link, what our targets link, what the tests run.
readonly swift_packages=(binutils gcc git libc6-dev libcurl4 libedit2 libncurses6 libpython3.11 libsqlite3-0
    libstdc++-12-dev libxml2 pkg-config tzdata zlib1g-dev)
readonly build_packages=(libsnappy-dev libsqlite3-dev libsystemd-dev libzstd-dev zlib1g-dev)
readonly test_packages=(curl inotify-tools python3 python3-venv sqlite3 systemd tzdata)

say() { printf '%s\n' "$*" >&2; }

# fail MESSAGE [HINT]
fail() {
    say "error: $1"
    [ $# -lt 2 ] || say "hint: $2"
    exit 1
}

# Prints the help line of the script that sourced this file, and ends.
usage() {
    printf 'usage: scripts/%s\n%s\n' "$(basename "$0") ${1-}" "$(sed -n 's/^## //p' "$root/scripts/$(basename "$0")")"
    exit "${2:-0}"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        # Without a terminal a password prompt would wait for ever.
        if [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
    else
        fail "cannot run \"$*\": it needs root, and sudo is not installed" "run it as root, then start this again"
    fi
}

# need_packages NAME...: installs from Debian what is not there yet.
need_packages() {
    command -v dpkg-query >/dev/null || { say "warning: not a Debian system; expecting the equivalent of: $*"; return 0; }
    local missing=() name
    for name in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing from Debian: ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300) output
    { output=$(as_root "${apt[@]}" update 2>&1) &&
        output=$(as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null 2>&1); } ||
        fail "cannot install ${missing[*]}: $output" "mend what apt-get says above, then start this again"
}

# Where scripts/toolchain puts Swift: beside the user's other data, so that it outlives any one clone.
toolchain_home() { printf '%s\n' "${MLOPS_TOOLCHAINS:-${XDG_DATA_HOME:-$HOME/.local/share}/swift-toolchains}"; }

# Succeeds when `swift` on PATH reads our manifest, which asks for 6.2.
swift_is_new_enough() {
    local found
    found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p')
    [ -n "$found" ] && [ "$(printf '%s\n' 6.2 "$found" | sort -V | head -n 1)" = 6.2 ]
}

# find_swift: puts Swift on PATH, from where scripts/toolchain or an administrator would have installed it.
find_swift() {
    local bin path=$PATH
    for bin in "" "$(toolchain_home)/$swift_version/usr/bin" "${MLOPS_SYSTEM_SWIFT:-/opt/swift/usr/bin}"; do
        PATH=${bin:+$bin:}$path
        ! swift_is_new_enough || return 0
    done
    PATH=$path
    return 1
}

need_swift() {
    find_swift || fail "cannot find Swift 6.2 or newer" "scripts/toolchain --yes installs Swift $swift_version from swift.org"
}
