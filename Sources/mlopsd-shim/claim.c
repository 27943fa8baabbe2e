/* The claim says that an attempt was started, the lock that it still runs. Claim present and lock free means: dead. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { RESERVED_BYTES = 4096, PATIENCE_US = 30 * 1000 * 1000 };

static ssize_t read_small(const char *path, char *buffer, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t length = read(fd, buffer, size - 1);
    close(fd);
    if (length >= 0)
        buffer[length] = '\0';
    return length;
}

int identify(struct identity *self)
{
    char stat[1024];
    self->pid = getpid();
    if (read_small("/proc/sys/kernel/random/boot_id", self->boot_id, sizeof self->boot_id) <= 0 ||
        read_small("/proc/self/stat", stat, sizeof stat) <= 0)
        return -1;
    self->boot_id[strcspn(self->boot_id, "\n")] = '\0';
    /* Field 22, counted from the last ')' because the name before it may hold anything (proc_pid_stat(5)). */
    char *field = strrchr(stat, ')');
    for (int number = 2; field && number < 22; number++)
        field = strchr(field + 1, ' ');
    return field && sscanf(field, "%llu", &self->start_ticks) == 1 ? 0 : -1;
}

/* An OFD lock: it dies with the last descriptor, and F_OFD_GETLK lets an observer ask without ever holding it. */
static bool lock(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

static bool is_claimed(int record_fd)
{
    return faccessat(record_fd, "claim", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Who holds the lock without a claim may be a shim that was told to end before it began: it is waited for. */
static int lock_alive(int record_fd)
{
    static const struct timespec pause = {.tv_nsec = 1000000};
    int fd = openat(record_fd, "alive", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd < 0)
        return SHIM_CANNOT_CLAIM;
    int64_t give_up_us = clock_us(CLOCK_MONOTONIC) + PATIENCE_US;
    while (!lock(fd)) {
        if (errno != EAGAIN && errno != EACCES)
            return SHIM_CANNOT_CLAIM;
        if (is_claimed(record_fd) || clock_us(CLOCK_MONOTONIC) > give_up_us)
            return SHIM_ALREADY_CLAIMED;
        nanosleep(&pause, NULL);
    }
    return 0; /* never closed */
}

/* Space for the record is taken now, so that a job that fills the disk cannot take its own exit status with it; unless
   the daemon has taken it already, when it made the directory. */
static int reserve_record(int record_fd)
{
    struct stat status;
    int fd = openat(record_fd, "exit.tmp", O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd < 0)
        return -1;
    if (fstat(fd, &status) != 0 || status.st_blocks == 0)
        (void)posix_fallocate(fd, 0, RESERVED_BYTES); /* a file system without it only loses the reserve */
    close(fd);
    return 0;
}

/* Writes the claim under another name; returns 0 or an exit code of the shim. */
static int write_claim(int record_fd, const struct identity *self)
{
    char text[256];
    int length = snprintf(text, sizeof text, "version=%d\npid=%d\nstart_ticks=%llu\nboot_id=%s\nend=1\n",
                          RECORD_VERSION, self->pid, self->start_ticks, self->boot_id);
    int fd = openat(record_fd, "claim.tmp", O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd < 0)
        return SHIM_CANNOT_CLAIM;
    struct stat status;
    bool good = fstat(fd, &status) == 0;
    /* Cut only if there is something: ext4 writes a file that was cut to the disk when it is closed. */
    if (good && status.st_size > 0)
        good = ftruncate(fd, 0) == 0;
    good = good && write(fd, text, (size_t)length) == length;
    close(fd);
    return good ? 0 : SHIM_CANNOT_CLAIM;
}

static int explain(int result, const char *record)
{
    if (result == SHIM_ALREADY_CLAIMED)
        fprintf(stderr, "mlopsd-shim: \"%s\" is claimed already; not starting a second time\n", record);
    else if (result != 0)
        fprintf(stderr, "mlopsd-shim: cannot claim \"%s\": %s\n", record, strerror(errno));
    return result;
}

/* Written under another name and linked: whoever sees a claim sees a whole one, and link(2) never replaces. It is not
   synchronised: whoever looks in this boot sees it in any case, and after another boot an attempt without a claim is
   taken for interrupted, because nobody can tell. So no disk stands between an attempt and its job. */
int claim(int record_fd)
{
    return linkat(record_fd, "claim.tmp", record_fd, "claim", 0) == 0 ? 0 : errno;
}

int explain_claim(int error, const char *record)
{
    errno = error;
    return explain(error == EEXIST ? SHIM_ALREADY_CLAIMED : error ? SHIM_CANNOT_CLAIM : 0, record);
}

int prepare_claim(const struct options *options, int record_fd, const struct identity *self)
{
    int result = lock_alive(record_fd);
    if (result == 0 && is_claimed(record_fd))
        result = SHIM_ALREADY_CLAIMED; /* before anything of the first attempt's is touched */
    if (result == 0)
        result = reserve_record(record_fd) == 0 ? write_claim(record_fd, self) : SHIM_CANNOT_CLAIM;
    return explain(result, options->record);
}
