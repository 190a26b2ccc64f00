/* What the users of an org have in common: domain, email address, and what a sandbox made of them. */
#include "command/import_users.h"
#include "write/yaml_text.h"

#include <stdlib.h>

#define INVALID ".invalid" /* what a sandbox refresh puts behind email addresses */

static int by_text(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

/* The first of those that stand there most often; empty texts do not count. */
static Str commonest(Str *texts, size_t count)
{
    Str best = S("");
    size_t most = 0;
    if (count)
        qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0, run; i < count; i += run) {
        for (run = 1; i + run < count && str_is(texts[i], texts[i + run]);)
            run++;
        if (!texts[i].n || run <= most)
            continue;
        best = texts[i];
        most = run;
    }
    return best;
}

/* What stands behind the last @. */
static Str domain_of(Str address)
{
    for (size_t i = address.n; i-- > 0;)
        if (address.s[i] == '@')
            return str_from(address, i + 1);
    return S("");
}

/* Two parts or more, none empty. */
static bool is_domain(Str domain)
{
    size_t parts = 0;
    for (Str rest = domain; rest.n; parts++) {
        Str part = str_cut(&rest, '.');
        if (!part.n)
            return false;
        for (size_t i = 0; i < part.n; i++)
            if (!char_is_letter(part.s[i]) && !char_is_digit(part.s[i]) && part.s[i] != '-')
                return false;
    }
    return parts > 1 && !str_ends(domain, S("."));
}

/* --- sandboxes --------------------------------------------------------------------------------- */

static bool any_invalid(const Holder *users, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_ends(users[i].user->email, S(INVALID)))
            return true;
    return false;
}

static void strip_emails(Diag *d, Holder *users, size_t count)
{
    size_t stripped = 0;
    Loc at = {0};
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(users[i].email, S(INVALID)))
            continue;
        users[i].email.n -= sizeof INVALID - 1;
        at = stripped++ ? at : users[i].user->at;
    }
    if (!stripped)
        return;
    diag(d, RULE_USER_VALUES, at,
         "%zu email address%s in " INVALID ", which a sandbox refresh adds", stripped,
         stripped == 1 ? " ends" : "es end");
    diag_help(d, "the ending is left out; users.apex of the sandbox puts its addresses right");
    diag_at_most(d, LEVEL_NOTE);
}

static bool is_word(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!char_is_letter(text.s[i]) && !char_is_digit(text.s[i]))
            return false;
    return text.n > 0;
}

/* ".uat" where all usernames end with it, a domain is left, and nobody's mail goes to the longer one. */
static Str suffix_of(const Holder *users, size_t count)
{
    Str name = count ? users[0].user->username : S("");
    size_t dot = name.n;
    while (dot > 0 && name.s[dot - 1] != '.')
        dot--;
    Str suffix = str_from(name, dot ? dot - 1 : name.n);
    if (!is_word(str_from(suffix, 1)))
        return S("");
    for (size_t i = 0; i < count; i++) {
        Str username = users[i].user->username, domain = domain_of(username);
        bool fits =
            str_ends(username, suffix) && is_domain(str_slice(domain, 0, domain.n - suffix.n));
        if (!fits || str_is_nocase(domain, domain_of(users[i].email)))
            return S("");
    }
    return suffix;
}

Shared shared_values(Arena *a, Diag *d, const Org *org, Holder *users, size_t count)
{
    Shared shared = {.org_id = org->organization_id, .environment = S("production")};
    Str *texts = ARENA_ARRAY(a, Str, count + 1);
    shared.sandbox =
        org->sandbox == SAID_YES || (org->sandbox == SAID_NOTHING && any_invalid(users, count));
    if (shared.sandbox) {
        strip_emails(d, users, count);
        shared.suffix = suffix_of(users, count);
        shared.environment = shared.suffix.n ? str_from(shared.suffix, 1) : S("sandbox");
    }
    for (size_t i = 0; i < count; i++) {
        Str username = users[i].user->username;
        users[i].base_username = str_slice(username, 0, username.n - shared.suffix.n);
        Str domain = domain_of(users[i].base_username);
        texts[i] = is_domain(domain) ? domain : S("");
    }
    shared.domain = commonest(texts, count);
    for (size_t i = 0; i < count; i++)
        texts[i] = users[i].email;
    shared.email = commonest(texts, count);
    return shared;
}

/* --- the head ---------------------------------------------------------------------------------- */

static void put_text(Buf *out, const char *key, Str text, size_t indent)
{
    if (!text.n)
        return;
    buf_fill(out, ' ', indent);
    buf_format(out, "%s: ", key);
    put_yaml_text(out, text, indent + 2);
}

Str shared_head(Arena *a, const Shared *shared)
{
    Buf head = {0};
    buf_put(&head, S("company:\n"));
    put_text(&head, "domain", shared->domain, 2);
    put_text(&head, "email", shared->email, 2);
    if (shared->sandbox || shared->org_id.n) {
        buf_put(&head, S("\nenvironments:\n  "));
        put_yaml(&head, shared->environment, false);
        buf_put(&head, shared->suffix.n || shared->org_id.n ? S(":\n") : S(": {}\n"));
        put_text(&head, "usernameSuffix", shared->suffix, 4);
        put_text(&head, "orgId", shared->org_id, 4);
    }
    buf_byte(&head, '\n');
    Str text = str_copy(a, buf_str(&head));
    buf_free(&head);
    return text;
}
