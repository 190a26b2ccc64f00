/* Files of a project, each behind its path: "@objects/A__c/A__c.object-meta.xml". An input without any is read as each
 * kind of file there is. */
#include "fuzz.h"

#include "model/known.h"
#include "read/package_xml.h"
#include "read/profile_xml.h"
#include "read/project_json.h"
#include "read/source_tree.h"

typedef struct {
    Arena arena;
    Known known;
    Sources sources;
} Project;

static void must_be_wrong(const SourceFile *f)
{
    must(f->wrong.s.n > 0, "what cannot be read says why");
    must(loc_is_whole(f->wrong.at) || (size_t)f->wrong.at.at + f->wrong.at.length <= f->bytes.n,
         "and where, within its file");
}

/* The bytes go at once: names must not point into them. */
static void read_with(Project *p, SourceReader *reader, Str object, Str name, Str input)
{
    Arena own = {0};
    SourceFile f = {.known = &p->known, .arena = &p->arena, .object = object, .name = name};
    f.bytes = fuzz_exact(&own, input);
    f.file = source_add(&p->sources, &p->arena, name, f.bytes);
    if (!reader(&f))
        must_be_wrong(&f);
    arena_free(&own);
}

static void read_file(Project *p, FuzzFile file)
{
    Arena *a = &p->arena;
    SourceItem item = source_item(a, str_of(str_c(a, file.name)));
    if (!item.known)
        return;
    must(item.name.n > 0, "a component has a name");
    if (item.read)
        read_with(p, item.read, item.object, item.name, file.bytes);
    else if (!known_has_name(&p->known.names[item.kind], item.name))
        known_add_name(&p->known.names[item.kind], a, item.name);
}

static void read_as_all(Project *p, Str input)
{
    static SourceReader *const readers[] = {source_object_read, source_field_read,
                                            source_credential_read, source_set_license_read};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        read_with(p, readers[i], S("A__c"), S("F__c"), input);
}

/* package.xml, sfdx-project.json, profiles: what else a folder holds. */
static void read_others(Project *p, Str input)
{
    PackageXml package = {0};
    Names names = {0};
    Grants grants = {0};
    Str *paths = NULL, license = S("");
    Buf seen = {0};
    Arena own = {0};
    Str bytes = fuzz_exact(&own, input);
    if (package_xml_read(&p->arena, bytes, &package))
        for (size_t i = 0; i < package.count; i++)
            buf_put(&seen, package.members[i].name);
    size_t count = project_package_paths(&p->arena, bytes, &paths);
    Str version = project_api_version(&p->arena, bytes);
    bool profile = profile_xml_read(&names, &p->arena, bytes, &grants, &license);
    arena_free(&own);
    for (size_t i = 0; i < count; i++)
        buf_put(&seen, paths[i]);
    buf_put(&seen, version);
    for (size_t i = 0; profile && i < grants.count; i++)
        must(grants.items[i].key < names.count, "a grant has a name");
    if (profile)
        buf_put(&seen, license);
    buf_free(&seen);
}

static void must_be_in_order(Project *p)
{
    Known *known = &p->known;
    Buf seen = {0};
    known_sort(known);
    for (size_t i = 0; i < known->field_count; i++) {
        const KnownField *field = &known->fields[i];
        must(known_field(known, field->name) == field, "a field is found by its name");
        must(!i || str_compare(field[-1].name, field->name) < 0, "fields are sorted, each once");
        buf_put(&seen, field->of);
        buf_put(&seen, field->classification);
    }
    for (size_t i = 0; i < known->object_count; i++)
        must(known_object(known, known->objects[i].name) == &known->objects[i],
             "an object is found by its name");
    for (size_t i = 0; i < known->set_count; i++)
        buf_put(&seen, known->sets[i].license);
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        for (size_t k = 0; k < known->names[i].count; k++)
            must(known_has_name(&known->names[i], known->names[i].items[k]), "a name is found");
    buf_free(&seen);
}

void fuzz_source(Str input)
{
    Project p = {0};
    FuzzFiles files = fuzz_files(&p.arena, input);
    for (size_t i = 0; i < files.count; i++)
        read_file(&p, files.items[i]);
    if (files.head.n) {
        read_as_all(&p, files.head);
        read_others(&p, files.head);
    }
    must_be_in_order(&p);
    arena_free(&p.arena);
}
