/* Differences for programs (jansson):
 *
 *     {"sets": [{"apiName", "label", "integration", "state": "changed|gained|lost|renamed", "was",
 *                "changes": [{"element": "objectPermissions", "name": "Account",
 *                             "was": ["read"], "is": ["read", "modifyAll"], "gained": ["modifyAll"],
 *                             "lost": [], "risks": ["modify-all-records"], "moved"}],
 *                "heads": [{"element": "license", "was", "is"}]}],
 *      "users": [{"environment", "username", "integration", "state": "changed|gained|lost|retired",
 *                 "changes": [{"what": "permission set", "was": "", "is": "Shared_Read"}]}],
 *      "acceptedRisks": [{"rule", "for", "state": "gained|changed|lost", "reason", "approvedBy", "until"}],
 *      "gained": N, "lost": N, "highRisks": N, "elevatedRisks": N}
 *
 * `was` of a set is the former API name of one that was renamed; of a change, `was` and `is` are empty where
 * there is no such entry, or one that grants nothing; `moved` names the set of the same integration that
 * has, or had, just this. gained and lost count entries, as those of the text do. */
#include "base/utf8.h"
#include "diag/render.h"
#include "diag/render_json.h"
#include "write/difference.h"

static const char *const states[] = {[SET_CHANGED] = "changed",
                                     [SET_GAINED] = "gained",
                                     [SET_LOST] = "lost",
                                     [SET_RENAMED] = "renamed"};

static void set_text(json_t *object, const char *key, Str text)
{
    Buf shown = {0};
    if (utf8_invalid(text) >= 0) { /* JSON cannot carry it */
        put_visible(&shown, text);
        text = buf_str(&shown);
    }
    json_object_set_new(object, key, json_stringn(text.n ? text.s : "", text.n));
    buf_free(&shown);
}

static void set_words(json_t *object, const char *key, ElementKind kind, uint32_t bits,
                      uint32_t value)
{
    Arena scratch = {0};
    json_t *list = json_array();
    GrantWords words = grant_words(&scratch, kind, bits, value, value);
    for (size_t i = 0; i < words.count; i++)
        json_array_append_new(list, json_stringn(words.items[i].s, words.items[i].n));
    json_object_set_new(object, key, list);
    arena_free(&scratch);
}

static void set_risks(json_t *object, const GrantDifference *d)
{
    Risk risks[RISKS_MAX];
    size_t count = d->other ? 0 : risks_of(d->kind, d->key, d->gained, risks);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(rule_info[risks[i].rule].id));
    json_object_set_new(object, "risks", list);
}

static json_t *grant_json(const GrantDifference *d)
{
    json_t *object = json_object();
    set_text(object, "element", str_of(element_table[d->kind].xml));
    set_text(object, "name", d->key);
    set_words(object, "was", d->kind, d->was, d->was);
    set_words(object, "is", d->kind, d->is, d->is);
    set_words(object, "gained", d->kind, d->gained, d->is);
    set_words(object, "lost", d->kind, d->lost, d->was);
    set_risks(object, d);
    if (d->other)
        set_text(object, "moved", d->other->api_name.s);
    return object;
}

static json_t *head_json(const HeadDifference *d)
{
    json_t *object = json_object();
    set_text(object, "element", str_of(element_table[d->kind].xml));
    set_text(object, "was", d->was);
    set_text(object, "is", d->is);
    return object;
}

static json_t *set_json(const SetDifference *set)
{
    json_t *object = json_object(), *changes = json_array(), *heads = json_array();
    const PermissionSet *told = difference_set(set);
    set_text(object, "apiName", told->api_name.s);
    set_text(object, "label", told->label.s);
    if (told->owner)
        set_text(object, "integration", told->owner->name.s);
    set_text(object, "state", str_of(states[set->state]));
    if (set->state == SET_RENAMED)
        set_text(object, "was", set->was->api_name.s);
    for (size_t i = 0; i < set->grant_count; i++)
        json_array_append_new(changes, grant_json(&set->grants[i]));
    for (size_t i = 0; i < set->head_count; i++)
        json_array_append_new(heads, head_json(&set->heads[i]));
    json_object_set_new(object, "changes", changes);
    json_object_set_new(object, "heads", heads);
    return object;
}

static json_t *user_json(const UserDifference *user)
{
    const EnvironmentUser *told = difference_user(user);
    json_t *object = json_object(), *changes = json_array();
    set_text(object, "environment", user->environment);
    set_text(object, "username", told->keys.username.s);
    set_text(object, "integration", told->integration->name.s);
    set_text(object, "state",
             !user->was      ? S("gained")
             : user->is      ? S("changed")
             : user->retired ? S("retired")
                             : S("lost"));
    for (size_t i = 0; i < user->change_count; i++) {
        json_t *change = json_object();
        set_text(change, "what", str_of(user->changes[i].what));
        set_text(change, "was", user->changes[i].was);
        set_text(change, "is", user->changes[i].is);
        json_array_append_new(changes, change);
    }
    json_object_set_new(object, "changes", changes);
    return object;
}

static json_t *allow_json(const AllowDifference *d)
{
    const Allow *allow = d->is ? d->is : d->was;
    json_t *object = json_object();
    set_text(object, "rule", allow->rule.s);
    set_text(object, "for", allow->about.s);
    set_text(object, "state", !d->was ? S("gained") : d->is ? S("changed") : S("lost"));
    set_text(object, "reason", allow->reason.s);
    set_text(object, "approvedBy", allow->approved_by.s);
    set_text(object, "until", allow->until.s);
    return object;
}

static void set_number(json_t *object, const char *key, size_t number)
{
    json_object_set_new(object, key, json_integer((json_int_t)number));
}

void write_difference_json(const Comparison *comparison, Buf *out)
{
    const Differences *d = comparison->differences;
    json_t *root = json_object(), *sets = json_array(), *users = json_array(),
           *allows = json_array();
    size_t high, elevated;
    difference_risks(d, &high, &elevated);
    for (size_t i = 0; i < d->count; i++)
        json_array_append_new(sets, set_json(&d->items[i]));
    for (size_t i = 0; i < d->user_count; i++)
        json_array_append_new(users, user_json(&d->users[i]));
    for (size_t i = 0; i < d->allow_count; i++)
        json_array_append_new(allows, allow_json(&d->allows[i]));
    json_object_set_new(root, "sets", sets);
    json_object_set_new(root, "users", users);
    json_object_set_new(root, "acceptedRisks", allows);
    set_number(root, "gained", d->gained);
    set_number(root, "lost", d->lost);
    set_number(root, "highRisks", high);
    set_number(root, "elevatedRisks", elevated);
    put_json_tree(out, root);
    json_decref(root);
}
