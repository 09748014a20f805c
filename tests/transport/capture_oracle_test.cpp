// Our reader against libpcap, on the odd files of the shared generator and on real captures.
#include <gtest/gtest.h>
#include <pcap/pcap.h>

#include <cstdlib>
#include <map>
#include <set>

#include "feed/transport/merge.hpp"
#include "tests/shared_data.hpp"
#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

using transport::ReadStatus;
namespace fs = std::filesystem;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t t = 1'737'990'000 * second;

/// What libpcap makes of a file; nothing where it refuses to open it.
std::optional<Listing> list_by_libpcap(const fs::path& path)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_t* const file =
        pcap_open_offline_with_tstamp_precision(path.c_str(), PCAP_TSTAMP_PRECISION_NANO, error);
    if (file == nullptr) return std::nullopt;
    Listing listing;
    pcap_pkthdr* header = nullptr;
    const std::uint8_t* data = nullptr;
    int result = 0;
    while ((result = pcap_next_ex(file, &header, &data)) == 1) {
        listing.packets.push_back({listing.packets.size() + 1,
                                   header->ts.tv_sec * second + header->ts.tv_usec,
                                   static_cast<std::uint32_t>(pcap_datalink(file)), header->len,
                                   Buffer(data, data + header->caplen)});
    }
    listing.end.status = result == PCAP_ERROR_BREAK ? ReadStatus::end : ReadStatus::malformed;
    pcap_close(file);
    return listing;
}

Listing list_file(const fs::path& path)
{
    Counters counters;
    return list(transport::Input::open(path), counters);
}

/// The generated files, in a directory of their own; empty where the generator is absent.
const fs::path& cases()
{
    static const fs::path directory = [] {
        const fs::path script = shared_data().parent_path() / "tools" / "pcap_cases.py";
        std::string made = fs::temp_directory_path() / "gapwire-cases-XXXXXX";
        if (!fs::exists(script) || ::mkdtemp(made.data()) == nullptr) return fs::path();
        const std::string command =
            "cd '" + made + "' && python3 '" + fs::absolute(script).string() + "' >/dev/null";
        return std::system(command.c_str()) == 0 ? fs::path(made) : fs::path();
    }();
    return directory;
}

class CaptureCases : public testing::Test {
 protected:
    void SetUp() override
    {
        if (cases().empty()) GTEST_SKIP() << "needs ../shared/tools/pcap_cases.py and python3";
    }
    static void TearDownTestSuite()
    {
        if (!cases().empty()) fs::remove_all(cases());
    }
};

const Buffer data = counting(60);

Read packet(std::uint64_t number, std::int64_t ns, std::uint32_t link = 1)
{
    return {number, ns, link, 60, data};
}

struct Expected {
    std::vector<Read> packets;
    ReadStatus status = ReadStatus::end;
};

