// Opens a file of any kind gapwire reads, told apart by its bytes.
#pragma once

#include <string>
#include <variant>

#include "feed/fix/log_reader.hpp"
#include "feed/transport/binary_file.hpp"
#include "feed/transport/capture.hpp"

namespace gapwire::transport {

/// Packets with addresses and times, or bare messages.
using Capture = std::variant<CaptureReader, BinaryFile, fix::LogReader>;

/// Opens `path` ("-": standard input). `counters` must outlive the result. Throws OperatorError:
/// `io` where the file cannot be read, `bad_input` where it is nothing gapwire knows (the text says
/// what it begins with).
Capture open_capture(const std::string& path, Counters& counters, Access access = Access::mapped);

/// The same for an input that is open already.
Capture open_capture(Input input, Counters& counters);

}  // namespace gapwire::transport
