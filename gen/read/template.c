#include "read/template.h"

#include "read/grants.h"
#include "read/parts.h"
#include "read/yaml_tree.h"

/* What one read needs beside the tables of keys. */
typedef struct {
    Template *template;
    Text integration;
    const TextList *options;
} Target;

/* --- the head ----------------------------------------------------------------------------------------- */

#define HEAD(key, member)                                                                          \
    {                                                                                              \
        key, read_text, offsetof(TemplateHead, member), "text", ""                                 \
    }

static const Key head_keys[] = {
    HEAD("name", name),
    HEAD("summary", summary),
    HEAD("tool", tool),
    HEAD("guide", guide),
    HEAD("guideSeen", guide_seen),
    HEAD("checked", checked),
    HEAD("sureness", sureness),
    HEAD("apiOnly", api_only),
    HEAD("apiOnlySays", api_only_says),
    HEAD("instead", instead),
    HEAD("login", login),
    HEAD("asksFor", asks_for),
    {"notGranted", read_text_list, offsetof(TemplateHead, not_granted), "names", ""},
    {"sources", read_text_list, offsetof(TemplateHead, sources), "names", ""},
};

static void one_of(Reading *r, const Text *said, const Str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!said->s.n || str_is(said->s, words[i]))
            return;
    diag(r->diag, RULE_UNKNOWN_WORD, said->at, "\"" STR_FMT "\" is not a word that is known here",
         STR_ARG(said->s));
    diag_choices(r->diag, said->s, words, count);
}

static void read_head(Reading *r, const Pair *pair, void *value)
{
    static const Str sureness[] = {{"documented", 10}, {"partly", 6}, {"inferred", 8}};
    static const Str api_only[] = {{"works", 5}, {"fails", 5}, {"unknown", 7}};
    TemplateHead *head = &((Target *)value)->template->head;
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    read_keys(r, pair->value, head_keys, KEY_COUNT(head_keys), head, NULL, NULL);
    one_of(r, &head->sureness, sureness, 3);
    one_of(r, &head->api_only, api_only, 3);
}

/* --- options ------------------------------------------------------------------------------------------ */

typedef struct {
    TemplateOption *option;
    const Target *target;
} OptionTarget;

static void read_option_for(Reading *r, const Pair *pair, void *value)
{
    read_text(r, pair, &((OptionTarget *)value)->option->what);
}

static void read_option_assign(Reading *r, const Pair *pair, void *value)
{
    read_assign(r, pair, &((OptionTarget *)value)->option->assign);
}

static bool is_switched_on(const Target *target, Str option)
{
    for (size_t i = 0; target->options && i < target->options->count; i++)
        if (str_is(target->options->items[i].s, option))
            return true;
    return false;
}

/* Whoever uses a template answers for one integration, and must not accept risks of others unseen. */
static void own_risk(Reading *r, Allow *allow, Text user)
{
    if (str_is(allow->about.s, user.s))
        return;
    diag(r->diag, RULE_UNKNOWN_KEY, allow->about.at,
         "a template accepts risks of the integration that uses it, and of no other");
    diag_help(r->diag, "take `for` out");
    allow->about = user;
}

/* Risks of whoever uses it; where nobody does, they are read and forgotten. */
static void read_risks(Reading *r, const Pair *pair, Text integration, bool keep)
{
    size_t before = r->model->allow_count;
    Text user = integration.s.n ? integration : pair->key;
    read_allows(r, pair, user);
    for (size_t i = before; i < r->model->allow_count; i++)
        own_risk(r, &r->model->allows[i], user);
    if (!keep || !integration.s.n)
        r->model->allow_count = before;
}

static void read_option_allow(Reading *r, const Pair *pair, void *value)
{
    const OptionTarget *t = value;
    read_risks(r, pair, t->target->integration, is_switched_on(t->target, t->option->name.s));
}

static const Key option_keys[] = {
    {"for", read_option_for, 0, "text", ""},
    {"assign", read_option_assign, 0, "assign", ""},
    {"allow", read_option_allow, 0, "own-allows", ""},
};

static bool option_other(Reading *r, const Pair *pair, void *value)
{
    return read_grant_key(r, pair, &((OptionTarget *)value)->option->set);
}

static void read_options(Reading *r, const Pair *pair, void *value)
{
    const Target *target = value;
    Template *t = target->template;
    const Pair *named;
    if (!expect_kind(r, pair, NODE_MAP))
        return;
    for (size_t i = 0; (named = next_pair(pair->value, &i));) {
        TemplateOption *option =
            LIST_ADD(&r->model->arena, t->options, t->option_count, t->option_capacity);
        *option = (TemplateOption){.name = named->key};
        if (expect_kind(r, named, NODE_MAP))
            read_keys(r, named->value, option_keys, KEY_COUNT(option_keys),
                      &(OptionTarget){option, target}, option_other, grant_keys(r));
    }
}

/* --- the file ------------------------------------------------------------------------------------------ */

static void read_description(Reading *r, const Pair *pair, void *value)
{
    read_text(r, pair, &((Target *)value)->template->set.description);
}

static void read_template_assign(Reading *r, const Pair *pair, void *value)
{
    read_assign(r, pair, &((Target *)value)->template->assign);
}

static void read_template_allow(Reading *r, const Pair *pair, void *value)
{
    read_risks(r, pair, ((const Target *)value)->integration, true);
}

static const Key file_keys[] = {
    {"template", read_head, 0, "", ""},
    {"description", read_description, 0, "text", ""},
    {"assign", read_template_assign, 0, "assign", ""},
    {"allow", read_template_allow, 0, "own-allows", ""},
    {"options", read_options, 0, "", ""},
};

static bool file_other(Reading *r, const Pair *pair, void *value)
{
    return read_grant_key(r, pair, &((Target *)value)->template->set);
}

static bool read_file(Reading *r, const Node *root, Target *target)
{
    if (root->kind != NODE_MAP) {
        diag(r->diag, RULE_WRONG_KIND, root->at, "a template is a map, but this is %s",
             node_kind_name(root->kind));
        diag_help(r->diag, "`apionly templates hubspot` shows one");
        return false;
    }
    read_keys(r, root, file_keys, KEY_COUNT(file_keys), target, file_other, grant_keys(r));
    return true;
}

bool template_read(Model *m, Diag *d, uint32_t file, Str bytes, Text integration,
                   const TextList *options, Template *into)
{
    Reading r = {.model = m, .diag = d};
    Target target = {into, integration, options};
    YamlReader *yaml = yaml_open(&m->arena, d, file, bytes, NULL, 1);
    const Node *root = yaml_root(yaml);
    bool good = root && read_file(&r, root, &target);
    buf_free(&r.joined);
    return yaml_close(yaml) && good;
}
