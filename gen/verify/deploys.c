/* A failed deploy, traced: each failure at the line that said what the org refused. */
#include "facts/access.h"
#include "facts/facts.h"
#include "verify/verify.h"
#include "write/write.h"

typedef struct {
    const Proof *proof;
    const OrgFailure *failure;
    const PermissionSet *set; /* NULL: none of ours */
    DeployProblem problem;    /* what the answer is about; its texts may be empty */
} Trace;

/* --- by what the answer names --------------------------------------------------------------------- */

/* Whether a grant is on the named thing itself, or on a field or record type of the named object. */
static bool concerns(Str key, Str name)
{
    Str object = key;
    str_cut(&object, '.');
    return str_is_nocase(key, name) ||
           (object.n && str_is_nocase(str_slice(key, 0, key.n - object.n - 1), name));
}

static const Grant *grant_on(const Trace *t, Str element, Str name)
{
    const Names *names = &t->proof->model->names;
    for (size_t pass = 0; pass < 2; pass++) /* the thing itself before what belongs to it */
        for (size_t i = 0; i < t->set->grants.count; i++) {
            const Grant *grant = &t->set->grants.items[i];
            Str key = names->text[grant->key];
            if (element.n && !str_is(str_of(element_table[grant->kind].xml), element))
                continue;
            if (pass ? concerns(key, name) : str_is_nocase(key, name))
                return grant;
        }
    return NULL;
}

/* "Read Accounts", "Edit Case": the verb and a singular or plural of the object. */
static const Grant *grant_on_object(const Trace *t, Str words)
{
    static const Str verbs[] = {{"Read All ", 9}, {"Modify All ", 11}, {"View All ", 9},
                                {"Read ", 5},     {"Create ", 7},      {"Edit ", 5},
                                {"Delete ", 7},   {"Access ", 7}};
    Str name = words;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs && str_is(name, words); i++)
        if (str_starts(words, verbs[i]))
            name = str_from(words, verbs[i].n);
    const Grant *grant = grant_on(t, S("objectPermissions"), name);
    if (!grant && str_ends(name, S("ies")))
        grant = grant_on(t, S("objectPermissions"),
                         str_format(&t->proof->diag->arena, STR_FMT "y",
                                    STR_ARG(str_slice(name, 0, name.n - 3))));
    if (!grant && str_ends(name, S("s")))
        grant = grant_on(t, S("objectPermissions"), str_slice(name, 0, name.n - 1));
    return grant;
}

static const Grant *grant_on_permission(const Trace *t, Str words)
{
    PermissionFact fact;
    const Grant *grant = grant_on(t, S("userPermissions"), words);
    return grant || !fact_permission_by_label(words, &fact)
               ? grant
               : grant_on(t, S("userPermissions"), fact.name);
}

static const Grant *grant_named(const Trace *t)
{
    Str name = t->problem.name, element = t->problem.element;
    if (!name.n)
        return NULL;
    const Grant *grant = grant_on(t, element, name);
    if (!grant && element.n && !str_is(element, S("userPermissions")))
        grant = grant_on(t, S(""), name); /* an object, named by one of its fields */
    if (!grant && !element.n)
        grant = grant_on_permission(t, name);
    return grant || element.n ? grant : grant_on_object(t, name);
}

/* --- by the line of the file that was deployed ------------------------------------------------------ */

static int64_t line_count(Str text)
{
    int64_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        count += text.s[i] == '\n';
    return count;
}

static Str line_of(Str text, int64_t line)
{
    while (--line > 0)
        str_cut(&text, '\n');
    return str_cut(&text, '\n');
}

/* The text between the tags of a line such as "        <field>Account.Phone</field>"; *tag its name. */
static Str element_text(Str line, Str *tag)
{
    line = str_trim(line);
    *tag = S("");
    if (line.n < 2 || line.s[0] != '<')
        return S("");
    Str rest = str_from(line, 1);
    *tag = str_cut(&rest, '>');
    return str_cut(&rest, '<');
}

/* The entry around a line: its element opens before, its key stands somewhere in it. The last line ends the file, and
 * one behind it is of another file. */
