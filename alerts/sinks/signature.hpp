// The signature of Standard Webhooks.
#pragma once

#include <string>
#include <string_view>

namespace gapwire::alerts {

/// The key that a secret stands for: what "whsec_" and base64 hold, else its own bytes. Empty for a
/// "whsec_" whose rest is no base64.
std::string signing_key(std::string_view secret);

/// `v1,` and the base64 of HMAC-SHA256 with the key over `id.timestamp.body`.
std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body);

}  // namespace gapwire::alerts
