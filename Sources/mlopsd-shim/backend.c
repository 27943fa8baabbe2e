/* Which server is in charge stands in a file that the daemon replaces. It is read for every connection: whoever is asked
   after the replacement about what came before it has an answer that counts all of it. */
#define _GNU_SOURCE
#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int read_backend(char *text, size_t size)
{
    int fd = open("backend", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t length = read(fd, text, size - 1);
    close(fd);
    if (length < 0)
        return -1;
    text[length] = '\0';
    return 0;
}

/* The path is as long as an address may be, and filled with NULs. */
static int connect_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int connect_port(unsigned port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0)
        return -1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) {
        close(fd);
        return -1;
    }
    return fd;
}

int backend_connect(long *generation)
{
    char text[256], path[sizeof((struct sockaddr_un *)0)->sun_path] = {0};
    unsigned port;
    if (read_backend(text, sizeof text) != 0)
        return -1;
    if (sscanf(text, "%ld unix %107s", generation, path) == 2)
        return connect_unix(path);
    if (sscanf(text, "%ld port %u", generation, &port) == 2 && port > 0 && port < 65536)
        return connect_port(port);
    errno = EINVAL;
    return -1;
}
