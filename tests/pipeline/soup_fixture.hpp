// A router of SoupBinTCP sessions, and two connections to give it.
#pragma once

#include "app/pipeline/soup_router.hpp"
#include "tests/pipeline/line.hpp"
#include "tests/pipeline/soup_capture.hpp"

namespace gapwire::test {

using soup::accepted;

inline ByteVector sequenced(const Messages& all)
{
    return sequenced(all.bytes);
}

class SoupRouter : public testing::Test, public Surroundings {
 protected:
    bool give(transport::Segment segment, std::int64_t ms = 0)
    {
        segment.captured = {(now_ms += ms) * 1'000'000};
        return router.on_segment(segment);
    }
    bool serve(Conversation& with, const ByteVector& bytes, std::int64_t ms = 0)
    {
        return give(with.from_server(bytes), ms);
    }
    /// Handshake and login, answered with this number.
    void log_in(Conversation& with, std::uint64_t asked, std::uint64_t answered,
                std::string_view session = "TODAY")
    {
        connect(with);
        give(with.from_client(login(asked == 1 ? "" : session, asked)));
        serve(with, accepted(session, answered));
    }
    void connect(Conversation& with)
    {
        give(with.from_client({}, 0x02));
        give(with.from_server({}, 0x12));
        give(with.from_client({}));
    }
    void hang_up(Conversation& with)
    {
        give(with.from_server({}, 0x11));
        give(with.from_client({}, 0x11));
    }
    const pipeline::SoupFeed& feed(std::size_t index = 0) const
    {
        return *router.feeds().at(index);
    }
    std::string book(std::size_t index = 0) const { return book_text(feed(index).stream); }
    BookState state(std::size_t index = 0) const { return feed(index).stream.state(acme); }

    std::int64_t now_ms = 0;
    pipeline::SoupRouter router{context};
    Conversation one;
    Conversation two{.client = Conversation::endpoint(11, 40'001), .client_next = 7'000'000};
};

inline Messages first_messages()
{
    return messages(directory("ACME"), add(1, 'B', 10, 100), add(2, 'S', 5, 102));
}

}  // namespace gapwire::test
