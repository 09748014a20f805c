// Four numbers at once: one lane each, or one after the other.
#include "feed/fix/entry_numbers.hpp"

#include "core/assert.hpp"
#include "core/bytes.hpp"
#include "core/fix_decimal.hpp"
#include "feed/fix/values.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gapwire::fix {
namespace {

constexpr std::size_t size_max = 8;

bool read_plain(const char* text, const NumberPlaces& places, EntryNumbers& to) noexcept
{
    for (std::size_t i = 0; i < to.values.size(); ++i) {
        to.values[i] = 0;
        const std::string_view one(text + places.begins[i], places.ends[i] - places.begins[i]);
        if (places.ends[i] == 0) continue;
        if (one.empty() || one.size() > size_max || one[0] == '-') return false;
        if (i < to.fractions.size()) {
            Decimal decimal;
            if (!parse_decimal_inside(one, decimal)) return false;
            to.values[i] = decimal.mantissa;
            to.fractions[i] = static_cast<std::int8_t>(-decimal.exponent);
        } else {
            std::uint64_t number = 0;
            if (!parse_unsigned_inside(one, number)) return false;
            to.values[i] = static_cast<std::int64_t>(number);
        }
    }
    return true;
}

#if defined(__x86_64__)

[[gnu::target("avx2,bmi")]] std::int8_t fraction_in(unsigned points) noexcept
{
    return static_cast<std::int8_t>(points == 0 ? 0 : 7 - __builtin_ctz(points));
}

/// A lane is a number as its characters lie in memory, moved up so that its last is the highest.
[[gnu::target("avx2,bmi")]] bool read_avx2(const char* text, const NumberPlaces& places,
                                           EntryNumbers& to) noexcept
{
    const __m128i begins = _mm_load_si128(reinterpret_cast<const __m128i*>(places.begins.data()));
    const __m128i ends = _mm_load_si128(reinterpret_cast<const __m128i*>(places.ends.data()));
    const __m128i sizes = _mm_sub_epi32(ends, begins);
    const __m128i is_missing = _mm_cmpeq_epi32(ends, _mm_setzero_si128());
    const __m128i is_empty = _mm_cmpgt_epi32(_mm_set1_epi32(1), sizes);
    const __m128i is_long = _mm_cmpgt_epi32(sizes, _mm_set1_epi32(size_max));
    const __m128i is_odd = _mm_or_si128(_mm_andnot_si128(is_missing, is_empty), is_long);

    const auto word = [&](std::size_t i) { return load<long long>(text + places.begins[i]); };
    const __m256i zeros = _mm256_set1_epi8('0');
    const __m256i free_bits =
        _mm256_cvtepu32_epi64(_mm_slli_epi32(_mm_sub_epi32(_mm_set1_epi32(size_max), sizes), 3));
    const __m256i lanes = _mm256_sllv_epi64(
        _mm256_xor_si256(_mm256_set_epi64x(word(3), word(2), word(1), word(0)), zeros), free_bits);

    // What is below the first point moves over it.
    const __m256i is_point = _mm256_cmpeq_epi8(lanes, _mm256_set1_epi8('.' ^ '0'));
    const __m256i lowest =
        _mm256_and_si256(is_point, _mm256_sub_epi64(_mm256_setzero_si256(), is_point));
    const __m256i below = _mm256_sub_epi64(lowest, _mm256_set1_epi64x(1));
    const __m256i point = _mm256_sub_epi64(_mm256_slli_epi64(lowest, 8), lowest);
    const __m256i moved = _mm256_or_si256(_mm256_andnot_si256(_mm256_or_si256(below, point), lanes),
                                          _mm256_slli_epi64(_mm256_and_si256(below, lanes), 8));
    const __m256i has_none = _mm256_cmpeq_epi64(is_point, _mm256_setzero_si256());
    const __m256i digits = _mm256_blendv_epi8(moved, lanes, has_none);

    const __m256i too_high =
        _mm256_and_si256(_mm256_or_si256(digits, _mm256_add_epi8(digits, _mm256_set1_epi8(6))),
                         _mm256_set1_epi8(static_cast<char>(0xF0)));
    const auto points = static_cast<unsigned>(_mm256_movemask_epi8(is_point));
    // A point alone is no number, and one does not belong into a whole one.
    const __m128i is_one = _mm_cmpeq_epi32(sizes, _mm_set1_epi32(1));
    const auto ones = static_cast<unsigned>(_mm_movemask_epi8(is_one));
    const bool is_wrong =
        ((points >> 16) | (points & 0x80 & (ones << 4)) | (points & 0x8000 & (ones << 8))) != 0;
    if (!_mm256_testz_si256(too_high, too_high) || !_mm_testz_si128(is_odd, is_odd) || is_wrong)
        return false;

    const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
    const __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x0001'0064));
    const __m256i values = _mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10'000)),
                                            _mm256_srli_epi64(fours, 32));
    _mm256_store_si256(reinterpret_cast<__m256i*>(to.values.data()), values);
    to.fractions = {fraction_in(points & 0xFF), fraction_in(points >> 8 & 0xFF)};
    return true;
}

#endif

struct NumbersWays {
    std::array<NumbersWay, 2> all{};
    std::size_t count = 0;
};

NumbersWays find_ways() noexcept
{
    NumbersWays ways;
    ways.all[ways.count++] = {"plain", read_plain};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) ways.all[ways.count++] = {"avx2", read_avx2};
#endif
    return ways;
}

const NumbersWays ways = find_ways();
const ReadNumbers best = ways.all[ways.count - 1].read;

}  // namespace

NumbersWay numbers_way(std::size_t index) noexcept
{
    GAPWIRE_ASSERT(index < ways.count);
    return ways.all[index];
}

std::size_t numbers_ways() noexcept
{
    return ways.count;
}

bool read_numbers(const char* text, const NumberPlaces& places, EntryNumbers& to) noexcept
{
    return best(text, places, to);
}

}  // namespace gapwire::fix
