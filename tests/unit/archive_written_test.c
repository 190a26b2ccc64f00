/* pack/archive: whether a file holds what was written. */
#include "zip.h"

#include <stdio.h>
#include <unistd.h>

static const ArchiveEntry files[] = {
    {STR("package.xml"), STR("<Package/>\n")},
    {STR("permissionsets/A.permissionset"), STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0b\n")},
    {STR("permissionsets/B.permissionset"), STR("")},
    {STR("verify/ask.sh"), STR("#!/bin/sh\n")},
};

typedef struct {
    Arena arena;
    ArchiveRecord records[COUNT_OF(files)];
    Str bytes;
} Fixture;

static int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    f->bytes = zip_pack(&f->arena, files, COUNT_OF(files), f->records);
    *state = f;
    return 0;
}

static int end(void **state)
{
    Fixture *f = *state;
    arena_free(&f->arena);
    free(f);
    return 0;
}

/* A descriptor of a file that holds these bytes. */
static int open_bytes(Str bytes)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.s, 1, bytes.n, file), bytes.n);
    assert_int_equal(fflush(file), 0);
    int fd = dup(fileno(file));
    assert_true(fd >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

/* Whether the bytes are the archive of these records; an error says why they are not. */
static bool is_as_written(Arena *a, Str bytes, const ArchiveRecord *records, size_t count)
{
    Str content = S("untouched"), error = S("");
    bool good =
        archive_is_as_written(open_bytes(bytes), records, count, a, S("none"), &content, &error);
    assert_int_equal(good, error.n == 0);
    assert_str(content, "untouched");
    return good;
}

static void assert_error(Fixture *f, const ArchiveRecord *records, size_t count, const char *wanted)
{
    Str content = S("untouched"), error = S("");
    assert_false(archive_is_as_written(open_bytes(f->bytes), records, count, &f->arena,
                                       S("package.xml"), &content, &error));
    assert_str(error, wanted);
    assert_str(content, "untouched");
}

/* --- what is right -------------------------------------------------------------------------------- */

static void the_archive_is_as_written_and_gives_the_wanted_entry(void **state)
{
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        Str content = S("untouched"), error = S("");
        assert_true(archive_is_as_written(open_bytes(f->bytes), f->records, COUNT_OF(files),
                                          &f->arena, files[i].name, &content, &error));
        assert_bytes(content, files[i].bytes);
        assert_str(error, "");
    }
    assert_true(is_as_written(&f->arena, f->bytes, f->records, COUNT_OF(files)));
}

static void the_descriptor_is_closed(void **state)
{
    Fixture *f = *state;
    Str parts[] = {f->bytes, str_slice(f->bytes, 0, f->bytes.n / 2)};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        Str content, error;
        int fd = open_bytes(parts[i]);
        archive_is_as_written(fd, f->records, COUNT_OF(files), &f->arena, S(""), &content, &error);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), -1);
    }
}

/* --- other entries -------------------------------------------------------------------------------- */

static void an_entry_too_much_is_found(void **state)
{
    Fixture *f = *state;
    assert_error(f, f->records, COUNT_OF(files) - 1, "entry 4 is not what went into it");
    assert_error(f, f->records, 0, "entry 1 is not what went into it");
    assert_error(f, f->records + 1, COUNT_OF(files) - 1, "entry 1 is not what went into it");
}

static void a_missing_entry_is_found(void **state)
{
    Fixture *f = *state;
    ArchiveRecord more[COUNT_OF(files) + 1];
    memcpy(more, f->records, sizeof f->records);
    more[COUNT_OF(files)] = f->records[0];
    assert_error(f, more, COUNT_OF(more), "entry 5 is not what went into it");
}

static void another_order_is_found(void **state)
{
    Fixture *f = *state;
    ArchiveRecord third = f->records[2];
    f->records[2] = f->records[1];
    f->records[1] = third;
    assert_error(f, f->records, COUNT_OF(files), "entry 2 is not what went into it");
}

static void every_part_of_a_record_counts(void **state)
{
    Fixture *f = *state;
    ArchiveRecord right = f->records[3], wrong[] = {right, right, right, right, right};
    wrong[0].name = S("verify/ask.sg");
    wrong[1].size++;
    wrong[2].packed_size--;
    wrong[3].checksum ^= 1;
    wrong[4].packed_checksum ^= 1;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        f->records[3] = wrong[i];
        assert_error(f, f->records, COUNT_OF(files), "entry 4 is not what went into it");
    }
}

/* --- damage --------------------------------------------------------------------------------------- */

/* The bytes that say nothing of what an archive holds: the versions of zip, flags, numbers of disks. */
static bool *silent_bytes(Fixture *f)
{
    enum { LOCAL = 30, LOCAL_VERSION = 4, CENTRAL = 46, CENTRAL_VERSION = 4, CENTRAL_DISK = 34 };
    bool *silent = ARENA_ARRAY(&f->arena, bool, f->bytes.n);
    size_t at = 0;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        memset(silent + at + LOCAL_VERSION, true, 4);
        at += LOCAL + files[i].name.n + f->records[i].packed_size;
    }
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        memset(silent + at + CENTRAL_VERSION, true, 6);
        memset(silent + at + CENTRAL_DISK, true, 4);
        at += CENTRAL + files[i].name.n;
    }
    return silent;
}

static void a_flipped_bit_is_found(void **state)
{
    Fixture *f = *state;
    Arena scratch = {0};
    const bool *silent = silent_bytes(f);
    for (size_t bit = 0; bit < 8 * f->bytes.n; bit++) {
        char *damaged = str_c(&scratch, f->bytes);
        damaged[bit / 8] = (char)(damaged[bit / 8] ^ 1 << bit % 8);
        if (is_as_written(&scratch, (Str){damaged, f->bytes.n}, f->records, COUNT_OF(files)) &&
            !silent[bit / 8])
            fail_msg("bit %zu of byte %zu may be another", bit % 8, bit / 8);
        arena_free(&scratch);
    }
}

static void a_part_of_the_file_is_not_the_archive(void **state)
{
    Fixture *f = *state;
    Arena scratch = {0};
    for (size_t n = 0; n < f->bytes.n; n++)
        if (is_as_written(&scratch, str_slice(f->bytes, 0, n), f->records, COUNT_OF(files)))
            fail_msg("%zu of %zu bytes are taken for the archive", n, f->bytes.n);
    arena_free(&scratch);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(the_archive_is_as_written_and_gives_the_wanted_entry),
        FIXED(the_descriptor_is_closed),
        FIXED(an_entry_too_much_is_found),
        FIXED(a_missing_entry_is_found),
        FIXED(another_order_is_found),
        FIXED(every_part_of_a_record_counts),
        FIXED(a_flipped_bit_is_found),
        FIXED(a_part_of_the_file_is_not_the_archive),
    };
    return cmocka_run_group_tests_name("archive_written", tests, NULL, NULL);
}
