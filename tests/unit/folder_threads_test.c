/* pack/folder: files that several threads put. */
#include "folder.h"

#include "base/work.h"

enum { FILES = 120 };

static const size_t threads[] = {1, 2, 8};

typedef struct {
    Folder *folder;
    Str paths[FILES], bytes[FILES];
} Putting;

static void put_one(void *context, size_t index, size_t thread)
{
    const Putting *p = context;
    (void)thread;
    folder_put(p->folder, p->paths[index], p->bytes[index]);
}

/* The last paths first, so that the order of the numbers is not that of the paths. */
static void name_files(Fixture *f, Putting *p)
{
    for (size_t i = 0; i < FILES; i++) {
        p->paths[i] = str_format(&f->arena, "f%zu/%03zu", i % 5, FILES - 1 - i);
        p->bytes[i] = str_format(&f->arena, "file %zu\n", i);
    }
}

/* Of three files one stands there already, one is another, and one is new. */
static void build_before(Fixture *f, const Putting *p)
{
    Folder *folder = folder_open(f->out, false, NULL, &f->d);
    assert_non_null(folder);
    for (size_t i = 0; i < FILES; i++)
        if (i % 3 < 2)
            folder_put(folder, p->paths[i], i % 3 ? S("another\n") : p->bytes[i]);
    folder_settle(folder);
    assert_true(folder_commit(folder));
    folder_close(folder);
}

static void remove_all(Fixture *f)
{
    if (exists(f, "out"))
        assert_int_equal(nftw(f->out, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* The list of the folder and all findings, after a run with so many threads. */
static Str list_of(Fixture *f, Putting *p, size_t count, bool committed)
{
    Buf out = {0};
    diag_free(&f->d);
    diag_init(&f->d);
    p->folder = folder_open(f->out, false, NULL, &f->d);
    assert_non_null(p->folder);
    work_run(FILES, count, put_one, p);
    folder_settle(p->folder);
    assert_int_equal(folder_commit(p->folder), committed);
    size_t found;
    const FolderFile *all = folder_files(p->folder, &found);
    assert_int_equal(found, FILES);
    for (size_t i = 0; i < found; i++) {
        assert_true(i == 0 || str_compare(all[i - 1].path, all[i].path) < 0);
        buf_format(&out, STR_FMT " %d %d %d\n", STR_ARG(all[i].path), all[i].state, all[i].owned,
                   all[i].trouble);
    }
    folder_close(p->folder);
    put_findings(&f->d, &out);
    Str text = str_copy(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void the_list_is_the_same_for_any_number_of_threads(void **state)
{
    Fixture *f = *state;
    Putting p;
    Str first = S("");
    name_files(f, &p);
    for (size_t t = 0; t < COUNT_OF(threads); t++) {
        remove_all(f);
        build_before(f, &p);
        Str list = list_of(f, &p, threads[t], true);
        assert_findings(&f->d, "");
        if (t)
            assert_bytes(list, first);
        else
            first = list;
        for (size_t i = 0; i < FILES; i++) {
            Str bytes = S("(there is none)"), path = str_join(&f->arena, S("out/"), p.paths[i]);
            file_read(&f->arena, at(f, str_c(&f->arena, path)), &bytes);
            assert_bytes(bytes, p.bytes[i]);
        }
        assert_false(exists(f, "out/.apionly/stage"));
    }
}

static void findings_stand_in_the_order_of_the_paths(void **state)
{
    Fixture *f = *state;
    Putting p;
    Str first = S("");
    name_files(f, &p);
    make_folder(f, "out");
    for (size_t i = 0; i < 5; i++) {
        make_folder(f, str_c(&f->arena, str_format(&f->arena, "out/f%zu", i)));
        for (size_t k = i; k < FILES; k += 20) { /* of 24 in a folder every fourth */
            Str path = str_join(&f->arena, S("out/"), p.paths[k]);
            if (k % 2)
                make_file(f, str_c(&f->arena, path), "mine\n");
            else
                make_folder(f, str_c(&f->arena, path));
        }
    }
    for (size_t t = 0; t < COUNT_OF(threads); t++) {
        Str list = list_of(f, &p, threads[t], false);
        assert_int_equal(f->d.count, 30);
        for (size_t i = 1; i < f->d.count; i++)
            assert_true(str_compare(f->d.items[i - 1].message, f->d.items[i].message) < 0);
        if (t)
            assert_bytes(list, first);
        else
            first = list;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXED(the_list_is_the_same_for_any_number_of_threads),
        FIXED(findings_stand_in_the_order_of_the_paths),
    };
    return cmocka_run_group_tests_name("folder_threads", tests, NULL, NULL);
}
