/* base/file: what is read whole, what is refused, and why; whatever the file claims of itself. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct {
    char folder[64], path[96];
    Arena arena;
    Str bytes;
} Fixture;

static int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    strcpy(f->folder, "/tmp/apionly-file-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/x", f->folder);
    *state = f;
    return 0;
}

static int end(void **state)
{
    Fixture *f = *state;
    unlink(f->path);
    rmdir(f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

static int make(const Fixture *f, Str bytes)
{
    int fd = open(f->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.s, bytes.n), bytes.n);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void a_file_is_read_whole(void **state)
{
    Fixture *f = *state;
    Str texts[] = {S(""), S("one"), S("nul \0 inside\n")};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        close(make(f, texts[i]));
        assert_int_equal(file_read(&f->arena, f->path, &f->bytes), FILE_OK);
        assert_bytes(f->bytes, texts[i]);
        assert_int_equal(file_read_found(&f->arena, f->path, &f->bytes), FILE_OK);
        assert_bytes(f->bytes, texts[i]);
    }
}

/* Its size says 0. */
static void a_file_that_claims_nothing_is_read_to_its_end(void **state)
{
    Fixture *f = *state;
    struct stat info;
    if (stat("/proc/self/status", &info) != 0)
        return; /* a system without it */
    assert_int_equal(info.st_size, 0);
    assert_int_equal(file_read(&f->arena, "/proc/self/status", &f->bytes), FILE_OK);
    assert_true(str_starts(f->bytes, S("Name:\tfile_test\n")));
    assert_true(str_ends(f->bytes, S("\n")));
}

/* Somebody else stands in the middle: what comes is what is left. */
static void a_file_that_is_read_in_part_gives_the_rest(void **state)
{
    Fixture *f = *state;
    int fd = make(f, S("first second"));
    assert_int_equal(lseek(fd, 6, SEEK_SET), 6);
    assert_int_equal(file_read_open(&f->arena, fd, &f->bytes), FILE_OK);
    assert_str(f->bytes, "second");
    close(fd);
}

static void a_file_over_the_limit_is_not_read(void **state)
{
    Fixture *f = *state;
    int fd = make(f, S(""));
    assert_int_equal(ftruncate(fd, (off_t)2 << 30), 0);
    assert_int_equal(file_read_open(&f->arena, fd, &f->bytes), FILE_TOO_LARGE);
    assert_int_equal(file_read_found(&f->arena, f->path, &f->bytes), FILE_TOO_LARGE);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
    assert_int_equal(ftruncate(fd, FILE_SIZE_MAX + 1), 0);
    assert_int_equal(file_read_open(&f->arena, fd, &f->bytes), FILE_TOO_LARGE);
    assert_str(str_of(file_why(FILE_TOO_LARGE)), "it is larger than 128 MiB");
    close(fd);
}

/* A device has no size, and no end either. */
static void what_never_ends_is_read_up_to_the_limit(void **state)
{
    Fixture *f = *state;
    assert_int_equal(file_read(&f->arena, "/dev/zero", &f->bytes), FILE_TOO_LARGE);
}

static void only_regular_files_are_read_where_they_are_found(void **state)
{
    Fixture *f = *state;
    assert_int_equal(mkfifo(f->path, 0600), 0);
    assert_int_equal(file_read_found(&f->arena, f->path, &f->bytes), FILE_NO_REGULAR);
    unlink(f->path);
    assert_int_equal(symlink("/dev/null", f->path), 0);
    assert_int_equal(file_read_found(&f->arena, f->path, &f->bytes), FILE_NO_REGULAR);
    unlink(f->path);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, f->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(file_read_found(&f->arena, f->path, &f->bytes), FILE_NO_REGULAR);
    assert_str(str_of(file_why(FILE_NO_REGULAR)), "it is no regular file");
    close(fd);
}

static void a_folder_is_no_file(void **state)
{
    Fixture *f = *state;
    assert_int_equal(file_read(&f->arena, f->folder, &f->bytes), FILE_FAILED);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(file_read_found(&f->arena, f->folder, &f->bytes), FILE_FAILED);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(file_read_found(&f->arena, f->path, &f->bytes), FILE_FAILED);
    assert_true(file_is_missing());
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(a_file_is_read_whole),
        FIXED(a_file_that_claims_nothing_is_read_to_its_end),
        FIXED(a_file_that_is_read_in_part_gives_the_rest),
        FIXED(a_file_over_the_limit_is_not_read),
        FIXED(what_never_ends_is_read_up_to_the_limit),
        FIXED(only_regular_files_are_read_where_they_are_found),
        FIXED(a_folder_is_no_file),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
