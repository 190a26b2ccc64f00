/* The floor under a build, the least that it has to do: parses the same definitions with libyaml and
 * throws the events away; packs the bytes of its archives with libdeflate, level 6, and takes their
 * CRC; makes, writes and renames the same files. One thread, no model, no checks, nothing generated.
 *
 *     floor DEFINITIONS OUTPUT FOLDER
 *
 * DEFINITIONS is a folder of *.yaml files, OUTPUT what apionly wrote for them, FOLDER a new folder for
 * the same files. Prints what measure.c prints. OUTPUT is read before the clock starts: a build makes
 * those bytes, it does not read them. Memory is not told (-), as it would be mostly that. */
#include <dirent.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

typedef struct {
    unsigned char *bytes;
    size_t size, capacity;
} Bytes;

/* A file or folder of the output; folders come before what is in them. */
typedef struct {
    char *path; /* from the output folder on */
    Bytes content;
    bool is_folder;
} Entry;

typedef struct {
    Entry *entries;
    size_t count, capacity;
} Tree;

typedef struct {
    struct libdeflate_compressor *compressor;
    Bytes package, bundle;
    unsigned crc; /* of all contents; nobody wants it */
} Packer;

static _Noreturn void fail(const char *path)
{
    perror(path);
    exit(3);
}

static void *grown(void *memory, size_t size)
{
    void *more = realloc(memory, size);
    if (!more)
        fail("realloc");
    return more;
}

/* Makes place for `size` bytes more and gives its start. */
static unsigned char *room(Bytes *b, size_t size)
{
    if (b->size + size >= b->capacity) {
        b->capacity = 2 * (b->size + size) + 64;
        b->bytes = grown(b->bytes, b->capacity);
    }
    return b->bytes + b->size;
}

static char *joined(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = grown(NULL, size);
    snprintf(path, size, "%s%s%s", folder, *folder ? "/" : "", name);
    return path;
}

static bool ends(const char *name, const char *with)
{
    size_t n = strlen(name), m = strlen(with);
    return n >= m && strcmp(name + n - m, with) == 0;
}

static Bytes read_file(const char *path)
{
    Bytes b = {0};
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &info) != 0)
        fail(path);
    b.size = fread(room(&b, (size_t)info.st_size), 1, (size_t)info.st_size, file);
    if (b.size != (size_t)info.st_size)
        fail(path);
    fclose(file);
    return b;
}

/* --- before the clock starts ------------------------------------------------------------------- */

static void load(Tree *t, const char *root, const char *folder)
{
    char *place = joined(root, folder);
    DIR *open_folder = opendir(place);
    if (!open_folder)
        fail(place);
    for (struct dirent *found; (found = readdir(open_folder));) {
        if (found->d_name[0] == '.' || ends(found->d_name, ".zip"))
            continue; /* ".", "..", the manifest's folder; the archives are packed here too */
        Entry e = {.path = joined(folder, found->d_name)};
        char *path = joined(root, e.path);
        struct stat info;
        if (stat(path, &info) != 0)
            fail(path);
        e.is_folder = S_ISDIR(info.st_mode);
        if (!e.is_folder)
            e.content = read_file(path);
        if (t->count == t->capacity)
            t->entries = grown(t->entries, (t->capacity = 2 * t->capacity + 64) * sizeof e);
        t->entries[t->count++] = e;
        if (e.is_folder)
            load(t, root, e.path);
        free(path);
    }
    closedir(open_folder);
    free(place);
}

/* --- what is measured -------------------------------------------------------------------------- */

static void parse(const char *path)
{
    Bytes text = read_file(path);
    yaml_parser_t parser;
    yaml_event_t event;
    bool at_end = false;
    if (!yaml_parser_initialize(&parser))
        fail(path);
    yaml_parser_set_input_string(&parser, text.bytes, text.size);
    while (!at_end) {
        if (!yaml_parser_parse(&parser, &event))
            fail(path);
        at_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    free(text.bytes);
}

static void parse_definitions(const char *folder)
{
    DIR *definitions = opendir(folder);
    if (!definitions)
        fail(folder);
    for (struct dirent *found; (found = readdir(definitions));) {
        if (!ends(found->d_name, ".yaml"))
            continue;
        char *path = joined(folder, found->d_name);
        parse(path);
        free(path);
    }
    closedir(definitions);
}

static void pack(Packer *p, Bytes *archive, const Bytes *content)
{
    size_t most = libdeflate_deflate_compress_bound(p->compressor, content->size);
    unsigned char *to = room(archive, most);
    p->crc ^= libdeflate_crc32(0, content->bytes, content->size);
    archive->size +=
        libdeflate_deflate_compress(p->compressor, content->bytes, content->size, to, most);
}

/* Each content once: package.zip holds package/, bundle.zip that archive and all the rest but source/,
 * whose files have the bytes of those in package/. */
static void pack_all(Packer *p, const Tree *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const Entry *e = &t->entries[i];
        if (!e->is_folder && strncmp(e->path, "source/", 7) != 0)
            pack(p, strncmp(e->path, "package/", 8) == 0 ? &p->package : &p->bundle, &e->content);
    }
    pack(p, &p->bundle, &p->package);
}

/* Writes elsewhere first, as a build does, so that no file is ever there in part. */
static void write_file(const char *folder, const char *name, const Bytes *content)
{
    char *staged = joined(folder, ".stage"), *path = joined(folder, name);
    FILE *file = fopen(staged, "wb");
    if (!file)
        fail(staged);
    setvbuf(file, NULL, _IONBF, 0); /* one write() */
    if (fwrite(content->bytes, 1, content->size, file) != content->size || fclose(file) != 0 ||
        rename(staged, path) != 0)
        fail(path);
    free(staged);
    free(path);
}

static void write_all(const char *folder, const Tree *t, const Packer *p)
{
    if (mkdir(folder, 0777) != 0)
        fail(folder);
    for (size_t i = 0; i < t->count; i++) {
        const Entry *e = &t->entries[i];
        char *path = joined(folder, e->path);
        if (e->is_folder && mkdir(path, 0777) != 0)
            fail(path);
        if (!e->is_folder)
            write_file(folder, e->path, &e->content);
        free(path);
    }
    write_file(folder, "package.zip", &p->package);
    write_file(folder, "bundle.zip", &p->bundle);
}

static void build(const char *definitions, const Tree *t, const char *folder)
{
    Packer p = {.compressor = libdeflate_alloc_compressor(6)};
    if (!p.compressor)
        fail("libdeflate");
    parse_definitions(definitions);
    pack_all(&p, t);
    write_all(folder, t, &p);
    libdeflate_free_compressor(p.compressor);
    free(p.package.bytes);
    free(p.bundle.bytes);
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int count, char **arguments)
{
    Tree tree = {0};
    if (count != 4)
        return 2;
    load(&tree, arguments[2], "");
    double start = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    build(arguments[1], &tree, arguments[3]);
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("%.6f %.6f - 0\n", seconds(CLOCK_MONOTONIC) - start, cpu);
    return 0;
}
