# shellcheck shell=bash

test_that "J1 installing makes the user, starts the daemon and leaves nothing to do" installs
test_that "an administrator who installed nothing else has a daemon that is ready and idle" is_ready
test_that "the daemon runs as its own user, without capabilities but leases, in its sandbox" is_confined
test_that "G9 the control socket comes from its socket unit and can be made again while the daemon is away" socket_activates

installs() {
    give "$package" /root/mlopsd.deb
    inside_sh 'DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /root/mlopsd.deb' >"$work/apt" 2>&1 ||
        { cat "$work/apt" >&2; return 1; }
    expect "mlopsd.service runs" inside systemctl is-active --quiet mlopsd.service
    expect "mlopsd.service is enabled" inside systemctl is-enabled --quiet mlopsd.service mlopsd.socket mlopsd-step.socket
    expect_text "the user has no shell" 'nologin$' inside getent passwd mlopsd
    expect_text "the state is not for others" '^750 mlopsd mlopsd$' inside stat -c '%a %U %G' /var/lib/mlopsd
    expect_text "nothing complained" '^$' inside_sh 'journalctl -u mlopsd -p warning --no-pager -q'
}

is_ready() {
    expect_text "systemctl status says what it does" 'Status: "0 pipelines, 0 runs active"' inside systemctl status --no-pager mlopsd
    expect_text "mlopsctl answers" 'mlopsd' inside mlopsctl status
    expect "the configuration is valid" inside mlopsctl check
    # TCP ports of the host are seen here too, because the network is shared; ours would be of this process.
    expect_text "it listens at no port" '^0$' inside_sh 'ls -l /proc/$(systemctl show --value -p MainPID mlopsd)/fd |
        grep -o "socket:\[[0-9]*" | cut -d[ -f2 | while read -r inode; do
            awk -v inode="$inode" "\$10 == inode && \$4 == \"0A\"" /proc/net/tcp /proc/net/tcp6; done | wc -l'
    inside mlopsctl doctor --json >"$work/doctor" || { cat "$work/doctor" >&2; return 1; }
}

is_confined() {
    local pid
    pid=$(property mlopsd.service MainPID)
    expect_text "it runs as mlopsd" '^mlopsd$' inside ps -o user= -p "$pid"
    # Bit 28 is CAP_LEASE.
    expect_text "its capabilities" '^CapEff:\s*0000000010000000$' inside grep CapEff "/proc/$pid/status"
    expect_text "it gains no privileges" '^NoNewPrivs:\s*1$' inside grep NoNewPrivs "/proc/$pid/status"
    expect_text "its system calls are filtered" '^Seccomp:\s*2$' inside grep '^Seccomp:' "/proc/$pid/status"
    expect_text "its exposure is at most 1.5" 'level for mlopsd.service: (0\.[0-9]|1\.[0-5]) ' \
        inside systemd-analyze security --offline=yes --threshold=15 /usr/lib/systemd/system/mlopsd.service
    expect_text "the units are sound" '^$' inside_sh 'systemd-analyze verify --man=no mlopsd.service mlopsd.socket mlopsd-step.socket 2>&1'
    expect_status 1 inside_sh 'nsenter -t "$1" -m touch /etc/mlopsd/written' "$pid"
}

socket_activates() {
    inside systemctl --quiet stop mlopsd.service
    expect "the socket stays" inside test -S /run/mlopsd/mlopsd.sock
    # The request waits until the daemon that it started is ready.
    expect_text "a request starts the daemon" 'mlopsd' inside mlopsctl status
    expect "it runs again" inside systemctl is-active --quiet mlopsd.service
    inside_sh 'systemctl --quiet stop mlopsd.service mlopsd.socket && rm -rf /run/mlopsd/mlopsd.sock'
    inside systemctl start mlopsd.service
    expect_text "it answers at a new socket" 'mlopsd' inside mlopsctl status
    # The daemon listens by itself now; the socket unit can only take its place before it starts.
    inside_sh 'systemctl --quiet stop mlopsd.service && systemctl start mlopsd.socket mlopsd.service'
}
