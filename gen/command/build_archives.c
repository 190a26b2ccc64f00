/* The archives of a build. libzip takes one entry after the other, the threads render a few ahead; each archive
 * is read back, and must hold what its package.xml says. Only packages, which are entries of the bundle too, are in
 * memory as a whole. */
#include "base/map.h"
#include "base/memory.h"
#include "base/work.h"
#include "command/build.h"
#include "command/progress.h"
#include "facts/facts.h"
#include "read/package_xml.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { AHEAD = 128 }; /* artefacts that may wait to be taken */

/* What a thread has of its own. */
typedef struct {
    Build *build;
    Buf bytes;
    Packer *packer;
    const Artefact *artefact; /* that is rendered */
    bool packs;               /* an archive wants it */
    FolderStream **streams;   /* that a large one goes to piece by piece; else NULL */
    size_t stream_count;
} Hand;

/* An entry of an archive: an artefact, or another archive. */
typedef struct {
    Str name;
    size_t artefact;
    Packed *packed;
} Entry;

typedef struct {
    Entry *items;
    size_t count, capacity;
} Entries;

typedef struct {
    Build *build;
    Hand hands[WORK_THREADS_MAX];
    Progress progress;
    Work *work;
    Entries *entries; /* of each archive */
    size_t *order;    /* artefacts as the archives need them */
    size_t *turn;     /* of each artefact: its place there */
    size_t *uses;     /* of each artefact: entries that still need it */
    Packed *packed;   /* of each artefact */
} Rendering;

/* --- rendering --------------------------------------------------------------------------------- */

static Folder *folder_of(const Build *b, const Target *target)
{
    return target->archive == TO_PROJECT ? b->project : target->archive < 0 ? b->folder : NULL;
}

static void open_streams(Hand *hand)
{
    const Artefact *artefact = hand->artefact;
    hand->streams = mem_alloc(artefact->target_count * sizeof *hand->streams);
    hand->stream_count = 0;
    for (size_t i = 0; i < artefact->target_count; i++) {
        Folder *folder = folder_of(hand->build, &artefact->targets[i]);
        if (folder)
            hand->streams[hand->stream_count++] = folder_stream(folder, artefact->targets[i].path);
    }
    if (hand->packs)
        packer_begin(hand->packer);
}

/* A piece of a large artefact. */
static void spill(void *context, Str bytes)
{
    Hand *hand = context;
    if (!hand->streams)
        open_streams(hand);
    for (size_t i = 0; i < hand->stream_count; i++)
        folder_stream_put(hand->streams[i], bytes);
    if (hand->packs)
        packer_add(hand->packer, bytes);
}

static void finish_streams(Hand *hand, Packed *packed)
{
    spill(hand, buf_str(&hand->bytes));
    for (size_t i = 0; i < hand->stream_count; i++) {
        int fd = folder_stream_end(hand->streams[i]);
        if (fd >= 0)
            close(fd);
    }
    if (hand->packs)
        packer_end(hand->packer, packed);
    free(hand->streams);
    hand->streams = NULL;
}

static void put_whole(Hand *hand, Packed *packed)
{
    const Artefact *artefact = hand->artefact;
    for (size_t i = 0; i < artefact->target_count; i++) {
        Folder *folder = folder_of(hand->build, &artefact->targets[i]);
        if (folder)
            folder_put(folder, artefact->targets[i].path, buf_str(&hand->bytes));
    }
    if (hand->packs)
        packer_pack(hand->packer, &hand->bytes, true, packed);
}

