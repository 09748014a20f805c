// Files as a whole: repeatable, complete over both lines, and readable by programs of others.
#include "sim/simulate.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "sim/itch_encoder.hpp"
#include "sim/mold_packetizer.hpp"
#include "sim/output_file.hpp"
#include "sim/redundant_lines.hpp"
#include "tests/shared_data.hpp"
#include "tests/sim/files.hpp"
#include "tests/sim/naive_books.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::sim {
namespace {

using test::output_of;
using test::temporary;
using test::text_of;

Scenario small()
{
    return parse_scenario(test::small_scenario("09:25:00", "09:31:00"), "s.toml");
}

std::string played(const Scenario& scenario, const std::string& name)
{
    const auto file = temporary(name);
    simulate(scenario, {.capture = file});
    return text_of(file);
}

/// The same blocks but for the second interface and its packets, as a one-line capture has them.
std::string without_line_b(const std::string& capture)
{
    std::string kept;
    int interfaces = 0;
    for (std::size_t at = 0; at < capture.size();) {
        const auto u32 = [&](std::size_t offset) {
            std::uint32_t value = 0;
            for (std::size_t i = 4; i-- > 0;)
                value = value << 8 | static_cast<std::uint8_t>(capture[at + offset + i]);
            return value;
        };
        const std::size_t length = u32(4);
        const bool second_interface = u32(0) == 1 && interfaces++ == 1;
        const bool second_line = u32(0) == 6 && u32(8) == 1;
        if (!second_interface && !second_line) kept += capture.substr(at, length);
        at += length;
    }
    return kept;
}

TEST(Simulate, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers)
{
    Scenario scenario = small();
    const std::string first = played(scenario, "first.pcapng");
    EXPECT_TRUE(first == played(scenario, "second.pcapng"));
    scenario.seed += 1;
    EXPECT_FALSE(first == played(scenario, "third.pcapng"));
}

/// FNV-1a. Scenarios that stay as they are give the bytes that they gave before.
TEST(Simulate, TheBytesOfASeedAreKnown)
{
    std::uint64_t hash = 14'695'981'039'346'656'037u;
    for (const char c : played(small(), "known.pcapng"))
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 1'099'511'628'211u;
    EXPECT_EQ(hash, 7'635'751'042'870'904'638u);
}

TEST(Simulate, ALineThatIsNotHeardChangesNothingOnTheOther)
{
    const auto both = temporary("both.pcapng");
    const auto one = temporary("one.pcapng");
    simulate(small(), {.capture = both});
    simulate(small(), {.capture = one, .lines = {true, false}});
    EXPECT_TRUE(text_of(one) == without_line_b(text_of(both)));
}

TEST(Simulate, ABinaryFileHoldsTheMessagesOfTheTruth)
{
    const auto truth = temporary("truth.csv");
    const auto file = temporary("day.itch");
    const ScenarioReport report = simulate(small(), {.capture = file, .truth = truth});
    test::NaiveBooks books;
    std::uint64_t messages = 0;
    test::for_each_record(text_of(file), [&](Bytes message) {
        books.apply(message);
        ++messages;
    });
    EXPECT_EQ(books.csv(), text_of(truth));
    EXPECT_EQ(messages, report.messages);
    EXPECT_EQ(report.bytes, std::filesystem::file_size(file));
}

TEST(Simulate, ReferencesAreThePreviousCloses)
{
    const auto references = temporary("references.csv");
    simulate(small(), {.capture = temporary("a.itch"), .references = references});
    const std::string text = text_of(references);
    EXPECT_EQ(text.substr(0, text.find("ZAAA")),
              "symbol,date,close\nFALL,2025-01-24,100\nTESTISSU,2025-01-24,10\n");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
}

TEST(Simulate, TheKindIsTheExtension)
{
    EXPECT_EQ(capture_kind("a.pcapng"), CaptureKind::pcapng);
    EXPECT_EQ(capture_kind("b/a.itch"), CaptureKind::binary_file);
    EXPECT_EQ(capture_kind("a.pcap"), std::nullopt);
    EXPECT_EQ(capture_kind("pcapng"), std::nullopt);
}

TEST(Simulate, AFolderThatIsNotThereIsAnIoFault)
{
    try {
        simulate(small(), {.capture = "/nowhere/a.itch"});
        FAIL() << "was written";
    } catch (const OperatorError& error) {
        EXPECT_STREQ(error.what(), "/nowhere/a.itch: No such file or directory");
        EXPECT_EQ(error.code(), ExitCode::io);
    }
}

TEST(Simulate, TsharkSeesTwoInterfacesAndTheirGroups)
{
    bool ok = false;
    output_of("tshark --version 2>/dev/null", ok);
    if (!ok) GTEST_SKIP() << "needs tshark";
    const auto file = temporary("lines.pcapng");
    const ScenarioReport report = simulate(small(), {.capture = file});
    const std::string seen = output_of(
        "tshark -r '" + file.string() +
            "' -o ip.check_checksum:TRUE -T fields -e frame.interface_name -e vlan.id -e ip.dst"
            " -e udp.dstport -e ip.checksum.status -e udp.srcport 2>/dev/null | sort | uniq -c"
            " | tr -s ' \\t' ' '",
        ok);
    EXPECT_EQ(seen, fmt::format(" {} eth0 233.54.12.111 26477 1 1025\n"
                                " {} eth1 7 233.49.196.111 26478 1 1025\n",
                                report.lines[0].packets, report.lines[1].packets));
    EXPECT_GT(report.lines[0].lost, 0u);
    EXPECT_GT(report.lines[1].lost, 0u);
}

/// A classic pcap, microseconds: the decoder reads no other.
void append_pcap_record(ByteVector& out, std::uint64_t time_ns, Bytes frame)
{
    const auto size = static_cast<std::uint32_t>(frame.size());
    for (const std::uint64_t value : {time_ns / 1'000'000'000, time_ns % 1'000'000'000 / 1'000,
                                      std::uint64_t{size}, std::uint64_t{size}})
        append_layout(out, U32be::of(static_cast<std::uint32_t>(value)));
    append(out, frame);
}

TEST(Simulate, TheTableDrivenDecoderReadsEveryPacketAndType)
{
    const auto decoder = gapwire::test::shared_data().parent_path() / "tools" / "itch50_tables.py";
    GAPWIRE_NEEDS(decoder);
    ByteVector pcap;
    for (const std::uint32_t word : {0xA1B2C3D4u, 0x00020004u, 0u, 0u, 65'535u, 1u})
        append_layout(pcap, U32be::of(word));

    MoldPacketizer packets("TYPES");
#define ADD(Name) packets.add(itch::encode(itch::Name{}));
    GAPWIRE_ITCH50_MESSAGES(ADD)
#undef ADD
    ByteVector frame;
    append_udp_frame(frame, {.destination = {0xE9360C6F}, .destination_port = 1}, 0,
                     packets.take());
    append_pcap_record(pcap, 0, frame);

    Scenario scenario = small();
    scenario.lines[0].loss_ppm = 0;
    std::uint64_t messages = 23;
    RedundantLines lines(scenario.lines, "S", 1, [&](const CapturedFrame& captured) {
        if (captured.line == 0) append_pcap_record(pcap, captured.time_ns, captured.frame);
    });
    test::for_each_record(played(scenario, "a.itch"), [&](Bytes message) {
        lines.message(view_as<itch50::Header>(message.data()).timestamp, message);
        ++messages;
    });
    lines.finish(scenario.until_ns, false);  // the decoder does not know ends of session
    write_text(temporary("a.pcap"), {reinterpret_cast<const char*>(pcap.data()), pcap.size()});

    bool ok = false;
    const std::string said =
        output_of("python3 '" + decoder.string() + "' '" + temporary("a.pcap").string() +
                      "' | grep -E '!!!|not udp|^messages'",
                  ok);
    EXPECT_EQ(said, fmt::format("messages {} bad 0\n", messages));
}

}  // namespace
}  // namespace gapwire::sim
