// Order messages of a whole batch to events: the byte shuffle, its tables, and the choice.
#include "feed/itch50/batch.hpp"

#include <algorithm>
#include <cstddef>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gapwire::itch50 {

void decode_orders_baseline(std::span<const Bytes> messages, std::span<OrderEvent> events) noexcept
{
    for (std::size_t i = 0; i < messages.size(); ++i) decode_order(messages[i], events[i]);
}

namespace {

#if defined(__x86_64__)

/// How the bytes of one message type become those of its event:
///
///     event byte i = message byte from[i] & keep[i] | add[i]
///
/// A big-endian field is turned round on the way, missing and higher bytes are 0. Sides and flags
/// are letters that differ in their lowest bit (B 0x42 and S 0x53, N 0x4E and Y 0x59).
struct alignas(64) ShuffleRow {
    std::array<std::uint8_t, 64> from{};
    std::array<std::uint8_t, 64> keep{};
    std::array<std::uint8_t, 64> add{};
    std::uint64_t message_bytes = 0;  // one bit each, as many as the type is long
    std::uint8_t length = 0;          // 0: not an order message
    std::uint8_t side = 0;            // where the side is; 0: it has none
};

consteval ShuffleRow shuffle_row(const OrderRow& row)
{
    ShuffleRow made;
    if (row.length == 0) return made;
    const auto field = [&](std::size_t to, std::size_t from, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            made.from[to + i] = static_cast<std::uint8_t>(from + size - 1 - i);
            made.keep[to + i] = 0xFF;
        }
    };
    constexpr std::uint8_t reference_at = 11;  // where rows point that lack a field
    field(offsetof(OrderEvent, reference), row.reference, 8);
    if (row.new_reference != reference_at)
        field(offsetof(OrderEvent, new_reference), row.new_reference, 8);
    if (row.match_number != reference_at)
        field(offsetof(OrderEvent, match_number), row.match_number, 8);
    field(offsetof(OrderEvent, time_ns), 5, 6);
    if (row.quantity != reference_at) field(offsetof(OrderEvent, quantity), row.quantity, 4);
    if (row.price != reference_at) field(offsetof(OrderEvent, price), row.price, 4);
    field(offsetof(OrderEvent, instrument), 1, 2);
    made.add[offsetof(OrderEvent, action)] = static_cast<std::uint8_t>(row.action);
    if (row.side != 0) {
        made.from[offsetof(OrderEvent, side)] = row.side;
        made.keep[offsetof(OrderEvent, side)] = 1;
    }
    if (row.printable != 0) {
        made.from[offsetof(OrderEvent, printable)] = row.printable;
        made.keep[offsetof(OrderEvent, printable)] = 1;
    } else {
        made.add[offsetof(OrderEvent, printable)] = 1;
    }
    made.message_bytes = (std::uint64_t{1} << row.length) - 1;
    made.length = row.length;
    made.side = row.side;
    return made;
}

/// By the lowest five bits of the type, which tell order messages apart; `type` says if it is one.
struct ShuffleTable {
    std::array<ShuffleRow, 32> rows{};
    std::array<std::uint8_t, 32> type{};
};

consteval ShuffleTable shuffle_table()
{
    ShuffleTable table;
    for (std::size_t type = 0; type < order_table.size(); ++type) {
        if (order_table[type].length == 0) continue;
        table.rows[type % 32] = shuffle_row(order_table[type]);
        table.type[type % 32] = static_cast<std::uint8_t>(type);
    }
    return table;
}

constexpr ShuffleTable shuffles = shuffle_table();
static_assert(std::ranges::count(shuffles.type, 0) ==
                  32 - std::ranges::count_if(order_table,
                                             [](const OrderRow& row) { return row.length != 0; }),
              "no two order messages share a row");
static_assert(sizeof(OrderEvent) == 48);

#define GAPWIRE_TARGET_VBMI gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,bmi,bmi2")

[[GAPWIRE_TARGET_VBMI]] void shuffle(const std::uint8_t* message, const ShuffleRow& row,
                                     OrderEvent& event) noexcept
{
    const __m512i bytes = _mm512_maskz_loadu_epi8(row.message_bytes, message);
    const __m512i moved = _mm512_permutexvar_epi8(_mm512_load_si512(row.from.data()), bytes);
    constexpr int and_then_or = 0xEA;
    const __m512i made = _mm512_ternarylogic_epi64(moved, _mm512_load_si512(row.keep.data()),
                                                   _mm512_load_si512(row.add.data()), and_then_or);
    auto* const out = reinterpret_cast<std::byte*>(&event);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm512_castsi512_si256(made));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 32), _mm512_extracti64x2_epi64(made, 2));
}

[[GAPWIRE_TARGET_VBMI]] void decode_orders_vbmi(std::span<const Bytes> messages,
                                                std::span<OrderEvent> events) noexcept
{
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const Bytes message = messages[i];
        OrderEvent& event = events[i];
        if (message.empty()) [[unlikely]] {
            event.action = OrderAction::none;
            continue;
        }
        const std::uint8_t type = message[0];
        const ShuffleRow& row = shuffles.rows[type % 32];
        if (shuffles.type[type % 32] != type || message.size() < row.length) [[unlikely]] {
            event.action = OrderAction::none;
            continue;
        }
        shuffle(message.data(), row, event);
        const std::uint8_t side = message[row.side];
        const bool bad_side = (row.side != 0) & (side != 'B') & (side != 'S');
        if (bad_side | (event.time_ns > time_ns_max)) [[unlikely]]
            event.action = OrderAction::none;
        if (type == OrderExecutedWithPrice::type) [[unlikely]]  // whatever is not N is printable
            event.printable = message[order_table['C'].printable] != 'N';
    }
}

#endif

struct Choice {
    std::string_view name;
    void (*decode)(std::span<const Bytes>, std::span<OrderEvent>) noexcept;
};

Choice choose() noexcept
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return {"AVX-512 VBMI", decode_orders_vbmi};
#endif
    return {"baseline", decode_orders_baseline};
}

const Choice choice = choose();

}  // namespace

void decode_orders(std::span<const Bytes> messages, std::span<OrderEvent> events) noexcept
{
    choice.decode(messages, events);
}

std::string_view batch_instruction_set() noexcept
{
    return choice.name;
}

}  // namespace gapwire::itch50
