// BinaryFILE records.
#include "sim/binary_file_writer.hpp"

#include "core/assert.hpp"

namespace gapwire::sim {

void append_record(ByteVector& out, Bytes message)
{
    GAPWIRE_ASSERT(message.size() <= UINT16_MAX);
    append_layout(out, U16be::of(static_cast<std::uint16_t>(message.size())));
    append(out, message);
}

std::uint64_t BinaryFileWriter::close()
{
    flush();
    file_.close();
    return file_.bytes_written();
}

void BinaryFileWriter::flush()
{
    file_.write(buffer_);
    buffer_.clear();
}

}  // namespace gapwire::sim
