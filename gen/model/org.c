/* Putting together what the rows of many answers say of the same users and permission sets. */
#include "model/org.h"

#include "base/sort.h"

/* Ids come in two forms: the case-sensitive one, and one with three more characters behind it. */
enum { ID_LENGTH = 15 };

/* SetupEntityType and the element that gives access to such an entity. What is missing here (connected
 * apps, for one) is in no file of a permission set. */
static const struct {
    const char *type;
    ElementKind kind;
} entity_elements[] = {
    {"ApexClass", CLASS_ACCESS},
    {"ApexPage", PAGE_ACCESS},
    {"BotDefinition", AGENT_ACCESS},
    {"CustomEntityDefinition", CUSTOM_SETTING_ACCESS}, /* or a custom metadata type: see below */
    {"CustomPermission", CUSTOM_PERMISSION},
    {"EmailRoutingAddress", EMAIL_ROUTING_ADDRESS_ACCESS},
    {"ExternalCredentialParameter", EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS},
    {"ExternalDataSource", EXTERNAL_DATA_SOURCE_ACCESS},
    {"FlowDefinition", FLOW_ACCESS},
    {"ServicePresenceStatus", SERVICE_PRESENCE_STATUS_ACCESS},
    {"TabSet", APPLICATION_VISIBILITY},
};

ElementKind org_entity_element(Str type, Str name)
{
    for (size_t i = 0; i < sizeof entity_elements / sizeof *entity_elements; i++) {
        if (!str_is(type, str_of(entity_elements[i].type)))
            continue;
        ElementKind kind = entity_elements[i].kind;
        if (kind != CUSTOM_SETTING_ACCESS || str_ends(name, S("__c")))
            return kind;
        return str_ends(name, S("__mdt")) ? CUSTOM_METADATA_TYPE_ACCESS : ELEMENT_COUNT;
    }
    return ELEMENT_COUNT;
}

/* --- indexes ----------------------------------------------------------------------------------- */

/* The first of two with one name stays. */
static void index_name(Map *map, Arena *a, Str name, size_t place)
{
    if (name.n && !map_find_nocase(map, name))
        *map_put(map, a, str_lower(a, name), NULL) = (uint32_t)place;
}

static void index_set(Org *org, Arena *a, size_t place)
{
    const OrgSet *set = &org->sets[place];
    if (set->id.n && !map_find(&org->set_by_id, set->id))
        *map_put(&org->set_by_id, a, set->id, NULL) = (uint32_t)place;
    index_name(&org->set_by_profile, a, set->profile, place);
    index_name(&org->set_by_group, a, set->group, place);
    if (!set->profile.n) /* the name of a profile's set is another one in every org */
        index_name(&org->set_by_name, a, set->name, place);
}

/* --- reading: sets and users ------------------------------------------------------------------- */

/* Keeps what is told first. */
static void complete(Arena *a, Str *text, Str more)
{
    if (!text->n && more.n)
        *text = str_copy(a, more);
}

/* Two Ids are two sets, whatever their names. */
static bool may_be(const OrgSet *set, Str id)
{
    return !set->id.n || !id.n || str_is(set->id, id);
}

static const uint32_t *set_by(const Org *org, const Map *map, Str name, Str id)
{
    const uint32_t *place = name.n ? map_find_nocase(map, name) : NULL;
    return place && may_be(&org->sets[*place], id) ? place : NULL;
}

static const uint32_t *find_set(const Org *org, OrgSetRef ref)
{
    const uint32_t *place = ref.id.n ? map_find(&org->set_by_id, ref.id) : NULL;
    if (!place)
        place = set_by(org, &org->set_by_profile, ref.profile, ref.id);
    if (!place)
        place = set_by(org, &org->set_by_group, ref.group, ref.id);
    if (!place && !ref.profile.n)
        place = set_by(org, &org->set_by_name, ref.name, ref.id);
    return place;
}

