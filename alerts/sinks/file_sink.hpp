// Alerts in a file of JSON Lines, which rotates by size.
#pragma once

#include <cstdint>
#include <string>

#include "alerts/sinks.hpp"

namespace gapwire::alerts {

/// Appends whole lines when flushed. A file that was moved or removed is made anew. A line that a
/// process left half written when it died is cut off: its alert is delivered again. Lines that
/// could not be written are kept for the next attempt, up to file_buffer_max; beyond that deliver()
/// refuses.
class FileSink final : public Sink {
 public:
    static constexpr std::size_t file_buffer_max = std::size_t{1} << 20;

    explicit FileSink(SinkSettings settings);
    ~FileSink() override;

    std::string_view name() const noexcept override { return settings_.name; }
    [[nodiscard]] SinkStatus deliver(const Alert& alert) override
    {
        return deliver_marked(alert, {});
    }
    [[nodiscard]] SinkStatus deliver_marked(const Alert& alert, const Marks& marks) override;
    [[nodiscard]] SinkStatus flush() override;
    bool is_buffered() const noexcept override { return true; }
    std::string_view failure() const noexcept override { return failure_; }

 private:
    bool open();
    bool mend();
    bool is_still_there() const;
    bool rotate();
    bool write();
    bool fail(const char* what);
    void close() noexcept;

    SinkSettings settings_;
    std::string path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::string waiting_;
    std::string failure_;
};

}  // namespace gapwire::alerts
