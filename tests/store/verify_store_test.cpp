// Verification: every change behind the store's back is found, and named.
#include "alerts/store/verify_store.hpp"

#include <fstream>

#include "alerts/store/alert_record.hpp"
#include "alerts/store/chain.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

/// Rows: 1 format, 2 start, 3 sink, 4 to 8 alerts, 9 delivered, 10 failed, 11 note, 12 blind.
class Tampered : public testing::Test {
 protected:
    void SetUp() override
    {
        AlertStore store;
        std::optional<BlindInterval> downtime;
        std::vector<Appended> rows;
        ASSERT_OK(store.open(folder_.options(), at(1)));
        ASSERT_OK(store.begin_run({"c", "r", "b"}, at(2), downtime));
        ASSERT_OK(store.add_sink("web", at(3)));
        ASSERT_OK(store.append(numbered_up_to(5), at(4), rows));
        ASSERT_OK(store.settle(
            std::vector<Settlement>{{"web", 4}, {"web", 5, SettleKind::failed, "503", at(9)}},
            at(5)));
        ASSERT_OK(store.act({.target = "00000000000000a1", .who = "anna", .why = "seen"}, at(6)));
        ASSERT_OK(store.add_blind_interval({at(6), at(7), "clock"}, at(7)));
    }

    Verification verify(std::string_view expected = {})
    {
        Verification result;
        EXPECT_OK(verify_store(folder_.options(), expected, result));
        return result;
    }
    Verification after(const std::string& sql)
    {
        run_sql(folder_.options().path, sql);
        return verify();
    }

    Folder folder_;
};

TEST_F(Tampered, NothingIsWrongWithWhatIsWhole)
{
    const Verification whole = verify();
    EXPECT_EQ(whole.broken_seq, 0) << whole.broken_why;
    EXPECT_EQ(whole.rows, 12);
    EXPECT_EQ(whole.alerts, 5);
    EXPECT_EQ(whole.last_hash,
              sql_value(folder_.options().path, "SELECT lower(hex(hash)) FROM log WHERE seq = 12"));
}

TEST_F(Tampered, EveryByteOfEveryColumnCounts)
{
    const std::filesystem::path whole = folder_.options().path;
    const std::filesystem::path copy = folder_ / "copy.db";
    for (int seq = 1; seq <= 12; ++seq)
        for (const std::string change :
             {"time = time + 1", "kind = kind || ' '", "kind = 'x' || substr(kind, 2)",
              "payload = payload || ' '", "payload = 'x' || substr(payload, 2)", "payload = ''",
              "line = line || 'x'", "previous = zeroblob(32)", "previous = x''",
              "hash = zeroblob(32)", "hash = substr(hash, 1, 31)"}) {
            if (seq == 1 && change == "previous = zeroblob(32)") continue;  // so it is
            std::filesystem::copy_file(whole, copy,
                                       std::filesystem::copy_options::overwrite_existing);
            const std::string sql =
                "UPDATE log SET " + change + " WHERE seq = " + std::to_string(seq);
            run_sql(copy, sql);
            Verification result;
            ASSERT_OK(verify_store({.path = copy}, "", result));
            ASSERT_EQ(result.broken_seq, seq) << sql;
            ASSERT_EQ(result.rows, seq - 1) << sql;
        }
}

TEST_F(Tampered, EveryFlippedBitOfARowCounts)
{
    // In the file itself: wherever the bytes of the row's payload lie.
    const std::filesystem::path file = folder_.options().path;
    const std::string payload = sql_value(file, "SELECT payload FROM log WHERE seq = 6");
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    const std::size_t place = bytes.find(payload);
    ASSERT_NE(place, std::string::npos);
    for (std::size_t i = 0; i < payload.size(); i += 7) {
        std::string flipped = bytes;
        flipped[place + i] = static_cast<char>(flipped[place + i] ^ 1 << (i % 7));
        std::ofstream(file, std::ios::binary) << flipped;
        const Verification result = verify();
        ASSERT_EQ(result.broken_seq, 6) << i;
        ASSERT_EQ(result.broken_why, "its hash is not that of what it says");
    }
}

TEST_F(Tampered, MissingRowsAreNamed)
{
    const Verification one = after("DELETE FROM log WHERE seq = 6");
    EXPECT_EQ(one.broken_seq, 7);
    EXPECT_EQ(one.broken_why, "row 6 is missing before it");
    const Verification three = after("DELETE FROM log WHERE seq IN (7, 8)");
    EXPECT_EQ(three.broken_seq, 9);
    EXPECT_EQ(three.broken_why, "rows 6 to 8 are missing before it");
    const Verification first = after("DELETE FROM log WHERE seq = 1");
    EXPECT_EQ(first.broken_seq, 2);
    EXPECT_EQ(first.broken_why, "row 1 is missing before it");
}

TEST_F(Tampered, MissingEndIsFoundAsLongAsWhatIsDerivedKnowsOfIt)
{
    const std::string noted = verify().last_hash;
    const Verification cut = after("DELETE FROM log WHERE seq > 10");
    EXPECT_EQ(cut.broken_seq, 11);
    EXPECT_EQ(cut.broken_why, "it is missing, and all rows after it");
    AlertStore store;
    EXPECT_EQ(store.open(folder_.options(), at(9)).fault, StoreFault::corrupt);

    run_sql(folder_.options().path, "UPDATE derived SET seq = 10");
    const Verification hidden = verify(noted);
    EXPECT_EQ(hidden.broken_seq, 0);
    EXPECT_EQ(hidden.expected_seq, 0);  // what was noted elsewhere tells
}

