// What a reader of the books of another process writes first: a name and a symbol in, a top out.
#include <cstdio>
#include <gapwire/reader.hpp>

int main(int, char** arguments)
{
    using gapwire::shared::Reader;
    Reader books;
    const auto opened = books.open(arguments[1]);
    gapwire::shared::Top top;
    const auto read = opened == gapwire::shared::Status::ok
                          ? books.top(books.find(arguments[2]), top)
                          : opened;
    std::printf("%s\n", to_text(read));
}
