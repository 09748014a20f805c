// What all commands that read captures share: their options, their warnings and their exit codes.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "app/pipeline/player.hpp"

namespace gapwire::app {

struct CaptureOptions {
    std::vector<std::string> captures;
    bool accept_sequence_zero = false;
    bool strict = false;
    std::int64_t reorder_wait_ms = 100;
    std::string fix_key = "price";
    int fix_quantity_digits = 0;

    pipeline::RouterOptions router() const
    {
        pipeline::RouterOptions options{.accept_sequence_zero = accept_sequence_zero};
        options.limits.reorder_wait_max = reorder_wait_ms * 1'000'000;
        return options;
    }
    pipeline::QuoteSettings quotes() const
    {
        pipeline::QuoteSettings settings;
        settings.books.key = pipeline::quote_key(fix_key).value_or(book::QuoteKey::price);
        settings.quantity_digits = fix_quantity_digits;
        return settings;
    }
};

/// CAPTURE..., --accept-sequence-zero, --reorder-wait-ms, --strict, --fix-key and
/// --fix-quantity-digits.
void add_capture_options(CLI::App& command, CaptureOptions& options, bool captures_required = true);

/// Warns on stderr about files that are cut off or damaged, losses and unusable input, and gives
/// the exit code they deserve: damage, and nothing used, 65; with `strict` also a cut-off tail or
/// an unrecovered loss.
int finish(const std::vector<pipeline::FileReport>& files, std::uint64_t used,
           const Counters& counters, const CaptureOptions& options);

/// Prints `gapwire: warning: ...` to stderr.
void warn(std::string_view text);

}  // namespace gapwire::app
