/* pack/archive: the bytes of a zip, and reading it back. */
#include "zip.h"

#include <time.h>

enum { LIMIT = 4 << 20 };

static const ArchiveEntry files[] = {
    {STR("package.xml"), STR("<Package/>\n")},
    {STR("permissionsets/A.permissionset"), STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0b\n")},
    {STR("permissionsets/B.permissionset"), STR("")},
    {STR("verify/ask.sh"), STR("#!/bin/sh\n")},
};

static Str pack(Arena *a, const ArchiveEntry *list, size_t count)
{
    return zip_pack(a, list, count, ARENA_ARRAY(a, ArchiveRecord, count + 1));
}

/* --- reading back ----------------------------------------------------------------------------- */

static void gives_back_what_was_added(void **state)
{
    (void)state;
    Arena a = {0};
    ArchiveEntry *entries;
    size_t count;
    Str error = S("");
    Str bytes = pack(&a, files, COUNT_OF(files));
    assert_true(archive_read(&a, bytes, LIMIT, &entries, &count, &error));
    assert_int_equal(count, COUNT_OF(files));
    for (size_t i = 0; i < count; i++) {
        assert_bytes(entries[i].name, files[i].name);
        assert_bytes(entries[i].bytes, files[i].bytes);
    }
    arena_free(&a);
}

/* What a packer made is not the packer's any more: neither what is small nor what is large. */
static void what_is_packed_outlives_its_bytes_and_its_packer(void **state)
{
    (void)state;
    enum { LARGE = 1 << 20 };
    Packer *packer = packer_new();
    Packed packed[3];
    Buf bytes = {0};
    static const char letters[] = "abc";
    static const size_t sizes[] = {5, LARGE, 5};
    for (size_t i = 0; i < COUNT_OF(packed); i++) {
        buf_clear(&bytes);
        buf_fill(&bytes, letters[i], sizes[i]);
        packer_pack(packer, &bytes, true, &packed[i]);
        assert_int_equal(packed[i].size, sizes[i]);
        assert_true(packed[i].good);
    }
    buf_free(&bytes);
    packer_free(packer);
    assert_int_equal(packed[0].checksum, 0xeeac93b9); /* of aaaaa */
    assert_int_equal(packed[2].checksum, 0xe1d9df92); /* of ccccc */
    assert_true(packed[1].packed_size < LARGE / 100);
    assert_int_equal(packed[0].packed_size, packed[2].packed_size);
    assert_memory_not_equal(packed[0].bytes, packed[2].bytes, packed[0].packed_size);
    for (size_t i = 0; i < COUNT_OF(packed); i++)
        packed_free(&packed[i]);
    packer_free(NULL);
}

/* It is only stored then, and is good all the same. */
static void what_packs_no_further_is_stored(void **state)
{
    static const size_t sizes[] = {0, 1, 1000, 65535, 65536, 1 << 20};
    (void)state;
    Packer *packer = packer_new();
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Packed stored, packed;
        Buf bytes = {0}, same = {0};
        buf_fill(&bytes, 'a', sizes[i]);
        buf_fill(&same, 'a', sizes[i]);
        packer_pack(packer, &bytes, false, &stored);
        packer_pack(packer, &bytes, true, &packed);
        assert_true(str_is(buf_str(&bytes), buf_str(&same)));
        assert_true(stored.good);
        assert_int_equal(stored.size, sizes[i]);
        assert_int_equal(stored.checksum, packed.checksum);
        assert_int_equal(stored.packed_size,
                         sizes[i] + 5 * (sizes[i] ? (sizes[i] + 65534) / 65535 : 1));
        packed_free(&stored);
        packed_free(&packed);
        buf_free(&bytes);
        buf_free(&same);
    }
    packer_free(packer);
}

/* One entry that was packed before. */
static const Packed *give_packed(void *context, size_t index)
{
    (void)index;
    return context;
}

static void leave_packed(void *context, size_t index)
{
    (void)context;
    (void)index;
}

static Buf written;

static void collect(void *context, Str bytes)
{
    (void)context;
    buf_put(&written, bytes);
}