/// Where we differ from libpcap, and why.
const std::map<std::string, Expected> ours_alone = {
    // libpcap hands out the first 40 bytes; they are all there.
    {"cap_gt_snap.pcap", {{packet(1, t + 5'000)}}},
    // A packet has no more bytes than it had on the wire.
    {"orig_lt_cap.pcap", {{{1, t + 5'000, 1, 20, counting(20)}}}},
    // Seconds are unsigned until 2106.
    {"sec2106.pcap", {{packet(1, std::int64_t{0xfffffff0} * second + 5'000)}}},
    // libpcap names both kinds of raw IP 12.
    {"raw101.pcap", {{packet(1, t + 5'000, 101)}}},
    // One link type and one snap length a file is all libpcap can say.
    {"ng_two_if_difflink.pcapng", {{packet(1, t), packet(2, t, 113)}}},
    {"ng_two_if_diffsnap.pcapng", {{packet(1, t), packet(2, t)}}},
    // The byte order belongs to the section.
    {"ng_two_sections_mixed.pcapng", {{packet(1, t), packet(2, t)}}},
    // A minor version adds, it does not change.
    {"ng_minor1.pcapng", {{packet(1, t)}}},
    // A packet of an unknown interface is skipped, the file goes on.
    {"ng_noidb.pcapng", {}},
    {"ng_badiface.pcapng", {}},
    // No time is not 1970.
    {"ng_spb.pcapng", {{{1, Timestamp::none().ns, 1, 60, data}}}},
    // Cut off is not malformed: libpcap has one word for both.
    {"trunc_rec.pcap", {{packet(1, t + 5'000)}, ReadStatus::truncated}},
    {"trunc_hdr.pcap", {{packet(1, t + 5'000)}, ReadStatus::truncated}},
    {"ng_trunc.pcapng", {{}, ReadStatus::truncated}},
};

TEST_F(CaptureCases, AreReadAsLibpcapReadsThemOrRightlyWhereItCannot)
{
    std::set<std::string> seen;
    for (const auto& entry : fs::directory_iterator(cases())) {
        const std::string name = entry.path().filename();
        SCOPED_TRACE(name);
        seen.insert(name);
        const Listing ours = list_file(entry.path());
        const auto theirs = list_by_libpcap(entry.path());
        if (const auto listed = ours_alone.find(name); listed != ours_alone.end()) {
            EXPECT_EQ(ours.packets, listed->second.packets);
            EXPECT_EQ(ours.end.status, listed->second.status);
            EXPECT_TRUE(!theirs || theirs->packets != ours.packets ||
                        theirs->end.status != ours.end.status)
                << "listed as different, and is not";
        } else {
            ASSERT_TRUE(theirs.has_value()) << "libpcap refuses it: list what is right";
            EXPECT_EQ(ours.packets, theirs->packets);
            EXPECT_EQ(ours.end.status, theirs->end.status) << ours.end.reason;
        }
    }
    EXPECT_EQ(seen.size(), 39u);
    for (const auto& [name, expected] : ours_alone) EXPECT_TRUE(seen.contains(name)) << name;
}

TEST_F(CaptureCases, BrokenOnesSayWhereAndWhy)
{
    const std::map<std::string, std::pair<std::uint64_t, std::string>> reasons = {
        {"trunc_rec.pcap", {100, "the file ends inside a packet record, after 66 bytes of it"}},
        {"trunc_hdr.pcap", {100, "the file ends inside a packet record, after 6 bytes of it"}},
        {"huge_caplen.pcap", {24, "a packet of 300000 bytes, more than 262144"}},
        {"ng_trunc.pcapng", {48, "the file ends inside a block, after 84 bytes of it"}},
        {"ng_trailer_mismatch.pcapng", {48, "a block that says length 92 in front and 16 behind"}},
        {"ng_cap_gt_block.pcapng", {48, "a packet of 500 bytes in a block with room for 60"}},
        {"ng_len_notmul4.pcapng", {48, "a block of type 0x6 and length 34"}},
    };
    for (const auto& [name, expected] : reasons) {
        const Listing listing = list_file(cases() / name);
        EXPECT_EQ(listing.end.offset, expected.first) << name;
        EXPECT_EQ(listing.end.reason, expected.second) << name;
    }
}

/// Every pcap and pcapng below a folder of the shared data.
std::vector<fs::path> captures_below(const fs::path& folder)
{
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".pcap" || entry.path().extension() == ".pcapng")
            found.push_back(entry.path());
    }
    return found;
}

TEST(RealCaptures, AreReadAsLibpcapReadsThem)
{
    GAPWIRE_NEEDS(shared_data());
    const std::vector<fs::path> captures = captures_below(shared_data());
    EXPECT_GT(captures.size(), 40u);
    for (const fs::path& path : captures) {
        SCOPED_TRACE(path);
        const Listing ours = list_file(path);
        const auto theirs = list_by_libpcap(path);
        ASSERT_TRUE(theirs.has_value());
        EXPECT_EQ(ours.packets == theirs->packets, true);
        EXPECT_EQ(ours.end.status, theirs->end.status);
    }
}

/// Datagrams by "destination vlans", and what else the frames were.
struct Census {
    std::map<std::string, int> datagrams;
    std::map<std::string, std::uint64_t> counters;
};

Census census_of(const std::vector<fs::path>& paths)
{
    Counters counters;
    std::vector<transport::CaptureReader> readers;
    readers.reserve(paths.size());
    for (const fs::path& path : paths) {
        readers.push_back(
            std::get<transport::CaptureReader>(transport::open_capture(path, counters)));
    }
    transport::DatagramSource source(std::move(readers), counters);
    Census census;
    transport::Datagram datagram;
    while (source.next(datagram)) {
        std::string key = to_text(datagram.destination);
        for (const auto id : datagram.vlans.ids()) key += " vlan " + std::to_string(id);
        ++census.datagrams[key];
    }
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        const std::string name(text_of(counter).name);
        if (counters[counter] != 0 && name != "capture_bytes")
            census.counters[name] = counters[counter];
    }
    return census;
}

TEST(RealCaptures, CmeHoldsFiveThousandPacketsOnEachOfTwoLines)
{
    const fs::path path = shared_data() / "cme" / "mdp3-v8-fx-20160927-AB.pcapng";
    GAPWIRE_NEEDS(path);
    const Census census = census_of({path});
    EXPECT_EQ(census.datagrams, (std::map<std::string, int>{{"224.0.31.11:14320", 5'000},
                                                            {"224.0.32.11:15320", 5'000}}));
    EXPECT_EQ(census.counters, (std::map<std::string, std::uint64_t>{{"capture_packets", 10'000},
                                                                     {"capture_time_reversed", 612},
                                                                     {"datagrams", 10'000}}));
}

TEST(RealCaptures, CmeMergedWithItselfKeepsEveryPacket)
{
    const fs::path path = shared_data() / "cme" / "mdp3-v8-fx-20160927-AB.pcapng";
    GAPWIRE_NEEDS(path);
    EXPECT_EQ(
        census_of({path, path}).datagrams,
        (std::map<std::string, int>{{"224.0.31.11:14320", 10'000}, {"224.0.32.11:15320", 10'000}}));
}

TEST(RealCaptures, MoldIsOneGroupOnOneVlan)
{
    const fs::path folder = shared_data() / "moldudp64";
    GAPWIRE_NEEDS(folder);
    const Census census = census_of(captures_below(folder));
    EXPECT_EQ(census.datagrams, (std::map<std::string, int>{{"233.54.12.111:26477 vlan 141", 9}}));
    EXPECT_EQ(census.counters,
              (std::map<std::string, std::uint64_t>{{"capture_packets", 9}, {"datagrams", 9}}));
}

TEST(RealCaptures, SoupIsAllTcp)
{
    const fs::path folder = shared_data() / "soupbintcp";
    GAPWIRE_NEEDS(folder);
    EXPECT_EQ(census_of(captures_below(folder)).counters,
              (std::map<std::string, std::uint64_t>{{"capture_packets", 6}, {"frame_tcp", 6}}));
}

TEST(RealCaptures, RewrappedItchIsWithoutAddresses)
{
    const fs::path folder = shared_data() / "itch50-messages";
    GAPWIRE_NEEDS(folder);
    EXPECT_EQ(census_of(captures_below(folder)).datagrams,
              (std::map<std::string, int>{{"0.0.0.0:0 vlan 141", 71}}));
}

struct Day {
    std::map<char, int> messages;
    ReadStatus status = ReadStatus::packet;
    std::uint64_t offset = 0;
};

Day day_of(const fs::path& path)
{
    Counters counters;
    auto capture = transport::open_capture(path, counters);
    auto& file = std::get<transport::BinaryFile>(capture);
    Day day;
    std::vector<Bytes> messages(32);
    while (const std::size_t count = file.next_batch(messages))
        for (std::size_t i = 0; i < count; ++i) ++day.messages[static_cast<char>(messages[i][0])];
    day.status = file.ended().status;
    day.offset = file.ended().offset;
    return day;
}

TEST(RealCaptures, ItchDaysHoldTheMessagesTheyAreKnownToHold)
{
    const fs::path folder = shared_data() / "itch50";
    GAPWIRE_NEEDS(folder);
    const Day prefix = day_of(folder / "20191230-prefix.itch.gz");
    EXPECT_EQ(prefix.messages, (std::map<char, int>{{'L', 215'036},
                                                    {'R', 8'906},
                                                    {'H', 8'897},
                                                    {'Y', 8'893},
                                                    {'A', 5'609},
                                                    {'D', 2'658},
                                                    {'X', 1'453},
                                                    {'U', 331},
                                                    {'F', 36},
                                                    {'E', 13},
                                                    {'P', 3},
                                                    {'S', 2}}));
    EXPECT_EQ(prefix.status, ReadStatus::end);

    const Day apple = day_of(folder / "20200130-aapl-10000.itch");
    EXPECT_EQ(apple.messages, (std::map<char, int>{{'A', 4'758},
                                                   {'D', 4'083},
                                                   {'E', 849},
                                                   {'P', 240},
                                                   {'L', 52},
                                                   {'U', 7},
                                                   {'X', 6},
                                                   {'F', 2},
                                                   {'R', 1},
                                                   {'H', 1},
                                                   {'Y', 1}}));
    EXPECT_EQ(apple.status, ReadStatus::end);

    const Day cut = day_of(folder / "cut-off-tail.itch");
    int messages = 0;
    for (const auto& [type, count] : cut.messages) messages += count;
    EXPECT_EQ(messages, 101);
    EXPECT_EQ(cut.status, ReadStatus::truncated);
    EXPECT_EQ(cut.offset, 4'096u - 15);
}

}  // namespace
}  // namespace gapwire::test
