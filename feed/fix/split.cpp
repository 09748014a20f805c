// Where the fields of a FIX message end: eight bytes at once, or as many as the machine has.
#include "feed/fix/split.hpp"

#include <array>
#include <bit>

#include "core/assert.hpp"
#include "core/bytes.hpp"
#include "core/simd.hpp"
#include "feed/fix/wire.hpp"

namespace gapwire::fix {
namespace {

constexpr std::uint64_t each_byte = 0x0101'0101'0101'0101;
constexpr std::uint64_t soh_bytes = each_byte * static_cast<std::uint8_t>(soh);

/// A mask of the bytes of `word` that are 0, exact for the lowest of them and below.
constexpr std::uint64_t zero_bytes(std::uint64_t word) noexcept
{
    return (word - each_byte) & ~word & (each_byte << 7);
}

std::size_t split_rest(const std::uint8_t* data, std::size_t from, std::size_t size,
                       std::uint32_t* places, std::size_t count) noexcept
{
    for (std::size_t i = from; i < size; ++i)
        if (data[i] == static_cast<std::uint8_t>(soh))
            places[count++] = static_cast<std::uint32_t>(i);
    return count;
}

#if defined(__x86_64__)

[[gnu::target("avx2,bmi")]] std::size_t split_avx2(Bytes bytes, std::uint32_t* places) noexcept
{
    const __m256i wanted = _mm256_set1_epi8(soh);
    std::size_t count = 0;
    std::size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32) {
        const __m256i block =
            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes.data() + at));
        auto mask =
            static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, wanted)));
        for (; mask != 0; mask &= mask - 1)
            places[count++] =
                static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(mask));
    }
    return split_rest(bytes.data(), at, bytes.size(), places, count);
}

[[gnu::target("avx512f"), gnu::always_inline]] inline void write_sixteen(
    __m128i numbers, __m512i base, std::uint32_t* places) noexcept
{
    _mm512_storeu_si512(places, _mm512_add_epi32(_mm512_cvtepu8_epi32(numbers), base));
}

/// Sixteen places are written whatever the block holds; few blocks hold more.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,popcnt")]] std::size_t split_avx512(
    Bytes bytes, std::uint32_t* places) noexcept
{
    alignas(64) static constexpr auto numbers = [] {
        std::array<std::uint8_t, 64> all{};
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
        return all;
    }();
    const __m512i lanes = _mm512_load_si512(numbers.data());
    const __m512i wanted = _mm512_set1_epi8(soh);
    std::size_t count = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 64) {
        const std::size_t rest = bytes.size() - at;
        const __mmask64 inside = rest >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rest) - 1;
        const __m512i block = _mm512_maskz_loadu_epi8(inside, bytes.data() + at);
        const __mmask64 mask = _mm512_cmpeq_epi8_mask(block, wanted) & inside;
        const __m512i found = _mm512_maskz_compress_epi8(mask, lanes);
        const __m512i base = _mm512_set1_epi32(static_cast<int>(at));
        const auto here = static_cast<std::size_t>(std::popcount(std::uint64_t{mask}));
        write_sixteen(_mm512_castsi512_si128(found), base, places + count);
        if (here > 16) [[unlikely]] {
            write_sixteen(_mm512_extracti32x4_epi32(found, 1), base, places + count + 16);
            write_sixteen(_mm512_extracti32x4_epi32(found, 2), base, places + count + 32);
            write_sixteen(_mm512_extracti32x4_epi32(found, 3), base, places + count + 48);
        }
        count += here;
    }
    return count;
}

#endif

struct SplitWays {
    std::array<SplitWay, 3> all{};
    std::size_t count = 0;
};

SplitWays find_split_ways() noexcept
{
    SplitWays ways;
    ways.all[ways.count++] = {"plain", split_plain};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) ways.all[ways.count++] = {"avx2", split_avx2};
    if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl"))
        ways.all[ways.count++] = {"avx512", split_avx512};
#endif
    return ways;
}

const SplitWays split_list = find_split_ways();
const Split best_split = split_list.all[split_list.count - 1].split;

}  // namespace

std::size_t split_plain(Bytes bytes, std::uint32_t* places) noexcept
{
    std::size_t count = 0;
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        const std::uint64_t word = load<std::uint64_t>(bytes.data() + at) ^ soh_bytes;
        if (zero_bytes(word) != 0) count = split_rest(bytes.data(), at, at + 8, places, count);
    }
    return split_rest(bytes.data(), at, bytes.size(), places, count);
}

SplitWay split_way(std::size_t index) noexcept
{
    GAPWIRE_ASSERT(index < split_list.count);
    return split_list.all[index];
}

std::size_t split_ways() noexcept
{
    return split_list.count;
}

std::size_t split(Bytes bytes, std::uint32_t* places) noexcept
{
    return best_split(bytes, places);
}

std::uint8_t sum_of(Bytes bytes) noexcept
{
    std::size_t at = 0;
    std::uint64_t sum = 0;
#if defined(__x86_64__)
    __m128i sums = _mm_setzero_si128();
    for (; at + 16 <= bytes.size(); at += 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + at));
        sums = _mm_add_epi64(sums, _mm_sad_epu8(block, _mm_setzero_si128()));
    }
    sum = static_cast<std::uint64_t>(_mm_cvtsi128_si64(sums)) +
          static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
#endif
    for (; at < bytes.size(); ++at) sum += bytes[at];
    return static_cast<std::uint8_t>(sum);
}

}  // namespace gapwire::fix
