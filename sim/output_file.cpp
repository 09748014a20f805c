// Buffered writing with every error reported.
#include "sim/output_file.hpp"

#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace gapwire::sim {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

}  // namespace

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb"))
{
    if (!file_) fail();
    if (std::setvbuf(file_.get(), nullptr, _IOFBF, buffer_bytes) != 0) fail();
}

void OutputFile::write(Bytes bytes)
{
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) fail();
    written_ += bytes.size();
}

void OutputFile::close()
{
    if (std::fclose(file_.release()) != 0) fail();
}

void OutputFile::fail() const
{
    throw OperatorError(ExitCode::io, path_.string() + ": " + std::strerror(errno));
}

void write_text(const std::filesystem::path& path, std::string_view text)
{
    OutputFile file(path);
    file.write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    file.close();
}

}  // namespace gapwire::sim