size_t org_set(Org *org, Arena *a, OrgSetRef ref)
{
    ref.id = str_slice(ref.id, 0, ID_LENGTH);
    const uint32_t *found = find_set(org, ref);
    size_t place = found ? *found : org->set_count;
    if (!found)
        *LIST_ADD(a, org->sets, org->set_count, org->set_capacity) = (OrgSet){0};
    OrgSet *set = &org->sets[place];
    complete(a, &set->id, ref.id);
    complete(a, &set->name, ref.name);
    complete(a, &set->profile, ref.profile);
    complete(a, &set->group, ref.group);
    set->owned = set->owned || ref.owned || ref.profile.n;
    index_set(org, a, place);
    return place;
}

static const size_t user_texts[] = {
    offsetof(OrgUser, username),     offsetof(OrgUser, email),     offsetof(OrgUser, profile),
    offsetof(OrgUser, user_license), offsetof(OrgUser, role),      offsetof(OrgUser, name),
    offsetof(OrgUser, first_name),   offsetof(OrgUser, last_name), offsetof(OrgUser, alias),
    offsetof(OrgUser, time_zone),    offsetof(OrgUser, locale),    offsetof(OrgUser, language),
    offsetof(OrgUser, encoding),     offsetof(OrgUser, features),  offsetof(OrgUser, lacked),
};

/* Answers of different times: neither of them proves anything. */
static void note_conflict(Arena *a, OrgUser *known, const OrgUser *user)
{
    if (user->active != SAID_NOTHING && user->active != known->active)
        known->conflict = S("active and inactive");
    else if (user->profile.n && !str_is_nocase(user->profile, known->profile))
        known->conflict = str_format(a, "with the profiles " STR_FMT " and " STR_FMT,
                                     STR_ARG(known->profile), STR_ARG(user->profile));
    else if (user->email.n && !str_is_nocase(user->email, known->email))
        known->conflict = str_format(a, "with the emails " STR_FMT " and " STR_FMT,
                                     STR_ARG(known->email), STR_ARG(user->email));
}

void org_add_user(Org *org, Arena *a, OrgUser user)
{
    const uint32_t *found = map_find_nocase(&org->user_index, user.username);
    size_t place = found ? *found : org->user_count;
    if (!found) {
        *LIST_ADD(a, org->users, org->user_count, org->user_capacity) = (OrgUser){.at = user.at};
        index_name(&org->user_index, a, user.username, place);
    }
    OrgUser *known = &org->users[place];
    complete(a, &known->id, str_slice(user.id, 0, ID_LENGTH));
    for (size_t i = 0; i < sizeof user_texts / sizeof *user_texts; i++)
        complete(a, (Str *)((char *)known + user_texts[i]),
                 *(const Str *)((const char *)&user + user_texts[i]));
    known->role_told = known->role_told || user.role_told;
    if (known->active == SAID_NOTHING)
        known->active = user.active;
    note_conflict(a, known, &user);
}

const OrgUser *org_user(const Org *org, Str username)
{
    const uint32_t *place = map_find_nocase(&org->user_index, username);
    return place ? &org->users[*place] : NULL;
}

const OrgSet *org_set_named(const Org *org, Str name)
{
    const uint32_t *place = map_find_nocase(&org->set_by_name, name);
    return place ? &org->sets[*place] : NULL;
}

/* --- settling: users known by Id --------------------------------------------------------------- */

static void name_user(const Org *org, const Map *by_id, Str *username, Str id)
{
    const uint32_t *place = username->n || !id.n ? NULL : map_find(by_id, id);
    if (place)
        *username = org->users[*place].username;
}

static void name_users(Org *org)
{
    Arena scratch = {0};
    Map by_id = {0};
    for (size_t i = 0; i < org->user_count; i++)
        if (org->users[i].id.n)
            *map_put(&by_id, &scratch, org->users[i].id, NULL) = (uint32_t)i;
    for (size_t i = 0; i < org->assignment_count; i++)
        name_user(org, &by_id, &org->assignments[i].username, org->assignments[i].user_id);
    for (size_t i = 0; i < org->license_count; i++)
        name_user(org, &by_id, &org->licenses[i].username, org->licenses[i].user_id);
    for (size_t i = 0; i < org->member_count; i++)
        name_user(org, &by_id, &org->members[i].username, org->members[i].user_id);
    arena_free(&scratch);
}

