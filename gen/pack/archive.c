/* libdeflate compresses, libzip builds the archive from what is already compressed: a source that
 * answers with size, compressed size, checksum and method is stored as it is. */
#include "pack/archive.h"

#include "base/memory.h"

#include <libdeflate.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
    COMPRESSION_LEVEL = 1, /* a third of the time of 6, for a tenth more bytes */
    DOS_DATE_1980_01_01 = 0x21,
    UNIX_REGULAR_FILE = 0100644,
    UNIX_SCRIPT = 0100755,
};

typedef struct {
    char *name;
    unsigned char *packed;
    size_t packed_size, size;
    uint32_t checksum;
    size_t read; /* how much of it libzip has taken */
} Entry;

struct Archive {
    pthread_mutex_t lock; /* of all that follows, while entries are added */
    Arena arena, packed;  /* of names; of packed bytes */
    Entry *entries;
    size_t count, capacity, unpacked_size;
    const char *broken; /* name of an entry that does not unpack to what it was; NULL: none */
};

struct Packer {
    struct libdeflate_compressor *compressor;
    struct libdeflate_decompressor *decompressor;
    Buf packed;
};

/* --- packing ----------------------------------------------------------------------------------- */

Packer *packer_new(void)
{
    Packer *packer = mem_alloc(sizeof *packer);
    *packer = (Packer){.compressor = libdeflate_alloc_compressor(COMPRESSION_LEVEL),
                       .decompressor = libdeflate_alloc_decompressor()};
    if (!packer->compressor || !packer->decompressor)
        mem_exhausted();
    return packer;
}

void packer_free(Packer *packer)
{
    if (!packer)
        return;
    libdeflate_free_compressor(packer->compressor);
    libdeflate_free_decompressor(packer->decompressor);
    buf_free(&packer->packed);
    free(packer);
}

static void pack(Packer *packer, Str bytes)
{
    size_t bound = libdeflate_deflate_compress_bound(packer->compressor, bytes.n);
    buf_clear(&packer->packed);
    buf_room(&packer->packed, bound);
    packer->packed.n = libdeflate_deflate_compress(packer->compressor, bytes.s, bytes.n,
                                                   packer->packed.bytes, bound);
}

/* Unpacks over the bytes that were packed. */
static bool unpacks_to(Packer *packer, Buf *bytes, uint32_t checksum)
{
    return libdeflate_deflate_decompress(packer->decompressor, packer->packed.bytes,
                                         packer->packed.n, bytes->bytes, bytes->n,
                                         NULL) == LIBDEFLATE_SUCCESS &&
           libdeflate_crc32(0, bytes->bytes, bytes->n) == checksum;
}

/* --- the archive ------------------------------------------------------------------------------- */

Archive *archive_new(void)
{
    Archive *archive = mem_alloc(sizeof *archive);
    *archive = (Archive){0};
    pthread_mutex_init(&archive->lock, NULL);
    return archive;
}

void archive_free(Archive *archive)
{
    if (!archive)
        return;
    pthread_mutex_destroy(&archive->lock);
    arena_free(&archive->packed);
    arena_free(&archive->arena);
    free(archive);
}

void archive_add(Archive *archive, Packer *packer, Str name, Buf *bytes)
{
    pack(packer, buf_str(bytes));
    uint32_t checksum = libdeflate_crc32(0, bytes->bytes, bytes->n);
    bool good = unpacks_to(packer, bytes, checksum);
    pthread_mutex_lock(&archive->lock);
    Entry *entry = LIST_ADD(&archive->arena, archive->entries, archive->count, archive->capacity);
    *entry = (Entry){.name = str_c(&archive->arena, name), .size = bytes->n, .checksum = checksum};
    entry->packed = arena_copy(&archive->packed, packer->packed.bytes, packer->packed.n);
    entry->packed_size = packer->packed.n;
    archive->unpacked_size += bytes->n;
    if (!good)
        archive->broken = entry->name;
    pthread_mutex_unlock(&archive->lock);
}

size_t archive_count(const Archive *archive)
{
    return archive->count;
}

size_t archive_unpacked_size(const Archive *archive)
{
    return archive->unpacked_size;
}

Str archive_name(const Archive *archive, size_t i)
{
    return str_of(archive->entries[i].name);
}

