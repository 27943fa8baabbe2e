/* Waits for the job, stops it when its time is up or the daemon asks for it, and leaves no process behind. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How long what the job left behind may take to end: by itself, and after SIGTERM. Short, because the end of the main
   process is the end of the attempt and is waited for. */
enum { SETTLE_US = 20000, TERMINATE_US = 50000, KILL_US = 5000000 };

enum stop { STOP_NONE, STOP_TERMINATING, STOP_KILLING };

static int64_t now_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

static int wait_ms(int64_t deadline_us)
{
    int64_t left = deadline_us - now_us();
    if (left <= 0)
        return 0;
    return left > 3600000000LL ? 3600000 : (int)((left + 999) / 1000);
}

/* Reaps whoever ended; returns how many others than the job. As subreaper the shim inherits every orphan. */
static int reap(pid_t job, struct outcome *outcome, bool *job_ended)
{
    int status, others = 0;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid != job) {
            others++;
            continue;
        }
        *job_ended = true;
        outcome->ended_wall_us = clock_us(CLOCK_REALTIME);
        outcome->ended_boot_us = clock_us(CLOCK_BOOTTIME);
        if (WIFEXITED(status)) {
            outcome->code = WEXITSTATUS(status);
        } else {
            outcome->signal = WTERMSIG(status);
            outcome->core = WCOREDUMP(status);
        }
    }
    return others;
}

static bool have_children(void)
{
    siginfo_t ignored;
    return waitid(P_ALL, 0, &ignored, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/* Signals direct children only: an unreaped child's pid is never another's. Their children come to us when they die. */
static void signal_children(int number)
{
    char path[64];
    int pid;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    FILE *list = fopen(path, "re");
    if (!list)
        return;
    while (fscanf(list, "%d", &pid) == 1)
        kill(pid, number);
    fclose(list);
}

static bool take_cancel(int signals)
{
    struct signalfd_siginfo info;
    bool cancel = false;
    while (read(signals, &info, sizeof info) == sizeof info)
        cancel |= info.ssi_signo == SIGTERM;
    return cancel;
}

/* Waits for a signal or output, which is read; returns whether the signal was SIGTERM. */
static bool wait_for_news(int64_t deadline_us, int signals, struct output *output)
{
    struct pollfd fds[] = {
        {.fd = signals, .events = POLLIN},
        {.fd = output->pipe, .events = POLLIN},
        {.fd = journal_waiting(), .events = POLLOUT},
    };
    (void)poll(fds, 3, deadline_us == INT64_MAX ? -1 : wait_ms(deadline_us));
    if (fds[1].revents)
        output_read(output);
    if (fds[2].revents)
        journal_resume();
    return fds[0].revents && take_cancel(signals);
}

/* Waits until no child is left or the deadline passes; returns how many ended. */
static int reap_until(int64_t deadline_us, int signals, struct output *output, struct outcome *outcome)
{
    bool ignored = false;
    int ended = reap(-1, outcome, &ignored);
    while (have_children() && now_us() < deadline_us) {
        (void)wait_for_news(deadline_us, signals, output);
        ended += reap(-1, outcome, &ignored);
    }
    return ended;
}

/* Returns how many processes had to be ended. Those of a job that was stopped have what is left of its stop timeout:
   a launcher often ends at once while its workers still save what they have. */
static int end_leftovers(int signals, int64_t stop_deadline, struct output *output, struct outcome *outcome)
{
    (void)reap_until(now_us() + SETTLE_US, signals, output, outcome);
    if (!have_children())
        return 0;
    signal_children(SIGTERM);
    int64_t deadline = now_us() + TERMINATE_US;
    int ended = reap_until(deadline > stop_deadline ? deadline : stop_deadline, signals, output, outcome);
    for (deadline = now_us() + KILL_US; have_children() && now_us() < deadline;) {
        signal_children(SIGKILL);
        ended += reap_until(now_us() + 10000, signals, output, outcome);
    }
    return ended;
}

/* Returns when the stop timeout of a stopped job ends, 0 for one that ended by itself. */
static int64_t wait_for_job(const struct options *options, pid_t job, int signals, struct output *output,
                            struct outcome *outcome)
{
    enum stop stop = STOP_NONE;
    bool ended = false;
    int64_t deadline = options->timeout_us < 0 ? INT64_MAX : now_us() + options->timeout_us;
    while (!ended) {
        bool cancel = wait_for_news(deadline, signals, output);
        (void)reap(job, outcome, &ended);
        bool due = now_us() >= deadline;
        if (ended || (stop != STOP_NONE && !due) || !(cancel || due))
            continue;
        if (stop == STOP_NONE) {
            outcome->kind = cancel ? END_CANCELLED : END_TIMED_OUT;
            stop = STOP_TERMINATING;
            deadline = now_us() + options->stop_timeout_us;
            kill(-job, SIGTERM);
            kill(-job, SIGCONT); /* a stopped process cannot act on SIGTERM */
        } else {
            stop = STOP_KILLING;
            deadline = now_us() + KILL_US / 10;
            kill(-job, SIGKILL);
            signal_children(SIGKILL);
        }
    }
    return stop == STOP_NONE ? 0 : deadline;
}

void supervise(const struct options *options, pid_t job, int signals, struct output *output, struct outcome *outcome)
{
    int64_t stop_deadline = wait_for_job(options, job, signals, output, outcome);
    if (stop_deadline == 0)
        outcome->kind = outcome->signal ? END_SIGNALED : END_EXITED;
    outcome->left_processes = end_leftovers(signals, stop_deadline, output, outcome);
    output_finish(output);
}
