/* What Swift cannot import from Glibc: _GNU_SOURCE declarations, variadic calls, raw system calls and libsystemd. */
#ifndef CMLOPSLINUX_H
#define CMLOPSLINUX_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

#define SD_JOURNAL_SUPPRESS_LOCATION 1
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>

/* Every function returns -1 with errno set on failure, unless it says otherwise. */

enum mlops_resolve {
    MLOPS_RESOLVE_NO_SYMLINKS = 1, /* nor magic links */
    MLOPS_RESOLVE_BENEATH = 2,
};

/* O_CLOEXEC is always added. */
int mlops_openat2(int directory, const char *path, int flags, mode_t mode, int resolve);
int mlops_renameat2(int old_directory, const char *old_path, int new_directory, const char *new_path, unsigned flags);
extern const unsigned MLOPS_RENAME_NOREPLACE, MLOPS_RENAME_EXCHANGE;
extern const int MLOPS_O_PATH, MLOPS_O_TMPFILE;

int mlops_pidfd_open(pid_t pid);
int mlops_pidfd_send_signal(int pidfd, int signal);

struct mlops_exit {
    int code;   /* -1: ended by a signal */
    int signal; /* 0: exited */
    bool core;
};

/* Reaps the child behind a pidfd without waiting; returns 1 when it ended, 0 when it runs. */
int mlops_pidfd_reap(int pidfd, struct mlops_exit *result);

/* Starts a program, looked up in PATH when its name has no slash, in a session of its own, with default dispositions,
   an empty mask and only descriptors 0, 1, 2. One that is being written is waited for, half a minute at most. Returns 0 or
   an errno. */
int mlops_spawn(pid_t *pid, const char *path, char *const argv[], char *const environment[], const char *directory,
                int input, int output, int error_output);

enum mlops_lock { MLOPS_LOCK_TAKEN = 0, MLOPS_LOCK_HELD = 1 };

/* Open-file-description write lock on the whole file. */
int mlops_lock_take(int fd);
/* Asks for the lock's state without ever holding it. */
int mlops_lock_probe(int fd);

/* Takes and at once gives up a read lease: 0 no writer, 1 a writer exists; fails with EACCES or EINVAL when the kernel
   does not grant leases on this file to this process. */
int mlops_try_read_lease(int fd);

enum mlops_entry { MLOPS_ENTRY_OTHER, MLOPS_ENTRY_DIRECTORY, MLOPS_ENTRY_UNKNOWN };

/* Returns 1 and the next name (NUL-terminated, valid until the next call, never "." or ".."), 0 at the end. The kind is
   what the directory says, which saves a look at every file; some file systems do not say. */
int mlops_read_directory(DIR *directory, const char **name, enum mlops_entry *kind);

struct mlops_peer {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

/* Fails with ENAMETOOLONG for a path that no address can hold. */
int mlops_connect_unix(int socket, const char *path);

/* Fails as mlops_connect_unix does; the socket gets this mode. */
int mlops_bind_unix(int socket, const char *path, mode_t mode);

/* Sends one datagram to the socket at the path, and waits for room there only if `waits`; EAGAIN where there is none. */
ssize_t mlops_send_datagram(int socket, const char *path, const void *bytes, size_t size, bool waits);

/* Sends bytes and, with the first of them, descriptors; returns how many bytes went. */
ssize_t mlops_send_with_descriptors(int socket, const void *bytes, size_t size, const int *descriptors, size_t count);
/* Receives bytes and at most one descriptor, -1 where none came; returns how many bytes came. */
ssize_t mlops_receive_with_descriptor(int socket, void *bytes, size_t size, int *descriptor);

int mlops_peer_credentials(int socket, struct mlops_peer *peer);
/* Returns the number of supplementary groups the peer had when it connected, at most capacity are stored. */
int mlops_peer_groups(int socket, gid_t *groups, size_t capacity);

/* Absolute wall time; the timer is cancelled when the clock is set. */
int mlops_wall_timer_set(int timer, int64_t wall_us);

/* An empty file without a name, in memory, with O_CLOEXEC. */
int mlops_memory_file(const char *name);

/* A pipe with O_CLOEXEC whose reading end does not block. */
int mlops_pipe(int ends[2]);

/* From now on the signal is a byte, its number, in the pipe, whose writing end is made not to block. One pipe for the
   whole process. */
int mlops_signal_to_pipe(int signal, int pipe);
int mlops_signal_ignore(int signal);

int mlops_thread_name(const char *name);
int mlops_thread_id(void);
/* That the caller is on; -1 where the kernel does not tell. */
int mlops_processor(void);
/* How many the caller may use; -1 where the kernel does not tell. */
int mlops_processors(void);

/* Has another thread of the process run, from when it wakes next, on any processor that the caller may use but the one
   that the caller is on. Where there is no other, or that is not allowed, nothing changes. */
void mlops_keep_off_this_processor(int thread);

/* Before hostile input is read: no file is written, no core dumped, no privilege gained, and only so much memory and
   processor time used. As many files as allowed may be open. */
int mlops_confine(uint64_t memory, uint64_t seconds);

/* Lets go of the pages of code that only the start needed, and of freed memory. Code comes back from the page cache, or
   from the file, when it runs again. Only segments that are never written are let go, so nothing can be lost. */
void mlops_forget_startup(void);

/* Has the kernel take back each block of at least this many bytes as soon as it is freed. Otherwise the first one that is
   freed teaches the allocator to keep all up to its size, in pieces between what lives longer. */
void mlops_return_blocks(size_t bytes);

#endif