static zip_int64_t give_stat(const Entry *entry, void *data, zip_uint64_t length)
{
    zip_stat_t *stat = data;
    if (length < sizeof *stat)
        return -1;
    zip_stat_init(stat);
    stat->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
    stat->size = entry->size;
    stat->comp_size = entry->packed_size;
    stat->crc = entry->checksum;
    stat->comp_method = ZIP_CM_DEFLATE;
    return sizeof *stat;
}

static zip_int64_t give_bytes(Entry *entry, void *data, zip_uint64_t length)
{
    size_t left = entry->packed_size - entry->read;
    size_t n = length < left ? (size_t)length : left;
    memcpy(data, entry->packed + entry->read, n);
    entry->read += n;
    return (zip_int64_t)n;
}

static zip_int64_t source(void *user, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
    Entry *entry = user;
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              -1);
    case ZIP_SOURCE_OPEN:
        entry->read = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return give_bytes(entry, data, length);
    case ZIP_SOURCE_STAT:
        return give_stat(entry, data, length);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE: /* the entry belongs to the archive */
        return 0;
    case ZIP_SOURCE_ERROR:
        memset(data, 0, 2 * sizeof(int)); /* a copy in memory cannot fail */
        return 2 * sizeof(int);
    default:
        return -1;
    }
}

static bool add_entry(zip_t *zip, Entry *entry)
{
    zip_source_t *from = zip_source_function(zip, source, entry);
    if (!from)
        return false;
    zip_int64_t index = zip_file_add(zip, entry->name, from, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(from);
        return false;
    }
    zip_uint64_t i = (zip_uint64_t)index;
    zip_uint32_t mode = str_ends(str_of(entry->name), S(".sh")) ? UNIX_SCRIPT : UNIX_REGULAR_FILE;
    return zip_set_file_compression(zip, i, ZIP_CM_DEFLATE, 0) == 0 &&
           zip_file_set_dostime(zip, i, 0, DOS_DATE_1980_01_01, 0) == 0 &&
           zip_file_set_external_attributes(zip, i, 0, ZIP_OPSYS_UNIX, mode << 16) == 0;
}

static bool read_source(zip_source_t *from, Arena *a, Str *bytes)
{
    zip_stat_t stat;
    if (zip_source_stat(from, &stat) != 0 || zip_source_open(from) != 0)
        return false;
    char *copy = arena_alloc(a, (size_t)stat.size + 1);
    zip_int64_t n = zip_source_read(from, copy, stat.size);
    zip_source_close(from);
    *bytes = (Str){copy, (size_t)stat.size};
    return n == (zip_int64_t)stat.size;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const Entry *)a)->name, ((const Entry *)b)->name);
}

/* What libzip makes of the entries. */
static bool assemble(Archive *archive, Arena *a, Str *bytes, Str *error)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_t *zip = memory ? zip_open_from_source(memory, ZIP_TRUNCATE, &why) : NULL;
    bool good = zip != NULL;
    if (zip)
        zip_source_keep(memory); /* zip_close gives it up; the bytes are read from it afterwards */
    for (size_t i = 0; good && i < archive->count; i++)
        good = add_entry(zip, &archive->entries[i]);
    if (zip && !good)
        zip_error_set(&why, zip_error_code_zip(zip_get_error(zip)),
                      zip_error_code_system(zip_get_error(zip)));
    if (zip && (!good || zip_close(zip) != 0)) {
        if (good)
            zip_error_set(&why, zip_error_code_zip(zip_get_error(zip)),
                          zip_error_code_system(zip_get_error(zip)));
        zip_discard(zip);
        good = false;
    }
    good = good && read_source(memory, a, bytes);
    if (!good)
        *error = str_copy(a, str_of(zip_error_strerror(&why)));
    zip_source_free(memory);
    zip_error_fini(&why);
    return good;
}

/* --- reading back what was made ------------------------------------------------------------------ */

static bool is_as_packed(zip_t *zip, zip_uint64_t index, const Entry *entry, Buf *packed)
{
    zip_stat_t stat;
    if (zip_stat_index(zip, index, 0, &stat) != 0 || strcmp(stat.name, entry->name) != 0 ||
        stat.size != entry->size || stat.comp_size != entry->packed_size ||
        stat.crc != entry->checksum)
        return false;
    zip_file_t *file = zip_fopen_index(zip, index, ZIP_FL_COMPRESSED);
    if (!file)
        return false;
    buf_clear(packed);
    buf_room(packed, entry->packed_size);
    bool same =
        zip_fread(file, packed->bytes, entry->packed_size) == (zip_int64_t)entry->packed_size &&
        (!entry->packed_size || memcmp(packed->bytes, entry->packed, entry->packed_size) == 0);
    return zip_fclose(file) == 0 && same;
}

