// Branch-free compares of a few integers at once, in the widths that machines have, and prefetches.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gapwire::simd {

/// Bit i is set when values[i] == wanted, for 8 values (32 bytes, 16-byte aligned).
inline std::uint32_t equal_8(const std::uint32_t* values, std::uint32_t wanted) noexcept
{
#if defined(__x86_64__)
    const __m128i key = _mm_set1_epi32(static_cast<int>(wanted));
    const auto* in = reinterpret_cast<const __m128i*>(values);
    const __m128i low = _mm_cmpeq_epi32(_mm_load_si128(in), key);
    const __m128i high = _mm_cmpeq_epi32(_mm_load_si128(in + 1), key);
    const __m128i both = _mm_packs_epi16(_mm_packs_epi32(low, high), _mm_setzero_si128());
    return static_cast<std::uint32_t>(_mm_movemask_epi8(both));
#else
    std::uint32_t mask = 0;
    for (int i = 0; i < 8; ++i) mask |= std::uint32_t{values[i] == wanted} << i;
    return mask;
#endif
}

/// What any machine can do: SSE2 on x86-64, plain loops elsewhere.
struct Baseline {
    /// Bit i is set when values[i] >= bound, for 16 values at any alignment.
    static std::uint32_t not_less_16(const std::int32_t* values, std::int32_t bound) noexcept
    {
#if defined(__x86_64__)
        const __m128i key = _mm_set1_epi32(bound);
        const auto* in = reinterpret_cast<const __m128i*>(values);
        const __m128i a = _mm_cmpgt_epi32(key, _mm_loadu_si128(in));
        const __m128i b = _mm_cmpgt_epi32(key, _mm_loadu_si128(in + 1));
        const __m128i c = _mm_cmpgt_epi32(key, _mm_loadu_si128(in + 2));
        const __m128i d = _mm_cmpgt_epi32(key, _mm_loadu_si128(in + 3));
        const __m128i less = _mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(less)) ^ 0xFFFF;
#else
        std::uint32_t mask = 0;
        for (int i = 0; i < 16; ++i) mask |= std::uint32_t{values[i] >= bound} << i;
        return mask;
#endif
    }

    // A line of 15 sorted keys with their count in lane 15, in its lower half.

    /// Puts `key` at `at`, and what was there and above it one place up. REQUIRES: count < 15.
    static void insert_key(std::int32_t* line, std::uint32_t at, std::uint32_t count,
                           std::int32_t key) noexcept
    {
        move_up(line, at, count);
        line[at] = key;
        ++line[15];
    }
    /// Takes the key at `at` away, and what was above it one place down.
    static void erase_key(std::int32_t* line, std::uint32_t at, std::uint32_t count) noexcept
    {
        move_down(line, at, count - 1);
        --line[15];
    }

    /// items[i + 1] = items[i] for i in [first, last), of 16 items.
    template <class Item>
    static void move_up(Item* items, std::uint32_t first, std::uint32_t last) noexcept
    {
        for (std::uint32_t i = last; i > first; --i) items[i] = items[i - 1];
    }

    /// items[i] = items[i + 1] for i in [first, last), of 16 items.
    template <class Item>
    static void move_down(Item* items, std::uint32_t first, std::uint32_t last) noexcept
    {
        for (std::uint32_t i = first; i < last; ++i) items[i] = items[i + 1];
    }
};

#if defined(__x86_64__)
// A function that uses one of these must carry its target attribute, and `flatten`, so that what it
// calls is compiled for that target too; and must run only where the machine has it.
#define GAPWIRE_TARGET_AVX2 gnu::flatten, gnu::target("avx2,bmi,bmi2,lzcnt,popcnt,movbe")
#define GAPWIRE_TARGET_AVX512 \
    gnu::flatten, gnu::target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2,lzcnt,popcnt,movbe")

struct Avx2 : Baseline {
    [[gnu::target("avx2")]] static std::uint32_t not_less_16(const std::int32_t* values,
                                                             std::int32_t bound) noexcept
    {
        const __m256i key = _mm256_set1_epi32(bound);
        const auto* in = reinterpret_cast<const __m256i*>(values);
        const __m256i low = _mm256_cmpgt_epi32(key, _mm256_loadu_si256(in));
        const __m256i high = _mm256_cmpgt_epi32(key, _mm256_loadu_si256(in + 1));
        const int mask = _mm256_movemask_ps(_mm256_castsi256_ps(low)) |
                         _mm256_movemask_ps(_mm256_castsi256_ps(high)) << 8;
        return static_cast<std::uint32_t>(mask) ^ 0xFFFF;
    }
};

struct Avx512 : Baseline {
    /// Assembly, because g++ 12 gives every function that has a 64-byte vector and a call an
    /// aligned stack frame, which costs more than the search.
    [[gnu::target("avx512f")]] static std::uint32_t not_less_16(const std::int32_t* values,
                                                                std::int32_t bound) noexcept
    {
        using Sixteen = std::int32_t[16];
        std::uint32_t mask;
        asm("vpbroadcastd %[bound], %%zmm31\n\t"
            "vpcmpled %[values], %%zmm31, %%k1\n\t"
            "kmovw %%k1, %[mask]"
            : [mask] "=r"(mask)
            : [bound] "r"(bound), [values] "m"(*reinterpret_cast<const Sixteen*>(values))
            : "xmm31", "k1");
        return mask;
    }

    // One store of the whole line: a search that comes soon after gets it from there, which it
    // could not if it had been written in pieces.
    [[gnu::target("avx512f")]] static void insert_key(std::int32_t* line, std::uint32_t at,
                                                      std::uint32_t count,
                                                      std::int32_t key) noexcept
    {
        const __m512i old = _mm512_load_si512(line);
        const auto moved = static_cast<__mmask16>(lanes_32(at + 1, count + 1));
        const __m512i made = _mm512_mask_alignr_epi32(old, moved, old, old, 15);
        const __m512i keyed = _mm512_mask_set1_epi32(made, static_cast<__mmask16>(1u << at), key);
        _mm512_store_si512(line,
                           _mm512_mask_add_epi32(keyed, last_lane, keyed, _mm512_set1_epi32(1)));
    }
    [[gnu::target("avx512f")]] static void erase_key(std::int32_t* line, std::uint32_t at,
                                                     std::uint32_t count) noexcept
    {
        const __m512i old = _mm512_load_si512(line);
        const auto moved = static_cast<__mmask16>(lanes_32(at, count - 1));
        const __m512i made = _mm512_mask_alignr_epi32(old, moved, old, old, 1);
        _mm512_store_si512(line,
                           _mm512_mask_sub_epi32(made, last_lane, made, _mm512_set1_epi32(1)));
    }

 private:
    static constexpr __mmask16 last_lane = 0x8000;

    /// The lanes of 32 bits in [first, last), as bits.
    static std::uint64_t lanes_32(std::uint32_t first, std::uint32_t last) noexcept
    {
        return (std::uint64_t{1} << last) - (std::uint64_t{1} << first);
    }
};
#endif

/// `first ? a : b` without a branch, for conditions that nobody can predict.
inline std::uint32_t select(bool first, std::uint32_t a, std::uint32_t b) noexcept
{
    const std::uint32_t mask = 0u - std::uint32_t{first};
    return (a & mask) | (b & ~mask);
}

/// Asks for a cache line that will be written. The empty assembly keeps a function that does
/// nothing but prefetch from being taken for one that does nothing (g++ 12 drops its calls).
inline void prefetch_write(const void* address) noexcept
{
    __builtin_prefetch(address, 1);
    asm volatile("");
}

}  // namespace gapwire::simd
