/* libdeflate compresses, libzip builds the archive from what is already compressed: a source that
 * answers with size, compressed size, checksum and method is stored as it is. */
#include "pack/archive.h"

#include "base/memory.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
    COMPRESSION_LEVEL = 6,
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
    Entry *entries;
    size_t count, capacity, unpacked_size;
    struct libdeflate_compressor *compressor;
};

Archive *archive_new(void)
{
    Archive *archive = mem_alloc(sizeof *archive);
    *archive = (Archive){.compressor = libdeflate_alloc_compressor(COMPRESSION_LEVEL)};
    if (!archive->compressor)
        mem_exhausted();
    return archive;
}

void archive_free(Archive *archive)
{
    if (!archive)
        return;
    for (size_t i = 0; i < archive->count; i++) {
        free(archive->entries[i].name);
        free(archive->entries[i].packed);
    }
    free(archive->entries);
    libdeflate_free_compressor(archive->compressor);
    free(archive);
}

void archive_add(Archive *archive, Str name, Str bytes)
{
    if (archive->count == archive->capacity) {
        archive->capacity = archive->capacity ? archive->capacity * 2 : 8;
        archive->entries =
            mem_resize(archive->entries, archive->capacity * sizeof *archive->entries);
    }
    Arena scratch = {0};
    Entry *entry = &archive->entries[archive->count++];
    size_t bound = libdeflate_deflate_compress_bound(archive->compressor, bytes.n);
    *entry = (Entry){.name = mem_string(str_c(&scratch, name)), .size = bytes.n};
    entry->packed = mem_alloc(bound);
    entry->packed_size =
        libdeflate_deflate_compress(archive->compressor, bytes.s, bytes.n, entry->packed, bound);
    entry->packed = mem_resize(entry->packed, entry->packed_size);
    entry->checksum = libdeflate_crc32(0, bytes.s, bytes.n);
    archive->unpacked_size += bytes.n;
    arena_free(&scratch);
}

size_t archive_count(const Archive *archive)
{
    return archive->count;
}

size_t archive_unpacked_size(const Archive *archive)
{
    return archive->unpacked_size;
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

bool archive_finish(Archive *archive, Arena *a, Str *bytes, Str *error)
{
    zip_error_t why;
    if (archive->count)
        qsort(archive->entries, archive->count, sizeof *archive->entries, by_name);
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

/* --- reading back ------------------------------------------------------------------------------ */

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
    zip_source_t *memory = zip_source_buffer_create(bytes.s, bytes.n, 0, &why);
    zip_t *zip = memory ? zip_open_from_source(memory, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
    if (!zip) {
        *error = str_copy(a, str_of(zip_error_strerror(&why)));
        zip_source_free(memory);
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