/* --- settling: entries that are the same set ----------------------------------------------------- */

/* joined[i] is a set that i is a part of, at last one that is its own. */
static size_t root_of(const size_t *joined, size_t set)
{
    while (joined[set] != set)
        set = joined[set];
    return set;
}

static void join(Org *org, Arena *a, size_t *joined, size_t one, const uint32_t *other)
{
    if (!other)
        return;
    size_t first = root_of(joined, one), second = root_of(joined, *other);
    size_t into = first < second ? first : second, from = first < second ? second : first;
    OrgSet *set = &org->sets[into];
    const OrgSet *part = &org->sets[from];
    if (into == from || !may_be(set, part->id))
        return;
    joined[from] = into;
    complete(a, &set->id, part->id);
    complete(a, &set->name, part->name);
    complete(a, &set->profile, part->profile);
    complete(a, &set->group, part->group);
    complete(a, &set->license, part->license);
    set->retrieved = set->retrieved || part->retrieved;
    set->owned = set->owned || part->owned;
    for (size_t i = 0; i < part->grants.count; i++)
        grants_add(&set->grants, a, part->grants.items[i]);
}

/* A later row may have told the name of one entry and the Id of another: then an index leads from the one
 * to the other. */
static void join_sets(Org *org, Arena *a, size_t *joined)
{
    for (size_t i = 0; i < org->set_count; i++)
        joined[i] = i;
    for (size_t i = 0; i < org->set_count; i++) {
        OrgSet set = org->sets[i];
        if (set.profile.n)
            join(org, a, joined, i, map_find_nocase(&org->set_by_profile, set.profile));
        if (set.group.n)
            join(org, a, joined, i, map_find_nocase(&org->set_by_group, set.group));
        if (set.name.n && !set.profile.n)
            join(org, a, joined, i, map_find_nocase(&org->set_by_name, set.name));
    }
}

/* Moves the sets that are left together; every place of a set follows. */
static void renumber(Org *org, Arena *a, const size_t *joined)
{
    Arena scratch = {0};
    size_t *place = ARENA_ARRAY(&scratch, size_t, org->set_count), kept = 0;
    for (size_t i = 0; i < org->set_count; i++) {
        if (joined[i] != i)
            continue;
        org->sets[kept] = org->sets[i];
        place[i] = kept++;
    }
    for (size_t i = 0; i < org->assignment_count; i++)
        org->assignments[i].set = place[root_of(joined, org->assignments[i].set)];
    for (size_t i = 0; i < org->entity_count; i++)
        org->entities[i].set = place[root_of(joined, org->entities[i].set)];
    org->set_count = kept;
    org->set_by_id = org->set_by_name = org->set_by_profile = org->set_by_group = (Map){0};
    for (size_t i = 0; i < kept; i++)
        index_set(org, a, i);
    arena_free(&scratch);
}

/* --- settling: what two answers tell alike ------------------------------------------------------- */

/* Whether this is told for the first time; else *place is that of the first. A user whom only an Id names is
 * told apart by that. */
static bool is_fresh(Map *told, Arena *scratch, Str username, Str user_id, Str rest,
                     uint32_t **place)
{
    bool fresh;
    Str who = username.n ? str_lower(scratch, username) : user_id;
    Str key = str_format(scratch, STR_FMT "\n" STR_FMT, STR_ARG(who), STR_ARG(rest));
    *place = map_put(told, scratch, key, &fresh);
    return fresh;
}

static void drop_assignments(Org *org)
{
    Arena scratch = {0};
    Map told = {0};
    size_t kept = 0;
    uint32_t *place;
    for (size_t i = 0; i < org->assignment_count; i++) {
        OrgAssignment one = org->assignments[i];
        Str rest = str_format(&scratch, "%zu " STR_FMT, one.set, STR_ARG(one.group));
        if (is_fresh(&told, &scratch, one.username, one.user_id, rest, &place)) {
            *place = (uint32_t)kept;
            org->assignments[kept++] = one;
        }
        OrgAssignment *first = &org->assignments[*place];
        if (first->active == SAID_NOTHING)
            first->active = one.active;
        if (!first->expires.n)
            first->expires = one.expires;
    }
    org->assignment_count = kept;
    arena_free(&scratch);
}

