# shellcheck shell=bash
# A machine of its own with a real systemd: a Debian tree below an overlay, booted by systemd-nspawn. What a test does
# to it is gone afterwards, and stays over a reboot.

# A release of Debian: bookworm has systemd 252, trixie 257.
readonly suite=${MLOPS_GUEST_SUITE:-bookworm}
readonly tree=${MLOPS_GUEST:-${XDG_CACHE_HOME:-$HOME/.cache}/mlopsd/$suite}
readonly guest_name=mlopsd-test-$$
readonly guest_packages=curl,dbus,less,libpam-systemd,libsnappy1v5,libsqlite3-0,libstdc++6,libzstd1,openssh-client,openssh-server,polkitd,procps
readonly more_guest_packages=python3-minimal,sqlite3,systemd,systemd-sysv,tzdata,zlib1g

# Makes the Debian tree unless it is there.
make_tree() {
    [ ! -e "$tree/.mlopsd-complete" ] || return 0
    say "making a Debian tree in $tree"
    rm -rf "$tree"
    mkdir -p "$tree"
    debootstrap --variant=minbase --include="$guest_packages,$more_guest_packages" "$suite" "$tree" >"$work/debootstrap" 2>&1 ||
        fail "cannot make a Debian tree: $(tail -n 3 "$work/debootstrap")" "look whether Debian's servers can be reached"
    touch "$tree/.mlopsd-complete"
}

boot_guest() {
    if [ ! -d "$work/machine" ]; then
        mkdir "$work/layers" "$work/machine"
        mount -t tmpfs -o size=4G,mode=755 mlopsd-test "$work/layers"
        mkdir "$work/layers/upper" "$work/layers/work"
        mount -t overlay -o "lowerdir=$tree,upperdir=$work/layers/upper,workdir=$work/layers/work" mlopsd-test "$work/machine"
        # The journal is what tests read; it must survive a reboot.
        mkdir -p "$work/machine/var/log/journal"
        : >"$work/machine/etc/machine-id"
        # A newer systemd can not mount there, and the machine then has the boot id of the host.
        [ "$suite" != bookworm ] || show_boot_id "$work/machine/etc/systemd/system"
    fi
    # A newer systemd makes no network namespace without the right to configure it.
    systemd-nspawn -D "$work/machine" --capability=CAP_NET_ADMIN --register=no --keep-unit --link-journal=no --resolv-conf=off --timezone=off \
        -M "$guest_name" --boot --console=pipe systemd.unit=multi-user.target >"$work/console" 2>&1 </dev/null &
    # In files: a test that boots again runs in a subshell.
    echo $! >"$work/nspawn-pid"
    eventually 30 "the machine has a first process" find_guest
    eventually 60 "the machine has booted" guest_is_up
}

# Each boot of the machine has an id of its own, which nspawn mounts on the file in /proc. A unit that gets a /proc of
# its own would see that of the host there.
show_boot_id() {
    local unit
    mkdir -p "$1/sysinit.target.wants"
    printf '%s\n' '[Unit]' DefaultDependencies=no 'Before=sysinit.target' '[Service]' Type=oneshot RemainAfterExit=yes \
        'ExecStart=/bin/cp /proc/sys/kernel/random/boot_id /run/boot-id' >"$1/boot-id.service"
    ln -s ../boot-id.service "$1/sysinit.target.wants/boot-id.service"
    for unit in mlopsd.service mlopsd-step@.service; do
        mkdir -p "$1/$unit.d"
        printf '%s\n' '[Service]' 'BindReadOnlyPaths=/run/boot-id:/proc/sys/kernel/random/boot_id' >"$1/$unit.d/boot-id.conf"
    done
}

find_guest() {
    pgrep -P "$(cat "$work/nspawn-pid")" | head -n 1 >"$work/guest-pid"
    [ -s "$work/guest-pid" ]
}

guest_is_up() {
    case "$(inside systemctl is-system-running 2>/dev/null)" in running | degraded) ;; *) return 1 ;; esac
}

# inside COMMAND...: as root in the machine.
inside() {
    nsenter -t "$(cat "$work/guest-pid")" -m -u -i -n -p -C -r -w env -i HOME=/root LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# inside_sh SCRIPT [ARGUMENT...]
inside_sh() { inside bash -euo pipefail -c "$1" bash "${@:2}"; }

# as_user NAME COMMAND...: with the groups of that user.
as_user() { inside setpriv --reuid "$1" --regid "$1" --init-groups "${@:2}"; }

halt_guest() {
    [ -s "$work/nspawn-pid" ] || return 0
    inside systemctl poweroff >/dev/null 2>&1 || true
    eventually_quietly 60 guest_is_down || kill "$(cat "$work/nspawn-pid")" 2>/dev/null || true
    eventually_quietly 10 guest_is_down || true
    rm -f "$work/nspawn-pid" "$work/guest-pid"
}

guest_is_down() { ! kill -0 "$(cat "$work/nspawn-pid")" 2>/dev/null; }

reboot_guest() { halt_guest && boot_guest; }

# give SOURCE PATH: copies a file into the machine.
give() { cat "$1" | inside_sh 'cat >"$1"' "$2"; }

remove_guest() {
    halt_guest
    umount "$work/machine" 2>/dev/null || true
    umount "$work/layers" 2>/dev/null || true
    rm -rf "$work"
}
