/* Arguments, and the order in which things must happen. The order is the contract: lock, claim, job, record. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

int64_t clock_us(int clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool parse_seconds(const char *text, int64_t *us)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !(seconds >= 0 && seconds < 1e10))
        return false;
    *us = (int64_t)(seconds * 1e6);
    return true;
}

static bool parse_bytes(const char *text, uint64_t *bytes)
{
    char *end;
    *bytes = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0';
}

static bool parse_options(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {
        {"record", required_argument, NULL, 'r'},       {"timeout", required_argument, NULL, 't'},
        {"stop-timeout", required_argument, NULL, 's'}, {"directory", required_argument, NULL, 'd'},
        {"max-log", required_argument, NULL, 'l'},      {"input", no_argument, NULL, 'i'},
        {"own", no_argument, NULL, 'o'},                {"journal", required_argument, NULL, 'j'},
        {0},
    };
    bool good = true;
    int option;
    *options = (struct options){.timeout_us = -1, .stop_timeout_us = 10000000, .max_log_bytes = 64u << 20};
    while (good && (option = getopt_long(argc, argv, "+", known, NULL)) != -1) {
        switch (option) {
        case 'r': options->record = optarg; break;
        case 'd': options->directory = optarg; break;
        case 't': good = parse_seconds(optarg, &options->timeout_us); break;
        case 's': good = parse_seconds(optarg, &options->stop_timeout_us); break;
        case 'i': options->input = true; break;
        case 'o': options->own = true; break;
        case 'j': options->journal = optarg; break;
        case 'l': good = parse_bytes(optarg, &options->max_log_bytes); break;
        default: good = false;
        }
    }
    options->argv = argv + optind;
    return good && options->record && *options->argv;
}

/* SIGTERM means cancel and arrives as data; what a closing terminal sends must not end an attempt. */
static int take_signals(void)
{
    sigset_t wanted;
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL); /* ignored by a careless parent, it would make the job's status unreadable */
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGCHLD);
    sigprocmask(SIG_SETMASK, &wanted, NULL);
    return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Returns false where there is none, or where it must not be taken. */
static bool take_launch(int *argc, char ***argv, const char **sandbox)
{
    *sandbox = getenv("MLOPSD_SANDBOX"); /* of the unit */
    if (!become_daemon_user()) {
        perror("mlopsd-shim: cannot act for the daemon beside the user of this unit");
        return false;
    }
    return receive_launch(argc, argv);
}

static bool settle_user(const struct options *options)
{
    return (!options->own || remain_daemon_user()) && set_own_environment();
}

static void check_sandbox(const char *sandbox, int *output_fd, struct outcome *outcome)
{
    outcome->failed_path = missing_sandbox(sandbox);
    if (!outcome->failed_path)
        return;
    outcome->kind = END_FAILED_TO_START;
    outcome->error = EOPNOTSUPP;
    close(*output_fd);
    *output_fd = -1;
}

int main(int argc, char **argv)
{
    static struct output output;
    struct options options;
    struct identity self;
    struct outcome outcome = {.code = -1};

    if ((argc == 3 || argc == 5) && strcmp(argv[1], "--relay") == 0)
        return relay(argv[2], argc == 5 ? argv[3] : NULL, argc == 5 ? argv[4] : NULL);
    bool to_journal = getenv("JOURNAL_STREAM"); /* in a unit of its own; the environment is the job's from here on */
    int known = identify(&self); /* what does not depend on the attempt comes before it */
    const char *sandbox = NULL;
    bool waits = argc == 2 && strcmp(argv[1], "--wait") == 0;
    if (waits && !take_launch(&argc, &argv, &sandbox))
        return SHIM_OK;
    if (!parse_options(argc, argv, &options)) {
        fputs("usage: mlopsd-shim --record DIR [--timeout SECONDS] [--stop-timeout SECONDS]\n"
              "                   [--directory CWD] [--max-log BYTES] [--input] [--own] [--journal SOCKET] -- argv...\n"
              "       mlopsd-shim --wait <LAUNCH\n"
              "       mlopsd-shim --relay DIR [HOST PORT]\n", stderr);
        return SHIM_USAGE;
    }
    if (waits && !settle_user(&options)) {
        perror("mlopsd-shim: cannot run this as the daemon's user");
        return SHIM_CANNOT_CLAIM;
    }
    (void)setsid(); /* fails when the spawner made us a session leader already */
    int signals = take_signals();
    int record_fd = open(options.record, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (known != 0 || signals < 0 || record_fd < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
        perror("mlopsd-shim: cannot prepare");
        return SHIM_CANNOT_CLAIM;
    }
    int refused = prepare_claim(&options, record_fd, &self), output_fd = -1;
    if (refused)
        return refused;
    if (output_open(&output, record_fd, options.max_log_bytes, &output_fd) != 0) {
        outcome.kind = END_FAILED_TO_START;
        outcome.error = output.pipe; /* output_open leaves the errno there */
        outcome.failed_path = "log";
    }
    if (sandbox && output_fd >= 0)
        check_sandbox(sandbox, &output_fd, &outcome);
    if (options.journal ? *options.journal : to_journal)
        journal_open(options.journal ? options.journal : JOURNAL_SOCKET);
    pid_t job = job_start(&options, record_fd, output_fd, &outcome);
    if (!outcome.begun)
        return explain_claim(outcome.refusal, options.record);
    (void)unlinkat(record_fd, "claim.tmp", 0); /* its other name is the claim */
    if (output_fd >= 0)
        close(output_fd);
    if (job > 0)
        supervise(&options, job, signals, &output, &outcome);
    yield_outputs();
    if (to_journal)
        count_memory(&outcome);
    if (outcome.kind == END_FAILED_TO_START) {
        outcome.ended_wall_us = clock_us(CLOCK_REALTIME);
        outcome.ended_boot_us = clock_us(CLOCK_BOOTTIME);
    }
    int recorded = write_record(record_fd, &self, &outcome, output.dropped);
    journal_drain();
    return recorded == 0 ? SHIM_OK : SHIM_CANNOT_RECORD;
}
