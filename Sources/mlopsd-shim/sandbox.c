/* What a step must not reach is taken from it by its unit. A service manager that can not do that only says so in the
   journal and goes on; the shim does not. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

static bool network_cookie(int fd, uint64_t *cookie)
{
    socklen_t size = sizeof *cookie;
    return fd >= 0 && getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, cookie, &size) == 0;
}

/* Standard input is a connection that the daemon made, and so of its network namespace; whose it is, no mount can hide.
   What can not be told is not so. */
static bool has_network_of_its_own(void)
{
    uint64_t daemon, own;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool differs = network_cookie(0, &daemon) && network_cookie(fd, &own) && daemon != own;
    if (fd >= 0)
        close(fd);
    return differs;
}

static bool is_read_only(void)
{
    static const char *const places[] = {"/", "/etc", "/home", "/srv", "/var"};
    struct statvfs status;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (statvfs(places[i], &status) == 0 ? !(status.f_flag & ST_RDONLY) : errno != ENOENT)
            return false;
    }
    return true;
}

const char *missing_sandbox(const char *wanted)
{
    if (strstr(wanted, "no-network") && !has_network_of_its_own())
        return "sandbox.network";
    return strstr(wanted, "read-only") && !is_read_only() ? "sandbox.read_only" : NULL;
}
