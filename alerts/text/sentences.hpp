// What each kind of alert says, without when, of whom and how sure.
#pragma once

#include <string>

#include "alerts/text/voice.hpp"
#include "core/alert.hpp"

namespace gapwire::alerts {

std::string gap_sentence(const Voice& voice, const Alert& alert);
std::string velocity_sentence(const Voice& voice, const Alert& alert);
std::string record_sentence(const Voice& voice, const Alert& alert);
std::string limit_distance_sentence(const Voice& voice, const Alert& alert);

/// Of a basket or a contagion: how many, and who in what order.
std::string roster_sentence(const Voice& voice, const Alert& alert);

std::string halt_sentence(const Voice& voice, const Alert& alert);
std::string imbalance_sentence(const Voice& voice, const Alert& alert);
std::string blind_sentence(const Voice& voice, const Alert& alert);

/// Of any kind: why there is nothing to say of a move. REQUIRES: is_withheld().
std::string withheld_sentence(const Voice& voice, const Alert& alert);
constexpr bool is_withheld(const Alert& alert) noexcept
{
    return alert.reason == AlertReason::corporate_action ||
           alert.reason == AlertReason::no_reference;
}

}  // namespace gapwire::alerts
