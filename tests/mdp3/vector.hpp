// A message of MDP 3.0, its bytes put together by hand from the sheet, and what it means.
#pragma once

#include <ostream>
#include <string_view>

namespace gapwire::mdp3::test {

struct Vector {
    std::string_view hex;     // header, root block, and each group and entry; blanks for reading
    std::string_view fields;  // name=value, groups as Name{entry}{entry}; "null" for none
    std::string_view events;  // as EventText writes them, one a line
};

inline void PrintTo(const Vector& vector, std::ostream* out)
{
    *out << vector.hex.substr(0, 20);
}

}  // namespace gapwire::mdp3::test
