/* mlopsd-shim runs one attempt of a step, outlives the daemon, and leaves a durable record of how the attempt ended. */
#ifndef MLOPSD_SHIM_H
#define MLOPSD_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { RECORD_VERSION = 1 };

#define JOURNAL_SOCKET "/run/systemd/journal/socket"

/* Exit codes of the shim itself; the job's own code stands in the record only. */
enum {
    SHIM_OK = 0,
    SHIM_ALREADY_CLAIMED = 111,
    SHIM_USAGE = 112,
    SHIM_CANNOT_CLAIM = 113,
    SHIM_CANNOT_RECORD = 114,
};

struct options {
    const char *record;
    const char *directory;   /* NULL: inherit */
    bool input;              /* the first descriptor that came along is the job's standard input */
    bool own;                /* the job is the daemon's own and no step, so it is of the daemon's user */
    const char *journal;     /* where its lines go besides the log; "": nowhere; NULL: where those of the unit do */
    int64_t timeout_us;      /* -1: none */
    int64_t stop_timeout_us;
    uint64_t max_log_bytes;
    char **argv;
};

/* Start time and boot id make a pid unique: a record of another process or boot is never taken for this one's. */
struct identity {
    pid_t pid;
    unsigned long long start_ticks;
    char boot_id[40];
};

enum end_kind { END_EXITED, END_SIGNALED, END_FAILED_TO_START, END_TIMED_OUT, END_CANCELLED };

struct outcome {
    enum end_kind kind;
    int code;                /* -1: none */
    int signal;              /* 0: none */
    bool core;
    bool begun;              /* the word to start had come and the attempt is claimed */
    int refusal;             /* errno of a claim that failed */
    int error;               /* errno of a failed start */
    const char *failed_path; /* what could not be entered or executed */
    int64_t started_wall_us, started_boot_us, ended_wall_us, ended_boot_us;
    int left_processes;
    int64_t memory_kills;    /* processes that the kernel ended for want of memory; 0 where nobody counts */
    int64_t memory_limit;    /* of the unit, in bytes; 0: none, or none that is known */
};

struct output {
    int pipe;                /* read end; -1 after end of file */
    int file;
    uint64_t size, limit, dropped;
    size_t tail_used;        /* bytes ever offered to the tail; the ring holds the last of them */
    char tail[64 * 1024];
};

enum { PASSED_MAX = 4 };

/* What came along with the launch: the job finds it as sd_listen_fds(3) says. */
struct passed {
    int fd[PASSED_MAX];
    int count;
};

extern struct passed passed;

int64_t clock_us(int clock);

bool receive_launch(int *argc, char ***argv);
/* Another descriptor of where the word to go on comes from; -1 where none is to come. */
int word_fd(void);
/* Waits for the word to go on where the launch said that there will be one. */
bool may_start(int fd);

int identify(struct identity *self);
/* All that the claim needs, without claiming anything. Returns 0 or an exit code of the shim. */
int prepare_claim(const struct options *options, int record_fd, const struct identity *self);
/* Returns 0 or an errno. */
int claim(int record_fd);
int explain_claim(int error, const char *record);
int write_record(int record_fd, const struct identity *self, const struct outcome *outcome, uint64_t log_dropped);

int output_open(struct output *output, int record_fd, uint64_t limit, int *write_end);
void output_read(struct output *output);
void output_finish(struct output *output);

/* The first of what the unit was to take from the job and did not, by the name of its key; NULL: all is as it should be. */
const char *missing_sandbox(const char *wanted);
/* Where the unit is another user's: goes on as whoever connected. Returns false where that can not be. */
bool become_daemon_user(void);
/* The job will be of the user that the shim is now. */
bool remain_daemon_user(void);
/* Whether the job must give up rights of the shim, and become its user again. */
bool job_changes_user(void);
bool is_of_other_user(void);
/* In a child that is to be the job, or acts for it. */
bool become_job_user(void);
/* Home and name of the unit's user, and where its credentials are, in the environment that the launch brought. */
bool set_own_environment(void);
/* Lets the daemon at what the job of another user left. */
void yield_outputs(void);
/* Leads clients to servers until SIGTERM; its listening socket is descriptor 3, or is made where a host is given. */
int relay(const char *directory, const char *host, const char *port);
/* What the kernel counted in the control group of this process, which is that of a unit of its own. */
void count_memory(struct outcome *outcome);
void journal_open(const char *address);
void journal_write(const char *bytes, size_t length);
void journal_finish(void);
/* What to wait for until the journal takes what it had no room for; -1 where it has it all. */
int journal_waiting(void);
void journal_resume(void);
/* The same until it has it all, for a moment at most: nothing else may be left to do. */
void journal_drain(void);

/* Waits for the word, claims the attempt and starts its job; an output of -1 is a failure that the outcome tells already.
   Returns the job's pid once it executes, or -1 with the reason in the outcome. */
pid_t job_start(const struct options *options, int record_fd, int output_fd, struct outcome *outcome);
void supervise(const struct options *options, pid_t job, int signals, struct output *output, struct outcome *outcome);

#endif
