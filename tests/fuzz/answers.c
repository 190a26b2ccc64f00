/* What an org says, against definitions and as what an import starts from. Files by their names: "@a.yaml" the
 * definitions, "@users.json" an answer, "@A.profile", "@A.permissionset"; an input without any is one answer. */
#include "fuzz.h"

#include "base/utf8.h"
#include "command/import_users.h"
#include "facts/facts.h"
#include "read/answers_json.h"
#include "read/org_json.h"
#include "read/permset_xml.h"
#include "read/profile_xml.h"
#include "verify/report.h"

static const char usual[] =
    "company: {domain: example.com, email: a@example.com}\n"
    "environments: {production: {}, uat: {usernameSuffix: .uat}}\n"
    "integrations:\n"
    "  HubSpot:\n"
    "    description: Two-way sync\n"
    "    objects: {Account: read, Contact: {access: [create, read, edit], fields: {Email: edit}}}\n"
    "    permissions: [ViewSetup]\n"
    "    classes: [HubSpotWebhook]\n"
    "    tabs: {Account: visible}\n"
    "    user: {groups: [All], queues: [Q]}\n";

typedef struct {
    FuzzModel m;
    Org org;
    Known known;
    ImportedSet *imported;
    size_t imported_count;
} Answered;

static bool ends(FuzzFile file, const char *ending)
{
    return str_ends(file.name, str_of(ending));
}

/* --- reading --------------------------------------------------------------------------------------- */

static uint32_t add_source(Answered *s, FuzzFile file)
{
    return source_add(&s->m.diag.sources, &s->m.model.arena, file.name, file.bytes);
}

/* From bytes that are gone afterwards. */
static void read_json(Answered *s, FuzzFile file)
{
    Arena own = {0};
    Text wrong = {0};
    Answers answers = {0};
    uint32_t number = add_source(s, file);
    Str bytes = fuzz_exact(&own, file.bytes);
    if (!org_json_read(&s->org, &s->m.model.names, &s->m.model.arena, number, file.name, bytes,
                       &wrong))
        diag(&s->m.diag, RULE_ANSWER_UNREADABLE, wrong.at, STR_FMT, STR_ARG(wrong.s));
    if (!answers_read(&s->known, &s->m.model.arena, number, bytes, &answers))
        diag(&s->m.diag, RULE_ANSWERS, answers.wrong.at, STR_FMT, STR_ARG(answers.wrong.s));
    arena_free(&own);
}

static void read_profile(Answered *s, FuzzFile file)
{
    Arena *a = &s->m.model.arena;
    Str license, name = str_slice(file.name, 0, file.name.n - strlen(".profile"));
    size_t set = org_set(&s->org, a, (OrgSetRef){.profile = name});
    s->org.sets[set].retrieved =
        profile_xml_read(&s->m.model.names, a, file.bytes, &s->org.sets[set].grants, &license);
}

/* The set is what the org holds, and what an import is given. */
static void read_set(Answered *s, FuzzFile file)
{
    Arena *a = &s->m.model.arena;
    PermissionSet *read = ARENA_NEW(a, PermissionSet);
    uint32_t number = add_source(s, file);
    read->role = SET_FILE;
    read->at = loc_whole(number);
    read->name = read->api_name =
        (Text){str_slice(file.name, 0, file.name.n - strlen(".permissionset")), read->at};
    if (!read->name.s.n || !permset_xml_read(&s->m.model, &s->m.diag, number, file.bytes, read))
        return;
    if (!read->api.number)
        read->api.number = VERSION_DEFAULT;
    read->license_kind = read->license_name.s.n ? LICENSE_PERMISSION_SET : LICENSE_NONE;
    grants_fold(&read->grants);
    size_t index = org_set(&s->org, a, (OrgSetRef){.name = read->name.s});
    OrgSet *set = &s->org.sets[index];
    set->retrieved = true;
    set->license = read->license_name.s;
    for (size_t i = 0; i < read->grants.count; i++)
        grants_add(&set->grants, a, read->grants.items[i]);
    s->imported[s->imported_count++] = (ImportedSet){.set = read};
}

