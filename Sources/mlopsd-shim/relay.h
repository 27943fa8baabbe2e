/* The relay holds the address of a prediction service and leads each connection to the generation of the service that is
   in charge when the connection comes. It never looks at what goes through. */
#ifndef MLOPSD_RELAY_H
#define MLOPSD_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PIECE_BYTES = 16 * 1024 };

/* What was read from one side and not yet written to the other. */
struct half {
    size_t start, end;
    bool ended;  /* nothing more will be read */
    bool passed; /* and the other side knows */
    char bytes[PIECE_BYTES];
};

struct side {
    struct link *link;
    int fd;            /* -1: not connected yet */
    uint32_t interest; /* as epoll knows it; 0: it does not know the side */
    struct half in;
};

enum { CLIENT, SERVER };

/* One connection of a client, and the one to the server that answers it. */
struct link {
    struct link *previous, *next;
    long generation;     /* 0: not connected yet */
    int64_t give_up_us;  /* when a link that finds no server is closed */
    bool connecting;
    struct side side[2];
};

/* Who answers, as the daemon has written it down; the connection to it, or -1 with errno. */
int backend_connect(long *generation);

struct link *link_open(int client, int epoll);
/* Goes on with a link; returns false when it is over and has to be closed. */
bool link_connect(struct link *link, int epoll);
bool link_serve(struct side *side, int epoll);
void link_close(struct link *link);

#endif
