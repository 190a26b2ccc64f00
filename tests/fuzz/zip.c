/* An archive: of the files that the input names, with right checksums, then damaged where it says so; or the input as it
 * is, where it is an archive itself. Lines "offset=byte" before the first file are the damage; a name behind "!" is
 * packed. */
#include "fuzz.h"

#include "command/org_files.h"
#include "command/set_files.h"
#include "facts/facts.h"
#include "pack/archive.h"

#include <libdeflate.h>

enum { UNPACKED_MAX = 1 << 20, STORED = 0, DEFLATED = 8 };

/* --- making one ------------------------------------------------------------------------------------ */

static void put_little(Buf *out, size_t number, int bytes)
{
    for (; bytes; bytes--, number >>= 8)
        buf_byte(out, (char)(number & 0xff));
}

typedef struct {
    Str name, packed;
    size_t size, at;
    uint32_t checksum;
    int method;
} Entry;

/* What the two records of an entry have in common. */
static void put_entry(Buf *out, const Entry *e)
{
    put_little(out, 20, 2);
    put_little(out, 0, 2);
    put_little(out, (size_t)e->method, 2);
    put_little(out, 0x210000, 4);
    put_little(out, e->checksum, 4);
    put_little(out, e->packed.n, 4);
    put_little(out, e->size, 4);
    put_little(out, e->name.n, 2);
    put_little(out, 0, 2);
}

static Entry entry_of(Arena *a, Packer *packer, FuzzFile file)
{
    Entry e = {
        file.name, file.bytes, file.bytes.n, 0, libdeflate_crc32(0, file.bytes.s, file.bytes.n),
        STORED};
    if (!str_starts(file.name, S("!")))
        return e;
    Packed packed;
    Buf bytes = {0};
    buf_put(&bytes, file.bytes);
    packer_pack(packer, &bytes, true, &packed);
    must(packed.good && packed.size == e.size && packed.checksum == e.checksum,
         "what is packed unpacks to what it was");
    e.name = str_from(file.name, 1);
    e.packed = str_copy(a, (Str){(const char *)packed.bytes, packed.packed_size});
    e.method = DEFLATED;
    packed_free(&packed);
    buf_free(&bytes);
    return e;
}

static void put_archive(Buf *out, Entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        entries[i].at = out->n;
        buf_put(out, S("PK\3\4"));
        put_entry(out, &entries[i]);
        buf_put(out, entries[i].name);
        buf_put(out, entries[i].packed);
    }
    size_t directory = out->n;
    for (size_t i = 0; i < count; i++) {
        buf_put(out, S("PK\1\2"));
        put_little(out, 20, 2);
        put_entry(out, &entries[i]);
        put_little(out, 0, 10);
        put_little(out, entries[i].at, 4);
        buf_put(out, entries[i].name);
    }
    size_t end = out->n;
    buf_put(out, S("PK\5\6"));
    put_little(out, 0, 4);
    put_little(out, count, 2);
    put_little(out, count, 2);
    put_little(out, end - directory, 4);
    put_little(out, directory, 4);
    put_little(out, 0, 2);
}

static size_t number_of(Str text)
{
    size_t number = 0;
    for (size_t i = 0; i < text.n && char_is_digit(text.s[i]) && number < 1u << 24; i++)
        number = number * 10 + (size_t)(text.s[i] - '0');
    return number;
}

/* Gives whether anything was damaged. */
static bool damage(Buf *archive, Str lines)
{
    bool any = false;
    while (lines.n) {
        Str byte = str_cut(&lines, '\n'), offset = str_cut(&byte, '=');
        if (!byte.n || !archive->n)
            continue;
        archive->bytes[number_of(offset) % archive->n] = (char)number_of(byte);
        any = true;
    }
    return any;
}

static Entry *make_archive(Arena *a, const FuzzFiles *files, Buf *out)
{
    Packer *packer = packer_new();
    Entry *entries = ARENA_ARRAY(a, Entry, files->count + 1);
    for (size_t i = 0; i < files->count; i++) {
        entries[i] = entry_of(a, packer, files->items[i]);
        entries[i].name.n = entries[i].name.n < 0xffff ? entries[i].name.n : 0xffff;
    }
    packer_free(packer);
    put_archive(out, entries, files->count);
    return entries;
}

/* --- reading it ------------------------------------------------------------------------------------ */

/* libzip takes other names for code page 437. */
static bool is_plain_name(Str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.s[i] < ' ' || name.s[i] > '~')
            return false;
    return name.n > 0;
}

/* `made`: what went in, where nothing of it was damaged; else NULL. */
static void must_read(Str bytes, const Entry *made, const FuzzFiles *files)
{
    Arena a = {0};
    ArchiveEntry *entries = NULL;
    size_t count = 0, sum = 0;
    Str error = S("");
    bool good = archive_read(&a, bytes, UNPACKED_MAX, &entries, &count, &error);
    must(good || error.n, "what cannot be read says why");
    for (size_t i = 0; i < count; i++)
        sum += entries[i].bytes.n;
    must(sum <= UNPACKED_MAX, "no more comes out than the limit");
    if (made && good) {
        must(count == files->count, "all entries are read");
        for (size_t i = 0; i < count; i++) {
            must_same(entries[i].bytes, files->items[i].bytes, "an entry is as it was");
            if (is_plain_name(made[i].name))
                must_same(entries[i].name, made[i].name, "a name is as it was");
        }
    }
    arena_free(&a);
}

static void must_be_safe(Str name)
{
    must(name.n && name.s[0] != '.', "a set has a name");
    must(str_find(name, '/') < 0 && str_find(name, '\\') < 0, "the name of a set leads nowhere");
}

/* As import does, and verify. */
static void read_as_command(Str path)
{
    FuzzModel m = {0};
    Org org = {0};
    fuzz_model_start(&m);
    m.model.api.number = VERSION_DEFAULT;
    read_set_files(&m.model, &m.diag, path, true, false);
    for (size_t i = 0; i < m.model.shared_count; i++)
        must_be_safe(m.model.shared[i].api_name.s);
    must_be_findings(&m.diag);
    fuzz_model_end(&m);
    fuzz_model_start(&m);
    read_answers(&org, &m.model, &m.diag, path);
    org_settle(&org, &m.model.names, &m.model.arena);
    must_be_findings(&m.diag);
    fuzz_model_end(&m);
}

void fuzz_zip(Str input)
{
    Arena a = {0};
    Buf archive = {0};
    FuzzFiles files = fuzz_files(&a, input);
    const Entry *made = NULL;
    if (str_starts(input, S("PK"))) {
        buf_put(&archive, input);
    } else {
        made = make_archive(&a, &files, &archive);
        made = damage(&archive, files.head) ? NULL : made;
    }
    Str bytes = fuzz_exact(&a, buf_str(&archive));
    must_read(bytes, made, &files);
    Str path = fuzz_file(&a, "fuzz.zip", bytes);
    read_as_command(path);
    fuzz_file_gone(path);
    buf_free(&archive);
    arena_free(&a);
}