/* One artefact. They need not each other, so it does not matter who renders which. */
static void render(void *context, size_t index, size_t thread)
{
    Rendering *r = context;
    Hand *hand = &r->hands[thread];
    size_t number = r->order[index];
    if (!hand->packer)
        hand->packer = packer_new();
    hand->build = r->build;
    hand->bytes.spill = spill;
    hand->bytes.context = hand;
    hand->artefact = &r->build->plan.items[number];
    hand->packs = r->uses[number] > 0;
    hand->artefact->render(&r->build->model, hand->artefact, &hand->bytes);
    if (hand->streams)
        finish_streams(hand, &r->packed[number]);
    else
        put_whole(hand, &r->packed[number]);
    buf_clear(&hand->bytes);
    progress_step(&r->progress);
}

/* --- what archives hold ------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return str_compare(((const Entry *)a)->name, ((const Entry *)b)->name);
}

static Entry *add_entry(Rendering *r, size_t archive, Str name)
{
    Entries *list = &r->entries[archive];
    Entry *entry = LIST_ADD(&r->build->arena, list->items, list->count, list->capacity);
    *entry = (Entry){.name = name};
    return entry;
}

static void collect_entries(Rendering *r)
{
    const Plan *plan = &r->build->plan;
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = 0; k < plan->items[i].target_count; k++) {
            Target target = plan->items[i].targets[k];
            if (target.archive < 0)
                continue;
            Entry *entry = add_entry(r, (size_t)target.archive, target.path);
            entry->artefact = i;
            entry->packed = &r->packed[i];
            r->uses[i]++;
        }
}

static void take_turn(Rendering *r, size_t *taken, size_t artefact)
{
    if (r->turn[artefact])
        return;
    r->order[*taken] = artefact;
    r->turn[artefact] = ++*taken; /* one more than its place, until all have one */
}

/* In the order in which the archives need them, after what takes longest: if that came last, the other threads
 * would wait for it. What no archive needs comes at the end. */
static void order_artefacts(Rendering *r)
{
    const Plan *plan = &r->build->plan;
    size_t taken = 0;
    take_turn(r, &taken, plan->longest);
    for (size_t i = 0; i < plan->archive_count; i++) {
        Entries *list = &r->entries[i];
        if (list->count)
            qsort(list->items, list->count, sizeof *list->items, by_name);
        for (size_t k = 0; k < list->count; k++)
            take_turn(r, &taken, list->items[k].artefact);
    }
    for (size_t i = 0; i < plan->count; i++)
        take_turn(r, &taken, i);
    for (size_t i = 0; i < plan->count; i++)
        r->turn[i]--;
}

/* --- making one archive ------------------------------------------------------------------------- */

typedef struct {
    Rendering *rendering;
    const PlannedArchive *planned;
    const Entries *entries;
    FolderStream *stream;
    size_t size;
    Buf copy; /* for the bundle, of what is an entry there */
    ArchiveRecord *records;
    Arena arena;
} Making;

static bool is_artefact(const Making *m, const Entry *entry)
{
    return entry->packed == &m->rendering->packed[entry->artefact];
}

static const Packed *give(void *context, size_t index)
{
    const Making *m = context;
    const Entry *entry = &m->entries->items[index];
    if (is_artefact(m, entry))
        work_need(m->rendering->work, m->rendering->turn[entry->artefact]);
    return entry->packed;
}

static void taken(void *context, size_t index)
{
    const Making *m = context;
    const Entry *entry = &m->entries->items[index];
    if (!is_artefact(m, entry) || --m->rendering->uses[entry->artefact] == 0)
        packed_free(entry->packed);
}

static void put(void *context, Str bytes)
{
    Making *m = context;
    folder_stream_put(m->stream, bytes);
    m->size += bytes.n;
    if (m->planned->kind != ARCHIVE_BUNDLE)
        buf_put(&m->copy, bytes);
}

static void self_check(Build *b, Str archive, Str error)
{
    diag(&b->diag, RULE_SELF_CHECK, (Loc){0}, STR_FMT ": " STR_FMT, STR_ARG(archive),
         STR_ARG(error));
}

