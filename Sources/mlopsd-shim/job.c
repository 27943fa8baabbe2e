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
#include <time.h>
#include <unistd.h>

extern char **environ;

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

/* A program that is being written is waited for, a minute at most: whatever its writer started meanwhile may hold it open
   for a moment longer. */
static void execute_file(const char *path, char **argv)
{
    static const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    for (int tries = 0; execve(path, argv, environ), errno == ETXTBSY && tries < 6000; tries++)
        nanosleep(&pause, NULL);
}

/* Like execvp(3), without its habit of handing a file that is not executable code to a shell. */
static int execute(char **argv)
{
    if (strchr(argv[0], '/'))
        return execute_file(argv[0], argv), errno;
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
        execute_file(candidate, argv);
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

static bool place_passed(int first)
{
    for (int i = first; i < passed.count; i++)
        if (dup2(passed.fd[i], 3 + i - first) < 0)
            return false;
    if (passed.count > first)
        set_listen_pid();
    return true;
}

static bool fail(struct outcome *outcome, const char *path)
{
    outcome->kind = END_FAILED_TO_START;
    outcome->error = errno;
    outcome->failed_path = path;
    return false;
}

/* All of a child that does not depend on whether it may start. */
static bool prepare_child(const struct options *options, int output_fd, struct outcome *outcome)
{
    errno = EBADF;
    int input = !options->input ? open("/dev/null", O_RDONLY | O_CLOEXEC) : passed.count > 0 ? passed.fd[0] : -1;
    if (input < 0 || dup2(input, 0) < 0 || dup2(output_fd, 1) < 0 || dup2(output_fd, 2) < 0)
        return fail(outcome, options->argv[0]);
    if (options->directory && chdir(options->directory) != 0)
        return fail(outcome, options->directory);
    default_signals();
    return true;
}

/* Waits for the word to go on, and claims the attempt. */
static void begin(int record_fd, int word, struct outcome *outcome)
{
    if (!may_start(word))
        return;
    outcome->refusal = claim(record_fd);
    outcome->begun = outcome->refusal == 0;
    outcome->started_wall_us = clock_us(CLOCK_REALTIME);
    outcome->started_boot_us = clock_us(CLOCK_BOOTTIME);
}

static void run_child(
    const struct options *options, pid_t shim, int record_fd, int output_fd, struct outcome *outcome)
{
    setpgid(0, 0);
    /* The job must not outlive a killed shim: nobody would record its end (B27). */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != shim)
        _exit(127);
    int word = word_fd();
    bool changes = job_changes_user();
    bool good = changes || prepare_child(options, output_fd, outcome);
    begin(record_fd, word, outcome);
    if (outcome->begun && changes)
        good = become_job_user() ? prepare_child(options, output_fd, outcome) : fail(outcome, "user");
    if (!outcome->begun || !good)
        _exit(127);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* another user has none any more */
    if (changes && getppid() != shim)
        _exit(127);
    /* Last, because its numbers may be those of descriptors that were used until here. */
    if (place_passed(options->input))
        errno = execute(options->argv);
    fail(outcome, options->argv[0]);
    _exit(127);
}

/* The child runs on our memory until it executes: nothing is copied, and what it writes to the outcome stands there.
   So it waits for the word itself, and nothing but the claim and execve(2) comes after that. */
pid_t job_start(const struct options *options, int record_fd, int output_fd, struct outcome *outcome)
{
    pid_t shim = getpid(), job = -1;
    if (output_fd >= 0 && (job = vfork()) < 0)
        fail(outcome, options->argv[0]);
    if (job == 0)
        run_child(options, shim, record_fd, output_fd, outcome);
    if (job < 0)
        begin(record_fd, 0, outcome);
    while (passed.count > 0)
        close(passed.fd[--passed.count]); /* the job's alone: what it listens on must be gone with it */
    if (job < 0 || outcome->kind == END_FAILED_TO_START)
        return -1;
    (void)setpgid(job, job); /* both sides, so that neither can be too late */
    return job;
}