static const Grant *grant_at_line(const Trace *t)
{
    Buf xml = {0};
    const Grant *found = NULL;
    const Element *element = NULL;
    Str tag;
    write_permission_set(&t->proof->model->names, t->set, &xml);
    int64_t line = t->failure->line < line_count(buf_str(&xml)) ? t->failure->line : 0;
    for (; line > 0 && !element; line -= !element) {
        element_text(line_of(buf_str(&xml), line), &tag);
        element = tag.n ? element_by_xml(tag) : NULL;
    }
    for (; element && element->shape == SHAPE_LIST && !found; line++) {
        Str text = element_text(line_of(buf_str(&xml), line), &tag);
        if (str_starts(tag, S("/")) && str_is(str_from(tag, 1), str_of(element->xml)))
            break;
        if (str_is(tag, str_of(child_key(element)->xml)))
            found = grant_on(t, str_of(element->xml), text);
    }
    buf_free(&xml);
    return found;
}

/* --- one failure ---------------------------------------------------------------------------------- */

static Loc place_of(const Trace *t)
{
    if (!t->set)
        return (Loc){0};
    const Grant *grant = grant_named(t);
    if (!grant && t->failure->line > 0)
        grant = grant_at_line(t);
    if (grant)
        return grant->at;
    if (str_is(t->problem.element, S("license")) && t->set->license_name.at.file)
        return t->set->license_name.at;
    return t->set->at;
}

static void trace(const Proof *p, const OrgFailure *failure)
{
    Trace t = {.proof = p, .failure = failure};
    Str why, answer, evidence;
    if (str_is_nocase(failure->type, S("PermissionSet")) || !failure->type.n)
        t.set = model_set(p->model, failure->name);
    bool known = fact_deploy_problem(failure->problem, &t.problem);
    diag(p->diag, RULE_DEPLOY_REFUSED, place_of(&t), "the org %s %s" STR_FMT ": " STR_FMT,
         failure->warning ? "warns about" : "refused", failure->type.n ? "" : "the component ",
         STR_ARG(str_format(&p->diag->arena, STR_FMT "%s" STR_FMT, STR_ARG(failure->type),
                            failure->type.n && failure->name.n ? " " : "", STR_ARG(failure->name))),
         STR_ARG(failure->problem));
    if (known && fact_rule(t.problem.rule, &why, &answer, &evidence)) {
        diag_help(p->diag, STR_FMT " (apionly explain " STR_FMT ")", STR_ARG(why),
                  STR_ARG(t.problem.rule));
    }
    if (t.set)
        diag_about(p->diag, t.set->name.s);
    if (failure->warning)
        diag_at_most(p->diag, LEVEL_WARNING);
}

static bool is_one_of(Str status, const char *const *words)
{
    for (; *words; words++)
        if (str_is_nocase(status, str_of(*words)))
            return true;
    return !status.n;
}

static void trace_status(const Proof *p, const OrgDeploy *deploy)
{
    static const char *const good[] = {"Succeeded", "Nothing to deploy", NULL};
    static const char *const running[] = {"Queued",    "Pending",    "InProgress",
                                          "Canceling", "Finalizing", NULL};
    if (deploy->error.n) {
        diag(p->diag, RULE_DEPLOY_REFUSED, deploy->at, "the deploy ended with: " STR_FMT,
             STR_ARG(deploy->error));
        diag_help(p->diag, "Setup, Deployment Status, tells more");
    } else if (is_one_of(deploy->status, good) || deploy->failure_count) {
        return;
    } else if (is_one_of(deploy->status, running)) {
        diag(p->diag, RULE_ANSWER_INCOMPLETE, deploy->at,
             "the deploy has not ended: it is " STR_FMT, STR_ARG(deploy->status));
        diag_help(p->diag, "sf project deploy report --json tells how it ended");
    } else {
        diag(p->diag, RULE_DEPLOY_REFUSED, deploy->at,
             "the deploy is " STR_FMT ", and no component says why", STR_ARG(deploy->status));
        diag_help(p->diag, "Setup, Deployment Status, tells more");
    }
}

void trace_deploys(const Proof *p)
{
    for (size_t i = 0; i < p->org->deploy_count; i++) {
        const OrgDeploy *deploy = &p->org->deploys[i];
        for (size_t k = 0; k < deploy->failure_count; k++)
            trace(p, &deploy->failures[k]);
        trace_status(p, deploy);
    }
}
