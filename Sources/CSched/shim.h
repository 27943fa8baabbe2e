#include <sched.h>
/* Glibc declares them for _GNU_SOURCE alone, which its module in Swift is without. */
extern int sched_getcpu(void);
extern int sched_getaffinity(pid_t, size_t, cpu_set_t *);
extern int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
