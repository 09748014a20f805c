// gapwire serve on a channel of MDP 3.0: lines that lose packets, loops, and an alert.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <thread>

#include "sim/mdp3_encoder.hpp"
#include "tests/app/background_program.hpp"
#include "tests/app/program.hpp"
#include "tests/app/sockets.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t unit = Price::scale;

/// Sends to four groups of loopback: lines A and B, snapshots, definitions.
class ServeFutures : public testing::Test {
 protected:
    ServeFutures()
    {
        const in_addr loopback{htonl(INADDR_LOOPBACK)};
        setsockopt(sender_.number(), IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback);
        std::string text =
            "[serve]\norders_max = 1000\n[[rule]]\nkind = \"gap_down\"\nladder = [\"4\"]\n"
            "symbols = [\"NQ\"]\n[[feed]]\nname = \"nq\"\nstack = \"udp/mdp3\"\n";
        constexpr const char* tables[] = {"line", "line", "snapshot_line", "definition_line"};
        for (std::size_t i = 0; i < ports_.size(); ++i)
            text += fmt::format(
                "[[feed.{}]]\ngroup = \"239.255.73.{}:{}\"\n"
                "interface = \"127.0.0.1\"\n",
                tables[i], i + 1, ports_[i] = free_udp_port());
        gapwire_.emplace(std::vector<std::string>{
            "serve", "--config", write_file("serve.toml", text), "--books-on-exit", books_});
        wait_for("running");
    }
    void wait_for(const std::string& text) const
    {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (gapwire_->err().find(text) == std::string::npos &&
               std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(5ms);
        ASSERT_NE(gapwire_->err().find(text), std::string::npos) << gapwire_->err();
    }
    static std::uint64_t now()
    {
        return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                              std::chrono::system_clock::now().time_since_epoch())
                                              .count());
    }
    void send(std::size_t group, const sim::MdpPacket& packet) const
    {
        const sockaddr_in to = address_of(fmt::format("239.255.73.{}", group + 1), ports_[group]);
        ::sendto(sender_.number(), packet.bytes().data(), packet.bytes().size(), 0,
                 reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    /// The next packet on the lines whose letters are given.
    void say(const std::string& lines, const sim::MdpPacket& packet) const
    {
        if (lines.find('A') != std::string::npos) send(0, packet);
        if (lines.find('B') != std::string::npos) send(1, packet);
    }
    sim::MdpPacket packet() { return {++sequence_, now()}; }
    static LevelEvent bid(std::uint8_t rank, std::int64_t price, std::uint32_t entry)
    {
        return {.price = price * unit,
                .quantity = 5,
                .orders = 1,
                .sequence = entry,
                .security = 42,
                .level = rank};
    }

    std::array<std::uint16_t, 4> ports_{};
    Socket sender_{SOCK_DGRAM};
    std::string books_ = temporary("books.csv");
    std::uint32_t sequence_ = 0;
    std::optional<BackgroundProgram> gapwire_;
};

TEST_F(ServeFutures, AFallIsToldAndTheLoopHealsWhatBothLinesLost)
{
    ContractDefinition contract{.security = 42, .kind = ContractKind::future};
    contract.symbol = symbol_of("NQZ9");
    contract.group = contract.asset = Text<6>{{'N', 'Q'}};
    contract.last_trade_ns = now() + 60 * std::uint64_t{86'400'000'000'000};
    contract.display_factor = unit / 100;
    contract.depth = 10;
    contract.reports_in_loop = 1;
    send(3, sim::MdpPacket(1, now()).definition(contract));

    const auto yesterday =
        static_cast<std::uint16_t>(now() / 86'400'000'000'000u - 4);  // whatever the hour and day
    say("A", packet().levels(now(), std::array{bid(1, 1'990'000, 1)}));
    say("B", packet().daily(now(), {.price = 2'000'000 * unit,
                                    .sequence = 2,
                                    .security = 42,
                                    .date = yesterday,
                                    .kind = StatisticKind::settlement,
                                    .settlement = {0x03}}));
    say("AB", packet().trade(now(), {.price = 1'920'000 * unit,
                                     .quantity = 1,
                                     .orders = 2,
                                     .sequence = 3,
                                     .trade_id = 1,
                                     .security = 42}));
    const auto alert = boost::json::parse(gapwire_->line());
    EXPECT_EQ(alert.at("symbol").as_string(), "NQZ9");
    EXPECT_EQ(alert.at("price").as_string(), "19200");
    EXPECT_EQ(alert.at("reference").at("kind").as_string(), "settlement");
    EXPECT_EQ(alert.at("rung_bp").to_number<int>(), 400);

    say("", packet().levels(now(), std::array{bid(2, 1'980'000, 4)}));  // lost on both
    say("AB", packet().levels(now(), std::array{bid(3, 1'970'000, 5)}));
    wait_for("messages missing");
    const SnapshotHeader header{.last_packet = sequence_,
                                .reports_in_loop = 1,
                                .sequence = 5,
                                .security = 42,
                                .time_ns = now()};
    const std::array levels{bid(1, 1'990'000, 0), bid(2, 1'980'000, 0), bid(3, 1'970'000, 0)};
    send(2, sim::MdpPacket(1, now()).snapshot(header, {}, levels, {}));
    say("A", packet().levels(now(), std::array{bid(4, 1'960'000, 6)}));
    std::this_thread::sleep_for(300ms);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(20s), 0) << gapwire_->err();
    EXPECT_EQ(text_of(books_),
              "symbol,side,price,quantity,orders\nNQZ9,B,1990000,5,1\nNQZ9,B,1980000,5,1\n"
              "NQZ9,B,1970000,5,1\nNQZ9,B,1960000,5,1\n");
    EXPECT_EQ(gapwire_->err().find("of the books in"), std::string::npos) << gapwire_->err();
}

}  // namespace
}  // namespace gapwire::app::test
