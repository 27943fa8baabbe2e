/* Waits for clients, and for the daemon, which asks for the listening socket and for how many links lead to whom. */
#define _GNU_SOURCE
#include "relay.h"
#include "shim.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { LISTENER = 3, LINKS_MAX = 4096, GENERATIONS_TOLD = 32, RETRY_MS = 10, PAUSE_MS = 50 };

static struct link links; /* the ring's beginning */
static size_t link_count, link_limit;
static int epoll, control = -1;
static bool is_accepting, is_closed, has_waiting;
static volatile sig_atomic_t is_stopping;

static void on_terminate(int number)
{
    (void)number;
    is_stopping = 1;
}

static void insert(struct link *link)
{
    link->previous = &links;
    link->next = links.next;
    links.next->previous = link;
    links.next = link;
    link_count++;
}

static void finish(struct link *link)
{
    link->previous->next = link->next;
    link->next->previous = link->previous;
    link_count--;
    link_close(link);
}

/* What is not accepted waits in the kernel's queue. */
static void set_accepting(bool accepting)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &links};
    if (accepting != is_accepting && epoll_ctl(epoll, accepting ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, LISTENER, &event) == 0)
        is_accepting = accepting;
}

static void accept_clients(void)
{
    while (link_count < link_limit) {
        int on = 1, client = accept4(LISTENER, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (client < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            if (errno != EAGAIN)
                set_accepting(false); /* out of descriptors or memory: until the next round */
            return;
        }
        (void)setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct link *link = link_open(client, epoll);
        if (!link)
            continue;
        insert(link);
        has_waiting |= link->side[SERVER].fd < 0;
    }
    set_accepting(false);
}

static size_t describe(char *text, size_t size)
{
    struct { long generation; size_t count; } told[GENERATIONS_TOLD];
    size_t used = 0, length = 0;
    for (struct link *link = links.next; link != &links; link = link->next) {
        size_t i = 0;
        while (i < used && told[i].generation != link->generation)
            i++;
        if (i == GENERATIONS_TOLD)
            continue;
        if (i == used) {
            told[used].generation = link->generation;
            told[used++].count = 0;
        }
        told[i].count++;
    }
    for (size_t i = 0; i < used && length < size; i++)
        length += (size_t)snprintf(text + length, size - length, "%ld %zu\n", told[i].generation, told[i].count);
    length += (size_t)snprintf(text + length, size - length, "end\n");
    return length;
}

static bool may_ask(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == geteuid() || peer.uid == 0);
}

static void answer_daemon(void)
{
    char text[GENERATIONS_TOLD * 48];
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } handed = {.header = {.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))}};
    int fd = accept4(control, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), listener = LISTENER;
    if (fd < 0)
        return;
    if (may_ask(fd)) {
        memcpy(CMSG_DATA(&handed.header), &listener, sizeof listener);
        struct iovec piece = {text, describe(text, sizeof text)};
        struct msghdr message = {
            .msg_iov = &piece, .msg_iovlen = 1, .msg_control = handed.bytes, .msg_controllen = sizeof handed.bytes};
        (void)sendmsg(fd, &message, MSG_NOSIGNAL); /* whoever asked and left wants no answer */
    }
    close(fd);
}

static int open_control(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "control"};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    (void)unlink(address.sun_path);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 16) != 0)
        return -1;
    return fd;
}

/* Lets the links that look for a server look again. */
static void connect_waiting(void)
{
    if (!has_waiting)
        return;
    has_waiting = false;
    for (struct link *link = links.next, *next; link != &links; link = next) {
        next = link->next;
        if (link->side[SERVER].fd >= 0)
            continue;
        if (!link_connect(link, epoll))
            finish(link);
        else
            has_waiting |= link->side[SERVER].fd < 0;
    }
}

static void serve(struct epoll_event *events, int count)
{
    struct link *over[64];
    int over_count = 0;
    for (int i = 0; i < count; i++) {
        void *subject = events[i].data.ptr;
        if (subject == &links) {
            accept_clients();
        } else if (subject == &control) {
            answer_daemon();
        } else {
            struct side *side = subject;
            bool is_over = false; /* both sides of a link may be in one list */
            for (int k = 0; k < over_count; k++)
                is_over |= over[k] == side->link;
            if (is_over)
                continue;
            if (link_serve(side, epoll))
                has_waiting |= side->link->side[SERVER].fd < 0;
            else
                over[over_count++] = side->link;
        }
    }
    while (over_count > 0)
        finish(over[--over_count]);
}

static bool prepare(const char *directory)
{
    struct rlimit files;
    struct sigaction terminate = {.sa_handler = on_terminate};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &control};
    links.previous = links.next = &links;
    signal(SIGPIPE, SIG_IGN);
    sigaction(SIGTERM, &terminate, NULL);
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || chdir(directory) != 0)
        return false;
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    link_limit = files.rlim_cur > 2 * LINKS_MAX + 64 ? LINKS_MAX : files.rlim_cur > 72 ? (files.rlim_cur - 64) / 2 : 4;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    control = open_control();
    return epoll >= 0 && control >= 0 && fcntl(LISTENER, F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(LISTENER, F_SETFL, O_NONBLOCK) == 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, control, &event) == 0;
}

/* A socket that the daemon makes lets in only whom the daemon's own unit lets in, and that is nobody elsewhere. */
static bool listen_at(const char *host, const char *port)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = four.sin_port};
    bool is_four = inet_pton(AF_INET, host, &four.sin_addr) == 1;
    if (!is_four && inet_pton(AF_INET6, host, &six.sin6_addr) != 1)
        return errno = EINVAL, false;
    const struct sockaddr *address = is_four ? (struct sockaddr *)&four : (struct sockaddr *)&six;
    int on = 1, fd = socket(address->sa_family, SOCK_STREAM, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, address, is_four ? sizeof four : sizeof six) != 0 || listen(fd, LINKS_MAX) != 0)
        return false;
    return fd == LISTENER || (dup2(fd, LISTENER) == LISTENER && close(fd) == 0);
}

int relay(const char *directory, const char *host, const char *port)
{
    struct epoll_event events[64];
    if (host && !listen_at(host, port)) {
        fprintf(stderr, "mlopsd-shim: cannot listen at %s, port %s: %s\n", host, port, strerror(errno));
        return 1;
    }
    if (!prepare(directory)) {
        perror("mlopsd-shim: cannot relay");
        return 1;
    }
    while (!is_stopping || link_count > 0) {
        connect_waiting();
        if (is_stopping && !is_closed)
            is_closed = close(LISTENER) == 0; /* the daemon may hold it still */
        if (!is_closed)
            set_accepting(link_count < link_limit);
        int timeout = has_waiting ? RETRY_MS : is_accepting && !is_closed ? -1 : PAUSE_MS;
        serve(events, epoll_wait(epoll, events, 64, timeout));
    }
    return 0;
}
