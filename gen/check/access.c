/* What one set grants: which rules look at which of its entries. */
#include "check/check.h"

static const struct {
    ElementKind kind;
    CheckGrant *check;
} rules[] = {{OBJECT_PERMISSION, check_object},
             {OBJECT_PERMISSION, check_dependencies},
             {FIELD_PERMISSION, check_field},
             {FIELD_PERMISSION, check_dependencies},
             {USER_PERMISSION, check_permission},
             {USER_PERMISSION, check_dependencies},
             {RECORD_TYPE_VISIBILITY, check_record_type},
             {TAB_SETTING, check_tab}};

void check_access(const Model *model, const PermissionSet *set, Diag *d)
{
    SetCheck c = {model, set, d};
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        Str name = model->names.text[grant->key];
        if (!check_entry(model, grant, d))
            continue;
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
            if (rules[r].kind == grant->kind)
                rules[r].check(&c, grant, name);
        if (model->known)
            check_known_name(&c, grant, name);
    }
    check_licenses(&c);
    check_risks(&c);
}

void set_diag(const SetCheck *c, Rule rule, Loc at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str message = str_vformat(&c->diag->arena, format, args);
    va_end(args);
    diag(c->diag, rule, at, STR_FMT, STR_ARG(message));
    diag_about(c->diag, c->set->name.s);
}

void set_basis(const SetCheck *c, Speaker by, Str evidence)
{
    if (by == SAID_BY_ORG)
        diag_basis(c->diag, "the org's own answer");
    else if (by == SAID_BY_SOURCE)
        diag_basis(c->diag, "the project's own source");
    else if (evidence.n)
        diag_basis(c->diag, "our table: " STR_FMT, STR_ARG(evidence));
}

bool is_definition(const PermissionSet *set)
{
    return set->role != SET_FILE;
}
