// QuickFIX as the oracle of our scanner: generated and mutated messages, and why the two differ.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "feed/fix/values.hpp"
#include "tests/fix/messages.hpp"
#include "tests/fix/quickfix_oracle.hpp"

namespace gapwire::test {
namespace {

/// The dictionaries that a script writes, gone with the test.
class WrittenDictionaries {
 public:
    WrittenDictionaries()
        : folder_(std::filesystem::temp_directory_path() /
                  ("gapwire-fix-dictionaries-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(folder_);
        const std::string command = "python3 " GAPWIRE_SOURCE_DIR
                                    "/tests/fix/make_dictionaries.py '" +
                                    folder_.string() + "'";
        EXPECT_EQ(std::system(command.c_str()), 0);
    }
    ~WrittenDictionaries() { std::filesystem::remove_all(folder_); }
    std::string fix44() const { return folder_ / "FIX44.xml"; }

 private:
    std::filesystem::path folder_;
};

/// What ours makes of a message: its status, and entries as they are told.
struct OurReading {
    fix::DecodeStatus status{};
    struct Entry {
        std::string id;
        char type;
        bool has_type;
        Decimal price;
        Decimal size;
        bool is_bad;
    };
    std::vector<Entry> entries;

    void on_message_begin(const QuoteMessage&) noexcept {}
    void on(const QuoteEntry& e) noexcept
    {
        entries.push_back({std::string(e.id), e.type, e.has_type, e.price, e.size, e.is_bad});
    }
    void on_message_end(const QuoteMessage&) noexcept {}
    void on(const auto&) noexcept {}
};

OurReading ours_of(const std::string& message)
{
    static fix::Decoder decoder(1 << 16);
    OurReading reading;
    const fix::Scanned scanned = fix::scan(as_bytes(message));
    EXPECT_EQ(scanned.status, fix::ScanStatus::message);
    reading.status = decoder.decode(fix::Message::of(as_bytes(message), scanned), reading);
    return reading;
}

std::string value_or_none(const std::map<int, std::string>& fields, int tag)
{
    const auto found = fields.find(tag);
    return found == fields.end() ? "" : found->second;
}

Decimal decimal_of(const std::string& text)
{
    Decimal decimal;
    return fix::parse_decimal(text, decimal) ? decimal : Decimal::none();
}

void expect_equal(const OurReading& ours, const QuickfixMessage& theirs, const std::string& message)
{
    ASSERT_EQ(ours.entries.size(), theirs.entries.size()) << message;
    for (std::size_t i = 0; i < ours.entries.size(); ++i) {
        const OurReading::Entry& entry = ours.entries[i];
        const auto& fields = theirs.entries[i];
        EXPECT_EQ(entry.id, value_or_none(fields, 278)) << message;
        EXPECT_EQ(entry.has_type ? std::string(1, entry.type) : "", value_or_none(fields, 269))
            << message;
        EXPECT_EQ(entry.price, decimal_of(value_or_none(fields, 270))) << message;
        EXPECT_EQ(entry.size, decimal_of(value_or_none(fields, 271))) << message;
    }
}

std::string random_body(std::mt19937_64& random)
{
    const bool is_refresh = random() % 3 == 0;
    std::string body = is_refresh ? "35=W|" : "35=X|";
    body += "34=" + std::to_string(1 + random() % 1'000) + "|49=V|56=C|52=20250127-13:30:00.250|";
    body += "262=r|";
    if (is_refresh) body += "55=NQ|";
    const std::uint64_t entries = 1 + random() % 5;
    body += "268=" + std::to_string(entries) + '|';
    for (std::uint64_t i = 0; i < entries; ++i) {
        if (!is_refresh) body += "279=" + std::to_string(random() % 3) + '|';
        body += "269=" + std::to_string(random() % 3) + '|';
        if (!is_refresh) body += "278=E" + std::to_string(random() % 100) + "|55=NQ|";
        body += fmt::format("270={}.{}|271={}|", static_cast<int>(random() % 200) - 20,
                            random() % 1'000, random() % 1'000);
        if (random() % 2 == 0) body += "273=13:30:00.1" + std::to_string(random() % 10) + "0|";
        if (random() % 3 == 0) body += "290=" + std::to_string(1 + random() % 9) + "|346=2|";
    }
    return body;
}

TEST(QuickfixOracle, GeneratedMessagesAreReadAlike)
{
    const WrittenDictionaries dictionaries;
    const QuickfixOracle oracle(dictionaries.fix44());
    std::mt19937_64 random(44);
    for (int i = 0; i < 5'000; ++i) {
        const std::string message = framed(random_body(random));
        const QuickfixMessage theirs = oracle.read(message);
        const OurReading ours = ours_of(message);
        ASSERT_EQ(theirs.error, "") << message;
        ASSERT_EQ(ours.status, fix::DecodeStatus::market_data) << message;
        expect_equal(ours, theirs, message);
    }
}

/// Why QuickFIX may refuse what we accept.
const std::map<std::string, std::string>& theirs_alone()
{
    static const std::map<std::string, std::string> reasons{
        {"Tag not defined for this message type", "we skip tags that we do not read"},
        {"Invalid tag number", "the same"},
        {"Repeating group count mismatch", "the same: such a tag ends an entry of theirs"},
        {"Required tag missing", "we need no more than books need"},
        {"Incorrect data format", "in fields that we do not read"},
        {"Value is incorrect", "in fields that we do not read"},
        {"Tag specified without a value", "an empty text is one that is not told"},
        {"Tag specified out of required order", "venues put fields of the header anywhere"},
        {"Repeated tag not part of repeating group", "behind a group only its own fields count"},
        {"Invalid message", "tags 8 and 9 inside a body confuse their BodyLength"}};
    return reasons;
}

/// Why we may refuse what QuickFIX accepts.
const std::map<std::string, std::string>& ours_alone()
{
    static const std::map<std::string, std::string> reasons{
        {"an entry is bad", "they do not look at the values inside groups"},
        {"a number or time of the header makes no sense", "no year after 2262, no empty fraction"},
        {"a field is not tag=value", "no tag begins with 0"},
        {"a data field is not as long as was said", "a length whose data their dictionary lacks"}};
    return reasons;
}

std::string reason_of(const std::string& error)
{
    for (const auto& [reason, why] : theirs_alone())
        if (error.find(reason) != std::string::npos) return reason;
    return error;
}

/// Mutated messages: which of the two refuses, and why. Whatever both accept is read alike.
TEST(QuickfixOracle, MutatedMessagesAreReadAlikeOrDifferForAListedReason)
{
    const WrittenDictionaries dictionaries;
    const QuickfixOracle oracle(dictionaries.fix44());
    std::mt19937_64 random(1);
    std::map<std::string, int> only_theirs;
    std::map<std::string, int> only_ours;
    int both = 0;
    int neither = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string body = with_soh(random_body(random));
        const std::size_t at = 5 + random() % (body.size() - 5);
        switch (random() % 3) {
            case 0: body[at] = "0123456789=\x01.-Ax"[random() % 16]; break;
            case 1: body.erase(at, 1 + random() % 6); break;
            default: body.insert(at, body.substr(5 + random() % (body.size() - 5), random() % 12));
        }
        if (body.back() != '\x01') body += '\x01';
        const std::string message = sim::fix_framed("FIX.4.4", body);
        const QuickfixMessage theirs = oracle.read(message);
        const OurReading ours = ours_of(message);
        const bool is_bad = std::any_of(ours.entries.begin(), ours.entries.end(),
                                        [](const auto& entry) { return entry.is_bad; });
        const bool we_accept = ours.status == fix::DecodeStatus::market_data && !is_bad;
        const bool they_accept = theirs.error.empty();
        if (we_accept && they_accept) {
            ++both;
            expect_equal(ours, theirs, message);
        } else if (we_accept) {
            ++only_ours[reason_of(theirs.error)];
        } else if (they_accept) {
            ++only_theirs[is_bad ? "an entry is bad" : std::string(fix::to_text(ours.status))];
        } else {
            ++neither;
        }
    }
    EXPECT_GT(both, 1'000);
    EXPECT_GT(neither, 1'000);
    for (const auto& [reason, count] : only_ours)
        EXPECT_EQ(theirs_alone().count(reason), 1u) << reason << ", " << count << " times";
    for (const auto& [reason, count] : only_theirs)
        EXPECT_EQ(ours_alone().count(reason), 1u) << reason << ", " << count << " times";
}

}  // namespace
}  // namespace gapwire::test
