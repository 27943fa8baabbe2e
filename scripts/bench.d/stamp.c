/* stamp LOG: the step that is started. Appends the time at which its first instruction of main ran, in nanoseconds of
 * CLOCK_MONOTONIC, so that starting it is measured and not what it does. */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (argc != 2) return 64;
    char line[32];
    int length = snprintf(line, sizeof line, "%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
    int log = open(argv[1], O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
    return log < 0 || write(log, line, length) != length;
}
