/* libzip makes the archive from what is already compressed: a source that answers with size, compressed size,
 * checksum and method is stored as it is. It asks for an entry when it comes to it, and what it writes goes on at
 * once: here neither the entries nor the archive are ever in memory as a whole. */
#include "pack/archive.h"
#include "pack/zip_fault.h"

#include "base/memory.h"

#include <errno.h>
#include <libdeflate.h>
#include <string.h>

enum {
    PIECE =
        64 << 10, /* of the archive, to go on at once: a system call for each entry would be many */
    DOS_DATE_1980_01_01 = 0x21,
    UNIX_REGULAR_FILE = 0100644,
    UNIX_SCRIPT = 0100755,
};

typedef struct Writing Writing;

typedef struct {
    Writing *writing;
    size_t index;
    const Packed *packed; /* until libzip has read it */
    size_t read;          /* how much of it libzip has taken */
    bool given;
} Entry;

struct Writing {
    const ArchivePlan *plan;
    ArchiveRecord *records;
    Entry *entries;
    Str broken; /* name of an entry that does not unpack to what it was; or empty */
    /* What libzip may still go back to: it writes the head of an entry again when it knows the rest. */
    Buf window;
    size_t at, start; /* where it writes, and where the window begins, in the archive */
};

/* --- entries: what libzip reads ---------------------------------------------------------------- */

static uint32_t mode_of(Str name)
{
    return str_ends(name, S(".sh")) ? UNIX_SCRIPT : UNIX_REGULAR_FILE;
}

/* libzip asks for the sizes before it opens an entry, and once more when it has closed it. */
static const ArchiveRecord *record_of(Entry *entry)
{
    Writing *w = entry->writing;
    ArchiveRecord *record = &w->records[entry->index];
    if (entry->given)
        return record;
    const Packed *packed = w->plan->give(w->plan->context, entry->index);
    *record =
        (ArchiveRecord){.name = w->plan->names[entry->index],
                        .packed_size = packed->packed_size,
                        .size = packed->size,
                        .checksum = packed->checksum,
                        .packed_checksum = libdeflate_crc32(0, packed->bytes, packed->packed_size),
                        .mode = mode_of(w->plan->names[entry->index])};
    if (!packed->good)
        w->broken = record->name;
    entry->packed = packed;
    entry->given = true;
    return record;
}

static zip_int64_t give_stat(Entry *entry, void *data, zip_uint64_t length)
{
    zip_stat_t *stat = data;
    if (length < sizeof *stat)
        return -1;
    const ArchiveRecord *record = record_of(entry);
    zip_stat_init(stat);
    stat->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
    stat->size = record->size;
    stat->comp_size = record->packed_size;
    stat->crc = record->checksum;
    stat->comp_method = ZIP_CM_DEFLATE;
    return sizeof *stat;
}

static zip_int64_t give_bytes(Entry *entry, void *data, zip_uint64_t length)
{
    const Packed *packed = entry->packed;
    size_t left = packed->packed_size - entry->read;
    size_t n = length < left ? (size_t)length : left;
    memcpy(data, packed->bytes + entry->read, n);
    entry->read += n;
    return (zip_int64_t)n;
}

static void release(Entry *entry)
{
    entry->packed = NULL;
    entry->writing->plan->taken(entry->writing->plan->context, entry->index);
}

static zip_int64_t entry_source(void *user, void *data, zip_uint64_t length,
                                zip_source_cmd_t command)
{
    Entry *entry = user;
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              -1);
    case ZIP_SOURCE_OPEN:
        record_of(entry);
        return entry->packed ? 0 : -1; /* an entry is read once */
    case ZIP_SOURCE_READ:
        return give_bytes(entry, data, length);
    case ZIP_SOURCE_STAT:
        return give_stat(entry, data, length);
    case ZIP_SOURCE_CLOSE:
        release(entry);
        return 0;
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_ERROR:
        memset(data, 0, 2 * sizeof(int)); /* a copy in memory cannot fail */
        return 2 * sizeof(int);
    default:
        return -1;
    }
}

/* --- the archive: what libzip writes ----------------------------------------------------------- */

static void let_go(Writing *w)
{
    w->plan->put(w->plan->context, buf_str(&w->window));
    w->start += w->window.n;
    buf_clear(&w->window);
}

static zip_int64_t take_bytes(Writing *w, const void *data, zip_uint64_t length)
{
    size_t from = w->at - w->start, over = w->window.n - from, n = (size_t)length;
    if (over > n)
        over = n;
    if (over)
        memcpy(w->window.bytes + from, data, over);
    buf_put(&w->window, (Str){(const char *)data + over, n - over});
    w->at += n;
    return (zip_int64_t)length;
}

