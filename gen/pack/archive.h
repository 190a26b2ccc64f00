/* Zip archives, the same bytes on every run: entries in byte-wise order of their names, deflate, a fixed time
 * (1980-01-01), no folder entries, no extra fields, no data descriptors. Names that end in .sh are
 * executable. */
#ifndef PACK_ARCHIVE_H
#define PACK_ARCHIVE_H

#include "base/buf.h"

#include <stdint.h>

/* --- packing ----------------------------------------------------------------------------------- */

/* The bytes of an entry, compressed. */
typedef struct {
    unsigned char *bytes;
    size_t packed_size, size;
    uint32_t checksum; /* CRC-32 of what it was */
    bool good;         /* it unpacks to what it was */
} Packed;

typedef struct Packer Packer;

/* What compresses; a thread has one of its own. */
Packer *packer_new(void);
void packer_free(Packer *packer); /* NULL is fine */

/* Compresses the bytes, and unpacks what came out over them, to see that it is the same: they are as before.
 * What `packs` no further, such as an archive, is stored in the form of deflate. */
void packer_pack(Packer *packer, Buf *bytes, bool packs, Packed *packed);
void packed_free(Packed *packed); /* its memory; zeroed afterwards */

/* The same for bytes that come piece by piece. */
void packer_begin(Packer *packer);
void packer_add(Packer *packer, Str bytes);
void packer_end(Packer *packer, Packed *packed);

/* --- writing ----------------------------------------------------------------------------------- */

/* What an archive is to hold. libzip asks for the entries one after the other, and only then is one needed. */
typedef struct {
    const Str *names; /* sorted, each once */
    size_t count;
    const Packed *(*give)(void *context, size_t index);
    void (*taken)(void *context, size_t index); /* it is not needed any more */
    void (*put)(void *context, Str bytes);      /* the next bytes of the archive */
    void *context;
} ArchivePlan;

/* An entry as it was written. */
typedef struct {
    Str name;
    size_t packed_size, size;
    uint32_t checksum, packed_checksum;
    uint32_t mode; /* of the file, as in Unix */
} ArchiveRecord;

/* Writes an archive; `records` has room for all entries. False where libzip fails, or an entry does not unpack
 * to what it was; *error, in the arena, then says why, and what was put is of no use. */
bool archive_write(const ArchivePlan *plan, ArchiveRecord *records, Arena *a, Str *error);

/* --- reading ----------------------------------------------------------------------------------- */

typedef struct {
    Str name, bytes;
} ArchiveEntry;

/* Reads an archive, every checksum checked. At most `limit` bytes come out of it; more, or
 * anything that is not whole, gives false and *error. */
bool archive_read(Arena *a, Str bytes, size_t limit, ArchiveEntry **entries, size_t *count,
                  Str *error);

/* Whether a file is an archive that holds these entries as they were written, in this order, and nothing else.
 * Takes the descriptor over. On the way *content becomes the bytes of the entry `wanted`, if it is there. False with
 * *error, and errno where the machine is at fault; else errno is 0. */
bool archive_is_as_written(int fd, const ArchiveRecord *records, size_t count, Arena *a, Str wanted,
                           Str *content, Str *error);

#endif
