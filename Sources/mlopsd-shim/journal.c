/* The job's lines in the journal, by its native protocol, with the fields of the run: so they stand beside what the
   daemon says of it. The log file is the record and the journal a copy: nothing here ever waits. */
#define _GNU_SOURCE
#include "shim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

enum { LINES_PER_INTERVAL = 2000, INTERVAL_US = 30000000 };

static const char *const run_fields[][2] = {
    {"MLOPSD_RUN_ID", "MLOPS_RUN_ID"},
    {"MLOPSD_PIPELINE", "MLOPS_PIPELINE"},
    {"MLOPSD_STEP", "MLOPS_STEP"},
    {"MLOPSD_ATTEMPT", "MLOPS_ATTEMPT"},
};

static struct {
    int fd;                     /* -1: not wanted, or nobody listens */
    char fields[1024];
    size_t fields_length;
    char line[16 * 1024];       /* longer ones come in pieces */
    size_t used;
    int64_t interval_end_us;
    int lines;
    unsigned long long omitted; /* in the log and not in the journal */
} journal = {.fd = -1};

/* Takes the fields of the run from the environment of the job; a value with a newline could forge others. */
void journal_open(void)
{
    static const char address[] = "/run/systemd/journal/socket";
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    size_t size = sizeof journal.fields;
    journal.fields_length = (size_t)snprintf(journal.fields, size, "PRIORITY=6\nSYSLOG_IDENTIFIER=mlopsd-step\n");
    for (size_t i = 0; i < sizeof run_fields / sizeof *run_fields; i++) {
        const char *value = getenv(run_fields[i][1]);
        if (!value || strchr(value, '\n') || strlen(value) > 128)
            continue;
        journal.fields_length += (size_t)snprintf(journal.fields + journal.fields_length, size - journal.fields_length,
                                                  "%s=%s\n", run_fields[i][0], value);
    }
    memcpy(name.sun_path, address, sizeof address);
    journal.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (journal.fd >= 0 && connect(journal.fd, (struct sockaddr *)&name, sizeof name) != 0)
        journal.fd = -1; /* never closed: the process ends with its job */
}

static bool send_line(const char *text, size_t length)
{
    struct iovec parts[] = {
        {"MESSAGE=", 8},
        {(char *)text, length},
        {"\n", 1},
        {journal.fields, journal.fields_length},
    };
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 4};
    return sendmsg(journal.fd, &message, MSG_NOSIGNAL) >= 0;
}

static void tell_omitted(void)
{
    char text[128];
    if (journal.omitted == 0)
        return;
    int length = snprintf(text, sizeof text, "%llu lines are not in the journal; mlopsctl logs has them",
                          journal.omitted);
    if (send_line(text, (size_t)length))
        journal.omitted = 0;
}

static void end_line(void)
{
    int64_t now = clock_us(CLOCK_MONOTONIC);
    if (now >= journal.interval_end_us) {
        journal.interval_end_us = now + INTERVAL_US;
        journal.lines = 0;
        tell_omitted();
    }
    if (journal.lines++ >= LINES_PER_INTERVAL || !send_line(journal.line, journal.used))
        journal.omitted++;
    journal.used = 0;
}

void journal_write(const char *bytes, size_t length)
{
    if (journal.fd < 0)
        return;
    while (length > 0) {
        const char *newline = memchr(bytes, '\n', length);
        size_t room = sizeof journal.line - journal.used;
        size_t run = newline ? (size_t)(newline - bytes) : length;
        bool is_whole = newline && run <= room;
        if (run > room)
            run = room;
        memcpy(journal.line + journal.used, bytes, run);
        journal.used += run;
        if (is_whole || journal.used == sizeof journal.line)
            end_line();
        run += is_whole;
        bytes += run;
        length -= run;
    }
}

void journal_finish(void)
{
    if (journal.fd < 0)
        return;
    if (journal.used > 0)
        end_line();
    tell_omitted();
}