/* Back to the head of the entry, or from there to the end again: then the entry is finished. */
static zip_int64_t move(Writing *w, void *data, zip_uint64_t length)
{
    size_t end = w->start + w->window.n;
    zip_error_t why;
    zip_error_init(&why);
    zip_int64_t to = zip_source_seek_compute_offset(w->at, end, data, length, &why);
    zip_error_fini(&why);
    if (to < (zip_int64_t)w->start || to > (zip_int64_t)end)
        return -1;
    w->at = (size_t)to;
    if (w->at == end && w->window.n >= PIECE)
        let_go(w);
    return 0;
}

static zip_int64_t tell_nothing_yet(void *data, zip_uint64_t length)
{
    zip_stat_t *stat = data;
    if (length < sizeof *stat)
        return -1;
    zip_stat_init(stat);
    stat->valid = ZIP_STAT_SIZE;
    stat->size = 0;
    return sizeof *stat;
}

static zip_int64_t archive_source(void *user, void *data, zip_uint64_t length,
                                  zip_source_cmd_t command)
{
    Writing *w = user;
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE,
            ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE,
            ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE, -1);
    case ZIP_SOURCE_STAT: /* there is nothing that it could begin with */
        return tell_nothing_yet(data, length);
    case ZIP_SOURCE_WRITE:
        return take_bytes(w, data, length);
    case ZIP_SOURCE_SEEK_WRITE:
        return move(w, data, length);
    case ZIP_SOURCE_TELL_WRITE:
        return (zip_int64_t)w->at;
    case ZIP_SOURCE_COMMIT_WRITE:
        let_go(w);
        return 0;
    case ZIP_SOURCE_OPEN: /* to read: that gives nothing */
    case ZIP_SOURCE_READ:
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_SEEK:
    case ZIP_SOURCE_TELL:
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_REMOVE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_ERROR:
        memset(data, 0, 2 * sizeof(int));
        return 2 * sizeof(int);
    default:
        return -1;
    }
}

/* --- writing ----------------------------------------------------------------------------------- */

static bool add_entry(zip_t *zip, Arena *a, Entry *entry)
{
    Str name = entry->writing->plan->names[entry->index];
    zip_source_t *from = zip_source_function(zip, entry_source, entry);
    if (!from)
        return false;
    zip_int64_t index = zip_file_add(zip, str_c(a, name), from, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(from);
        return false;
    }
    zip_uint64_t i = (zip_uint64_t)index;
    return zip_set_file_compression(zip, i, ZIP_CM_DEFLATE, 0) == 0 &&
           zip_file_set_dostime(zip, i, 0, DOS_DATE_1980_01_01, 0) == 0 &&
           zip_file_set_external_attributes(zip, i, 0, ZIP_OPSYS_UNIX, mode_of(name) << 16) == 0;
}

static bool add_entries(zip_t *zip, Writing *w, Arena *a)
{
    for (size_t i = 0; i < w->plan->count; i++) {
        w->entries[i] = (Entry){.writing = w, .index = i};
        if (!add_entry(zip, a, &w->entries[i]))
            return false;
    }
    return true;
}

/* The error of an archive that was not closed, which is given up. */
static void discard(zip_t *zip, Arena *a, Str *error)
{
    zip_fault(zip_get_error(zip));
    *error = str_copy(a, str_of(zip_strerror(zip)));
    zip_discard(zip);
}

static bool write_all(Writing *w, Arena *a, Str *error)
{
    zip_error_t why;
    zip_error_init(&why);
    errno = 0;
    zip_source_t *into = zip_source_function_create(archive_source, w, &why);
    zip_t *zip = into ? zip_open_from_source(into, ZIP_CREATE | ZIP_TRUNCATE, &why) : NULL;
    if (!zip) {
        zip_fault(&why);
        *error = str_copy(a, str_of(zip_error_strerror(&why)));
        if (into)
            zip_source_free(into);
    } else if (!add_entries(zip, w, a) || zip_close(zip) != 0) {
        discard(zip, a, error);
        zip = NULL;
    }
    zip_error_fini(&why);
    return zip != NULL;
}

bool archive_write(const ArchivePlan *plan, ArchiveRecord *records, Arena *a, Str *error)
{
    Arena scratch = {0};
    Writing w = {.plan = plan,
                 .records = records,
                 .entries = ARENA_ARRAY(&scratch, Entry, plan->count + 1),
                 .broken = S("")};
    bool good = write_all(&w, a, error);
    if (good && w.broken.n)
        *error = str_format(a, STR_FMT " does not unpack to what it was", STR_ARG(w.broken));
    buf_free(&w.window);
    arena_free(&scratch);
    return good && !w.broken.n;
}
