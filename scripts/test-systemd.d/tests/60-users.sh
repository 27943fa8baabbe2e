# shellcheck shell=bash

test_that "mlopsd --user runs as a service of a user, with steps in units of the user's" user_service_runs
test_that "mlopsctl -H asks the daemon of another machine over ssh, as who one is there" other_machines_answer

# of_user COMMAND...: as ada, with her service manager.
of_user() {
    inside setpriv --reuid ada --regid ada --init-groups env HOME=/home/ada XDG_RUNTIME_DIR="/run/user/$(inside id -u ada)" "$@"
}

user_service_runs() {
    inside_sh 'getent passwd ada >/dev/null || useradd -m -s /bin/bash ada; systemctl start "user@$(id -u ada).service"'
    of_user bash -euc 'cd; mkdir -p .config/mlopsd/pipelines.d data/incoming
        printf "%s\n" "#!/bin/bash" "cat /proc/self/cgroup >cgroup; date >\"\$MLOPS_MODEL/made\"" >data/train; chmod 755 data/train
        printf "%s\n" "directory: /home/ada/data" "data: { rows: { path: incoming, ready: rename } }" \
            "triggers: { arrived: { new_data: rows, min_files: 1, quiet_period: 0s } }" \
            "steps: { train: { run: [./train] } }" "deploy: { target: /home/ada/data/model }" >.config/mlopsd/pipelines.d/own.yaml'
    of_user systemctl --user start mlopsd.service
    of_user bash -c 'cd ~/data/incoming; echo a,b >.x; mv .x one.csv'
    eventually 20 "the model is live" inside test -s /home/ada/data/model/made
    expect_text "the step had a unit of its own" 'user@[0-9]+.service/.*mlopsd-step@' inside cat /home/ada/data/cgroup
    expect_text "its user asks it" 'own' of_user mlopsctl --user list-runs
    expect_status 0 of_user systemctl --user reload mlopsd.service
    expect_status 1 inside_sh 'mlopsctl list-pipelines | grep -w own'
    of_user systemctl --user stop mlopsd.service mlopsd-step.socket
}

other_machines_answer() {
    inside_sh 'mkdir -p /run/sshd /root/.ssh; ssh-keygen -A >/dev/null; [ -e /root/.ssh/id_ed25519 ] || ssh-keygen -q -t ed25519 -N "" -f /root/.ssh/id_ed25519
        cat /root/.ssh/id_ed25519.pub >>/root/.ssh/authorized_keys; chmod 600 /root/.ssh/authorized_keys
        printf "Host there\n HostName 127.0.0.1\n Port 22022\n StrictHostKeyChecking no\n LogLevel ERROR\n" >/root/.ssh/config
        /usr/sbin/sshd -p 22022 -o ListenAddress=127.0.0.1 -o PidFile=/run/sshd.test'
    expect_text "it answers" 'mlopsd' inside mlopsctl -H root@there status
    expect_text "and takes commands" 'in force' inside mlopsctl -H root@there reload
    expect_status 69 inside mlopsctl -H nobody-at-all@there status
    inside_sh 'kill "$(cat /run/sshd.test)"'
}
