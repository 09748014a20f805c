// Real messages: each field as Wireshark's dissector of another author decodes it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>

#include "core/counters.hpp"
#include "feed/itch50/fields.hpp"
#include "feed/moldudp64/packet.hpp"
#include "feed/transport/frame.hpp"
#include "feed/transport/open_capture.hpp"
#include "tests/shared_data.hpp"

namespace gapwire::itch50 {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using Fields = std::map<std::string, std::string>;

/// The code in "Buy (B)"; "" for a blank.
std::string code_of(std::string_view shown)
{
    const std::size_t open = shown.rfind('(');
    const std::string_view code = shown.substr(open + 1, shown.size() - open - 2);
    return code == "<whitespace>" ? "" : std::string(code);
}

/// Nanoseconds of the day in "2023-08-22 14:29:59.999894278", which adds five hours.
std::string time_of_day(const std::string& shown)
{
    const std::uint64_t hours = std::stoull(shown.substr(11, 2)) - 5;
    const std::uint64_t minutes = hours * 60 + std::stoull(shown.substr(14, 2));
    const std::uint64_t seconds = minutes * 60 + std::stoull(shown.substr(17, 2));
    return std::to_string(seconds * 1'000'000'000 + std::stoull(shown.substr(20)));
}

/// One line of tshark.jsonl in our words.
Fields theirs(const json::object& line)
{
    const json::object& shown = line.at("fields").as_object();
    Fields fields{{"packet", std::to_string(line.at("packet").as_int64())}};
    for (const char* const name : {"file", "session", "sequence_number", "message_count"})
        fields[name] = line.at(name).as_string().c_str();
    if (fields["session"] == "No Value") fields["session"] = "";
    for (const auto& [name, value] : shown) {
        const std::string text = value.as_string().c_str();
        const bool has_code = text.ends_with(')');
        if (name == "timestamp")
            fields["timestamp"] = time_of_day(text);
        else
            fields[name == "locate_code" ? "stock_locate" : std::string(name)] =
                has_code ? code_of(text) : text;
    }
    return fields;
}

/// A message as gapwire decodes it. Wireshark shows no reserved field and no blank text.
void add_message_fields(Bytes message, Fields& fields)
{
    const auto type = static_cast<char>(message[0]);
    fields["message_length"] = std::to_string(message.size());
    fields["message_type"] = std::string(1, type);
    for (const Field& field : fields_of(type)) {
        const std::string value = value_text(field, message);
        const bool is_blank = field.kind == FieldKind::text && value.empty();
        if (field.name != "reserved" && !is_blank) fields[std::string(field.name)] = value;
    }
}

void add_packet(const std::string& file, std::uint64_t number, Bytes payload,
                std::vector<Fields>& messages)
{
    moldudp64::Packet packet;
    const auto status = parse_packet(payload, packet);
    ASSERT_TRUE(status == moldudp64::PacketStatus::ok ||
                status == moldudp64::PacketStatus::sequence_zero);
    for (int i = 1; i <= packet.count; ++i) {
        Fields fields{{"file", file},
                      {"packet", std::to_string(number)},
                      {"session", std::string(packet.session.view())},
                      {"sequence_number", std::to_string(packet.sequence)},
                      {"message_count", std::to_string(packet.count)},
                      {"message_index", std::to_string(i)}};
        add_message_fields(moldudp64::take_block(packet.blocks), fields);
        messages.push_back(std::move(fields));
    }
}

/// The messages of all captures of a folder, in the order of file names.
std::vector<Fields> ours(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".pcap") files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Fields> messages;
    for (const fs::path& file : files) {
        Counters counters;
        auto capture = transport::open_capture(file.string(), counters);
        auto& reader = std::get<transport::CaptureReader>(capture);
        transport::Packet record;
        while (reader.next(record) == transport::ReadStatus::packet) {
            transport::Datagram datagram;
            EXPECT_EQ(parse_frame(record.link_type, record.data, record.original_length, datagram),
                      transport::FrameStatus::datagram);
            add_packet(file.filename(), record.number, datagram.payload, messages);
        }
    }
    return messages;
}

std::vector<Fields> theirs_of(const fs::path& folder)
{
    std::vector<Fields> messages;
    std::ifstream lines(folder / "tshark.jsonl");
    for (std::string line; std::getline(lines, line);)
        messages.push_back(theirs(json::parse(line).as_object()));
    return messages;
}

void expect_same(const fs::path& folder, std::size_t count)
{
    const std::vector<Fields> expected = theirs_of(folder);
    const std::vector<Fields> decoded = ours(folder);
    ASSERT_EQ(expected.size(), count);
    ASSERT_EQ(decoded.size(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(decoded[i], expected[i]) << "line " << i + 1;
}

TEST(Tshark, DecodesTheSameFromMoldPackets)
{
    const fs::path folder = test::shared_data() / "moldudp64";
    GAPWIRE_NEEDS(folder);
    expect_same(folder, 46);
}

TEST(Tshark, DecodesTheSameFromBareMessages)
{
    const fs::path folder = test::shared_data() / "itch50-messages";
    GAPWIRE_NEEDS(folder);
    expect_same(folder, 71);
}

}  // namespace
}  // namespace gapwire::itch50
