/* Reading archives back (libzip). */
#include "base/memory.h"
#include "pack/archive.h"
#include "pack/zip_fault.h"

#include <errno.h>
#include <libdeflate.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Takes the source over; NULL with *why. */
static zip_t *open_source(zip_source_t *source, zip_error_t *why)
{
    errno = 0;
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, why) : NULL;
    if (!zip)
        zip_fault(why);
    if (source && !zip)
        zip_source_free(source);
    return zip;
}

static bool read_entry(zip_t *zip, zip_uint64_t index, Arena *a, ArchiveEntry *entry)
{
    zip_stat_t stat;
    if (zip_stat_index(zip, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE))
        return false;
    entry->name = str_copy(a, str_of(stat.name));
    char *copy = arena_alloc(a, (size_t)stat.size + 1);
    entry->bytes = (Str){copy, (size_t)stat.size};
    errno = 0;
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    if (!file) {
        zip_fault(zip_get_error(zip));
        return false;
    }
    char beyond; /* reading to the end of the file is what makes libzip compare the checksum */
    zip_int64_t n = zip_fread(file, copy, stat.size);
    zip_int64_t more = n < 0 ? n : zip_fread(file, &beyond, 1);
    if (more < 0)
        zip_fault(zip_file_get_error(file));
    bool good = n == (zip_int64_t)stat.size && more == 0;
    return zip_fclose(file) == 0 && good;
}

/* By the sizes it claims, before anything is unpacked: no entry gives more than it claims. */
static bool is_too_large(zip_t *zip, size_t count, size_t limit)
{
    zip_stat_t stat;
    for (size_t i = 0; i < count; i++) {
        if (zip_stat_index(zip, i, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE))
            continue; /* the reading tells */
        if (stat.size > limit)
            return true;
        limit -= (size_t)stat.size;
    }
    return false;
}

static bool read_entries(zip_t *zip, Arena *a, size_t limit, ArchiveEntry **entries, size_t *count,
                         Str *error)
{
    size_t n = (size_t)zip_get_num_entries(zip, 0);
    *count = 0;
    if (is_too_large(zip, n, limit)) {
        *error = str_format(a, "more than %zu MiB would come out of it", limit >> 20);
        return false;
    }
    *entries = ARENA_ARRAY(a, ArchiveEntry, n + 1);
    for (; *count < n; ++*count)
        if (!read_entry(zip, *count, a, &(*entries)[*count])) {
            *error = str_format(a, "entry %zu cannot be read back", *count + 1);
            return false;
        }
    return true;
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
    zip_t *zip = open_source(zip_source_buffer_create(bytes.s, bytes.n, 0, &why), &why);
    if (!zip) {
        *error = str_copy(a, str_of(zip_error_strerror(&why)));
        zip_error_fini(&why);
        return false;
    }
    bool good = read_entries(zip, a, limit, entries, count, error);
    zip_discard(zip);
    zip_error_fini(&why);
    return good;
}

/* --- what was written --------------------------------------------------------------------------- */

static bool has_mode(zip_t *zip, zip_uint64_t index, uint32_t mode)
{
    zip_uint8_t system;
    zip_uint32_t attributes;
    return zip_file_get_external_attributes(zip, index, 0, &system, &attributes) == 0 &&
           system == ZIP_OPSYS_UNIX && attributes == mode << 16;
}

/* False with errno: 0 where it is another entry, else why it cannot be read. */
static bool is_as_written(zip_t *zip, zip_uint64_t index, const ArchiveRecord *record, Buf *packed)
{
    errno = 0;
    zip_stat_t stat;
    if (zip_stat_index(zip, index, 0, &stat) != 0 || !str_is(str_of(stat.name), record->name) ||
        stat.size != record->size || stat.comp_size != record->packed_size ||
        stat.crc != record->checksum || !has_mode(zip, index, record->mode))
        return false;
    zip_file_t *file = zip_fopen_index(zip, index, ZIP_FL_COMPRESSED);
    if (!file) {
        errno = zip_fault(zip_get_error(zip));
        return false;
    }
    buf_clear(packed);
    buf_room(packed, record->packed_size);
    zip_int64_t n = zip_fread(file, packed->bytes, record->packed_size);
    bool same = n == (zip_int64_t)record->packed_size &&
                libdeflate_crc32(0, packed->bytes, record->packed_size) == record->packed_checksum;
    int why = n < 0 ? zip_fault(zip_file_get_error(file)) : 0;
    same = zip_fclose(file) == 0 && same;
    errno = why;
    return same;
}

static zip_t *open_file(int fd, zip_error_t *why)
{
    FILE *file = fdopen(fd, "rb");
    if (!file) {
        zip_error_set(why, ZIP_ER_OPEN, errno);
        close(fd);
        return NULL;
    }
    zip_source_t *source = zip_source_filep_create(file, 0, 0, why);
    if (!source)
        mem_exhausted(); /* there is no other reason */
    return open_source(source, why);
}

bool archive_is_as_written(int fd, const ArchiveRecord *records, size_t count, Arena *a, Str wanted,
                           Str *content, Str *error)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_t *zip = open_file(fd, &why);
    if (!zip) {
        int fault = zip_fault(&why);
        *error = str_copy(a, str_of(zip_error_strerror(&why)));
        zip_error_fini(&why);
        errno = fault;
        return false;
    }
    Buf packed = {0};
    size_t same = 0;
    while (same < count && is_as_written(zip, same, &records[same], &packed))
        same++;
    bool good = same == count && zip_get_num_entries(zip, 0) == (zip_int64_t)count;
    int fault = same < count ? errno : 0;
    if (!good)
        *error = str_format(a, "entry %zu is not what went into it", same + 1);
    ArchiveEntry entry;
    zip_int64_t index = good ? zip_name_locate(zip, str_c(a, wanted), 0) : -1;
    if (index >= 0 && read_entry(zip, (zip_uint64_t)index, a, &entry))
        *content = entry.bytes;
    zip_discard(zip);
    buf_free(&packed);
    zip_error_fini(&why);
    errno = fault;
    return good;
}