static bool write_archive(Making *m)
{
    Build *b = m->rendering->build;
    Str *names = ARENA_ARRAY(&m->arena, Str, m->entries->count + 1), error = S("");
    for (size_t i = 0; i < m->entries->count; i++)
        names[i] = m->entries->items[i].name;
    m->records = ARENA_ARRAY(&m->arena, ArchiveRecord, m->entries->count + 1);
    ArchivePlan plan = {names, m->entries->count, give, taken, put, m};
    if (archive_write(&plan, m->records, &m->arena, &error))
        return true;
    self_check(b, m->planned->path, error);
    return false;
}

/* --- limits of a deploy ------------------------------------------------------------------------- */

static void over_limit(Build *b, Str archive, const char *what, size_t size, size_t limit)
{
    if (size > limit)
        diag(&b->diag, RULE_DEPLOY_LIMIT, (Loc){0},
             STR_FMT " has %zu %s, a deploy takes at most %zu", STR_ARG(archive), size, what,
             limit);
}

static void check_limits(const Making *m)
{
    Build *b = m->rendering->build;
    size_t unpacked = 0;
    for (size_t i = 0; i < m->entries->count; i++)
        unpacked += m->records[i].size;
    over_limit(b, m->planned->path, "bytes", m->size, LIMIT_DEPLOY_ZIP_BYTES);
    over_limit(b, m->planned->path, "bytes unpacked", unpacked, LIMIT_DEPLOY_BYTES);
}

static bool too_many_files(Rendering *r)
{
    Build *b = r->build;
    for (size_t i = 0; i < b->plan.archive_count; i++)
        if (b->plan.archives[i].kind == ARCHIVE_PACKAGE)
            over_limit(b, b->plan.archives[i].path, "files", r->entries[i].count,
                       LIMIT_DEPLOY_FILES);
    return diag_failed(&b->diag);
}

/* --- reading it back ---------------------------------------------------------------------------- */

