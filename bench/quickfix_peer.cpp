// QuickFIX's own parse of a FIX message.
#include "bench/quickfix_peer.hpp"

#include <quickfix/DataDictionary.h>
#include <quickfix/Message.h>

namespace gapwire {
namespace bench {

struct QuickfixPeer::Dictionary {
    explicit Dictionary(const std::string& path) : fields(path) {}
    FIX::DataDictionary fields;
};

QuickfixPeer::QuickfixPeer(const std::string& dictionary) : dictionary_(new Dictionary(dictionary))
{}
QuickfixPeer::~QuickfixPeer() = default;

std::size_t QuickfixPeer::entries(const std::string& message) const
{
    const FIX::Message parsed(message, dictionary_->fields, true);
    return parsed.groupCount(268);
}

}  // namespace bench
}  // namespace gapwire