/* What zip makes of the packed bytes. */
static Str unpacked(Arena *a, Packed *packed)
{
    static const Str name[] = {STR("one")};
    const ArchivePlan plan = {name, 1, give_packed, leave_packed, collect, packed};
    ArchiveRecord record;
    ArchiveEntry *entries;
    size_t count;
    Str error = S("");
    buf_clear(&written);
    assert_true(archive_write(&plan, &record, a, &error));
    assert_true(archive_read(a, buf_str(&written), SIZE_MAX, &entries, &count, &error));
    assert_int_equal(count, 1);
    return entries[0].bytes;
}

/* Whatever the pieces, and whatever was packed before. */
static void pieces_are_packed_as_one(void **state)
{
    enum { WHOLE = 1 << 20 };
    static const size_t sizes[] = {WHOLE, 1, 65535, 65536, 65537, 300000, 7};
    (void)state;
    Arena a = {0};
    Packer *packer = packer_new();
    char *text = arena_alloc(&a, WHOLE);
    uint32_t random = 1;
    for (size_t i = 0; i < WHOLE; i++) {
        random = random * 1664525u + 1013904223u;
        text[i] = (char)(i % 100 < 50 ? 'a' : random >> 24);
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Packed packed;
        Str whole = {text, i == 1 ? 1000 : WHOLE};
        packer_begin(packer);
        for (Str rest = whole; rest.n; rest = str_from(rest, sizes[i]))
            packer_add(packer, str_slice(rest, 0, sizes[i]));
        packer_end(packer, &packed);
        assert_true(packed.good);
        assert_int_equal(packed.size, whole.n);
        assert_true(packed.packed_size < whole.n);
        assert_true(str_is(unpacked(&a, &packed), whole));
        packed_free(&packed);
    }
    Packed nothing;
    packer_begin(packer);
    packer_end(packer, &nothing);
    assert_true(nothing.good);
    assert_int_equal(unpacked(&a, &nothing).n, 0);
    packed_free(&nothing);
    packer_free(packer);
    buf_free(&written);
    arena_free(&a);
}

static const ArchiveEntry *noise(Arena *a, size_t count, size_t largest)
{
    ArchiveEntry *many = ARENA_ARRAY(a, ArchiveEntry, count);
    uint32_t random = 1;
    for (size_t i = 0; i < count; i++) {
        size_t size = i == count / 2 ? largest : i;
        char *bytes = arena_alloc(a, size);
        for (size_t k = 0; k < size; k++) {
            random = random * 1664525u + 1013904223u;
            bytes[k] = (char)(random >> 24);
        }
        many[i] = (ArchiveEntry){str_format(a, "f/%03zu", i), {bytes, size}};
    }
    return many;
}

enum { MANY = 300, LARGEST = 3 << 20 };

static void large_and_many_entries(void **state)
{
    (void)state;
    Arena a = {0};
    const ArchiveEntry *many = noise(&a, MANY, LARGEST);
    Str packed = pack(&a, many, MANY), error = S("");
    ArchiveEntry *entries;
    size_t count;
    assert_true(archive_read(&a, packed, LIMIT, &entries, &count, &error));
    assert_int_equal(count, MANY);
    for (size_t i = 0; i < MANY; i++) {
        assert_bytes(entries[i].name, many[i].name);
        assert_true(str_is(entries[i].bytes, many[i].bytes));
    }
    arena_free(&a);
}

/* Entries go on when they are finished and there are 64 KiB of them, so that little more than one is in memory. */
static void an_archive_comes_piece_by_piece(void **state)
{
    (void)state;
    enum { LOCAL_HEADER = 30, CENTRAL_HEADER = 46, END = 22, NAME = 5, PIECE = 64 << 10 };
    size_t held = 0, pieces = 1, largest = 0;
    Arena a = {0};
    Zipping z;
    Str error = S("");
    ArchiveRecord *records = ARENA_ARRAY(&a, ArchiveRecord, MANY);
    const ArchiveEntry *many = noise(&a, MANY, LARGEST);
    assert_true(zip_write(&z, many, MANY, SIZE_MAX, &a, records, &error));
    for (size_t i = 0; i < MANY; i++) {
        held += LOCAL_HEADER + NAME + records[i].packed_size;
        if (held < PIECE)
            continue;
        largest = held > largest ? held : largest;
        pieces++;
        held = 0;
    }
    assert_int_equal(z.pieces, pieces);
    assert_int_equal(z.largest, largest);
    assert_int_equal(z.bytes.n, largest + held + MANY * (CENTRAL_HEADER + NAME) + END);
    buf_free(&z.bytes);
    arena_free(&a);
}

