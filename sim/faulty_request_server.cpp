// Right answers, and what is made of them.
#include "sim/faulty_request_server.hpp"

#include <algorithm>

namespace gapwire::sim {

std::optional<TimedPacket> FaultyRequestServer::answer(Bytes request, Timestamp now)
{
    std::optional<ByteVector> right = server_.answer(request);
    if (!right) return std::nullopt;
    const ServerFault* const fault = fault_at(faults_, now);
    if (fault == nullptr) {
        ++count_.answered;
        return TimedPacket{now, std::move(*right)};
    }
    if (fault->kind == Misconduct::silent) {
        ++count_.silent;
        return std::nullopt;
    }
    if (fault->kind == Misconduct::late) {
        ++count_.late;
        return TimedPacket{after(now, fault->delay_ns), std::move(*right)};
    }
    return TimedPacket{now, wrong(std::move(*right), request)};
}

ByteVector FaultyRequestServer::wrong(ByteVector right, Bytes request)
{
    const std::uint32_t kinds = store_.sent() > 1 ? 3 : 2;
    switch (random_.below(kinds)) {
        case 0:
            ++count_.wrong_session;
            right.front() = right.front() == '~' ? '!' : '~';
            return right;
        case 1:
            ++count_.wrong_lengths;
            right.resize(random_.between(1, static_cast<std::uint32_t>(right.size() - 1)));
            return right;
        default: ++count_.wrong_numbers; return with_other_numbers(request);
    }
}

/// As many messages as asked for, from any other number on.
ByteVector FaultyRequestServer::with_other_numbers(Bytes request)
{
    moldudp64::RequestPacket other = view_as<moldudp64::RequestPacket>(request.data());
    const auto choices =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(store_.sent() - 1, UINT32_MAX));
    const std::uint64_t number = 1 + random_.below(choices);
    other.sequence_number = U64be::of(number < other.sequence_number ? number : number + 1);
    MoldRequestServer server(store_);
    return server.answer(bytes_of(other)).value_or(ByteVector());
}

}  // namespace gapwire::sim
