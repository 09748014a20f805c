// What the line tells its surroundings: function pointers, so that the feed allocates nothing.
#pragma once

#include "core/update.hpp"

namespace gapwire::pipeline {

class ItchStream;

/// Receivers of a stream's events, each optional; `context` is handed to each.
struct Observer {
    void* context = nullptr;
    /// An instrument became known, or known again with changed attributes. Its result says which
    /// kinds of update (UpdateKind bits) are wanted from now on.
    std::uint8_t (*on_instrument)(void* context, const Instrument& instrument) = nullptr;
    /// One event's effect on an instrument that wants it.
    void (*on_update)(void* context, const MarketUpdate& update) noexcept = nullptr;
    /// An order event was applied to the books (not called for refused ones).
    void (*on_order)(void* context, const ItchStream& stream, const OrderEvent& event) = nullptr;
    /// A message was delivered in sequence, before anything is made of it.
    void (*on_message)(void* context, Bytes message) = nullptr;
    /// An auction printed an official closing price of a trading date (days since 1970-01-01; 0:
    /// not known).
    void (*on_close)(void* context, const Instrument& instrument, Price price,
                     std::int32_t day) = nullptr;
};

}  // namespace gapwire::pipeline
