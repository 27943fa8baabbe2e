/* The job's output: read as fast as it comes, so that a full log or a full disk never blocks the job. The log holds
   the beginning up to the limit and, written at the end, the last 64 KiB, because a traceback comes last. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Returns 0, or -1 with the errno in output->pipe. */
int output_open(struct output *output, int record_fd, uint64_t limit, int *write_end)
{
    int ends[2];
    struct stat status;
    output->limit = limit;
    output->file = openat(record_fd, "log", O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (output->file < 0 || fstat(output->file, &status) != 0 || pipe2(ends, O_CLOEXEC) != 0) {
        output->pipe = errno;
        return -1;
    }
    output->size = (uint64_t)status.st_size;
    output->pipe = ends[0];
    *write_end = ends[1];
    (void)fcntl(ends[0], F_SETPIPE_SZ, 1 << 20); /* a larger pipe only helps */
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return 0;
}

/* Returns how many bytes reached the file. */
static size_t append(struct output *output, const char *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = write(output->file, bytes + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    output->size += done;
    return done;
}

static void note_limit(struct output *output)
{
    char text[160];
    int length = snprintf(text, sizeof text,
        "\nmlopsd-shim: the log is full; what follows is dropped, except its last %zu bytes\n", sizeof output->tail);
    (void)append(output, text, (size_t)length);
}

static void drop(struct output *output, const char *bytes, size_t length)
{
    if (output->dropped == 0)
        note_limit(output);
    output->dropped += length;
    for (size_t i = 0; i < length; i++)
        output->tail[output->tail_used++ % sizeof output->tail] = bytes[i];
}

/* Reads one piece, so that a flood cannot keep the caller from its deadlines. */
void output_read(struct output *output)
{
    static char piece[64 * 1024];
    ssize_t length = read(output->pipe, piece, sizeof piece);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0) {
        close(output->pipe);
        output->pipe = -1;
        return;
    }
    size_t count = (size_t)length, kept = 0;
    journal_write(piece, count);
    if (output->dropped == 0 && output->size < output->limit) {
        uint64_t room = output->limit - output->size;
        kept = append(output, piece, room < count ? (size_t)room : count);
    }
    if (kept < count)
        drop(output, piece + kept, count - kept);
}

/* Takes what the pipe still holds, at most twice its size: a survivor that keeps writing must not hold up the end. */
void output_finish(struct output *output)
{
    for (int pieces = 0; pieces < 32 && output->pipe >= 0; pieces++)
        output_read(output);
    journal_finish();
    if (output->dropped == 0)
        return;
    size_t size = sizeof output->tail, kept = output->tail_used < size ? output->tail_used : size;
    size_t start = output->tail_used - kept;
    output->dropped -= kept;
    char text[96];
    int length = snprintf(text, sizeof text, "\nmlopsd-shim: %llu bytes were dropped here\n",
                          (unsigned long long)output->dropped);
    (void)append(output, text, (size_t)length);
    for (size_t done = 0; done < kept;) {
        size_t at = (start + done) % size, run = size - at < kept - done ? size - at : kept - done;
        size_t written = append(output, output->tail + at, run);
        done += written;
        if (written < run) {
            output->dropped += kept - done;
            break;
        }
    }
}