/* The permission sets that a package.xml or the like names; false where it cannot be read. */
static bool sets_of(Arena *a, Str bytes, Map *sets, size_t *count)
{
    PackageXml list;
    if (!bytes.n || !package_xml_read(a, bytes, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (str_is(list.members[i].type, S("PermissionSet")))
            map_put(sets, a, list.members[i].name, NULL);
    *count = list.count;
    return true;
}

static bool names_file(const Map *sets, Str path)
{
    Str folder = S("permissionsets/"), suffix = S(".permissionset");
    return str_starts(path, folder) && str_ends(path, suffix) &&
           map_find(sets, str_slice(path, folder.n, path.n - suffix.n));
}

/* Every file must be named by package.xml, and it must name nothing else. */
static Str verify_package(Making *m, Str package)
{
    Map sets = {0};
    size_t named;
    const Entries *list = m->entries;
    if (!sets_of(&m->arena, package, &sets, &named))
        return S("it has no package.xml that can be read");
    for (size_t i = 0; i < list->count; i++)
        if (!str_is(list->items[i].name, S("package.xml")) &&
            !names_file(&sets, list->items[i].name))
            return str_format(&m->arena, "package.xml does not name " STR_FMT,
                              STR_ARG(list->items[i].name));
    return named == list->count - 1 ? S("") : S("package.xml names what is not in the archive");
}

/* Deletions of sets that nobody defines. */
static Str verify_retired(Making *m, Str changes)
{
    Map sets = {0};
    size_t named;
    const Model *model = &m->rendering->build->model;
    if (!sets_of(&m->arena, changes, &sets, &named))
        return S("it has no destructiveChangesPost.xml that can be read");
    for (size_t i = 0; i < model->set_count; i++)
        if (map_find(&sets, model->sets[i]->api_name.s))
            return str_format(&m->arena, "it deletes " STR_FMT,
                              STR_ARG(model->sets[i]->api_name.s));
    return S("");
}

/* What must be right in an archive: the entry that says what it is for, and how it is looked at. */
static const struct {
    const char *entry;
    Str (*verify)(Making *m, Str content);
} verifications[] = {[ARCHIVE_PACKAGE] = {"package.xml", verify_package},
                     [ARCHIVE_RETIRED] = {"destructiveChangesPost.xml", verify_retired},
                     [ARCHIVE_BUNDLE] = {"", NULL}};

static void read_back(Making *m, int fd)
{
    ArchiveKind kind = m->planned->kind;
    Str content = S(""), error = S("");
    bool good = archive_is_as_written(fd, m->records, m->entries->count, &m->arena,
                                      str_of(verifications[kind].entry), &content, &error);
    if (!good && errno) {
        folder_fail(m->rendering->build->folder, "cannot be read back", m->planned->path);
        return;
    }
    if (good && verifications[kind].verify)
        error = verifications[kind].verify(m, content);
    if (error.n)
        self_check(m->rendering->build, m->planned->path, error);
}

/* --- all of them -------------------------------------------------------------------------------- */

/* A package is an entry of the bundle, too. */
static void add_to_bundle(Making *m, size_t bundle)
{
    Rendering *r = m->rendering;
    Packer *packer = packer_new();
    Entry *entry = add_entry(r, bundle, m->planned->path);
    entry->packed = ARENA_NEW(&r->build->arena, Packed);
    packer_pack(packer, &m->copy, false, entry->packed);
    packer_free(packer);
    qsort(r->entries[bundle].items, r->entries[bundle].count, sizeof *entry, by_name);
}

/* False where it could not be written; then there is no use in the others. */
static bool make_archive(Rendering *r, size_t index)
{
    Build *b = r->build;
    Making m = {.rendering = r,
                .planned = &b->plan.archives[index],
                .entries = &r->entries[index],
                .stream = folder_stream(b->folder, b->plan.archives[index].path)};
    bool written = write_archive(&m);
    int fd = folder_stream_end(m.stream);
    if (written && m.planned->kind == ARCHIVE_PACKAGE)
        check_limits(&m);
    if (written && fd >= 0)
        read_back(&m, fd);
    else if (fd >= 0)
        close(fd);
    if (written && m.planned->kind != ARCHIVE_BUNDLE)
        add_to_bundle(&m, b->plan.archive_count - 1);
    buf_free(&m.copy);
    arena_free(&m.arena);
    return written;
}

/* What no archive has taken, because one before it failed. */
static void free_packed(Rendering *r)
{
    const Plan *plan = &r->build->plan;
    for (size_t i = 0; i < plan->archive_count; i++)
        for (size_t k = 0; k < r->entries[i].count; k++)
            packed_free(r->entries[i].items[k].packed);
}

static void render_planned(Rendering *r)
{
    Build *b = r->build;
    progress_start(&r->progress, "rendering", b->plan.count, b->options->quiet);
    r->work = work_start(b->plan.count, AHEAD, b->options->threads, render, r);
    for (size_t i = 0; i < b->plan.archive_count && make_archive(r, i); i++)
        ;
    work_end(r->work);
    progress_end(&r->progress);
    free_packed(r);
    for (size_t i = 0; i < WORK_THREADS_MAX; i++) {
        packer_free(r->hands[i].packer);
        buf_free(&r->hands[i].bytes);
    }
}

bool render_all(Build *b)
{
    b->plan = plan_make(&b->model, &b->arena);
    Rendering r = {.build = b,
                   .entries = ARENA_ARRAY(&b->arena, Entries, b->plan.archive_count),
                   .order = ARENA_ARRAY(&b->arena, size_t, b->plan.count),
                   .turn = ARENA_ARRAY(&b->arena, size_t, b->plan.count),
                   .uses = ARENA_ARRAY(&b->arena, size_t, b->plan.count),
                   .packed = ARENA_ARRAY(&b->arena, Packed, b->plan.count)};
    collect_entries(&r);
    order_artefacts(&r);
    if (too_many_files(&r))
        return false;
    render_planned(&r);
    return true;
}
