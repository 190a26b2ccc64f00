/* Zip archives in memory, the same bytes on every run: entries in byte-wise order of their names, deflate,
 * a fixed time (1980-01-01), no folder entries, no extra fields, no data descriptors. Names that end in .sh
 * are executable. */
#ifndef PACK_ARCHIVE_H
#define PACK_ARCHIVE_H

#include "base/buf.h"

typedef struct Archive Archive;
typedef struct Packer Packer;

/* What compresses; a thread has one of its own. */
Packer *packer_new(void);
void packer_free(Packer *packer); /* NULL is fine */

Archive *archive_new(void);
void archive_free(Archive *archive); /* NULL is fine */

/* Compresses the bytes at once, and unpacks what came out over them, to see that it is the same: they are
 * as before. Name and bytes may go afterwards. May be called from several threads at once. */
void archive_add(Archive *archive, Packer *packer, Str name, Buf *bytes);

size_t archive_count(const Archive *archive);
size_t archive_unpacked_size(const Archive *archive);

/* The finished archive, in the arena, and read back: it holds the entries that were added, packed as they
 * were. False where libzip fails or anything is not as it was; *error then says why. The packed entries are
 * gone afterwards, their names stay until archive_free. */
bool archive_finish(Archive *archive, Arena *a, Str *bytes, Str *error);

/* The name of an entry of a finished archive, in their order. */
Str archive_name(const Archive *archive, size_t i);

typedef struct {
    Str name, bytes;
} ArchiveEntry;

/* Reads an archive, every checksum checked. At most `limit` bytes come out of it; more, or
 * anything that is not whole, gives false and *error. */
bool archive_read(Arena *a, Str bytes, size_t limit, ArchiveEntry **entries, size_t *count,
                  Str *error);

/* The bytes of one entry; false where there is none of that name, or it is not whole. */
bool archive_extract(Arena *a, Str bytes, Str name, Str *content);

#endif
