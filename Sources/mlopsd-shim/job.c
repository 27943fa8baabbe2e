/* Starts the job in a process group of its own, with nothing of ours: no descriptors, no mask, no dispositions. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

struct start_failure {
    int error;
    bool in_directory; /* entering the working directory failed, not the execution */
};

static void default_signals(void)
{
    static const unsigned long default_action[8]; /* struct kernel_sigaction, all zero: SIG_DFL, no flags */
    sigset_t none;
    /* By system call, because glibc refuses its two internal signals, which its posix_spawn leaves ignored. */
    for (int number = 1; number < NSIG; number++)
        (void)syscall(SYS_rt_sigaction, number, default_action, NULL, 8);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Like execvp(3), without its habit of handing a file that is not executable code to a shell. */
static int execute(char **argv)
{
    if (strchr(argv[0], '/'))
        return execve(argv[0], argv, environ), errno;
    const char *path = getenv("PATH");
    char candidate[4096];
    int result = ENOENT;
    for (const char *part = path ? path : "/usr/local/bin:/usr/bin:/bin"; part; part = strchr(part, ':')) {
        part += *part == ':';
        size_t length = strcspn(part, ":");
        if (length == 0 || length + strlen(argv[0]) + 2 > sizeof candidate)
            continue;
        memcpy(candidate, part, length);
        candidate[length] = '/';
        strcpy(candidate + length + 1, argv[0]);
        execve(candidate, argv, environ);
        if (errno != ENOENT && errno != ENOTDIR)
            result = errno;
    }
    return result;
}

/* LISTEN_PID must be the job's own number, which nobody knows before it runs: the launch leaves room for it. */
static void set_listen_pid(void)
{
    static const char name[] = "LISTEN_PID=", room[] = "0000000000";
    for (char **entry = environ; *entry; entry++) {
        char *value = *entry + sizeof name - 1;
        if (strncmp(*entry, name, sizeof name - 1) != 0 || strcmp(value, room) != 0)
            continue;
        char digits[sizeof room];
        int count = 0;
        for (pid_t rest = getpid(); rest > 0; rest /= 10)
            digits[count++] = (char)('0' + rest % 10);
        while (count > 0)
            *value++ = digits[--count];
        *value = '\0';
    }
}

static bool place_passed(int first, int *report_fd)
{
    if (passed.count <= first)
        return true;
    *report_fd = fcntl(*report_fd, F_DUPFD_CLOEXEC, 3 + PASSED_MAX); /* its number may be one of theirs */
    for (int i = first; i < passed.count; i++)
        if (*report_fd < 0 || dup2(passed.fd[i], 3 + i - first) < 0)
            return false;
    set_listen_pid();
    return true;
}

static void report(int fd, struct start_failure failure)
{
    ssize_t ignored = write(fd, &failure, sizeof failure);
    (void)ignored; /* the parent then sees an end of file and a child that exits 127 */
    _exit(127);
}

static void run_child(const struct options *options, pid_t shim, int output_fd, int report_fd)
{
    setpgid(0, 0);
    /* The job must not outlive a killed shim: nobody would record its end (B27). */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != shim)
        _exit(127);
    if (options->input && passed.count == 0)
        report(report_fd, (struct start_failure){EBADF, false});
    int input = options->input ? passed.fd[0] : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0 || dup2(input, 0) < 0 || dup2(output_fd, 1) < 0 || dup2(output_fd, 2) < 0)
        report(report_fd, (struct start_failure){errno, false});
    if (!place_passed(options->input, &report_fd))
        report(report_fd, (struct start_failure){errno, false});
    if (options->directory && chdir(options->directory) != 0)
        report(report_fd, (struct start_failure){errno, true});
    default_signals();
    report(report_fd, (struct start_failure){execute(options->argv), false});
}

/* Returns the job's pid once it executes, or -1 with the reason in the outcome. */
pid_t job_start(const struct options *options, int output_fd, struct outcome *outcome)
{
    int ends[2];
    struct start_failure failure = {0};
    pid_t shim = getpid(), job = -1;
    if (pipe2(ends, O_CLOEXEC) == 0)
        job = vfork(); /* the child runs on our memory until it executes: nothing is copied, and it changes none of it */
    if (job == 0)
        run_child(options, shim, output_fd, ends[1]);
    while (passed.count > 0)
        close(passed.fd[--passed.count]); /* the job's alone: what it listens on must be gone with it */
    if (job > 0) {
        (void)setpgid(job, job); /* both sides, so that neither can be too late */
        close(ends[1]);
        ssize_t length;
        do
            length = read(ends[0], &failure, sizeof failure);
        while (length < 0 && errno == EINTR);
        close(ends[0]);
        if (length == 0)
            return job;
    } else {
        failure.error = errno;
    }
    outcome->kind = END_FAILED_TO_START;
    outcome->error = failure.error;
    outcome->failed_path = failure.in_directory ? options->directory : options->argv[0];
    return -1;
}
