// Real packets: each event as another author's decoder has it, and every byte accounted for.
#include "tests/mdp3/captures.hpp"

#include <set>

#include "feed/mdp3/fields.hpp"
#include "tests/mdp3/event_text.hpp"
#include "tests/mdp3/sbedecoder.hpp"
#include "tests/oracles/command.hpp"

namespace gapwire::mdp3 {
namespace {

namespace fs = std::filesystem;
using test::CapturedPacket;
using test::EventText;
using Lines = std::vector<std::string>;

struct Ignore {
    void field(const Field&, Bytes) {}
    void begin_group(const Group&, std::size_t) {}
    void begin_entry(std::size_t) {}
    void end_group() {}
};

/// Where reading a message stops.
std::size_t read_of(Bytes message)
{
    const Template* shape = find_template(view_as<MessageHeader>(message.data()).template_id);
    Ignore ignore;
    return shape == nullptr ? 0 : walk(*shape, message, ignore);
}

struct Read {
    std::map<int, int> templates;
    int other_schema = 0;
    Lines lines;
};

void read_packet(const CapturedPacket& packet, Read& read)
{
    Packet parsed;
    ASSERT_EQ(
        packet.is_tcp ? parse_tcp_packet(packet.bytes, parsed) : parse_packet(packet.bytes, parsed),
        PacketStatus::ok);
    EventText text;
    for (Bytes rest = parsed.messages; !rest.empty();) {
        const Bytes message = take_message(rest);
        const DecodeStatus status = decode(message, text);
        if (status == DecodeStatus::other_schema) {
            EXPECT_EQ(view_as<MessageHeader>(message.data()).schema_id, 2);
            ++read.other_schema;
            continue;
        }
        EXPECT_TRUE(status == DecodeStatus::ok || status == DecodeStatus::ignored_template);
        EXPECT_EQ(read_of(message), message.size());
        ++read.templates[view_as<MessageHeader>(message.data()).template_id];
    }
    read.lines.insert(read.lines.end(), text.lines().begin(), text.lines().end());
}

Read read_folder(const fs::path& folder)
{
    Read read;
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.insert(entry.path());
    for (const fs::path& file : files)
        for (const CapturedPacket& packet : test::packets_of(file)) read_packet(packet, read);
    for (const std::string& line : read.lines) EXPECT_FALSE(line.starts_with("bad")) << line;
    return read;
}

fs::path messages()
{
    return gapwire::test::shared_data() / "cme" / "messages";
}

bool has(const Lines& lines, const std::string& wanted)
{
    return std::find(lines.begin(), lines.end(), wanted) != lines.end();
}

TEST(MdpCaptures, MessagesOfVersion5AreReadToTheirEnd)
{
    GAPWIRE_NEEDS(messages());
    const Read read = read_folder(messages() / "v1.5");
    EXPECT_EQ(read.templates,
              (std::map<int, int>{{27, 2}, {29, 3}, {32, 6}, {35, 1}, {37, 2}, {42, 1}}));
    EXPECT_TRUE(has(read.lines, "level 13950 #20707878 B 2 change 207750 x 480 orders=141"));
    EXPECT_TRUE(
        has(read.lines, "trade 13950 #20707922 report 207800 x 11 orders=6 id=0 aggressor=buy"));
    // The sender's 24 byte entries end in padding where version 8 has a size.
    EXPECT_TRUE(
        has(read.lines, "statistic 2928 #13588 open 205000 x none date=none settlement=80"));
    // Root blocks of 193 and 214 bytes have no reference date.
    EXPECT_TRUE(has(
        read.lines,
        "definition 10123 spread A ESM6-ESU6 group=ES asset=ES type=FUT status=4 "
        "maturity=2016-6-255 activation=1434720600000000000 last_trade=1466170200000000000 tick=5 "
        "factor=0.01 reference=-670 of none settlement=02 high=none low=none variation=50 "
        "depth=10+0 reports=15"));
    EXPECT_TRUE(has(
        read.lines,
        "definition 2615 future A ESU6 group=ES asset=ES type=FUT status=4 maturity=2016-9-255 "
        "activation=1434720600000000000 last_trade=1474032600000000000 tick=25 factor=0.01 "
        "reference=207350 of none settlement=02 high=217700 low=196800 variation=600 depth=10+0 "
        "reports=15"));
}

TEST(MdpCaptures, MessagesOfVersion8AreReadToTheirEnd)
{
    GAPWIRE_NEEDS(messages());
    const Read read = read_folder(messages() / "v1.8");
    EXPECT_EQ(read.templates, (std::map<int, int>{{32, 1}, {37, 1}, {42, 1}}));
}

TEST(MdpCaptures, MessagesOfVersion9AreReadToTheirEnd)
{
    GAPWIRE_NEEDS(messages());
    const Read read = read_folder(messages() / "v1.9");
    EXPECT_GT(read.templates.at(46), 5);
    EXPECT_TRUE(has(read.lines, "order 532259 76662054355 add S 12068 x 4 priority=641463012"));
    EXPECT_TRUE(has(read.lines, "level 5893 #19534 implied B 1 change 13003 x 3 orders=0"));
    EXPECT_TRUE(has(read.lines, "order 121933 88463941759 remove B 1 x 9 priority=1423908467"));
}

TEST(MdpCaptures, MessagesOfVersion12OnTcpAreReadToTheirEnd)
{
    GAPWIRE_NEEDS(messages());
    const Read read = read_folder(messages() / "v1.12");
    EXPECT_EQ(read.templates, (std::map<int, int>{{64, 1}, {65, 1}, {68, 1}}));
    EXPECT_EQ(read.other_schema, 4);
}

fs::path fx_capture()
{
    return gapwire::test::shared_data() / "cme" / "mdp3-v8-fx-20160927-AB.pcapng";
}
fs::path fx_text()
{
    return gapwire::test::shared_data() / "cme" / "mdp3-v8-fx-20160927.sbedecoder.txt.zst";
}

/// 224.0.31.11 and 224.0.32.11.
std::vector<CapturedPacket> fx_line(std::uint16_t port)
{
    std::vector<CapturedPacket> packets;
    for (CapturedPacket& packet : test::packets_of(fx_capture()))
        if (packet.destination.port == port) packets.push_back(std::move(packet));
    return packets;
}

TEST(MdpCaptures, EveryEventIsAsAnotherDecoderHasIt)
{
    GAPWIRE_NEEDS(fx_capture());
    GAPWIRE_NEEDS(fx_text());
    const std::string text =
        gapwire::test::output_of("zstdcat " + gapwire::test::shell_word(fx_text()));
    test::TheirEvents theirs(text);
    test::TheirEvents::Packet expected;
    const std::vector<CapturedPacket> packets = fx_line(14320);
    ASSERT_EQ(packets.size(), 5000u);
    for (const CapturedPacket& packet : packets) {
        ASSERT_TRUE(theirs.next(expected));
        Packet parsed;
        ASSERT_EQ(parse_packet(packet.bytes, parsed), PacketStatus::ok);
        EXPECT_EQ(std::to_string(parsed.sequence), expected.header.at("sequence_number"));
        EXPECT_EQ(std::to_string(parsed.sending_time_ns), expected.header.at("sending_time"));
        ASSERT_EQ(test::decode_packet(packet.bytes), expected.events);
    }
    EXPECT_FALSE(theirs.next(expected));
    EXPECT_EQ(theirs.templates(),
              (std::map<int, int>{{12, 6}, {30, 99}, {32, 4898}, {35, 179}, {37, 57}, {42, 60}}));
}

TEST(MdpCaptures, EveryInstrumentCountsOnByOne)
{
    GAPWIRE_NEEDS(fx_capture());
    Read read;
    for (const CapturedPacket& packet : fx_line(14320)) read_packet(packet, read);
    std::map<std::string, std::uint64_t> last;
    std::size_t entries = 0;
    for (const std::string& line : read.lines) {
        const std::size_t number = line.find(" #");
        if (number == std::string::npos) continue;
        const std::size_t name = line.rfind(' ', number - 1) + 1;
        const std::uint64_t sequence = std::stoull(line.substr(number + 2));
        std::uint64_t& before = last[line.substr(name, number - name)];
        EXPECT_TRUE(before == 0 || sequence == before + 1) << line;
        before = sequence;
        ++entries;
    }
    EXPECT_EQ(last.size(), 39u);
    EXPECT_EQ(entries, 6195u);
}

TEST(MdpCaptures, BothLinesHaveTheSameMessages)
{
    GAPWIRE_NEEDS(fx_capture());
    const auto a = fx_line(14320);
    const auto b = fx_line(15320);
    ASSERT_EQ(a.size(), b.size());
    Read of_a;
    Read of_b;
    for (const CapturedPacket& packet : a) read_packet(packet, of_a);
    for (const CapturedPacket& packet : b) read_packet(packet, of_b);
    EXPECT_EQ(of_a.lines, of_b.lines);
    EXPECT_EQ(of_a.templates, of_b.templates);
}

}  // namespace
}  // namespace gapwire::mdp3