static void drop_licenses(Org *org)
{
    Arena scratch = {0};
    Map told = {0};
    size_t kept = 0;
    uint32_t *place;
    for (size_t i = 0; i < org->license_count; i++) {
        OrgLicense one = org->licenses[i];
        Str rest =
            str_format(&scratch, STR_FMT "\n" STR_FMT, STR_ARG(one.license), STR_ARG(one.label));
        if (is_fresh(&told, &scratch, one.username, one.user_id, rest, &place))
            org->licenses[kept++] = one;
    }
    org->license_count = kept;
    arena_free(&scratch);
}

static void drop_members(Org *org)
{
    Arena scratch = {0};
    Map told = {0};
    size_t kept = 0;
    uint32_t *place;
    for (size_t i = 0; i < org->member_count; i++) {
        OrgMember one = org->members[i];
        Str rest = str_format(&scratch, "%d" STR_FMT "\n" STR_FMT, one.queue, STR_ARG(one.group),
                              STR_ARG(one.developer_name));
        if (is_fresh(&told, &scratch, one.username, one.user_id, rest, &place))
            org->members[kept++] = one;
    }
    org->member_count = kept;
    arena_free(&scratch);
}

/* --- settling: what one user has ----------------------------------------------------------------- */

/* Each begins with the username. */
static Str username_of(const void *row)
{
    return *(const Str *)row;
}

static int by_username(const void *a, const void *b, const void *context)
{
    (void)context;
    return str_compare_nocase(username_of(a), username_of(b));
}

static void sort_by_username(void *rows, size_t count, size_t size)
{
    if (count)
        sort_stable(rows, count, size, by_username, NULL);
}

/* The rows of one user stand together: the place of the first. */
static size_t find_rows(const void *rows, size_t row_count, size_t size, Str username,
                        size_t *count)
{
    size_t low = 0, high = row_count;
    const char *row = rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_username(row + middle * size, &username, NULL) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*count = 0; low + *count < row_count; ++*count)
        if (by_username(row + (low + *count) * size, &username, NULL) != 0)
            break;
    return low;
}

const OrgAssignment *org_assignments(const Org *org, Str username, size_t *count)
{
    const OrgAssignment *rows = org->assignments;
    size_t first = find_rows(rows, org->assignment_count, sizeof *rows, username, count);
    return *count ? rows + first : NULL;
}

const OrgLicense *org_licenses(const Org *org, Str username, size_t *count)
{
    const OrgLicense *rows = org->licenses;
    size_t first = find_rows(rows, org->license_count, sizeof *rows, username, count);
    return *count ? rows + first : NULL;
}

const OrgMember *org_members(const Org *org, Str username, size_t *count)
{
    const OrgMember *rows = org->members;
    size_t first = find_rows(rows, org->member_count, sizeof *rows, username, count);
    return *count ? rows + first : NULL;
}

/* --- settling: grants -------------------------------------------------------------------------- */

/* Custom settings and custom metadata types are told apart by their names alone. */
static uint32_t kinds_of(Str type)
{
    ElementKind kind = org_entity_element(type, S("__c"));
    _Static_assert(ELEMENT_COUNT <= 32, "a bit for each");
    uint32_t bits = kind == ELEMENT_COUNT ? 0 : UINT32_C(1) << kind;
    return kind == CUSTOM_SETTING_ACCESS ? bits | UINT32_C(1) << CUSTOM_METADATA_TYPE_ACCESS : bits;
}

