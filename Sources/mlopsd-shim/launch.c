/* A shim that was started before it is needed reads its command line from standard input, so that neither fork nor exec
   of it stands between an attempt and its job. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

extern char **environ;
extern const char __executable_start[], _end[]; /* of the program in memory, by the linker */

enum { LAUNCH_MAX = 16 << 20, PASSED_LOWEST = 64 };

struct passed passed;

/* Out of the way of the numbers that they will have in the job. */
static void keep(int fd)
{
    int high = passed.count < PASSED_MAX ? fcntl(fd, F_DUPFD_CLOEXEC, PASSED_LOWEST) : -1;
    if (high >= 0)
        passed.fd[passed.count++] = high;
    close(fd);
}

/* Like read(2) from standard input, which may be a pipe or a file too; descriptors that come along are kept. */
static ssize_t take(char *bytes, size_t size)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(PASSED_MAX * sizeof(int))];
    } control = {0};
    struct iovec piece = {bytes, size};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t count = recvmsg(0, &message, MSG_CMSG_CLOEXEC);
    if (count < 0)
        return errno == ENOTSOCK ? read(0, bytes, size) : -1;
    struct cmsghdr *part = CMSG_FIRSTHDR(&message);
    for (; part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        int fds[PASSED_MAX];
        size_t length = part->cmsg_len - CMSG_LEN(0);
        memcpy(fds, CMSG_DATA(part), length < sizeof fds ? length : sizeof fds);
        for (size_t i = 0; i < length / sizeof(int) && i < PASSED_MAX; i++)
            keep(fds[i]);
    }
    return count;
}

/* Maps the program while nobody waits for it, or each of its pages would interrupt the start of the job. */
static void populate(void)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)__executable_start / page * page;
    (void)madvise((void *)start, (uintptr_t)_end - start, MADV_POPULATE_READ); /* a kernel without it is only slower */
}

static const char hold_word[] = " hold";
static const char go = '\n';
static bool held; /* the launch has come and the word to go on has not */

/* Whether a launch that is to be held is there in full: after that comes the word, not the end of file. */
static bool is_held(const char *bytes, size_t length)
{
    const char *header_end = memchr(bytes, '\0', length);
    if (!header_end)
        return false;
    char *rest;
    unsigned long missing = strtoul(bytes, &rest, 10) + strtoul(rest, &rest, 10);
    if (strcmp(rest, hold_word) != 0 || missing > length)
        return false;
    for (const char *text = header_end + 1; missing > 0; missing--) {
        const char *terminator = memchr(text, '\0', length - (size_t)(text - bytes));
        if (!terminator)
            return false;
        text = terminator + 1;
    }
    return true;
}

/* Reads to the end of file, or to the end of a launch that is to be held; NULL when nothing comes, which means that the
   daemon is gone. */
static char *read_all(size_t *length)
{
    size_t capacity = 64 * 1024;
    char *bytes = malloc(capacity + 1);
    *length = 0;
    while (bytes) {
        ssize_t count = take(bytes + *length, capacity - *length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        *length += (size_t)count;
        held = is_held(bytes, *length);
        if (held)
            break;
        if (*length < capacity)
            continue;
        capacity *= 2;
        char *larger = capacity <= LAUNCH_MAX ? realloc(bytes, capacity + 1) : NULL;
        if (!larger)
            break;
        bytes = larger;
    }
    if (!bytes || *length == 0 || *length > LAUNCH_MAX)
        return NULL;
    bytes[*length] = '\0';
    return bytes;
}

/* Returns `count` strings, each with its terminator, as an array; NULL when they are not all there. */
static char **take_strings(char **text, const char *end, size_t count)
{
    char **strings = calloc(count + 1, sizeof *strings);
    for (size_t i = 0; strings && i < count; i++) {
        char *terminator = memchr(*text, '\0', (size_t)(end - *text));
        if (!terminator)
            return NULL;
        strings[i] = *text;
        *text = terminator + 1;
    }
    return strings;
}

/* The message is "ARGUMENTS ENTRIES" and then so many arguments and entries of the environment, each ended by a NUL.
   A message that is cut short starts nothing. "ARGUMENTS ENTRIES hold" is followed by a line feed once the attempt may
   start; the end of file before it starts nothing. */
bool receive_launch(int *argc, char ***argv)
{
    size_t length;
    populate();
    char *bytes = read_all(&length), *rest;
    if (!bytes)
        return false;
    const char *end = bytes + length;
    unsigned long arguments = strtoul(bytes, &rest, 10), entries = strtoul(rest, &rest, 10);
    if (strcmp(rest, hold_word) == 0)
        rest += sizeof hold_word - 1;
    if (*rest != '\0' || rest >= end || arguments > length || entries > length)
        return false;
    rest++;
    char **list = take_strings(&rest, end, arguments), **environment = list ? take_strings(&rest, end, entries) : NULL;
    if (held && end - rest == 1 && *rest == go) { /* it came in one piece with the launch */
        held = false;
        end = rest;
    }
    if (!environment || rest != end)
        return false;
    *argc = (int)arguments;
    *argv = list;
    environ = environment;
    return true;
}

int word_fd(void)
{
    return held ? fcntl(0, F_DUPFD_CLOEXEC, PASSED_LOWEST) : -1;
}

bool may_start(int fd)
{
    char word = 0;
    ssize_t count = 1;
    while (held && (count = read(fd, &word, 1)) < 0 && errno == EINTR)
        ;
    return !held || (count == 1 && word == go);
}
