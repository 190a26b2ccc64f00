/* Definitions to everything that a build makes of them, in memory; and what must hold of it. */
#include "fuzz.h"

#include "check/check.h"
#include "command/templates.h"
#include "model/difference.h"
#include "model/type.h"
#include "read/definition.h"
#include "read/permset_xml.h"
#include "resolve/resolve.h"
#include "write/definition_yaml.h"
#include "write/difference.h"
#include "write/plan.h"
#include "write/review.h"
#include "write/write.h"

/* --- steps ----------------------------------------------------------------------------------------- */

void fuzz_model_start(FuzzModel *m)
{
    const Known *known = m->known;
    *m = (FuzzModel){.known = known};
    diag_init(&m->diag);
}

void fuzz_model_read(FuzzModel *m, const char *name, Str yaml, size_t threads)
{
    Str bytes = fuzz_exact(&m->model.arena, yaml);
    uint32_t file = source_add(&m->diag.sources, &m->model.arena, str_of(name), bytes);
    definition_read(&m->model, &m->diag, file, bytes, threads);
    m->model.sources = &m->diag.sources;
}

/* Folders that the definition names are of no concern here: nothing is read from the disk. */
void fuzz_model_resolve(FuzzModel *m)
{
    Options options = {0};
    if (m->model.incomplete)
        return;
    m->model.company.templates.count = 0;
    load_templates(&m->model, &m->diag, &options);
    m->model.known = m->known;
    resolve(&m->model, &m->diag);
}

void fuzz_model_check(FuzzModel *m, size_t threads)
{
    if (m->model.incomplete)
        return;
    check(&m->model, &m->diag, threads);
    forget_needless(&m->model, &m->diag);
}

void fuzz_model_end(FuzzModel *m)
{
    arena_free(&m->model.arena);
    diag_free(&m->diag);
}

bool fuzz_model_make(FuzzModel *m, Str yaml, size_t threads)
{
    fuzz_model_start(m);
    fuzz_model_read(m, "a.yaml", yaml, threads);
    fuzz_model_resolve(m);
    fuzz_model_check(m, threads);
    return !diag_failed(&m->diag);
}

void fuzz_put_findings(FuzzModel *m, Buf *out)
{
    for (size_t i = 0; i < m->diag.count; i++) {
        const Finding *f = &m->diag.items[i];
        buf_format(out, "%s %u:%u+%u %d " STR_FMT "|" STR_FMT "\n", rule_info[f->rule].id,
                   f->at.file, f->at.at, f->at.length, (int)f->level, STR_ARG(f->message),
                   STR_ARG(f->help));
    }
}

/* --- artefacts ------------------------------------------------------------------------------------- */

void fuzz_put_artefacts(const Model *model, Buf *out)
{
    Arena a = {0};
    Plan plan = plan_make(model, &a);
    for (size_t i = 0; i < plan.count; i++) {
        buf_put(out, plan.items[i].targets[0].path);
        plan.items[i].render(model, &plan.items[i], out);
    }
    arena_free(&a);
}

/* It leads down, on any system. */
static void must_be_path(Str path)
{
    must(path.n > 0, "a path has a name");
    must_be_utf8(path, "a path is UTF-8");
    for (Str rest = path; rest.n;) {
        Str part = str_cut(&rest, '/');
        must(part.n && !str_is(part, S(".")) && !str_is(part, S("..")), "a path leads down");
        for (size_t i = 0; i < part.n; i++)
            must((unsigned char)part.s[i] >= ' ' && part.s[i] != '\\',
                 "a path has no odd characters");
    }
}

static void must_read_again(const Model *model, Str yaml)
{
    FuzzModel again = {.known = model->known};
    Buf twice = {0};
    fuzz_model_start(&again);
    fuzz_model_read(&again, "again.yaml", yaml, 1);
    fuzz_model_resolve(&again);
    bool good = !diag_failed(&again.diag);
    if (!good)
        fuzz_put_findings(&again, &twice);
    must_same(good ? S("") : buf_str(&twice), S(""), "the resolved definitions have no errors");
    write_resolved(&again.model, &twice);
    must_same(buf_str(&twice), yaml, "the resolved definitions resolve to themselves");
    buf_free(&twice);
    fuzz_model_end(&again);
}

static void check_artefact(const Model *model, Str path, Str bytes)
{
    must_be_utf8(bytes, "an artefact is UTF-8");
    if (str_ends(path, S(".xml")) || str_ends(path, S(".permissionset")) ||
        str_ends(path, S("-meta.xml")))
        must_be_xml(bytes, "an artefact is XML");
    if (str_is(path, S("verify/definitions.yaml")))
        must_read_again(model, bytes);
}

