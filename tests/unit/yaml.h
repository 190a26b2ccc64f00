/* For tests of the YAML tree: a text, its tree and its findings. */
#ifndef UNIT_YAML_H
#define UNIT_YAML_H

#include "test.h"

#include "read/yaml_tree.h"

typedef struct {
    Arena arena;
    Diag d;
    Str bytes;
    YamlReader *yaml;
    const Node *root;
    Buf out;
} Fixture;

HELPER int start(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    diag_init(&f->d);
    *state = f;
    return 0;
}

HELPER int end(void **state)
{
    Fixture *f = *state;
    if (f->yaml)
        yaml_close(f->yaml);
    arena_free(&f->arena);
    diag_free(&f->d);
    buf_free(&f->out);
    free(f);
    return 0;
}

HELPER void read_bytes(Fixture *f, Str bytes)
{
    if (f->yaml)
        yaml_close(f->yaml);
    arena_free(&f->arena);
    diag_free(&f->d);
    diag_init(&f->d);
    buf_clear(&f->out);
    f->bytes = bytes;
    uint32_t file = source_add(&f->d.sources, &f->arena, S("x"), bytes);
    f->yaml = yaml_open(&f->arena, &f->d, file, bytes, NULL, 1);
    f->root = yaml_root(f->yaml);
}

#define FIXED(test) cmocka_unit_test_setup_teardown(test, start, end)

#endif
