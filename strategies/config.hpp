// The configuration of a run: trading date, reference prices and rules, from one TOML file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "strategies/calendar.hpp"
#include "strategies/corporate_actions.hpp"
#include "strategies/history.hpp"
#include "strategies/products.hpp"
#include "strategies/references.hpp"
#include "strategies/rules.hpp"
#include "strategies/settings.hpp"
#include "strategies/trading_date.hpp"

namespace gapwire::strategies {

/// config/gapwire.example.toml documents the file key by key. The command line overrides it:
/// assign `trading_date`, call `references.set_fixed` or `references.load_csv`.
struct Config {
    Date trading_date{};  // no date: from the first capture time, see trading_date()
    std::string time_zone{default_time_zone};
    References references;
    CorporateActions corporate_actions;
    std::optional<Calendars> calendars;
    DailyHistory history;
    Products products;
    Rules rules;
    std::string language{"en"};         // of alert texts: a file of config/locale
    std::vector<std::string> captures;  // what to replay when the command line names none
    bool accept_sequence_zero = false;
    std::int64_t silence_ns = 0;  // of a captured feed while others go on; 0: not judged
};

/// Reads a configuration; files it names are relative to its own folder. Throws
/// OperatorError(config) `file:line: key: reason` for the first thing that is wrong.
Config load_config(const std::filesystem::path& file);

/// The same from settings. What `gapwire serve` alone reads (`serve`, `feed`) is let be.
Config config_of(const Setting& root, const std::filesystem::path& folder);

/// The same from text; `name` stands for the file in messages, `folder` is where it would lie.
Config parse_config(std::string_view text, const std::string& name,
                    const std::filesystem::path& folder);

/// What runs without a configuration: the default rules, and no reference price yet.
Config default_config();

}  // namespace gapwire::strategies
