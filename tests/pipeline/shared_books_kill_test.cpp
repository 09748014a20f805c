// Books in shared memory between processes: a writer killed inside its stores, again and again.
#include <fmt/format.h>

#include <cstdlib>
#include <random>

#include "tests/pipeline/shared_sample.hpp"

namespace gapwire::pipeline::test {
namespace {

using shared::Reader;
using shared::Status;

constexpr std::uint32_t instruments = 16;

/// Stores everything over and over, with a new version each time.
void write_for_ever(const std::string& name, std::int64_t version)
{
    SharedBooks books(name, instruments);
    book::Publication& publication = books.publication();
    tell_instruments(publication, instruments);
    for (;; ++version) {
        for (std::uint32_t id = 0; id < instruments; ++id) {
            publication.store_top({id}, top_of(version, id));
            if (publication.depth_wanted({id}))
                publication.store_depth({id}, depth_of(version, id));
        }
        books.beat();
    }
}

/// What a reader has met.
struct Seen {
    std::uint64_t reads = 0;
    std::uint64_t torn = 0;
    std::uint64_t fresh = 0;  // tops of another version than the one before
    std::uint64_t busy = 0;
    std::uint64_t kills = 0;
    std::uint64_t inside_a_store = 0;  // kills that left a value without an end
    std::uint64_t restarted = 0;       // next writers that the reader of the one before was told of
};

class KilledWriter {
 public:
    explicit KilledWriter(std::uint64_t reads) : reads_(reads) {}

    Seen run()
    {
        while (seen_.reads < reads_) {
            Process writer([this] {
                write_for_ever(name_, static_cast<std::int64_t>(seen_.kills + 1) << 32);
            });
            open_next();
            if (testing::Test::HasFatalFailure()) break;
            read_some(std::uniform_int_distribution<std::uint64_t>(1, 2 * reads_a_kill)(random_));
            writer.kill();
            ++seen_.kills;
            look_at_what_is_left();
        }
        ::unlink(("/dev/shm/gapwire-" + name_).c_str());
        return seen_;
    }

 private:
    static constexpr std::uint64_t reads_a_kill = 200'000;

    /// The reader of the writer before is told of the next one, and opens again.
    void open_next()
    {
        const bool had_one = seen_.kills > 0;
        Status status = Status::no_such_name;
        for (int i = 0; i < 1'000'000; ++i, ::usleep(10)) {
            if (had_one && reader_.writer() != Status::writer_restarted) continue;
            Reader next;  // it may be between the two
            status = next.open(name_);
            if (status == Status::ok && next.instruments() == instruments) {
                seen_.restarted += had_one;
                reader_ = std::move(next);
                return;
            }
        }
        FAIL() << to_text(status);
    }

    void read_some(std::uint64_t count)
    {
        shared::Top top;
        shared::Depth depth;
        for (std::uint64_t i = 0; i < count; ++i, ++seen_.reads) {
            const auto id = static_cast<std::uint32_t>(i * 7 % instruments);
            if (i % 16 == 15)
                note(reader_.depth(id, depth), depth, id);
            else if (note(reader_.top(id, top), top, id)) {
                seen_.fresh += top.bid_price != last_;
                last_ = top.bid_price;
            }
        }
    }

    template <class T>
    bool note(Status status, const T& value, std::uint32_t id)
    {
        const bool has_value = status == Status::ok || status == Status::writer_silent;
        seen_.busy += status == Status::busy;
        seen_.torn += has_value && !is_whole(value, id);
        EXPECT_TRUE(has_value || status == Status::busy || status == Status::not_kept)
            << to_text(status);
        return has_value;
    }

    /// Of a writer that is dead every read ends, and the one inside whose store it died says so at
    /// once; the others when the heartbeat is old.
    void look_at_what_is_left()
    {
        bool is_inside = false;
        for (std::uint32_t id = 0; id < instruments; ++id) {
            shared::Top top;
            const Status status = reader_.top(id, top);
            ++seen_.reads;
            is_inside |= status == Status::writer_gone;
            if (status == Status::ok) seen_.torn += !is_whole(top, id);
            EXPECT_TRUE(status == Status::ok || status == Status::writer_gone) << to_text(status);
            shared::Depth depth;
            const Status status_of_depth = reader_.depth(id, depth);
            ++seen_.reads;
            is_inside |= status_of_depth == Status::writer_gone;
            if (status_of_depth == Status::ok) seen_.torn += !is_whole(depth, id);
        }
        seen_.inside_a_store += is_inside;
    }

    const std::uint64_t reads_;
    const std::string name_ = shared_name();
    std::mt19937_64 random_{1};
    Reader reader_;
    std::int64_t last_ = 0;
    Seen seen_;
};

void expect_whole_values(std::uint64_t reads)
{
    const Seen seen = KilledWriter(reads).run();
    EXPECT_GE(seen.reads, reads);
    EXPECT_EQ(seen.torn, 0u);
    EXPECT_GT(seen.fresh, 0u);
    EXPECT_GT(seen.kills, 0u);
    EXPECT_EQ(seen.restarted + 1, seen.kills);
    fmt::print(
        "{} reads, {} torn, {} fresh tops, {} busy; {} kills, {} inside a store; {} restarts "
        "seen\n",
        seen.reads, seen.torn, seen.fresh, seen.busy, seen.kills, seen.inside_a_store,
        seen.restarted);
}

TEST(SharedBooksKill, ReadersSeeWholeValuesAndEveryRestart)
{
    expect_whole_values(2'000'000);
}

TEST(SharedBooksSlow, AHundredMillionReadsSeeWholeValuesAndEveryRestart)
{
    expect_whole_values(100'000'000);
}

}  // namespace
}  // namespace gapwire::pipeline::test
