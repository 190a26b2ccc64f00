/* The XML of a permission set: what reads without a finding is written back byte for byte, and builds to the same from
 * the definition that an import makes of it. What is only laid out in another way is written in the one form. */
#include "fuzz.h"

#include "command/set_files.h"
#include "facts/facts.h"
#include "read/xml_content.h"
#include "write/write.h"

static bool is_only_form(const Diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].rule != RULE_XML_FORM)
            return false;
    return true;
}

static void must_be_kept(const FuzzModel *m, Str input)
{
    Buf xml = {0};
    const PermissionSet *set = &m->model.shared[0];
    write_permission_set(&m->model.names, set, &xml);
    if (!m->diag.count)
        must_same(buf_str(&xml), input, "a set without findings is written as it was");
    fuzz_check_set_as_xml(&m->model, set);
    if (!str_is(set->form, S("its licence by another name")))
        fuzz_check_set_as_definition(&m->model, set);
    buf_free(&xml);
}

/* As import reads it, or as check does. */
static void read_as(Str path, Str input, bool keep)
{
    FuzzModel m = {0};
    fuzz_model_start(&m);
    m.model.api.number = VERSION_DEFAULT;
    read_set_files(&m.model, &m.diag, path, keep, false);
    must(!m.model.shared_count || xml_same_content(input, input),
         "what can be read is well-formed");
    if (keep && m.model.shared_count && is_only_form(&m.diag))
        must_be_kept(&m, input);
    must_be_findings(&m.diag);
    fuzz_model_end(&m);
}

void fuzz_permset(Str input)
{
    Arena a = {0};
    Str path = fuzz_file(&a, "Fuzz.permissionset", input);
    read_as(path, input, true);
    read_as(path, input, false);
    fuzz_file_gone(path);
    arena_free(&a);
}