static void a_record_says_what_was_written(void **state)
{
    (void)state;
    static const ArchiveEntry fox[] = {
        {STR("a"), STR("The quick brown fox jumps over the lazy dog")}, {STR("b"), STR("")}};
    Arena a = {0};
    ArchiveRecord records[2];
    Str bytes = zip_pack(&a, fox, COUNT_OF(fox), records);
    assert_str(records[0].name, "a");
    assert_int_equal(records[0].size, 43);
    assert_int_equal(records[0].checksum, 0x414fa339);
    assert_str(records[1].name, "b");
    assert_int_equal(records[1].size, 0);
    assert_int_equal(records[1].checksum, 0);
    assert_true(records[0].packed_size + records[1].packed_size < bytes.n);
    assert_true(records[0].packed_checksum != records[0].checksum);
    arena_free(&a);
}

static void the_unpacked_size_is_that_of_all_entries(void **state)
{
    (void)state;
    Arena a = {0};
    ArchiveRecord records[COUNT_OF(files)];
    size_t size = 0;
    zip_pack(&a, files, COUNT_OF(files), records);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        size += records[i].size;
    assert_int_equal(size, 11 + 43 + 10);
    arena_free(&a);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    Arena a = {0}, b = {0};
    Str first = pack(&a, files, COUNT_OF(files));
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    Str second = pack(&b, files, COUNT_OF(files));
    unsetenv("TZ");
    tzset();
    assert_true(str_is(first, second));
    arena_free(&a);
    arena_free(&b);
}

static void a_name_stands_once(void **state)
{
    (void)state;
    static const ArchiveEntry twice[] = {{STR("a"), STR("1")}, {STR("a"), STR("2")}};
    Arena a = {0};
    Zipping z;
    ArchiveRecord records[2];
    Str error = S("");
    assert_false(zip_write(&z, twice, COUNT_OF(twice), SIZE_MAX, &a, records, &error));
    assert_true(error.n > 0);
    assert_int_equal(z.taken, 0);
    buf_free(&z.bytes);
    arena_free(&a);
}

/* Which one is told, and the others are asked for and taken all the same. */
static void an_entry_that_does_not_unpack_is_an_error(void **state)
{
    (void)state;
    Arena a = {0};
    Zipping z;
    ArchiveRecord records[COUNT_OF(files)];
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        Str error = S("");
        assert_false(zip_write(&z, files, COUNT_OF(files), i, &a, records, &error));
        assert_bytes(error, str_format(&a, STR_FMT " does not unpack to what it was",
                                       STR_ARG(files[i].name)));
        assert_int_equal(z.taken, COUNT_OF(files));
        buf_free(&z.bytes);
    }
    arena_free(&a);
}

/* Sorting is the caller's: entries stand as they are named, whatever their order. */
static void entries_keep_their_order(void **state)
{
    (void)state;
    static const ArchiveEntry given[] = {
        {STR("verify/ask.sh"), STR("1")}, {STR("a"), STR("2")},
        {STR("A_B"), STR("3")},           {STR("A"), STR("4")},
        {STR("A/b"), STR("5")},
    };
    Arena a = {0};
    ArchiveEntry *entries;
    size_t count;
    Str bytes = pack(&a, given, COUNT_OF(given)), error = S("");
    assert_true(archive_read(&a, bytes, LIMIT, &entries, &count, &error));
    assert_int_equal(count, COUNT_OF(given));
    for (size_t i = 0; i < count; i++) {
        assert_bytes(entries[i].name, given[i].name);
        assert_bytes(entries[i].bytes, given[i].bytes);
    }
    arena_free(&a);
}

/* --- damage ----------------------------------------------------------------------------------- */

static bool reads(Arena *a, Str bytes, size_t limit)
{
    ArchiveEntry *entries;
    size_t count;
    Str error = S("");
    bool good = archive_read(a, bytes, limit, &entries, &count, &error);
    assert_int_equal(good, error.n == 0); /* a refusal says why */
    return good;
}

