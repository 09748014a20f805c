// QuickFIX's reading of a FIX message, as an oracle. Plain: it is compiled as C++14.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gapwire {
namespace test {

/// A message as QuickFIX understands it.
struct QuickfixMessage {
    std::string error;  // why it is refused, in QuickFIX's words; empty: it is not
    std::map<int, std::string> body;
    std::vector<std::map<int, std::string>> entries;  // of group 268
};

/// Throws std::exception for a dictionary that cannot be read.
class QuickfixOracle {
 public:
    explicit QuickfixOracle(const std::string& dictionary);
    ~QuickfixOracle();

    /// Length and checksum verified, the dictionary applied.
    QuickfixMessage read(const std::string& message) const;

 private:
    struct Dictionary;
    std::unique_ptr<Dictionary> dictionary_;
};

}  // namespace test
}  // namespace gapwire
