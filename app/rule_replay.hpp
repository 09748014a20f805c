// Captures through books and rules into a sink: what `replay` and `rules` have in common.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "alerts/language.hpp"
#include "alerts/sink.hpp"
#include "app/capture_command.hpp"
#include "app/pipeline/player.hpp"
#include "app/pipeline/rule_runner.hpp"

namespace gapwire::app {

/// What rules are judged with: their configuration, and what the command line puts over it.
struct RuleOptions {
    CaptureOptions capture;
    std::string config;
    std::string date;
    std::vector<std::string> references;
    std::vector<std::string> reference_files;
    std::vector<std::string> closes_from;
    std::size_t batch = pipeline::ItchStream::batch_max;
};

/// --date, --references, --reference, --closes-from.
void add_rule_options(CLI::App& command, RuleOptions& options);

/// The configuration, `file` or that of the options, with what the command line says.
strategies::Config load_rules_config(const RuleOptions& options, const std::string& file);

/// Throws OperatorError(config) for a language there is no catalogue of.
alerts::Language configured_language(const strategies::Config& config);

/// One run of captures through rules. Everything happens inside play().
class RuleReplay {
 public:
    /// The configuration and the sink outlive it. `on_update`: hears what the rules hear, before
    /// them; may be empty.
    RuleReplay(strategies::Config& config, alerts::Sink& sink, const RuleOptions& options,
               transport::Speed speed = transport::Speed::max());

    void play(const std::vector<std::string>& captures);

    std::function<bool(const MarketUpdate&)> admits{};  // false: the rules do not hear of it
    std::function<void()> on_progress{};

    pipeline::RuleRunner& runner() noexcept { return runner_; }
    pipeline::Player& player() noexcept { return player_; }
    const Counters& counters() const noexcept { return counters_; }
    const pipeline::Instruments& instruments() const noexcept { return instruments_; }

 private:
    pipeline::Observer observer() noexcept;

    Counters counters_;
    pipeline::RuleRunner runner_;
    pipeline::Instruments instruments_;
    Region tops_;
    book::Publication publication_;
    pipeline::StreamContext context_;
    pipeline::Player player_;
};

}  // namespace gapwire::app
