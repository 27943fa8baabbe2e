#define _GNU_SOURCE
#include "CMLOpsLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

const unsigned MLOPS_RENAME_NOREPLACE = RENAME_NOREPLACE, MLOPS_RENAME_EXCHANGE = RENAME_EXCHANGE;
const int MLOPS_O_PATH = O_PATH, MLOPS_O_TMPFILE = O_TMPFILE;

int mlops_openat2(int directory, const char *path, int flags, mode_t mode, int resolve)
{
    struct open_how how = {.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC)};
    if (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)))
        how.mode = mode;
    if (resolve & MLOPS_RESOLVE_NO_SYMLINKS)
        how.resolve |= RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    if (resolve & MLOPS_RESOLVE_BENEATH)
        how.resolve |= RESOLVE_BENEATH;
    /* EAGAIN: a rename raced with the resolution; the kernel asks for another try (openat2(2)). Not for ever, because
       whoever owns the directory can keep renaming. */
    long fd = -1;
    for (int attempt = 0; attempt < 64; attempt++) {
        fd = syscall(SYS_openat2, directory, path, &how, sizeof how);
        if (fd >= 0 || (errno != EINTR && errno != EAGAIN))
            break;
    }
    return (int)fd;
}

int mlops_renameat2(int old_directory, const char *old_path, int new_directory, const char *new_path, unsigned flags)
{
    return renameat2(old_directory, old_path, new_directory, new_path, flags);
}

int mlops_pidfd_open(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

int mlops_pidfd_send_signal(int pidfd, int signal)
{
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int mlops_pidfd_reap(int pidfd, struct mlops_exit *result)
{
    siginfo_t info = {0};
    if (waitid((idtype_t)P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG) != 0)
        return -1;
    if (info.si_pid == 0)
        return 0;
    bool exited = info.si_code == CLD_EXITED;
    *result = (struct mlops_exit){
        .code = exited ? info.si_status : -1,
        .signal = exited ? 0 : info.si_status,
        .core = info.si_code == CLD_DUMPED,
    };
    return 1;
}

int mlops_spawn(pid_t *pid, const char *path, char *const argv[], char *const environment[], const char *directory,
                int input, int output, int error_output)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    int error = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!error)
        error = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (!error)
        error = posix_spawn_file_actions_adddup2(&actions, error_output, 2);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!error && directory)
        error = posix_spawn_file_actions_addchdir_np(&actions, directory);
    /* A program that is being written is waited for: whatever its writer started meanwhile may hold it open for a moment
       longer. */
    static const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    for (int tries = 0; !error; tries++) {
        error = posix_spawnp(pid, path, &actions, &attributes, argv, environment);
        if (error != ETXTBSY || tries == 3000)
            break;
        error = 0;
        nanosleep(&pause, NULL);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int mlops_lock_take(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
        return MLOPS_LOCK_TAKEN;
    return errno == EAGAIN || errno == EACCES ? MLOPS_LOCK_HELD : -1;
}

int mlops_lock_probe(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_OFD_GETLK, &lock) != 0)
        return -1;
    return lock.l_type == F_UNLCK ? MLOPS_LOCK_TAKEN : MLOPS_LOCK_HELD;
}

int mlops_try_read_lease(int fd)
{
    if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0)
        return fcntl(fd, F_SETLEASE, F_UNLCK);
    return errno == EAGAIN ? 1 : -1;
}

int mlops_read_directory(DIR *directory, const char **name, enum mlops_entry *kind)
{
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(directory);
        if (!entry)
            return errno ? -1 : 0;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        *name = entry->d_name;
        *kind = entry->d_type == DT_DIR ? MLOPS_ENTRY_DIRECTORY
              : entry->d_type == DT_UNKNOWN ? MLOPS_ENTRY_UNKNOWN : MLOPS_ENTRY_OTHER;
        return 1;
    }
}

static int unix_address(struct sockaddr_un *address, const char *path)
{
    size_t length = strlen(path);
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address->sun_path, path, length + 1);
    return 0;
}

int mlops_connect_unix(int socket, const char *path)
{
    struct sockaddr_un address;
    return unix_address(&address, path) == 0 ? connect(socket, (struct sockaddr *)&address, sizeof address) : -1;
}

int mlops_bind_unix(int socket, const char *path, mode_t mode)
{
    struct sockaddr_un address;
    if (unix_address(&address, path) != 0 || bind(socket, (struct sockaddr *)&address, sizeof address) != 0)
        return -1;
    return chmod(path, mode);
}

ssize_t mlops_send_datagram(int socket, const char *path, const void *bytes, size_t size, bool waits)
{
    struct sockaddr_un address;
    if (unix_address(&address, path) != 0)
        return -1;
    return sendto(socket, bytes, size, MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT), (struct sockaddr *)&address,
                  sizeof address);
}

enum { DESCRIPTORS_MAX = 4 };

