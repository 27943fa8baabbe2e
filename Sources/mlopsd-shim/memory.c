/* Whether the kernel ended something for want of memory: a signal alone may be anybody's. */
#define _GNU_SOURCE
#include "shim.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Returns whether there is such a file; what does not fit is cut off. */
static bool read_text(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, text, size - 1);
    close(fd);
    text[length > 0 ? length : 0] = '\0';
    return length > 0;
}

static bool read_group(const char *group, const char *name, char *text, size_t size)
{
    char path[2304];
    return snprintf(path, sizeof path, "/sys/fs/cgroup%s/%s", group, name) < (int)sizeof path &&
        read_text(path, text, size);
}

void count_memory(struct outcome *outcome)
{
    char groups[4096], text[1024];
    if (!read_text("/proc/self/cgroup", groups, sizeof groups) || strncmp(groups, "0::/", 4) != 0)
        return; /* a hierarchy of the first version counts elsewhere */
    char *group = groups + 3;
    group[strcspn(group, "\n")] = '\0';
    if (read_group(group, "memory.events", text, sizeof text)) {
        char *kills = strstr(text, "\noom_kill ");
        outcome->memory_kills = kills ? strtoll(kills + sizeof "\noom_kill " - 1, NULL, 10) : 0;
    }
    if (read_group(group, "memory.max", text, sizeof text))
        outcome->memory_limit = strtoll(text, NULL, 10); /* "max" is 0 */
}
