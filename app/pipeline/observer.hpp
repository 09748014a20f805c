// What the line tells its surroundings: function pointers, so that the feed allocates nothing.
#pragma once

#include "core/alert.hpp"
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
    /// An official closing or settlement price; its date may not be known.
    void (*on_close)(void* context, const Instrument& instrument,
                     const ReferencePrice& close) = nullptr;
};

}  // namespace gapwire::pipeline
