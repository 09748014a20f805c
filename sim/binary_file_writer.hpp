// Nasdaq BinaryFILE: each message behind its length, nothing else.
#pragma once

#include "sim/bytes.hpp"
#include "sim/output_file.hpp"

namespace gapwire::sim {

/// Appends one record: u16 big-endian length, then the message.
/// REQUIRES: message.size() <= 65,535.
void append_record(ByteVector& out, Bytes message);

/// Streams records into a file. Errors as OutputFile.
class BinaryFileWriter {
 public:
    explicit BinaryFileWriter(std::filesystem::path path) : file_(std::move(path)) {}

    void message(Bytes message)
    {
        append_record(buffer_, message);
        if (buffer_.size() >= buffer_bytes) flush();
    }
    /// Must be called at the end. Returns the bytes of the file.
    std::uint64_t close();

 private:
    static constexpr std::size_t buffer_bytes = 1 << 20;
    void flush();

    OutputFile file_;
    ByteVector buffer_;
};

}  // namespace gapwire::sim
