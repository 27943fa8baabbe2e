# shellcheck shell=bash

test_that "B28 a reboot with a run active: the attempt was interrupted, and its policy decides" survives_reboot
test_that "J2 an upgrade replaces the daemon and not the step that trains" survives_upgrade
test_that "J4 an upgrade that was killed is mended by dpkg --configure, or by the same upgrade where dpkg asks for that" interrupted_upgrade_is_mended
test_that "J1 removing stops the daemon, and keeps configuration and record" removes
test_that "J1 purging while a step with limits runs keeps the state, and says so" purge_spares_steps
test_that "J1 purging leaves nothing but the models, and says so" purges
test_that "J3 it installs where systemd does not run" installs_without_systemd

survives_reboot() {
    make_pipeline lasting "$patient_training"
    inside_sh 'sed -i "s/attempts: 1/attempts: 2, backoff: 1s/" /etc/mlopsd/pipelines.d/lasting.yaml; systemctl reload mlopsd'
    inside rm -f /srv/lasting/go /srv/lasting/pid
    drop lasting "$RANDOM$RANDOM.csv"
    eventually 20 "the step runs" step_runs lasting
    inside_sh 'rm /srv/lasting/pid; sync'
    reboot_guest
    eventually 30 "the daemon runs" property_is mlopsd.service ActiveState active
    eventually 30 "the step is tried again" step_runs lasting
    expect_text "the first attempt was interrupted" 'interrupted' inside mlopsctl show "$(last_run lasting id)"
    release_step lasting "$(step_pid lasting)"
}

# A package of the same files with a higher version.
repack() {
    local files=$work/repacked
    rm -rf "$files"
    dpkg-deb -R "$package" "$files"
    sed -i "s/^Version: .*/Version: $1/" "$files/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone --build "$files" "$work/$1.deb" >/dev/null
    give "$work/$1.deb" "/root/$1.deb"
}

survives_upgrade() {
    local before step
    repack 99.1
    hold_step lasting
    step=$(step_pid lasting) before=$(property mlopsd.service MainPID)
    inside_sh 'echo "# edited" >>/etc/mlopsd/mlopsd.yaml
        DEBIAN_FRONTEND=noninteractive apt-get install -y /root/99.1.deb >/root/upgrade 2>&1 </dev/null'
    expect "another daemon runs" other_daemon "$before"
    expect_text "the edited file was kept" '^# edited$' inside tail -n 1 /etc/mlopsd/mlopsd.yaml
    release_step lasting "$step"
    # Downgrading to the same record is an upgrade the other way round.
    inside_sh 'DEBIAN_FRONTEND=noninteractive apt-get install -y --allow-downgrades /root/mlopsd.deb >/root/downgrade 2>&1 </dev/null'
    expect "it runs" property_is mlopsd.service ActiveState active
}

interrupted_upgrade_is_mended() {
    local delay
    inside test -e /root/99.1.deb || repack 99.1
    for delay in 0.05 0.3 0.8 1.5; do
        inside_sh 'dpkg -i /root/99.1.deb >/dev/null 2>&1 & sleep "$1"; kill -KILL $! 2>/dev/null || true; wait' "$delay" || true
        # More starts within five minutes than the unit allows, which is not what is tested.
        inside_sh 'systemctl reset-failed mlopsd.service || true
            { dpkg --configure -a || echo "dpkg asks for the package again"; dpkg -i /root/99.1.deb && systemctl is-active mlopsd; } >/root/mended 2>&1' ||
            { say "    not mended after being killed at ${delay}s:"; inside cat /root/mended >&2; return 1; }
    done
    expect_text "the package is whole" '^$' inside dpkg --audit
}

