/* A step of another user: the unit is that user's, with the right to change it once. The shim goes on as the daemon's own
   user, because the record is the daemon's; the job is the unit's user again, or stays the daemon's where the daemon runs
   what is its own, and has none of the shim's rights. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

enum { GROUPS_MAX = 1024, OWN_COUNT = 5 };

static struct {
    bool changes; /* the job must give up what the shim has */
    uid_t uid;
    gid_t gid;
    gid_t groups[GROUPS_MAX];
    size_t count;
} job_user;

/* What the unit says of its user and the launch does not decide. */
static const char *const own_names[OWN_COUNT] = {"CREDENTIALS_DIRECTORY=", "HOME=", "LOGNAME=", "SHELL=", "USER="};
static char *own_values[OWN_COUNT];

/* By system call: glibc's own would tell all threads of a process that the job shares its memory with. */
static bool change(uid_t uid, gid_t gid, const gid_t *groups, size_t count)
{
    return syscall(SYS_setgroups, count, groups) == 0 && syscall(SYS_setresgid, gid, gid, gid) == 0 &&
        syscall(SYS_setresuid, uid, uid, uid) == 0;
}

static void note_own_environment(bool changes)
{
    for (char **entry = environ; *entry; entry++)
        for (size_t i = 0; i < (changes ? OWN_COUNT : 1); i++)
            if (strncmp(*entry, own_names[i], strlen(own_names[i])) == 0)
                own_values[i] = *entry;
}

bool become_daemon_user(void)
{
    bool changes = getenv("MLOPSD_STEP_USER");
    struct ucred daemon;
    socklen_t size = sizeof daemon;
    note_own_environment(changes);
    if (!changes)
        return true;
    int count = getgroups(GROUPS_MAX, job_user.groups);
    job_user.uid = getuid();
    job_user.gid = getgid();
    /* Whoever may connect to the socket of the unit is the daemon; a job of root's, or as root's, is nobody's wish. */
    if (count < 0 || job_user.uid == 0 || getsockopt(0, SOL_SOCKET, SO_PEERCRED, &daemon, &size) != 0 || daemon.uid == 0)
        return false;
    job_user.count = (size_t)count;
    job_user.changes = true;
    return change(daemon.uid, daemon.gid, &daemon.gid, 1);
}

bool remain_daemon_user(void)
{
    if (!job_user.changes)
        return true;
    socklen_t size = sizeof job_user.groups;
    job_user.uid = getuid();
    job_user.gid = getgid();
    for (size_t i = 0; i < OWN_COUNT; i++)
        own_values[i] = NULL;
    /* Those that the daemon was started with, which its groups are for. */
    if (getsockopt(0, SOL_SOCKET, SO_PEERGROUPS, job_user.groups, &size) != 0)
        return false;
    job_user.count = size / sizeof *job_user.groups;
    return true;
}

bool job_changes_user(void)
{
    return job_user.changes;
}

bool is_of_other_user(void)
{
    return job_user.changes && job_user.uid != getuid();
}

/* In a child: for good, and with no capability left. */
bool become_job_user(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {0};
    return change(job_user.uid, job_user.gid, job_user.groups, job_user.count) &&
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 && syscall(SYS_capset, &header, none) == 0 &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* Puts the unit's own values in the place of the launch's. */
bool set_own_environment(void)
{
    size_t count = 0;
    while (environ[count])
        count++;
    char **list = calloc(count + OWN_COUNT + 1, sizeof *list);
    if (!list)
        return false;
    size_t used = 0;
    for (size_t entry = 0; entry < count; entry++) {
        bool replaced = false;
        for (size_t i = 0; i < OWN_COUNT; i++)
            replaced |= own_values[i] && strncmp(environ[entry], own_names[i], strlen(own_names[i])) == 0;
        if (!replaced)
            list[used++] = environ[entry];
    }
    for (size_t i = 0; i < OWN_COUNT; i++)
        if (own_values[i])
            list[used++] = own_values[i];
    environ = list;
    return true;
}
