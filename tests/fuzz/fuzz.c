/* What must hold of anything that is read or written; and the forms of inputs. */
#include "fuzz.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "diag/render.h"
#include "pack/new_files.h"

#include <jansson.h>
#include <libdeflate.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const FuzzTarget fuzz_targets[] = {
    {"answers", fuzz_answers}, {"diff", fuzz_diff},         {"permset", fuzz_permset},
    {"source", fuzz_source},   {"template", fuzz_template}, {"text", fuzz_text},
    {"yaml", fuzz_yaml},       {"zip", fuzz_zip},           {NULL, NULL},
};

const FuzzTarget *fuzz_target(const char *name)
{
    for (const FuzzTarget *target = fuzz_targets; target->name; target++)
        if (strcmp(target->name, name) == 0)
            return target;
    return NULL;
}

void fuzz_start(void)
{
    xmlMemSetup(free, mem_alloc, mem_resize, mem_string);
    json_set_alloc_funcs(mem_alloc, free);
    libdeflate_set_memory_allocator(mem_alloc, free);
    xmlInitParser();
}

/* --- what must hold -------------------------------------------------------------------------------- */

void must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "must hold: %s\n", what);
    abort();
}

void must_same(Str one, Str two, const char *what)
{
    if (str_is(one, two))
        return;
    fprintf(stderr, "--- one\n" STR_FMT "\n--- two\n" STR_FMT "\n", STR_ARG(one), STR_ARG(two));
    must(false, what);
}

void must_be_utf8(Str bytes, const char *what)
{
    must(utf8_invalid(bytes) < 0, what);
}

static void be_silent(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

void must_be_xml(Str bytes, const char *what)
{
    xmlSetStructuredErrorFunc(NULL, be_silent);
    xmlDocPtr document = xmlReadMemory(bytes.s, (int)bytes.n, NULL, NULL, XML_PARSE_NONET);
    if (!document)
        fprintf(stderr, STR_FMT "\n", STR_ARG(bytes));
    must(document != NULL, what);
    xmlFreeDoc(document);
}

void must_be_json(Str bytes, const char *what)
{
    json_error_t error;
    json_t *value = json_loadb(bytes.s, bytes.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!value)
        fprintf(stderr, "%s\n" STR_FMT "\n", error.text, STR_ARG(bytes));
    must(value != NULL, what);
    json_decref(value);
}

/* --- findings -------------------------------------------------------------------------------------- */

static void must_lie_within(const Diag *d, Loc at)
{
    const Source *source = source_of(&d->sources, at);
    must(at.file == 0 || source, "a finding names a file that was read");
    if (source && !loc_is_whole(at))
        must((size_t)at.at + at.length <= source->bytes.n, "a finding lies within its file");
}

/* A terminal is not steered by what a file says, and nothing is hidden from who reads it. */
void must_be_visible(Str text)
{
    must_be_utf8(text, "what people read is UTF-8");
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = utf8_decode(str_from(text, i), &length);
        must(code == '\n' || !utf8_is_invisible(code), "what people read holds nothing invisible");
    }
}

static void render(Diag *d, const Renderer *renderer, Buf *out)
{
    buf_clear(out);
    renderer->render(d, false, out);
    if (str_is(str_of(renderer->name), S("json")) || str_is(str_of(renderer->name), S("sarif")))
        must_be_json(buf_str(out), "findings as JSON");
    else
        must_be_visible(buf_str(out));
}

void must_be_findings(Diag *d)
{
    Buf out = {0};
    for (size_t i = 0; i < d->count; i++) {
        must_lie_within(d, d->items[i].at);
        must_lie_within(d, d->items[i].related);
    }
    diag_settle(d);
    for (size_t i = 0; i < renderer_count; i++)
        render(d, &renderers[i], &out);
    buf_free(&out);
}

/* --- inputs ---------------------------------------------------------------------------------------- */

bool fuzz_one_in(Str input, uint32_t count)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < input.n; i++)
        hash = (hash ^ (unsigned char)input.s[i]) * 16777619u;
    return (hash >> 8) % count == 0;
}

/* Where the next line begins that is the head of a file; the end where there is none. */
static size_t next_head(Str input, size_t from)
{
    for (size_t i = from; i < input.n; i++)
        if (input.s[i] == '@' && (i == 0 || input.s[i - 1] == '\n'))
            return i;
    return input.n;
}

FuzzFiles fuzz_files(Arena *a, Str input)
{
    FuzzFiles files = {0};
    size_t at = next_head(input, 0);
    files.head = str_slice(input, 0, at);
    while (at < input.n) {
        size_t end = next_head(input, at + 1);
        Str bytes = str_slice(input, at + 1, end), name = str_cut(&bytes, '\n');
        *LIST_ADD(a, files.items, files.count, files.capacity) =
            (FuzzFile){str_copy(a, name), fuzz_exact(a, bytes)};
        at = end;
    }
    return files;
}

Str fuzz_exact(Arena *a, Str bytes)
{
    char *copy = arena_raw(a, bytes.n + !bytes.n);
    if (bytes.n)
        memcpy(copy, bytes.s, bytes.n);
    return (Str){copy, bytes.n};
}

/* --- files ----------------------------------------------------------------------------------------- */

Str fuzz_file(Arena *a, const char *name, Str bytes)
{
    const char *above = getenv("TMPDIR");
    char *folder = str_c(a, str_format(a, "%s/apionly-fuzz-XXXXXX", above ? above : "/tmp"));
    must(mkdtemp(folder) != NULL, "there is room for a folder");
    NewFile file = {.path = str_of(str_c(a, str_format(a, "%s/%s", folder, name))), .bytes = bytes};
    must(new_files_write(&file, 1), "there is room for a file");
    return file.path;
}

void fuzz_file_gone(Str path)
{
    Arena a = {0};
    Str name = str_behind_last(path, '/');
    unlink(str_c(&a, path));
    rmdir(str_c(&a, str_slice(path, 0, path.n - name.n)));
    arena_free(&a);
}
