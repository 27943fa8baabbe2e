/* Carries bytes from a client to its server and back, each direction by itself, with bounded memory. */
#define _GNU_SOURCE
#include "relay.h"
#include "shim.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* As long as the start of a server may well take; a client gives up sooner if it wants to. */
enum { PATIENCE_US = 60 * 1000 * 1000 };

struct link *link_open(int client, int epoll)
{
    struct link *link = malloc(sizeof *link);
    if (!link)
        return NULL;
    link->previous = link->next = NULL;
    link->generation = 0;
    link->connecting = false;
    link->give_up_us = clock_us(CLOCK_MONOTONIC) + PATIENCE_US;
    for (int i = CLIENT; i <= SERVER; i++) {
        struct side *side = &link->side[i];
        side->link = link;
        side->fd = i == CLIENT ? client : -1;
        side->interest = 0;
        side->in.start = side->in.end = 0;
        side->in.ended = side->in.passed = false;
    }
    if (link_connect(link, epoll))
        return link;
    link_close(link);
    return NULL;
}

void link_close(struct link *link)
{
    for (int i = CLIENT; i <= SERVER; i++)
        if (link->side[i].fd >= 0)
            close(link->side[i].fd);
    free(link);
}

static struct side *opposite(struct side *side)
{
    struct link *link = side->link;
    return side == &link->side[CLIENT] ? &link->side[SERVER] : &link->side[CLIENT];
}

static bool is_empty(const struct half *half)
{
    return half->start == half->end;
}

/* A side that nothing is wanted of is taken out: epoll would tell of its end again and again. */
static bool watch(struct side *side, int epoll)
{
    if (side->fd < 0)
        return true;
    const struct half *out = &opposite(side)->in;
    bool connecting = side->link->connecting && side == &side->link->side[SERVER];
    uint32_t wanted = 0;
    if (connecting || !is_empty(out))
        wanted |= EPOLLOUT;
    if (!connecting && !side->in.ended && side->in.end < PIECE_BYTES)
        wanted |= EPOLLIN;
    if (wanted == side->interest)
        return true;
    struct epoll_event event = {.events = wanted, .data.ptr = side};
    int action = wanted == 0 ? EPOLL_CTL_DEL : side->interest == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    side->interest = wanted;
    return epoll_ctl(epoll, action, side->fd, &event) == 0;
}

static bool watch_both(struct link *link, int epoll)
{
    return watch(&link->side[CLIENT], epoll) && watch(&link->side[SERVER], epoll);
}

/* Returns false when the side is broken. */
static bool fill(struct side *side)
{
    struct half *half = &side->in;
    while (!half->ended && half->end < PIECE_BYTES) {
        ssize_t count = recv(side->fd, half->bytes + half->end, PIECE_BYTES - half->end, 0);
        if (count > 0) {
            half->end += (size_t)count;
        } else if (count == 0) {
            half->ended = true;
        } else if (errno != EINTR) {
            return errno == EAGAIN;
        }
    }
    return true;
}

/* Writes what was read from `side`; returns false when both directions are over. */
static bool drain(struct side *side)
{
    struct half *half = &side->in;
    struct side *to = opposite(side);
    if (to->fd < 0 || side->link->connecting)
        return true;
    while (!is_empty(half)) {
        ssize_t count = send(to->fd, half->bytes + half->start, half->end - half->start, MSG_NOSIGNAL);
        if (count >= 0) {
            half->start += (size_t)count;
        } else if (errno == EAGAIN) {
            return true;
        } else if (errno != EINTR) {
            /* Nobody reads it: what comes the other way may still be the answer. */
            half->start = half->end;
            half->ended = true;
        }
    }
    half->start = half->end = 0;
    if (half->ended && !half->passed) {
        half->passed = true;
        (void)shutdown(to->fd, SHUT_WR);
    }
    return !(half->passed && to->in.passed);
}

bool link_connect(struct link *link, int epoll)
{
    struct side *server = &link->side[SERVER];
    server->fd = backend_connect(&link->generation);
    if (server->fd < 0) {
        link->generation = 0;
        return clock_us(CLOCK_MONOTONIC) < link->give_up_us && watch_both(link, epoll);
    }
    /* A Unix socket is connected by now; the other kind says so, or that it is not, as soon as it can be written to. */
    link->connecting = true;
    return watch_both(link, epoll);
}

/* Returns false when there is no connection after all: the link waits for another. */
static bool finish_connecting(struct side *server)
{
    int failure = 0;
    socklen_t size = sizeof failure;
    server->link->connecting = false;
    if (getsockopt(server->fd, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0)
        return true;
    close(server->fd); /* which also takes it out of epoll */
    server->fd = -1;
    server->interest = 0;
    server->link->generation = 0;
    return false;
}

bool link_serve(struct side *side, int epoll)
{
    struct link *link = side->link;
    struct side *other = opposite(side);
    if (link->connecting && side == &link->side[SERVER]) {
        if (!finish_connecting(side))
            return clock_us(CLOCK_MONOTONIC) < link->give_up_us && watch_both(link, epoll);
        return drain(other) && watch_both(link, epoll);
    }
    /* A client that left before there was a server: nobody waits for an answer. */
    bool broken = !fill(side);
    if (link->generation == 0 && (broken || (side->in.ended && is_empty(&side->in))))
        return false;
    if (broken && side == &link->side[CLIENT])
        return false;
    if (broken)
        side->in.ended = true;
    return drain(side) && drain(other) && watch_both(link, epoll);
}