static void what_comes_out_is_limited(void **state)
{
    (void)state;
    Arena a = {0};
    Str bytes = pack(&a, files, COUNT_OF(files));
    assert_true(reads(&a, bytes, 64));
    assert_false(reads(&a, bytes, 63));
    assert_false(reads(&a, bytes, 0));
    arena_free(&a);
}

/* Whatever bit is wrong: an archive that still reads holds the same names and bytes. */
static void a_flipped_bit_is_found(void **state)
{
    (void)state;
    Arena a = {0};
    Str bytes = pack(&a, files, COUNT_OF(files));
    size_t refused = 0;
    for (size_t bit = 0; bit < 8 * bytes.n; bit++) {
        Arena scratch = {0};
        ArchiveEntry *entries;
        size_t count;
        Str error = S("");
        char *damaged = str_c(&scratch, bytes);
        damaged[bit / 8] = (char)(damaged[bit / 8] ^ 1 << bit % 8);
        if (!archive_read(&scratch, (Str){damaged, bytes.n}, LIMIT, &entries, &count, &error)) {
            refused++;
        } else {
            assert_int_equal(count, COUNT_OF(files));
            for (size_t i = 0; i < count; i++) {
                assert_bytes(entries[i].name, files[i].name);
                assert_bytes(entries[i].bytes, files[i].bytes);
            }
        }
        arena_free(&scratch);
    }
    assert_true(refused > 4 * bytes.n); /* most of them are refused */
    arena_free(&a);
}

static void a_wrong_checksum_is_refused(void **state)
{
    (void)state;
    enum { LOCAL_CRC = 14, CENTRAL_CRC = 16, LOCAL_HEADER = 30, NAME = 1 };
    static const ArchiveEntry one[] = {
        {STR("a"), STR("The quick brown fox jumps over the lazy dog.")}};
    Arena a = {0};
    Str bytes = pack(&a, one, 1);
    size_t packed = (unsigned char)bytes.s[18];
    size_t directory = LOCAL_HEADER + NAME + packed;
    assert_memory_equal(bytes.s + LOCAL_CRC, bytes.s + directory + CENTRAL_CRC, 4);
    char *damaged = str_c(&a, bytes);
    damaged[LOCAL_CRC] ^= 1; /* in both places, so that they agree */
    damaged[directory + CENTRAL_CRC] ^= 1;
    assert_false(reads(&a, (Str){damaged, bytes.n}, LIMIT));
    arena_free(&a);
}

static void a_part_of_an_archive_is_refused(void **state)
{
    (void)state;
    Arena a = {0};
    Str bytes = pack(&a, files, COUNT_OF(files));
    for (size_t n = 0; n < bytes.n; n++)
        if (reads(&a, str_copy(&a, str_slice(bytes, 0, n)), LIMIT))
            fail_msg("%zu of %zu bytes are taken for an archive", n, bytes.n);
    assert_false(reads(&a, S("this is no archive, but it is long enough to be one"), LIMIT));
    arena_free(&a);
}

/* --- the raw bytes ---------------------------------------------------------------------------- */

static uint32_t number(Str bytes, size_t at, size_t size)
{
    uint32_t n = 0;
    assert_true(at + size <= bytes.n);
    for (size_t i = size; i-- > 0;)
        n = n << 8 | (unsigned char)bytes.s[at + i];
    return n;
}

enum {
    DATA_DESCRIPTOR = 1 << 3,
    ENCRYPTED = 1,
    DEFLATED = 8,
    JANUARY_1_1980 = 0x21,
    MADE_BY_UNIX = 3,
    REGULAR_644 = 0100644,
    SCRIPT_755 = 0100755
};

