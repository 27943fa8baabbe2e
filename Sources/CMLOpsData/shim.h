/* What Swift cannot import from Glibc, and what it compiles badly. */
#include <sched.h>
#include <stdint.h>

/* Glibc declares them for _GNU_SOURCE alone, which its module in Swift is without. */
extern int sched_getcpu(void);
extern int sched_getaffinity(pid_t, size_t, cpu_set_t *);
extern int sched_setaffinity(pid_t, size_t, const cpu_set_t *);

#ifdef __SSE2__
typedef char mlops_bytes __attribute__((vector_size(16)));
#endif

/* One bit for each of 64 bytes, the first the lowest: whether it is the byte that is looked for. */
__attribute__((always_inline)) static inline uint64_t mlops_matches(const void *text, uint8_t byte) {
    uint64_t matches = 0;
#ifdef __SSE2__
    const char wanted = (char)byte;
    const mlops_bytes pattern = {wanted, wanted, wanted, wanted, wanted, wanted, wanted, wanted,
                                 wanted, wanted, wanted, wanted, wanted, wanted, wanted, wanted};
    for (int part = 0; part < 4; part++) {
        mlops_bytes bytes;
        __builtin_memcpy(&bytes, (const char *)text + 16 * part, sizeof bytes);
        const uint64_t bits = (uint16_t)__builtin_ia32_pmovmskb128((mlops_bytes)(bytes == pattern));
        matches |= bits << 16 * part;
    }
#else
    const uint64_t ones = 0x0101010101010101, lows = 0x7F7F7F7F7F7F7F7F;
    for (int part = 0; part < 8; part++) {
        uint64_t other;
        __builtin_memcpy(&other, (const char *)text + 8 * part, sizeof other);
        other ^= byte * ones;
        /* The high bits of the bytes that are 0 now, side by side. */
        const uint64_t high = ~(((other & lows) + lows) | other) & ~lows;
        matches |= ((high * 0x0002040810204081) >> 56) << 8 * part;
    }
#endif
    return matches;
}