/* Definitions only where they are wanted. */
static void read_all(Answered *s, const FuzzFiles *files, bool definitions)
{
    bool defined = !definitions;
    fuzz_model_start(&s->m);
    s->m.model.api.number = definitions ? 0 : VERSION_DEFAULT;
    s->imported = ARENA_ARRAY(&s->m.model.arena, ImportedSet, files->count + 1);
    for (size_t i = 0; definitions && i < files->count; i++)
        if (ends(files->items[i], ".yaml")) {
            fuzz_model_read(&s->m, "a.yaml", files->items[i].bytes, 1);
            defined = true;
        }
    if (!defined)
        fuzz_model_read(&s->m, "a.yaml", str_of(usual), 1);
    if (definitions)
        fuzz_model_resolve(&s->m);
    for (size_t i = 0; i < files->count; i++) {
        if (ends(files->items[i], ".json"))
            read_json(s, files->items[i]);
        else if (ends(files->items[i], ".profile"))
            read_profile(s, files->items[i]);
        else if (ends(files->items[i], ".permissionset"))
            read_set(s, files->items[i]);
    }
    if (files->head.n)
        read_json(s, (FuzzFile){S("answer.json"), files->head});
    org_settle(&s->org, &s->m.model.names, &s->m.model.arena);
}

/* --- verify ---------------------------------------------------------------------------------------- */

static void report(const Proof *proof)
{
    Buf out = {0};
    report_text(proof, &out);
    must_be_visible(buf_str(&out));
    buf_clear(&out);
    report_markdown(proof, &out);
    must_be_utf8(buf_str(&out), "a report in Markdown is UTF-8");
    buf_clear(&out);
    report_json(proof, &out);
    must_be_json(buf_str(&out), "a report is JSON");
    buf_free(&out);
}

/* Each row has three cells: kind, username, name. */
static void must_be_rows(Str rows)
{
    while (rows.n) {
        Str row = str_cut(&rows, '\n');
        size_t tabs = 0;
        for (size_t i = 0; i < row.n; i++)
            tabs += row.s[i] == '\t';
        must(tabs == 2, "what is missing stands in rows of three cells");
    }
}

static void verify(const FuzzFiles *files)
{
    Answered s = {0};
    Buf rows = {0};
    read_all(&s, files, true);
    Proof proof = {.model = &s.m.model, .org = &s.org, .diag = &s.m.diag};
    trace_deploys(&proof);
    bool defined = !s.m.model.incomplete && s.m.model.environment_count;
    const Environment *environment = defined ? environment_of_answers(&s.m.model, &s.org) : NULL;
    if (defined) {
        proof_of(&proof, environment ? environment : &s.m.model.environments[0], &s.m.model.arena);
        prove_org(&proof);
        prove(&proof);
        write_missing(&proof, &rows);
        must_be_rows(buf_str(&rows));
    }
    must_be_findings(&s.m.diag);
    if (defined)
        report(&proof);
    buf_free(&rows);
    fuzz_model_end(&s.m);
}

/* --- import ---------------------------------------------------------------------------------------- */

static void must_be_definition(Str yaml)
{
    FuzzModel m = {0};
    Buf findings = {0};
    fuzz_model_start(&m);
    fuzz_model_read(&m, "import.yaml", yaml, 1);
    fuzz_put_findings(&m, &findings);
    if (diag_failed(&m.diag))
        must_same(buf_str(&findings), yaml, "what is imported can be read");
    fuzz_model_resolve(&m);
    buf_free(&findings);
    fuzz_model_end(&m);
}

static void import(const FuzzFiles *files)
{
    Answered s = {0};
    Adoption made = {0};
    Buf yaml = {0};
    read_all(&s, files, false);
    if (!diag_failed(&s.m.diag) &&
        adopt_users(&s.m.model, &s.m.diag, &s.org, s.imported, s.imported_count, &made) &&
        !diag_failed(&s.m.diag)) {
        write_definition(&s.m.model.names, made.entries, made.count, made.head, &yaml);
        must_be_definition(buf_str(&yaml));
    }
    must_be_findings(&s.m.diag);
    buf_free(&yaml);
    fuzz_model_end(&s.m);
}

void fuzz_answers(Str input)
{
    Arena a = {0};
    FuzzFiles files = fuzz_files(&a, input);
    size_t kept = 0;
    for (size_t i = 0; i < files.count; i++)
        if (utf8_invalid(files.items[i].name) < 0) /* put_markdown gives other names as they are */
            files.items[kept++] = files.items[i];
    files.count = kept;
    verify(&files);
    import(&files);
    arena_free(&a);
}