static void check_targets(const Artefact *artefact, Map *seen, Arena *a)
{
    for (size_t i = 0; i < artefact->target_count; i++) {
        bool fresh;
        Target target = artefact->targets[i];
        must_be_path(target.path);
        map_put(seen, a, str_format(a, "%d " STR_FMT, target.archive, STR_ARG(target.path)),
                &fresh);
        must(fresh, "no two artefacts go to one place");
    }
}

void fuzz_check_artefacts(const Model *model)
{
    Arena a = {0};
    Buf out = {0};
    Map seen = {0};
    Plan plan = plan_make(model, &a);
    for (size_t i = 0; i < plan.count; i++) {
        const Artefact *artefact = &plan.items[i];
        must(artefact->target_count > 0, "an artefact goes somewhere");
        check_targets(artefact, &seen, &a);
        buf_clear(&out);
        artefact->render(model, artefact, &out);
        check_artefact(model, artefact->targets[0].path, buf_str(&out));
    }
    buf_clear(&out);
    write_review_json(model, &out);
    must_be_json(buf_str(&out), "the review is JSON");
    buf_free(&out);
    arena_free(&a);
}

/* --- permission sets ------------------------------------------------------------------------------- */

static void must_read_as_xml(const PermissionSet *set, Str xml)
{
    FuzzModel again = {0};
    Buf twice = {0};
    PermissionSet read = {.role = SET_FILE, .api_name = set->api_name};
    fuzz_model_start(&again);
    uint32_t file = source_add(&again.diag.sources, &again.model.arena, S("x"), xml);
    bool good = permset_xml_read(&again.model, &again.diag, file, xml, &read);
    fuzz_put_findings(&again, &twice);
    must_same(buf_str(&twice), S(""), "a written set reads without findings");
    must(good, "a written set can be read");
    read.api.number = set->api.number;
    write_permission_set(&again.model.names, &read, &twice);
    must_same(buf_str(&twice), xml, "a written set is written again as it was");
    buf_free(&twice);
    fuzz_model_end(&again);
}

/* A licence that is nearly right is an error of whoever wrote the file, and told as such. */
static bool is_wrong(const Diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].rule != RULE_LICENSE_NAME &&
            rule_info[d->items[i].rule].level == LEVEL_ERROR)
            return true;
    return false;
}

/* import, then build. */
static void must_read_as_definition(const Model *model, const PermissionSet *set, Str xml)
{
    FuzzModel again = {.known = model->known};
    Buf out = {0};
    Str head = str_format(&again.model.arena, "apiVersion: \"%d.0\"\n\n", set->api.number);
    write_definition(&model->names, &(DefinitionEntry){.set = set}, 1, head, &out);
    Str yaml = fuzz_exact(&again.model.arena, buf_str(&out));
    Arena keep = again.model.arena;
    fuzz_model_start(&again);
    fuzz_model_read(&again, "import.yaml", yaml, 1);
    fuzz_model_resolve(&again);
    buf_clear(&out);
    fuzz_put_findings(&again, &out);
    if (is_wrong(&again.diag))
        must_same(buf_str(&out), yaml, "an imported set has no errors");
    buf_clear(&out);
    must(again.model.set_count == 1, "an imported set is one set");
    write_permission_set(&again.model.names, again.model.sets[0], &out);
    if (!diag_failed(&again.diag))
        must_same(buf_str(&out), xml, "what is imported builds to the same bytes");
    buf_free(&out);
    fuzz_model_end(&again);
    arena_free(&keep);
}

void fuzz_check_set_as_xml(const Model *model, const PermissionSet *set)
{
    Buf xml = {0};
    write_permission_set(&model->names, set, &xml);
    must_read_as_xml(set, buf_str(&xml));
    buf_free(&xml);
}

void fuzz_check_set_as_definition(const Model *model, const PermissionSet *set)
{
    Buf xml = {0};
    write_permission_set(&model->names, set, &xml);
    must_read_as_definition(model, set, buf_str(&xml));
    buf_free(&xml);
}

void fuzz_check_sets(const Model *model)
{
    for (size_t i = 0; i < model->set_count; i++) {
        fuzz_check_set_as_xml(model, model->sets[i]);
        fuzz_check_set_as_definition(model, model->sets[i]);
    }
}

/* --- differences ----------------------------------------------------------------------------------- */

void fuzz_check_no_difference(const Model *model)
{
    Arena a = {0};
    Buf out = {0};
    AccessSide side = {&model->names, model->sets, model->set_count, model};
    Differences none = differences_find(&side, &side, &a);
    must(!differences_any(&none), "nothing differs from itself");
    write_difference_overview(&(Comparison){&none, model}, &out);
    must_same(buf_str(&out), S(""), "no difference has no overview");
    buf_free(&out);
    arena_free(&a);
}
