#include "read/parts.h"

/* --- assign ------------------------------------------------------------------------------------------ */

static const struct {
    const char *key;
    AssignKind kind;
} assign_kinds[] = {{"org", ASSIGN_ORG_SET}, {"group", ASSIGN_GROUP}, {"license", ASSIGN_LICENSE}};

static bool read_assigned(Reading *r, const Node *item, Assign *assign)
{
    if (item->kind != NODE_MAP) {
        assign->kind = ASSIGN_SET;
        return text_of(r, item, "the API name of a permission set", &assign->name);
    }
    for (size_t i = 0; item->count == 1 && i < sizeof assign_kinds / sizeof *assign_kinds; i++) {
        if (!str_is(item->pairs[0].key.s, str_of(assign_kinds[i].key)))
            continue;
        assign->kind = assign_kinds[i].kind;
        return text_of(r, item->pairs[0].value, "a name", &assign->name);
    }
    diag(r->diag, item->count == 1 ? RULE_UNKNOWN_KEY : RULE_WRONG_KIND,
         item->count == 1 ? item->pairs[0].key.at : item->at, "this assigns nothing that is known");
    diag_help(r->diag, "write a name under `permissionSets`, {org: Name}, {group: Name} or "
                       "{license: Name}");
    return false;
}

void read_assign(Reading *r, const Pair *pair, void *value)
{
    AssignList *list = value;
    Arena scratch = {0};
    Map said[ASSIGN_KINDS] = {0}; /* by kind: name to its place in the list */
    if (!expect_kind(r, pair, NODE_LIST))
        return;
    for (size_t i = 0; i < pair->value->count; i++) {
        Assign assign = {0};
        bool fresh;
        if (!read_assigned(r, pair->value->items[i], &assign))
            continue;
        uint32_t *place = map_put(&said[assign.kind], &scratch, assign.name.s, &fresh);
        if (fresh) {
            *place = (uint32_t)list->count;
            *LIST_ADD(&r->model->arena, list->items, list->count, list->capacity) = assign;
            continue;
        }
        diag(r->diag, RULE_DUPLICATE_ENTRY, assign.name.at, "\"" STR_FMT "\" is assigned twice",
             STR_ARG(assign.name.s));
        diag_related(r->diag, list->items[*place].name.at, "it is assigned here first");
    }
    arena_free(&scratch);
}

/* --- allow ------------------------------------------------------------------------------------------- */

const Key allow_keys[ALLOW_KEY_COUNT] = {
    {"rule", read_text, offsetof(Allow, rule), "text", "id of the rule"},
    {"for", read_text, offsetof(Allow, about), "text", "the integration or set it concerns"},
    {"reason", read_text, offsetof(Allow, reason), "text", "why the risk is accepted"},
    {"approvedBy", read_text, offsetof(Allow, approved_by), "text", "who accepted it"},
    {"until", read_text, offsetof(Allow, until), "text", "when to look at it again"},
};

static void require(Reading *r, const Text *text, const char *key, Loc at)
{
    if (!text->s.n)
        diag(r->diag, RULE_MISSING_KEY, at, "an accepted risk needs \"%s\"", key);
}

void read_allows(Reading *r, const Pair *pair, Text about)
{
    Model *m = r->model;
    if (!expect_kind(r, pair, NODE_LIST))
        return;
    for (size_t i = 0; i < pair->value->count; i++) {
        const Node *item = pair->value->items[i];
        if (item->kind != NODE_MAP) {
            diag(r->diag, RULE_WRONG_KIND, item->at, "an accepted risk is a map");
            diag_help(r->diag, "write {rule: …, for: …, reason: …}");
            continue;
        }
        Allow *allow = LIST_ADD(&m->arena, m->allows, m->allow_count, m->allow_capacity);
        *allow = (Allow){.about = about, .at = item->at};
        read_keys(r, item, allow_keys, ALLOW_KEY_COUNT, allow, NULL, NULL);
        require(r, &allow->rule, "rule", item->at);
        require(r, &allow->about, "for", item->at);
        require(r, &allow->reason, "reason", item->at);
    }
}