static void name_entities(Org *org, const Names *names, Arena *a)
{
    for (size_t i = 0; i < org->entity_count; i++) {
        OrgEntity *entity = &org->entities[i];
        const uint32_t *key = entity->named ? NULL : map_find(&org->entity_names, entity->id);
        ElementKind kind =
            key ? org_entity_element(entity->type, names->text[*key]) : ELEMENT_COUNT;
        if (kind == ELEMENT_COUNT) {
            if (!entity->named)
                org->sets[entity->set].nameless |= kinds_of(entity->type);
            continue;
        }
        grants_add(&org->sets[entity->set].grants, a,
                   (Grant){.kind = (uint8_t)kind,
                           .from = FROM_FILE,
                           .said = 1,
                           .on = 1,
                           .key = *key,
                           .at = entity->at});
        entity->named = true;
    }
}

/* What two rows of one set say of a child: a flag that one of them grants is granted; of two words the
 * greater counts, which in every list of words is the wider one. */
static uint32_t wider(const Child *child, uint32_t one, uint32_t other)
{
    uint32_t mask = child_mask(child);
    if (child->kind != CHILD_WORD)
        return (one | other) & mask;
    return (one & mask) > (other & mask) ? one & mask : other & mask;
}

static void widen(Grant *folded, const Grant *next)
{
    uint32_t on = 0;
    const Child *child = element_table[folded->kind].children;
    for (; child && child->xml; child++)
        on |= wider(child, folded->on, next->on);
    folded->on = on;
    folded->said |= next->said;
}

/* Unlike the statements of a definition, rows do not override each other: the org adds rights up. */
static void add_up(Grants *grants)
{
    size_t kept = 0;
    for (size_t i = 0; i < grants->count; i++) {
        const Grant *next = &grants->items[i];
        Grant *last = kept ? &grants->items[kept - 1] : NULL;
        if (last && last->kind == next->kind && last->key == next->key)
            widen(last, next);
        else
            grants->items[kept++] = *next;
    }
    grants->count = kept;
}

void org_settle(Org *org, Names *names, Arena *a)
{
    Arena scratch = {0};
    size_t *joined = ARENA_ARRAY(&scratch, size_t, org->set_count);
    name_users(org);
    join_sets(org, a, joined);
    renumber(org, a, joined);
    drop_assignments(org);
    drop_licenses(org);
    drop_members(org);
    sort_by_username(org->assignments, org->assignment_count, sizeof *org->assignments);
    sort_by_username(org->licenses, org->license_count, sizeof *org->licenses);
    sort_by_username(org->members, org->member_count, sizeof *org->members);
    name_entities(org, names, a);
    for (size_t i = 0; i < org->set_count; i++) {
        grants_sort(&org->sets[i].grants, names);
        add_up(&org->sets[i].grants);
    }
    arena_free(&scratch);
}

const char *question_name(Question question)
{
    static const char *const names[ASK_COUNT] = {
        [ASK_ORGANIZATION] = "organization",
        [ASK_USERS] = "users",
        [ASK_API_ONLY_USERS] = "api-only-users",
        [ASK_ASSIGNMENTS] = "assignments",
        [ASK_LICENSES] = "licenses",
        [ASK_SEATS] = "seats",
        [ASK_USER_LICENSES] = "user-licenses",
        [ASK_GROUPS] = "groups",
        [ASK_MEMBERS] = "members",
        [ASK_OBJECTS] = "objects",
        [ASK_FIELDS] = "fields",
        [ASK_PERMISSIONS] = "permissions",
        [ASK_SETUP] = "setup",
        [ASK_NAMES] = "names",
        [ASK_TABS] = "tabs",
    };
    return names[question];
}

AnswerState org_answer(const Org *org, Question question)
{
    size_t answers = 0, whole = 0, refused = 0;
    for (size_t i = 0; i < org->answer_count; i++) {
        if (org->answers[i].question != question)
            continue;
        answers++;
        whole += org->answers[i].state == ANSWER_WHOLE;
        refused += org->answers[i].state == ANSWER_ERROR;
    }
    if (!answers)
        return ANSWER_MISSING;
    if (whole == answers)
        return ANSWER_WHOLE;
    return refused == answers ? ANSWER_ERROR : ANSWER_PARTIAL;
}
