// Order messages of a whole batch to events: one byte shuffle a message where the machine has it.
#pragma once

#include <span>
#include <string_view>

#include "feed/itch50/decoder.hpp"

namespace gapwire::itch50 {

/// decode_order for every message: events[i] is that of messages[i]. Fields that a type lacks may
/// hold anything. REQUIRES: at least as many events as messages.
/// Threads: any; keeps nothing.
void decode_orders(std::span<const Bytes> messages, std::span<OrderEvent> events) noexcept;

/// The instruction set that decode_orders uses on this machine.
std::string_view batch_instruction_set() noexcept;

/// One at a time, on any machine: what decode_orders does where nothing better is to be had, and
/// what tests compare it with.
void decode_orders_baseline(std::span<const Bytes> messages, std::span<OrderEvent> events) noexcept;

}  // namespace gapwire::itch50
