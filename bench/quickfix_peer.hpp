// QuickFIX's own parse of a FIX message, to be measured beside ours.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace gapwire::bench {

/// Throws std::exception for a dictionary that cannot be read.
class QuickfixPeer {
 public:
    explicit QuickfixPeer(const std::string& dictionary);
    ~QuickfixPeer();

    /// Parses with the dictionary, checks BodyLength and CheckSum, and gives the number of entries.
    /// No field is converted and nothing is validated, which costs it more.
    std::size_t entries(const std::string& message) const;

 private:
    struct Dictionary;
    std::unique_ptr<Dictionary> dictionary_;
};

}  // namespace gapwire::bench