/* One local entry; gives the offset behind it. */
static size_t check_local(Str bytes, size_t at, const ArchiveEntry *file)
{
    assert_int_equal(number(bytes, at, 4), 0x04034b50);
    assert_int_equal(number(bytes, at + 6, 2) & (DATA_DESCRIPTOR | ENCRYPTED), 0);
    assert_int_equal(number(bytes, at + 8, 2), DEFLATED);
    assert_int_equal(number(bytes, at + 10, 2), 0);
    assert_int_equal(number(bytes, at + 12, 2), JANUARY_1_1980);
    assert_int_equal(number(bytes, at + 22, 4), file->bytes.n);
    assert_int_equal(number(bytes, at + 26, 2), file->name.n);
    assert_int_equal(number(bytes, at + 28, 2), 0); /* no extra field */
    assert_bytes(str_slice(bytes, at + 30, at + 30 + file->name.n), file->name);
    return at + 30 + file->name.n + number(bytes, at + 18, 4);
}

/* One entry of the directory, of the local entry at `local`. */
static size_t check_central(Str bytes, size_t at, const ArchiveEntry *file, size_t local)
{
    assert_int_equal(number(bytes, at, 4), 0x02014b50);
    assert_int_equal(number(bytes, at + 5, 1), MADE_BY_UNIX);
    assert_int_equal(number(bytes, at + 8, 2), number(bytes, local + 6, 2));
    assert_int_equal(number(bytes, at + 10, 2), DEFLATED);
    assert_int_equal(number(bytes, at + 12, 2), 0);
    assert_int_equal(number(bytes, at + 14, 2), JANUARY_1_1980);
    assert_int_equal(number(bytes, at + 16, 4), number(bytes, local + 14, 4));
    assert_int_equal(number(bytes, at + 20, 4), number(bytes, local + 18, 4));
    assert_int_equal(number(bytes, at + 24, 4), file->bytes.n);
    assert_int_equal(number(bytes, at + 28, 2), file->name.n);
    assert_int_equal(number(bytes, at + 30, 2), 0); /* no extra field */
    assert_int_equal(number(bytes, at + 32, 2), 0); /* no comment */
    uint32_t mode = str_ends(file->name, S(".sh")) ? SCRIPT_755 : REGULAR_644;
    assert_int_equal(number(bytes, at + 38, 4), mode << 16);
    assert_int_equal(number(bytes, at + 42, 4), local);
    assert_bytes(str_slice(bytes, at + 46, at + 46 + file->name.n), file->name);
    return at + 46 + file->name.n;
}

/* Local entries, directory and end, without a byte between them: so there are no folder entries and
 * no data descriptors. */
static void there_is_nothing_but_the_entries(void **state)
{
    (void)state;
    Arena a = {0};
    Str bytes = pack(&a, files, COUNT_OF(files));
    size_t local[COUNT_OF(files)], at = 0;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        local[i] = at;
        at = check_local(bytes, at, &files[i]);
    }
    size_t directory = at;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        at = check_central(bytes, at, &files[i], local[i]);
    assert_int_equal(number(bytes, at, 4), 0x06054b50);
    assert_int_equal(number(bytes, at + 8, 2), COUNT_OF(files));
    assert_int_equal(number(bytes, at + 10, 2), COUNT_OF(files));
    assert_int_equal(number(bytes, at + 12, 4), at - directory);
    assert_int_equal(number(bytes, at + 16, 4), directory);
    assert_int_equal(number(bytes, at + 20, 2), 0); /* no comment */
    assert_int_equal(at + 22, bytes.n);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_what_was_added),
        cmocka_unit_test(what_is_packed_outlives_its_bytes_and_its_packer),
        cmocka_unit_test(what_packs_no_further_is_stored),
        cmocka_unit_test(pieces_are_packed_as_one),
        cmocka_unit_test(large_and_many_entries),
        cmocka_unit_test(an_archive_comes_piece_by_piece),
        cmocka_unit_test(a_record_says_what_was_written),
        cmocka_unit_test(the_unpacked_size_is_that_of_all_entries),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(a_name_stands_once),
        cmocka_unit_test(an_entry_that_does_not_unpack_is_an_error),
        cmocka_unit_test(entries_keep_their_order),
        cmocka_unit_test(what_comes_out_is_limited),
        cmocka_unit_test(a_flipped_bit_is_found),
        cmocka_unit_test(a_wrong_checksum_is_refused),
        cmocka_unit_test(a_part_of_an_archive_is_refused),
        cmocka_unit_test(there_is_nothing_but_the_entries),
    };
    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
