// The days of the delivered calendars against other tables of them, and against days with prices.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "calendars.hpp"
#include "strategies/csv.hpp"
#include "strategies/text_file.hpp"
#include "tests/shared_data.hpp"

namespace gapwire::strategies {
namespace {

const std::string folder = GAPWIRE_SOURCE_DIR "/config/calendars/";

std::vector<std::string> lines_of(const std::filesystem::path& file)
{
    const std::string text = read_text_file(file);
    std::vector<std::string> lines;
    for (std::string_view rest = text; !rest.empty();) lines.emplace_back(next_line(rest));
    return lines;
}

TEST(CalendarData, ExceptionsAreWhatTheirScriptWrites)
{
    const std::string command =
        "python3 '" + folder + "make_exceptions.py' --check '" + folder + "exceptions.csv'";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(CalendarData, ExceptionsFrom2025OnAreThoseOfAnotherTable)
{
    const auto other = test::shared_data() / "calendars" / "session_exceptions_2025_2027.csv";
    GAPWIRE_NEEDS(other);
    std::vector<std::string> ours;
    for (const std::string& line : lines_of(folder + "exceptions.csv"))
        if (line.starts_with("market,") || line.find(",202") == std::string::npos ||
            line.substr(line.find(",202") + 1, 4) >= "2025")
            ours.push_back(line);
    EXPECT_EQ(ours, lines_of(other));
}

/// Days with a price, by instrument.
std::map<std::string, std::set<Date>> priced_days(const std::filesystem::path& file)
{
    std::map<std::string, std::set<Date>> days;
    for (const std::string& line : lines_of(file))
        if (const auto fields = csv_fields(line); fields && parse_date((*fields)[1]))
            days[(*fields)[0]].insert(date((*fields)[1]));
    return days;
}

/// "2023-11-23 ES: a price, but no close": where days with a price are not those with a close.
std::vector<std::string> disagreements(const std::string& instrument, std::string_view mic,
                                       const std::set<Date>& priced)
{
    std::vector<std::string> all;
    for (std::int32_t day = day_number({2022, 1, 1}); day <= day_number(*priced.rbegin()); ++day) {
        const Date on = date_of_day(day);
        const bool has_close = calendar(mic).day(on).has_close();
        if (has_close != (priced.count(on) != 0))
            all.push_back(to_text(on) + " " + instrument +
                          (has_close ? ": a close, but no price" : ": a price, but no close"));
    }
    return all;
}

TEST(CalendarData, DaysWithAPriceAreThoseWithAClose)
{
    const auto file = test::shared_data() / "prices" / "daily.csv";
    GAPWIRE_NEEDS(file);
    const std::map<std::string, const char*> markets{
        {"NQ", "XCME"},   {"ES", "XCME"},   {"NDX", "XNAS"},  {"QQQ", "XNAS"},  {"SPY", "ARCX"},
        {"NVDA", "XNAS"}, {"ORCL", "XNYS"}, {"PLTR", "XNAS"}, {"ASML", "XNAS"}, {"9984.T", "XTKS"}};
    std::vector<std::string> all;
    std::size_t instruments = 0;
    for (const auto& [instrument, days] : priced_days(file)) {
        ASSERT_EQ(markets.count(instrument), 1u) << instrument;
        EXPECT_GE(*days.rbegin(), (Date{2025, 2, 14})) << instrument;
        const auto found = disagreements(instrument, markets.at(instrument), days);
        all.insert(all.end(), found.begin(), found.end());
        ++instruments;
    }
    EXPECT_EQ(instruments, markets.size());
    EXPECT_THAT(
        all, testing::UnorderedElementsAre(
                 // Open until 08:15 CT for the employment report. No row: perhaps no settlement.
                 "2023-04-07 NQ: a close, but no price", "2023-04-07 ES: a close, but no price",
                 // Thanksgiving: halted at noon without a settlement; the row of the source
                 // holds trades of a session that belongs to November 24.
                 "2023-11-23 NQ: a price, but no close", "2023-11-23 ES: a price, but no close"));
}

}  // namespace
}  // namespace gapwire::strategies