static zip_t *open_bytes(Str bytes, zip_error_t *why)
{
    zip_source_t *memory = zip_source_buffer_create(bytes.s, bytes.n, 0, why);
    zip_t *zip = memory ? zip_open_from_source(memory, ZIP_RDONLY | ZIP_CHECKCONS, why) : NULL;
    if (memory && !zip)
        zip_source_free(memory);
    return zip;
}

/* The name of the first entry that is not as it was packed, or NULL. */
static const char *differing(const Archive *archive, Str bytes)
{
    zip_error_t why;
    Buf packed = {0};
    zip_error_init(&why);
    zip_t *zip = archive->count ? open_bytes(bytes, &why) : NULL;
    size_t same = 0;
    while (zip && same < archive->count &&
           is_as_packed(zip, same, &archive->entries[same], &packed))
        same++;
    bool whole = !archive->count || (zip && zip_get_num_entries(zip, 0) == (zip_int64_t)same);
    const char *differs = same < archive->count ? archive->entries[same].name
                          : whole               ? NULL
                                                : "the end";
    if (zip)
        zip_discard(zip);
    buf_free(&packed);
    zip_error_fini(&why);
    return differs;
}

bool archive_finish(Archive *archive, Arena *a, Str *bytes, Str *error)
{
    const char *broken = archive->broken;
    if (archive->count)
        qsort(archive->entries, archive->count, sizeof *archive->entries, by_name);
    if (!broken && !assemble(archive, a, bytes, error))
        return false;
    if (!broken)
        broken = differing(archive, *bytes);
    if (broken)
        *error = str_format(a, "%s is not what went into it", broken);
    arena_free(&archive->packed);
    return !broken;
}

/* --- reading ------------------------------------------------------------------------------ */

static bool read_entry(zip_t *zip, zip_uint64_t index, size_t *left, Arena *a, ArchiveEntry *entry)
{
    zip_stat_t stat;
    if (zip_stat_index(zip, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE) ||
        stat.size > *left)
        return false;
    *left -= (size_t)stat.size;
    entry->name = str_copy(a, str_of(stat.name));
    char *copy = arena_alloc(a, (size_t)stat.size + 1);
    entry->bytes = (Str){copy, (size_t)stat.size};
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    if (!file)
        return false;
    char beyond; /* reading to the end of the file is what makes libzip compare the checksum */
    bool good = zip_fread(file, copy, stat.size) == (zip_int64_t)stat.size &&
                zip_fread(file, &beyond, 1) == 0;
    return zip_fclose(file) == 0 && good;
}

bool archive_read(Arena *a, Str bytes, size_t limit, ArchiveEntry **entries, size_t *count,
                  Str *error)
{
    zip_error_t why;
    if (!bytes.n) { /* libzip takes nothing for an archive without entries */
        *error = S("it is empty");
        return false;
    }
    zip_error_init(&why);
    zip_t *zip = open_bytes(bytes, &why);
    if (!zip) {
        *error = str_copy(a, str_of(zip_error_strerror(&why)));
        zip_error_fini(&why);
        return false;
    }
    size_t n = (size_t)zip_get_num_entries(zip, 0), left = limit;
    bool good = true;
    *entries = ARENA_ARRAY(a, ArchiveEntry, n + 1);
    for (*count = 0; good && *count < n; *count += good)
        good = read_entry(zip, *count, &left, a, &(*entries)[*count]);
    if (!good)
        *error = str_format(a, "entry %zu cannot be read back", *count + 1);
    zip_discard(zip);
    zip_error_fini(&why);
    return good;
}

bool archive_extract(Arena *a, Str bytes, Str name, Str *content)
{
    zip_error_t why;
    ArchiveEntry entry;
    size_t left = SIZE_MAX;
    zip_error_init(&why);
    zip_t *zip = bytes.n ? open_bytes(bytes, &why) : NULL;
    zip_int64_t index = zip ? zip_name_locate(zip, str_c(a, name), 0) : -1;
    bool good = index >= 0 && read_entry(zip, (zip_uint64_t)index, &left, a, &entry);
    if (good)
        *content = entry.bytes;
    if (zip)
        zip_discard(zip);
    zip_error_fini(&why);
    return good;
}
