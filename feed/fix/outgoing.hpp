// A message to be sent over a FIX session: its type and its body, without header and trailer.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gapwire::fix {

/// Fields in the order in which they are to be sent; entries of groups follow their count.
struct Outgoing {
    std::string type;
    std::vector<std::pair<int, std::string>> fields{};

    Outgoing& add(int tag, std::string_view value)
    {
        fields.emplace_back(tag, std::string(value));
        return *this;
    }
    Outgoing& add(int tag, std::size_t value) { return add(tag, std::to_string(value)); }
    friend bool operator==(const Outgoing&, const Outgoing&) = default;
};

}  // namespace gapwire::fix
