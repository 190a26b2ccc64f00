/* Zip archives in memory, the same bytes on every run: entries in byte-wise order of their names, deflate,
 * a fixed time (1980-01-01), no folder entries, no extra fields, no data descriptors. Names that end in .sh
 * are executable. */
#ifndef PACK_ARCHIVE_H
#define PACK_ARCHIVE_H

#include "base/str.h"

typedef struct Archive Archive;

Archive *archive_new(void);
void archive_free(Archive *archive); /* NULL is fine */

/* Compresses the bytes at once; name and bytes may go afterwards. */
void archive_add(Archive *archive, Str name, Str bytes);

size_t archive_count(const Archive *archive);
size_t archive_unpacked_size(const Archive *archive);

/* The finished archive, in the arena. False where libzip fails; *error then says why. */
bool archive_finish(Archive *archive, Arena *a, Str *bytes, Str *error);

typedef struct {
    Str name, bytes;
} ArchiveEntry;

/* Reads an archive back, every checksum checked. At most `limit` bytes come out of it; more, or
 * anything that is not whole, gives false and *error. */
bool archive_read(Arena *a, Str bytes, size_t limit, ArchiveEntry **entries, size_t *count,
                  Str *error);

#endif
