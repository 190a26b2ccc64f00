/* pack/archive: the bytes of a zip, and reading it back. */
#include "test.h"

#include "pack/archive.h"

#include <time.h>

enum { LIMIT = 1 << 20 };

typedef struct {
    Str name, bytes;
} File;

static const File files[] = {
    {STR("package.xml"), STR("<Package/>\n")},
    {STR("permissionsets/A.permissionset"), STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0b\n")},
    {STR("permissionsets/B.permissionset"), STR("")},
    {STR("verify/ask.sh"), STR("#!/bin/sh\n")},
};

static void add(Archive *archive, Str name, Str bytes)
{
    Packer *packer = packer_new();
    Buf copy = {0};
    buf_put(&copy, bytes);
    archive_add(archive, packer, name, &copy);
    assert_bytes(buf_str(&copy), bytes); /* they are as before */
    buf_free(&copy);
    packer_free(packer);
}

static Str pack(Arena *a, const File *list, size_t count)
{
    Str bytes = S(""), error = S("");
    Archive *archive = archive_new();
    for (size_t i = 0; i < count; i++)
        add(archive, list[i].name, list[i].bytes);
    assert_int_equal(archive_count(archive), count);
    bool good = archive_finish(archive, a, &bytes, &error);
    archive_free(archive);
    assert_str(error, "");
    assert_true(good);
    for (size_t i = 0; i < count; i++) {
        Str content;
        assert_true(archive_extract(a, bytes, list[i].name, &content));
        assert_true(str_is(content, list[i].bytes));
    }
    assert_false(archive_extract(a, bytes, S("no such entry"), &(Str){0}));
    return bytes;
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

static void names_and_bytes_may_go_after_adding(void **state)
{
    (void)state;
    Arena a = {0};
    char name[] = "name";
    Archive *archive = archive_new();
    add(archive, str_of(name), S("bytes"));
    memset(name, 'x', 4);
    Str packed = S(""), error = S("");
    assert_true(archive_finish(archive, &a, &packed, &error));
    archive_free(archive);
    ArchiveEntry *entries;
    size_t count;
    assert_true(archive_read(&a, packed, LIMIT, &entries, &count, &error));
    assert_str(entries[0].name, "name");
    assert_str(entries[0].bytes, "bytes");
    arena_free(&a);
}

static void large_and_many_entries(void **state)
{
    (void)state;
    enum { MANY = 300 };
    Arena a = {0};
    File many[MANY];
    uint32_t noise = 1;
    for (uint32_t i = 0; i < MANY; i++) {
        size_t size = i == 0 ? 300000 : i;
        char *bytes = arena_alloc(&a, size);
        for (size_t k = 0; k < size; k++) {
            noise = noise * 1664525u + 1013904223u;
            bytes[k] = (char)(noise >> 24);
        }
        many[i] = (File){str_format(&a, "f/%03u", i), {bytes, size}};
    }
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

static void the_unpacked_size_is_that_of_all_entries(void **state)
{
    (void)state;
    Archive *archive = archive_new();
    assert_int_equal(archive_count(archive), 0);
    assert_int_equal(archive_unpacked_size(archive), 0);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        add(archive, files[i].name, files[i].bytes);
    assert_int_equal(archive_count(archive), 4);
    assert_int_equal(archive_unpacked_size(archive), 11 + 43 + 10);
    archive_free(archive);
    archive_free(NULL);
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
    Arena a = {0};
    Str bytes = S(""), error = S("");
    Archive *archive = archive_new();
    add(archive, S("a"), S("1"));
    add(archive, S("a"), S("2"));
    assert_false(archive_finish(archive, &a, &bytes, &error));
    assert_true(error.n > 0);
    archive_free(archive);
    arena_free(&a);
}

/* Whatever the order in which they are added: byte-wise, so A before A_B before a, and a folder's files
 * by their whole names. */
static void entries_are_sorted_by_name(void **state)
{
    (void)state;
    static const File added[] = {
        {STR("verify/ask.sh"), STR("5")}, {STR("a"), STR("4")},
        {STR("A_B"), STR("3")},           {STR("A"), STR("1")},
        {STR("A/b"), STR("2")},
    };
    static const char *const sorted[] = {"A", "A/b", "A_B", "a", "verify/ask.sh"};
    Arena a = {0};
    ArchiveEntry *entries;
    size_t count;
    Str bytes = pack(&a, added, COUNT_OF(added)), error = S("");
    assert_true(archive_read(&a, bytes, LIMIT, &entries, &count, &error));
    assert_int_equal(count, COUNT_OF(sorted));
    for (size_t i = 0; i < count; i++) {
        assert_str(entries[i].name, sorted[i]);
        assert_bytes(entries[i].bytes, str_format(&a, "%zu", i + 1));
    }
    static const File again[] = {
        {STR("A"), STR("1")}, {STR("A/b"), STR("2")},           {STR("A_B"), STR("3")},
        {STR("a"), STR("4")}, {STR("verify/ask.sh"), STR("5")},
    };
    assert_true(str_is(pack(&a, again, COUNT_OF(again)), bytes));
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
    static const File one[] = {{STR("a"), STR("The quick brown fox jumps over the lazy dog.")}};
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
static size_t check_local(Str bytes, size_t at, const File *file)
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
static size_t check_central(Str bytes, size_t at, const File *file, size_t local)
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
        cmocka_unit_test(names_and_bytes_may_go_after_adding),
        cmocka_unit_test(large_and_many_entries),
        cmocka_unit_test(the_unpacked_size_is_that_of_all_entries),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(a_name_stands_once),
        cmocka_unit_test(entries_are_sorted_by_name),
        cmocka_unit_test(what_comes_out_is_limited),
        cmocka_unit_test(a_flipped_bit_is_found),
        cmocka_unit_test(a_wrong_checksum_is_refused),
        cmocka_unit_test(a_part_of_an_archive_is_refused),
        cmocka_unit_test(there_is_nothing_but_the_entries),
    };
    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
