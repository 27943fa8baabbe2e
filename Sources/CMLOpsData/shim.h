/* What Swift cannot import from Glibc, and what it compiles badly. */
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>

/* Glibc declares them for _GNU_SOURCE alone, which its module in Swift is without. */
extern int sched_getcpu(void);
extern int sched_getaffinity(pid_t, size_t, cpu_set_t *);
extern int sched_setaffinity(pid_t, size_t, const cpu_set_t *);

#ifdef __SSE2__
typedef char mlops_bytes __attribute__((vector_size(16)));
typedef int16_t mlops_shorts __attribute__((vector_size(16)));
typedef uint16_t mlops_unsigned_shorts __attribute__((vector_size(16)));
typedef int32_t mlops_ints __attribute__((vector_size(16)));
typedef uint64_t mlops_words __attribute__((vector_size(16)));
typedef double mlops_doubles __attribute__((vector_size(16)));
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

#ifdef __SSE2__
/* One byte sixteen times. */
#define MLOPS_ALL(byte) (mlops_bytes)((mlops_words){1, 1} * (0x0101010101010101 * (uint64_t)(byte)))

/* The first so many bytes of eight. */
static const uint64_t mlops_first_bytes[] = {
    0x0,          0xFF,           0xFFFF,           0xFFFFFF,           0xFFFFFFFF,
    0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF};

/* What eight digits are divided by when so many of them stand before the point, of a number above 0 and of one below. */
static const double mlops_divisors[2][9] = {
    {1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1e0}, {-1e8, -1e7, -1e6, -1e5, -1e4, -1e3, -1e2, -1e1, -1e0}};

/* The numbers that twice eight digits make, the first the most significant. */
__attribute__((always_inline)) static inline mlops_doubles mlops_numbers(mlops_words digits) {
    const mlops_shorts pairs = ((mlops_shorts)digits & 0xFF) * 10 + (mlops_shorts)((mlops_unsigned_shorts)digits >> 8);
    const mlops_ints fours = __builtin_ia32_pmaddwd128(pairs, (mlops_shorts){100, 1, 100, 1, 100, 1, 100, 1});
    const mlops_ints eights = __builtin_ia32_pmaddwd128(
        __builtin_ia32_packssdw128(fours, fours), (mlops_shorts){10000, 1, 10000, 1, 10000, 1, 10000, 1});
    return (mlops_doubles){eights[0], eights[1]};
}
#endif

/*
 * Reads two decimal numbers of at most eight characters behind their sign, with or without a point; false: one of them is
 * longer, or something else. Both are as near as doubles can be, because both operands of the one division are exact.
 *
 * Texts are followed by eight bytes that may be read.
 */
__attribute__((always_inline)) static inline bool mlops_decimals(
    const void *first, size_t first_length, const void *second, size_t second_length, uint8_t point, double numbers[2]) {
#ifdef __SSE2__
    const size_t signs[] = {*(const char *)first == '-', *(const char *)second == '-'};
    const size_t lengths[] = {first_length - signs[0], second_length - signs[1]};
    if (lengths[0] - 1 > 7 || lengths[1] - 1 > 7) return false;
    mlops_words text;
    __builtin_memcpy(&text, (const char *)first + signs[0], 8);
    __builtin_memcpy((char *)&text + 8, (const char *)second + signs[1], 8);
    const mlops_words used = {mlops_first_bytes[lengths[0]], mlops_first_bytes[lengths[1]]};
    const mlops_words points = (mlops_words)((mlops_bytes)text == MLOPS_ALL(point));
    /* The bytes before the point; without one, all. */
    const mlops_words before = ~points & (points - 1);
    const mlops_words characters = (text ^ (mlops_words)MLOPS_ALL('0')) & used;
    /* What is behind the point moves into its place, so that the digits are eight with zeros behind them. */
    const mlops_words digits = (characters & before) | ((characters & ~(before << 8 | 0xFF)) >> 8);
    /* The high bit of what is above 9. */
    if (__builtin_ia32_pmovmskb128(((mlops_bytes)digits + MLOPS_ALL(0x76)) | (mlops_bytes)digits)) return false;
    const mlops_words whole = (mlops_words)__builtin_ia32_psadbw128(
        (mlops_bytes)(before & used) & MLOPS_ALL(1), MLOPS_ALL(0));
    /* A point alone. */
    if (whole[0] + lengths[0] == 1 || whole[1] + lengths[1] == 1) return false;
    const mlops_doubles divisors = {mlops_divisors[signs[0]][whole[0]], mlops_divisors[signs[1]][whole[1]]};
    const mlops_doubles quotients = mlops_numbers(digits) / divisors;
    __builtin_memcpy(numbers, &quotients, sizeof quotients);
    return true;
#else
    return false;
#endif
}
