/* The job's lines in the journal, by its native protocol, with the fields of the run: so they stand beside what the
   daemon says of it. The log file is the record and the journal a copy: the job never waits for it. Lines that its
   socket has no room for wait here. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

enum { LINES_PER_INTERVAL = 2000, INTERVAL_US = 30000000, WAITING_MAX = 512 * 1024, DRAIN_US = 500000 };

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
    char *waiting;              /* of WAITING_MAX bytes; each line behind its length; NULL: none ever had to */
    size_t start, end;          /* of those that wait */
} journal = {.fd = -1};

/* Takes the fields of the run from the environment of the job; a value with a newline could forge others. */
void journal_open(const char *address)
{
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
    if (strlen(address) >= sizeof name.sun_path)
        return;
    strcpy(name.sun_path, address);
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

/* Returns false where there is no room for it. */
static bool keep(const char *text, size_t length)
{
    if (!journal.waiting)
        journal.waiting = malloc(WAITING_MAX);
    if (!journal.waiting || WAITING_MAX - (journal.end - journal.start) < sizeof length + length)
        return false;
    if (WAITING_MAX - journal.end < sizeof length + length) {
        memmove(journal.waiting, journal.waiting + journal.start, journal.end - journal.start);
        journal.end -= journal.start;
        journal.start = 0;
    }
    memcpy(journal.waiting + journal.end, &length, sizeof length);
    memcpy(journal.waiting + journal.end + sizeof length, text, length);
    journal.end += sizeof length + length;
    return true;
}

int journal_waiting(void)
{
    return journal.start < journal.end ? journal.fd : -1;
}

void journal_resume(void)
{
    size_t length;
    while (journal.start < journal.end) {
        const char *line = journal.waiting + journal.start;
        memcpy(&length, line, sizeof length);
        if (!send_line(line + sizeof length, length)) {
            if (errno == EAGAIN)
                return;
            journal.omitted++;
        }
        journal.start += sizeof length + length;
    }
    journal.start = journal.end = 0;
}

void journal_drain(void)
{
    int64_t deadline = clock_us(CLOCK_MONOTONIC) + DRAIN_US;
    for (int64_t left = DRAIN_US; journal_waiting() >= 0 && left > 0; left = deadline - clock_us(CLOCK_MONOTONIC)) {
        struct pollfd room = {.fd = journal.fd, .events = POLLOUT};
        (void)poll(&room, 1, (int)(left / 1000) + 1);
        journal_resume();
    }
}

/* In order, behind those that wait; returns false where the line is lost. */
static bool put_line(const char *text, size_t length)
{
    if (journal_waiting() < 0) {
        if (send_line(text, length))
            return true;
        if (errno != EAGAIN)
            return false;
    }
    return keep(text, length);
}

static void tell_omitted(void)
{
    char text[128];
    if (journal.omitted == 0)
        return;
    int length = snprintf(text, sizeof text, "%llu lines are not in the journal; mlopsctl logs has them",
                          journal.omitted);
    if (put_line(text, (size_t)length))
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
    if (journal.lines++ >= LINES_PER_INTERVAL || !put_line(journal.line, journal.used))
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