TEST_F(Tampered, LogWithoutRowsIsBroken)
{
    EXPECT_EQ(after("DELETE FROM log; UPDATE derived SET seq = 0").broken_seq, 1);
}

TEST_F(Tampered, NotedHashIsFoundInALongerLog)
{
    const std::string noted = verify().last_hash;
    AlertStore store;
    ASSERT_OK(store.open(folder_.options(), at(9)));
    ASSERT_OK(store.end_run(at(9)));
    const Verification longer = verify(noted);
    EXPECT_EQ(longer.expected_seq, 12);
    EXPECT_EQ(longer.rows, 13);
    EXPECT_EQ(verify(std::string(64, '0')).expected_seq, 0);
}

TEST_F(Tampered, SwappedRowsAreFound)
{
    const Verification swapped = after(
        "UPDATE log SET seq = -1 WHERE seq = 5; UPDATE log SET seq = 5 WHERE seq = 6;"
        "UPDATE log SET seq = 6 WHERE seq = -1;");
    EXPECT_EQ(swapped.broken_seq, 5);
    EXPECT_EQ(swapped.broken_why, "it does not name the hash of the row before");
}

TEST_F(Tampered, InsertedRowsAreFound)
{
    const Verification before = after(
        "INSERT INTO log SELECT -seq, time, kind, payload, line, previous, hash FROM log "
        "WHERE seq = 4");
    EXPECT_EQ(before.broken_seq, -4);
    const Verification between = after(
        "DELETE FROM log WHERE seq < 0; UPDATE log SET seq = -seq - 1 WHERE seq > 6;"
        "UPDATE log SET seq = -seq WHERE seq < 0; INSERT INTO log SELECT 7, time, kind, "
        "payload, line, previous, hash FROM log WHERE seq = 6");
    EXPECT_EQ(between.broken_seq, 7);
}

/// Appends a row with a right hash: what only a careful hand, or an error of ours, would do.
void append_right_row(const std::filesystem::path& file, const std::string& kind,
                      const std::string& payload)
{
    const std::string previous = sql_value(file,
                                           "SELECT hex(hash) FROM log ORDER BY seq DESC "
                                           "LIMIT 1");
    LogRow row{
        std::stoll(sql_value(file, "SELECT max(seq) + 1 FROM log")), 8, kind, payload, "", {}};
    for (std::size_t i = 0; i < row.previous.size(); ++i)
        row.previous[i] =
            static_cast<std::uint8_t>(std::stoul(previous.substr(2 * i, 2), nullptr, 16));
    const std::string seq = std::to_string(row.seq);
    run_sql(file, "INSERT INTO log VALUES (" + seq + ", 8, '" + kind + "', '" + payload +
                      "', '', x'" + previous + "', x'" + hex(hash_of(row)) + "');");
}

TEST_F(Tampered, SecondAlertOfAKeyIsFoundThoughItsHashIsRight)
{
    append_right_row(folder_.options().path, "alert", alert_record(numbered(3)));
    const Verification twice = verify();
    EXPECT_EQ(twice.broken_seq, 13);
    EXPECT_EQ(twice.broken_why, "alert 0000000000000003/1/firing is there twice");
}

TEST_F(Tampered, PayloadThatCannotBeReadIsFoundThoughItsHashIsRight)
{
    const std::filesystem::path whole = folder_.options().path;
    for (const std::string kind : {"alert", "delivered", "failed", "dead", "note", "silence",
                                   "blind", "sink", "start", "later_kind", "format"}) {
        const std::filesystem::path copy = folder_ / "copy.db";
        std::filesystem::copy_file(whole, copy, std::filesystem::copy_options::overwrite_existing);
        append_right_row(copy, kind, "[7]");
        Verification result;
        ASSERT_OK(verify_store({.path = copy}, "", result));
        EXPECT_EQ(result.broken_seq, 13) << kind;
    }
    append_right_row(whole, "later_kind", "{}");
    EXPECT_EQ(verify().broken_seq, 0);  // a later version may know more kinds
}

TEST_F(Tampered, PageThatCannotBeReadIsABrokenRow)
{
    {
        AlertStore store;
        std::vector<Appended> rows;
        ASSERT_OK(store.open(folder_.options(), at(9)));
        ASSERT_OK(store.append(numbered_up_to(500), at(9), rows));
    }
    const std::filesystem::path file = folder_.options().path;
    const std::uintmax_t size = std::filesystem::file_size(file);
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(size / 2 / 4096 * 4096));
    for (std::size_t i = 0; i < 40 * 4096; ++i) out.put('\x5a');
    out.close();
    const Verification broken = verify();
    EXPECT_GT(broken.broken_seq, 1);
    EXPECT_EQ(broken.broken_seq, broken.rows + 1) << broken.broken_why;
}

TEST(Chain, HashesAreThoseOfTheStandard)
{
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Chain, TextDoesNotMoveBetweenColumns)
{
    const LogRow one{1, 2, "ab", "c", "", {}};
    const LogRow other{1, 2, "a", "bc", "", {}};
    EXPECT_NE(hash_of(one), hash_of(other));
}

TEST(Chain, RowIsHashedAsTheDocumentSays)
{
    // previous (32), seq (8), time (8), then length (8) and bytes of kind, payload, line.
    std::string bytes(32, '\0');
    const auto number = [&](std::uint64_t value) {
        for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
    };
    number(1);
    number(258);
    for (const std::string text : {"format", "{}", ""}) {
        number(text.size());
        bytes += text;
    }
    EXPECT_EQ(hex(hash_of({1, 258, "format", "{}", "", {}})), sha256_hex(bytes));
}

}  // namespace
}  // namespace gapwire::alerts::test