removes() {
    inside_sh 'DEBIAN_FRONTEND=noninteractive apt-get remove -y mlopsd >/root/remove 2>&1 </dev/null'
    expect_status 1 inside pgrep -x mlopsd
    expect "the record is kept" inside test -s /var/lib/mlopsd/metadata.db
    expect "pipelines are kept" inside test -s /etc/mlopsd/pipelines.d/quick.yaml
    expect_text "no unit is left that could start" '^$' inside_sh 'systemctl list-unit-files --no-legend "mlopsd*" | grep -v masked || true'
    inside_sh 'DEBIAN_FRONTEND=noninteractive apt-get install -y /root/mlopsd.deb >/root/again 2>&1 </dev/null'
    expect "installed again, it runs" property_is mlopsd.service ActiveState active
    expect_text "and knows its past" 'quick' inside mlopsctl list-runs quick
}

# Its unit has a name of its own, which is not that of all steps.
purge_spares_steps() {
    local step
    hold_step limited
    edit_unloaded limited 's|retry: {|resources: { tasks: 9 }, retry: {|'
    inside mlopsctl apply
    inside touch /srv/limited/go
    eventually 20 "the first run succeeds" last_run_is limited succeeded
    inside rm /srv/limited/go /srv/limited/pid
    drop limited "$RANDOM$RANDOM.csv"
    eventually 20 "the step runs" step_runs limited
    step=$(step_pid limited)
    expect_text "in a unit of its own" 'mlopsd-step-limited.train@' inside cat "/proc/$step/cgroup"
    # Nothing else that would keep the state.
    inside_sh 'systemctl stop "mlopsd-step@*"; cp -a /etc/mlopsd/pipelines.d /root/pipelines.d
        DEBIAN_FRONTEND=noninteractive apt-get purge -y mlopsd >/root/purge 2>&1 </dev/null'
    expect_text "it says that steps run" 'steps still run, so /var/lib/mlopsd is kept' inside cat /root/purge
    expect "the record is kept" inside test -s /var/lib/mlopsd/metadata.db
    expect "the step runs on" inside kill -0 "$step"
    inside_sh 'DEBIAN_FRONTEND=noninteractive apt-get install -y /root/mlopsd.deb >/root/again 2>&1 </dev/null'
    inside_sh 'cp -a /root/pipelines.d/. /etc/mlopsd/pipelines.d/; mlopsctl apply'
    release_step limited "$step"
    inside rm /etc/mlopsd/pipelines.d/limited.yaml
    inside mlopsctl apply
}

purges() {
    # As an administrator who is told that steps run: they are ended first.
    inside systemctl stop mlopsd-jobs.slice
    inside_sh 'DEBIAN_FRONTEND=noninteractive apt-get purge -y mlopsd >/root/purge 2>&1 </dev/null'
    expect_text "it says what it kept" 'models are kept' inside cat /root/purge
    expect "what is live still works" inside test -s /srv/quick/model/files
    expect_same "what is left of the state" models inside ls -A /var/lib/mlopsd
    # Not what a user's own daemon left in her directory, nor what is the machine's for these tests.
    expect_same "what is left elsewhere" /etc/mlopsd inside_sh \
        'find / -xdev \( -path /proc -o -path /root -o -path /home -o -path /srv -o -path /tmp -o -path /var/log/journal -o -path /.mlopsd-complete -o -name "mlopsd*.service.d" -o -path /var/lib/mlopsd \) -prune -o -name "*mlopsd*" -print'
    expect_same "what is left of the configuration" "" inside_sh 'find /etc/mlopsd -type f ! -path "/etc/mlopsd/pipelines.d/*.yaml"'
}

installs_without_systemd() {
    inside_sh 'printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
        unshare --mount --pid --fork sh -c "umount -l /run; mount -t tmpfs tmpfs /run; DEBIAN_FRONTEND=noninteractive dpkg -i /root/mlopsd.deb" >/root/bare 2>&1 </dev/null'
    expect_text "it is installed" '^install ok installed$' inside dpkg-query -W -f '${Status}' mlopsd
    inside rm /usr/sbin/policy-rc.d
}
