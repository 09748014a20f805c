// DeepSeek Monday for tests: its scenario, its desk, and alerts without what may differ.
#pragma once

#include <boost/json.hpp>
#include <initializer_list>

#include "tests/app/program.hpp"

namespace gapwire::app::test {

inline const std::string monday_scenario =
    GAPWIRE_SOURCE_DIR "/config/scenarios/deepseek-monday.toml";
inline const std::string monday_desk = GAPWIRE_SOURCE_DIR "/config/deepseek-monday.toml";
inline const std::string monday_golden = GAPWIRE_SOURCE_DIR "/tests/app/deepseek-monday.jsonl";

/// The alerts of JSON Lines in their order, one line each, without these keys, and without those
/// of the rule kinds `left_out`.
inline std::vector<std::string> alerts_without(const std::string& lines,
                                               std::initializer_list<const char*> keys,
                                               std::initializer_list<const char*> left_out = {})
{
    std::vector<std::string> alerts;
    for (const std::string& line : lines_of(lines)) {
        boost::json::object alert = boost::json::parse(line).as_object();
        bool is_wanted = true;
        for (const char* kind : left_out) is_wanted &= alert.at("kind").as_string() != kind;
        if (!is_wanted) continue;
        for (const char* key : keys) alert.erase(key);
        alerts.push_back(boost::json::serialize(alert));
    }
    return alerts;
}

}  // namespace gapwire::app::test
