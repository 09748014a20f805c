// What QuickFIX logs, told to the listener of a session. Inside only: wants its headers.
#pragma once

#include <quickfix/Log.h>

#include <string>

#include "fix_session/session.hpp"

namespace gapwire {
namespace fix_session {

/// Everything that goes on is told to the listener.
class TellingLog : public FIX::Log {
 public:
    explicit TellingLog(Listener& listener) : listener_(listener) {}
    void clear() override {}
    void backup() override {}
    void onIncoming(const std::string&) override {}
    void onOutgoing(const std::string&) override {}
    void onEvent(const std::string& text) override
    {
        // A line for every message that waits, or has waited, says nothing new.
        for (const char* begin : {"Processing QUEUED", "Already sent", "MsgSeqNum too high"})
            if (text.find(begin) == 0) return;
        listener_.on_event(text);
    }

 private:
    Listener& listener_;
};

class TellingLogFactory : public FIX::LogFactory {
 public:
    explicit TellingLogFactory(Listener& listener) : listener_(listener) {}
    FIX::Log* create() override { return new TellingLog(listener_); }
    FIX::Log* create(const FIX::SessionID&) override { return create(); }
    void destroy(FIX::Log* log) override { delete log; }

 private:
    Listener& listener_;
};

}  // namespace fix_session
}  // namespace gapwire
