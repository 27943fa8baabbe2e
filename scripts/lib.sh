# shellcheck shell=bash
# What the scripts share: where the repository is, how they speak, and what they need from the machine.
# Sourced, never run. Leaves the working directory at the top of the repository.

invoked_from=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

readonly swift_version=6.3.1
# What Swift itself needs to compile and link, what our targets link, what the tests run.
readonly swift_packages=(binutils binutils-gold gcc git libc6-dev libcurl4-openssl-dev libedit2 libgcc-12-dev
    libncurses6 libpython3.11 libstdc++-12-dev libxml2 libz3-4 pkg-config tzdata zlib1g-dev)
readonly build_packages=(libsqlite3-dev libsystemd-dev libzstd-dev zlib1g-dev)
readonly test_packages=(inotify-tools python3 python3-venv sqlite3 systemd tzdata)

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
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
    as_root "${apt[@]}" update >&2
    as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >&2
}

# Where scripts/toolchain puts Swift: beside the user's other data, so that it outlives any one clone.
toolchain_home() { printf '%s\n' "${MLOPS_TOOLCHAINS:-${XDG_DATA_HOME:-$HOME/.local/share}/swift-toolchains}"; }

# find_swift: puts Swift on PATH when it is installed in one of the usual places.
find_swift() {
    local bin
    for bin in "" "$(toolchain_home)/$swift_version/usr/bin" /opt/swift/usr/bin /usr/libexec/swift/bin; do
        [ -z "$bin" ] || [ -x "$bin/swift" ] || continue
        [ -z "$bin" ] || PATH=$bin:$PATH
        command -v swift >/dev/null && return 0
    done
    return 1
}

need_swift() {
    find_swift || fail "cannot find Swift" "scripts/toolchain --yes installs Swift $swift_version from swift.org"
}
