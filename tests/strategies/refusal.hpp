// What an operator would read when something is refused.
#pragma once

#include <string>

#include "core/error.hpp"

namespace gapwire::strategies {

/// "78 reason" of the OperatorError that `attempt` throws; "" when it throws none.
template <class Attempt>
std::string refusal(Attempt attempt)
{
    try {
        attempt();
    } catch (const OperatorError& error) {
        return std::to_string(static_cast<int>(error.code())) + " " + error.what();
    }
    return "";
}

}  // namespace gapwire::strategies
