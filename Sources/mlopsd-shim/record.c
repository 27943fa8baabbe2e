/* The record of the end: complete under its final name, or absent. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { RETRY_US = 500000, GIVE_UP_US = 60000000 };

static const char *const kind_names[] = {
    [END_EXITED] = "exited",       [END_SIGNALED] = "signaled",   [END_FAILED_TO_START] = "failed-to-start",
    [END_TIMED_OUT] = "timed-out", [END_CANCELLED] = "cancelled",
};

/* A path may hold newlines; a record line may not. */
static void escape(const char *text, char *out, size_t size)
{
    size_t used = 0;
    for (; *text && used + 5 < size; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7f || byte == '\\')
            used += (size_t)snprintf(out + used, size - used, "\\x%02x", byte);
        else
            out[used++] = (char)byte;
    }
    out[used] = '\0';
}

static int64_t micros(struct timeval value)
{
    return (int64_t)value.tv_sec * 1000000 + value.tv_usec;
}

static int format(char *text, size_t size, const struct identity *self, const struct outcome *o, uint64_t log_dropped)
{
    char path[2048];
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    escape(o->failed_path ? o->failed_path : "", path, sizeof path);
    return snprintf(text, size,
        "version=%d\npid=%d\nstart_ticks=%llu\nboot_id=%s\n"
        "kind=%s\ncode=%d\nsignal=%d\ncore=%d\nerrno=%d\nerror=%s\npath=%s\n"
        "started_wall_us=%lld\nstarted_boot_us=%lld\nended_wall_us=%lld\nended_boot_us=%lld\n"
        "user_us=%lld\nsystem_us=%lld\nmax_rss_kib=%ld\nleft_processes=%d\nlog_dropped_bytes=%llu\n"
        "memory_kills=%lld\nmemory_limit=%lld\nend=1\n",
        RECORD_VERSION, self->pid, self->start_ticks, self->boot_id,
        kind_names[o->kind], o->code, o->signal, o->core, o->error, o->error ? strerror(o->error) : "", path,
        (long long)o->started_wall_us, (long long)o->started_boot_us,
        (long long)o->ended_wall_us, (long long)o->ended_boot_us,
        (long long)micros(usage.ru_utime), (long long)micros(usage.ru_stime), usage.ru_maxrss,
        o->left_processes, (unsigned long long)log_dropped, (long long)o->memory_kills, (long long)o->memory_limit);
}

/* The record of the end is only believed beside its claim, so both reach the disk. */
static bool synchronise_claim(int record_fd)
{
    int fd = openat(record_fd, "claim", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool good = fsync(fd) == 0;
    close(fd);
    return good;
}

static int write_once(int record_fd, const char *text, size_t length)
{
    int fd = openat(record_fd, "exit.tmp", O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd < 0)
        return -1;
    bool good = pwrite(fd, text, length, 0) == (ssize_t)length && ftruncate(fd, (off_t)length) == 0 && fsync(fd) == 0 &&
        synchronise_claim(record_fd);
    close(fd);
    return good && renameat(record_fd, "exit.tmp", record_fd, "exit") == 0 ? fsync(record_fd) : -1;
}

int write_record(int record_fd, const struct identity *self, const struct outcome *outcome, uint64_t log_dropped)
{
    char text[4096];
    int length = format(text, sizeof text, self, outcome, log_dropped);
    int64_t give_up = clock_us(CLOCK_BOOTTIME) + GIVE_UP_US;
    while (write_once(record_fd, text, (size_t)length) != 0) {
        if (clock_us(CLOCK_BOOTTIME) >= give_up) {
            fprintf(stderr, "mlopsd-shim: cannot record the end of the attempt: %s\n", strerror(errno));
            return -1;
        }
        usleep(RETRY_US);
    }
    return 0;
}