ssize_t mlops_send_with_descriptors(int socket, const void *bytes, size_t size, const int *descriptors, size_t count)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))];
    } handed = {0};
    struct iovec piece = {(void *)bytes, size};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    if (count > DESCRIPTORS_MAX) {
        errno = EINVAL;
        return -1;
    }
    if (count > 0) {
        size_t length = count * sizeof(int);
        handed.header = (struct cmsghdr){
            .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(length)};
        memcpy(CMSG_DATA(&handed.header), descriptors, length);
        message.msg_control = handed.bytes;
        message.msg_controllen = CMSG_SPACE(length);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t mlops_receive_with_descriptor(int socket, void *bytes, size_t size, int *descriptor)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } handed = {0};
    struct iovec piece = {bytes, size};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = handed.bytes, .msg_controllen = sizeof handed.bytes};
    ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    struct cmsghdr *part = received >= 0 ? CMSG_FIRSTHDR(&message) : NULL;
    *descriptor = -1;
    if (part && part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS &&
        part->cmsg_len == CMSG_LEN(sizeof *descriptor))
        memcpy(descriptor, CMSG_DATA(part), sizeof *descriptor);
    return received;
}

int mlops_peer_credentials(int socket, struct mlops_peer *peer)
{
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0)
        return -1;
    *peer = (struct mlops_peer){credentials.pid, credentials.uid, credentials.gid};
    return 0;
}

int mlops_peer_groups(int socket, gid_t *groups, size_t capacity)
{
    socklen_t length = (socklen_t)(capacity * sizeof *groups);
    if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups, &length) != 0)
        return -1;
    return (int)(length / sizeof *groups);
}

int mlops_wall_timer_set(int timer, int64_t wall_us)
{
    struct itimerspec when = {.it_value = {.tv_sec = wall_us / 1000000, .tv_nsec = wall_us % 1000000 * 1000}};
    return timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

int mlops_pipe(int ends[2])
{
    return pipe2(ends, O_CLOEXEC) == 0 ? fcntl(ends[0], F_SETFL, O_NONBLOCK) : -1;
}

static atomic_int signal_pipe = -1; /* lock-free, so a handler may read it */

static void on_signal(int signal)
{
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    ssize_t ignored = write(signal_pipe, &byte, 1); /* a full pipe holds the news already */
    (void)ignored;
    errno = saved;
}

int mlops_signal_to_pipe(int signal, int pipe)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    signal_pipe = pipe;
    return fcntl(pipe, F_SETFL, O_NONBLOCK) == 0 ? sigaction(signal, &action, NULL) : -1;
}

int mlops_signal_ignore(int signal)
{
    struct sigaction action = {.sa_handler = SIG_IGN};
    return sigaction(signal, &action, NULL);
}

int mlops_thread_name(const char *name)
{
    return pthread_setname_np(pthread_self(), name);
}

int mlops_thread_id(void)
{
    return gettid();
}

int mlops_processor(void)
{
    return sched_getcpu();
}

int mlops_processors(void)
{
    cpu_set_t allowed;
    return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : -1;
}

void mlops_keep_off_this_processor(int thread)
{
    cpu_set_t allowed;
    int own = mlops_processor();
    if (own < 0 || sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return;
    CPU_CLR((size_t)own, &allowed);
    if (CPU_COUNT(&allowed) > 0)
        (void)sched_setaffinity(thread, sizeof allowed, &allowed); /* advice: refused, it runs where it can */
}

static int forget_segments(struct dl_phdr_info *object, size_t size, void *data)
{
    (void)size;
    (void)data;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W)
            continue;
        uintptr_t start = (object->dlpi_addr + segment->p_vaddr + page - 1) & ~(page - 1);
        uintptr_t end = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz) & ~(page - 1);
        if (start < end)
            (void)madvise((void *)start, end - start, MADV_DONTNEED); /* advice: refused, everything stays as it is */
    }
    return 0;
}

int mlops_memory_file(const char *name)
{
    return memfd_create(name, MFD_CLOEXEC);
}

static int limit(int resource, rlim_t value)
{
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    return setrlimit(resource, &both);
}

int mlops_confine(uint64_t memory, uint64_t seconds)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        return -1;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) < 0 || limit(RLIMIT_CORE, 0) < 0 || limit(RLIMIT_FSIZE, 0) < 0 ||
        limit(RLIMIT_AS, memory) < 0 || limit(RLIMIT_CPU, seconds) < 0)
        return -1;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

void mlops_forget_startup(void)
{
    dl_iterate_phdr(forget_segments, NULL);
    malloc_trim(0);
}

/* Stands in for that of the C library in the whole program: libdispatch asks for more for some of its threads and, where
   that is not allowed, as it is to few, tells syslog of each. That a thread is as urgent as all others is no failure. */
int setpriority(__priority_which_t which, id_t who, int priority)
{
    int result = (int)syscall(SYS_setpriority, which, who, priority);
    return result < 0 && (errno == EACCES || errno == EPERM) ? 0 : result;
}

void mlops_return_blocks(size_t bytes)
{
    /* Advice: what is refused stays as it was. */
    (void)mallopt(M_MMAP_THRESHOLD, (int)bytes);
    /* What each start of a run needs for a moment is kept: to give it back and take it again costs a fault a page. */
    (void)mallopt(M_TRIM_THRESHOLD, (int)bytes);
}
