// What the streams of a process share.
#pragma once

#include <string>

#include "app/pipeline/instruments.hpp"
#include "app/pipeline/observer.hpp"
#include "app/pipeline/quoted.hpp"
#include "book/order_books.hpp"
#include "book/publication.hpp"
#include "core/counters.hpp"
#include "core/interest.hpp"
#include "strategies/products.hpp"

namespace gapwire::pipeline {

struct FuturesSettings {
    strategies::Products products{};
    bool show_implied = false;  // tools show implied levels, too

    strategies::Product product(std::string_view name) const
    {
        const auto found = products.find(name);
        return found == products.end() ? strategies::Product{} : found->second;
    }
};

/// What the streams of a process share. All of it outlives them.
struct StreamContext {
    Instruments* instruments = nullptr;
    Counters* counters = nullptr;
    book::Publication* publication = nullptr;  // optional
    Observer observer{};
    /// Where the rules say what they want, if they have a thread of their own; else what
    /// Observer::on_instrument says counts.
    const InterestTable* interest = nullptr;
    /// UTC of midnight on the exchange's wall clock, to which ITCH times are added; 0 when there is
    /// no trading date: exchange times are then times of day.
    Timestamp midnight{0};
    /// What `midnight` is for a day whose first message was received then. Optional: a live feed
    /// may run for many days. A day begins with a session, and with a start of messages inside one.
    Timestamp (*midnight_of)(void* context, Timestamp received) noexcept = nullptr;
    void* midnight_context = nullptr;
    /// Events later than this are not applied (`book --at`), in ns since midnight.
    std::uint64_t until_ns = UINT64_MAX;
    book::OrderBooksLimits limits{};
    FuturesSettings futures{};
    QuoteSettings quotes{};  // of FIX in captures and logs
};

}  // namespace gapwire::pipeline
