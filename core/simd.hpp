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
};

#if defined(__x86_64__)
// A function that uses one of these must carry its target attribute, and `flatten`, so that what it
// calls is compiled for that target too; and must run only where the machine has it.
#define GAPWIRE_TARGET_AVX2 gnu::flatten, gnu::target("avx2,bmi,bmi2,lzcnt,popcnt,movbe")
#define GAPWIRE_TARGET_AVX512 \
    gnu::flatten, gnu::target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2,lzcnt,popcnt,movbe")

struct Avx2 {
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

struct Avx512 {
    [[gnu::target("avx512f")]] static std::uint32_t not_less_16(const std::int32_t* values,
                                                                std::int32_t bound) noexcept
    {
        return _mm512_cmp_epi32_mask(_mm512_loadu_si512(values), _mm512_set1_epi32(bound),
                                     _MM_CMPINT_NLT);
    }
};
#endif

/// Asks for a cache line that will be written. The empty assembly keeps a function that does
/// nothing but prefetch from being taken for one that does nothing (g++ 12 drops its calls).
inline void prefetch_write(const void* address) noexcept
{
    __builtin_prefetch(address, 1);
    asm volatile("");
}

}  // namespace gapwire::simd
