// Order books: memory, the choice of instruction set, and reading.
#include "book/order_books.hpp"

#include "book/order_books_code.hpp"

namespace gapwire::book {

// ---- one set of functions for each instruction set

struct OrderBooksKernels {
    using Events = std::span<const OrderEvent>;

    [[gnu::flatten]] static void look_ahead(OrderBooks& books, Events events,
                                            std::size_t from) noexcept
    {
        OrderBooksCode<simd::Baseline>::look_ahead(books, events, from);
    }
    [[gnu::flatten]] static BookChange apply(OrderBooks& books, const OrderEvent& event) noexcept
    {
        return OrderBooksCode<simd::Baseline>::apply(books, event);
    }
    static constexpr OrderBooks::Kernel baseline{"baseline", look_ahead, apply};

#if defined(__x86_64__)
    [[GAPWIRE_TARGET_AVX2]] static void look_ahead_avx2(OrderBooks& books, Events events,
                                                        std::size_t from) noexcept
    {
        OrderBooksCode<simd::Avx2>::look_ahead(books, events, from);
    }
    [[GAPWIRE_TARGET_AVX2]] static BookChange apply_avx2(OrderBooks& books,
                                                         const OrderEvent& event) noexcept
    {
        return OrderBooksCode<simd::Avx2>::apply(books, event);
    }
    static constexpr OrderBooks::Kernel avx2{"AVX2", look_ahead_avx2, apply_avx2};

    [[GAPWIRE_TARGET_AVX512]] static void look_ahead_avx512(OrderBooks& books, Events events,
                                                            std::size_t from) noexcept
    {
        OrderBooksCode<simd::Avx512>::look_ahead(books, events, from);
    }
    [[GAPWIRE_TARGET_AVX512]] static BookChange apply_avx512(OrderBooks& books,
                                                             const OrderEvent& event) noexcept
    {
        return OrderBooksCode<simd::Avx512>::apply(books, event);
    }
    static constexpr OrderBooks::Kernel avx512{"AVX-512", look_ahead_avx512, apply_avx512};
#endif

    /// Those of this machine, the best last.
    static std::span<const OrderBooks::Kernel* const> of_machine() noexcept
    {
#if defined(__x86_64__)
        static constexpr const OrderBooks::Kernel* all[] = {&baseline, &avx2, &avx512};
        const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
        const bool has_avx512 =
            has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
        return std::span(all).first(has_avx512 ? 3 : has_avx2 ? 2 : 1);
#else
        static constexpr const OrderBooks::Kernel* all[] = {&baseline};
        return all;
#endif
    }

    /// REQUIRES: the machine has it; or an empty name, for the best.
    static const OrderBooks::Kernel& named(std::string_view name) noexcept
    {
        for (const OrderBooks::Kernel* kernel : of_machine())
            if (kernel->name == name) return *kernel;
        GAPWIRE_ASSERT(name.empty());
        return *of_machine().back();
    }
};

std::span<const std::string_view> OrderBooks::instruction_sets() noexcept
{
    static const auto names = [] {
        std::array<std::string_view, 3> made;
        std::ranges::transform(OrderBooksKernels::of_machine(), made.begin(), &Kernel::name);
        return made;
    }();
    return std::span(names).first(OrderBooksKernels::of_machine().size());
}

// ---- memory

OrderBooks::OrderBooks(const OrderBooksLimits& limits)
    : kernel_(&OrderBooksKernels::named(limits.instruction_set)),
      limits_(limits),
      orders_(limits.orders_max, limits.prefault),
      sides_(2 * instruments_max, limits.prefault),
      ladders_(limits.ladder_bytes, limits.prefault)
{
    GAPWIRE_ASSERT(limits.orders_max >= 8 && limits.orders_max < (std::size_t{1} << 24));
}

void OrderBooks::clear()
{
    const OrderBooksLimits limits = limits_;
    *this = OrderBooks(limits);
}

// ---- reading

OrderBooks::LevelView OrderBooks::level(std::uint32_t instrument, Side side,
                                        std::size_t rank) const noexcept
{
    const Ladder& levels = ladder(instrument, side);
    if (rank >= ladders_.level_count(levels)) return {};
    const auto [key, found] = ladders_.at_rank(levels, rank);
    return {price_of(key, side), found->quantity(), found->orders()};
}

std::size_t OrderBooks::level_count(std::uint32_t instrument, Side side) const noexcept
{
    return ladders_.level_count(ladder(instrument, side));
}

}  // namespace gapwire::book
