/* For tests that need an archive: its entries are packed when they are asked for and go when they are taken, and
 * what must hold of every archive that is written is looked at on the way. */
#ifndef UNIT_ZIP_H
#define UNIT_ZIP_H

#include "test.h"

#include "pack/archive.h"

typedef struct {
    const ArchiveEntry *files;
    Packer *packer;
    Packed packed; /* the entry that is asked for and not yet taken */
    bool given;
    size_t taken;  /* so many entries were asked for and taken */
    size_t spoilt; /* the entry that does not unpack to what it was; or none */
    Buf bytes;     /* the archive so far */
    size_t pieces, largest;
} Zipping;

HELPER const Packed *give_entry(void *context, size_t index)
{
    Zipping *z = context;
    Buf bytes = {0};
    assert_false(z->given);                 /* the one before was taken first, */
    assert_int_equal(index, z->taken);      /* in the order of the names, */
    buf_put(&bytes, z->files[index].bytes); /* and each once */
    packer_pack(z->packer, &bytes, true, &z->packed);
    assert_bytes(buf_str(&bytes), z->files[index].bytes); /* they are as before */
    buf_free(&bytes);
    assert_true(z->packed.good);
    z->packed.good = index != z->spoilt;
    z->given = true;
    return &z->packed;
}

HELPER void entry_taken(void *context, size_t index)
{
    Zipping *z = context;
    assert_true(z->given);
    assert_int_equal(index, z->taken);
    packed_free(&z->packed);
    assert_null(z->packed.bytes);
    z->given = false;
    z->taken++;
}

HELPER void put_piece(void *context, Str bytes)
{
    Zipping *z = context;
    buf_put(&z->bytes, bytes);
    z->pieces++;
    z->largest = bytes.n > z->largest ? bytes.n : z->largest;
}

/* Writes an archive of the files in their order; entry number `spoilt` is not good. The caller frees z->bytes. */
HELPER bool zip_write(Zipping *z, const ArchiveEntry *files, size_t count, size_t spoilt, Arena *a,
                      ArchiveRecord *records, Str *error)
{
    Str *names = ARENA_ARRAY(a, Str, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = files[i].name;
    *z = (Zipping){.files = files, .packer = packer_new(), .spoilt = spoilt};
    ArchivePlan plan = {names, count, give_entry, entry_taken, put_piece, z};
    bool good = archive_write(&plan, records, a, error);
    packer_free(z->packer);
    assert_false(z->given);
    return good;
}

/* The bytes of an archive that can be written, in the arena. */
HELPER Str zip_pack(Arena *a, const ArchiveEntry *files, size_t count, ArchiveRecord *records)
{
    Zipping z;
    Str error = S("");
    assert_true(zip_write(&z, files, count, SIZE_MAX, a, records, &error));
    assert_str(error, "");
    assert_int_equal(z.taken, count);
    Str bytes = str_copy(a, buf_str(&z.bytes));
    buf_free(&z.bytes);
    return bytes;
}

#endif
