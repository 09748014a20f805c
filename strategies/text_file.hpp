// A whole text file of the operator's: configuration and reference prices.
#pragma once

#include <filesystem>
#include <string>

namespace gapwire::strategies {

inline constexpr std::size_t text_file_bytes_max = std::size_t{256} << 20;

/// The content of `file`. Throws OperatorError(config) `name: cannot be read: reason`, also for a
/// file of more than text_file_bytes_max.
std::string read_text_file(const std::filesystem::path& file);

}  // namespace gapwire::strategies
