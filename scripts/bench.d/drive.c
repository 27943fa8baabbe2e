/* drive EVENTS PAUSE_MS TIMEOUT_S DIR LOG [DIR LOG]...
 * Renames one file after the other into each DIR in turn, waits for the line that stamp appends to that LOG, and prints
 * "INDEX NANOSECONDS" of rename to stamp, or "INDEX missed". Taking turns gives every contender the same machine. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* The first number after `offset` in the log; 0 when none has come before `deadline`. */
static long long stamped(const char *log, off_t offset, long long deadline) {
    char line[32] = {0};
    while (now() < deadline) {
        int fd = open(log, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
            ssize_t n = pread(fd, line, sizeof line - 1, offset);
            close(fd);
            if (n > 0 && line[n - 1] == '\n') return atoll(line);
        }
        usleep(500);
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 6) return 64;
    int events = atoi(argv[1]), pause_ms = atoi(argv[2]), timeout_s = atoi(argv[3]);
    for (int event = 0; event < events; event++) {
        for (int index = 0; 4 + 2 * index + 1 < argc; index++) {
            const char *directory = argv[4 + 2 * index], *log = argv[4 + 2 * index + 1];
            char written[4096], final[4096];
            snprintf(written, sizeof written, "%s.writing", directory);
            snprintf(final, sizeof final, "%s/%06d.csv", directory, event);
            int fd = open(written, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
            if (fd < 0 || dprintf(fd, "a,b\n%d,1\n", event) < 0 || close(fd)) return perror(written), 1;
            struct stat status;
            off_t offset = stat(log, &status) ? 0 : status.st_size;
            long long start = now();
            if (rename(written, final)) return perror(final), 1;
            long long stamp = stamped(log, offset, start + timeout_s * 1000000000LL);
            if (stamp) printf("%d %lld\n", index, stamp - start);
            else printf("%d missed\n", index);
            fflush(stdout);
            usleep(pause_ms * 1000);
        }
    }
    return 0;
}
