/* files COUNT PER_DIRECTORY DIR: makes COUNT small files, PER_DIRECTORY in each folder below DIR (0: all in DIR itself). */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc != 4) return 64;
    long count = atol(argv[1]), per_directory = atol(argv[2]);
    char path[4096];
    for (long i = 0; i < count; i++) {
        if (per_directory && i % per_directory == 0) {
            snprintf(path, sizeof path, "%s/%06ld", argv[3], i / per_directory);
            if (mkdir(path, 0755)) return perror(path), 1;
        }
        if (per_directory) snprintf(path, sizeof path, "%s/%06ld/%ld.csv", argv[3], i / per_directory, i);
        else snprintf(path, sizeof path, "%s/%ld.csv", argv[3], i);
        int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
        if (fd < 0 || dprintf(fd, "a\n%ld\n", i) < 0 || close(fd)) return perror(path), 1;
    }
    return 0;
}
