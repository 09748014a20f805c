// Asks a network card to stamp what it receives.
#pragma once

namespace gapwire::transport {

/// True when the card behind `interface` (an index) stamps all packets it receives: it did already,
/// or could be told to, which takes privileges. False for any other card, and changes nothing.
/// `socket` is any socket.
bool enable_hardware_stamps(int socket, unsigned interface) noexcept;

}  // namespace gapwire::transport
