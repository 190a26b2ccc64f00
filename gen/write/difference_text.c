/* Differences as people read them:
 *
 *     HubSpot Integration (HubSpot_Integration)
 *       + Account: delete
 *       - Contact: viewAll
 *       - user permission ViewSetup
 *     1 set differs: 1 gained, 2 lost                                                               */
#include "diag/render.h"
#include "write/difference.h"

/* What stands before the name of an entry. Objects and fields need no word: their names show them. */
static const char *const nouns[ELEMENT_COUNT] = {
    [AGENT_ACCESS] = "agent ",
    [APPLICATION_VISIBILITY] = "app ",
    [CLASS_ACCESS] = "Apex class ",
    [CUSTOM_METADATA_TYPE_ACCESS] = "custom metadata type ",
    [CUSTOM_PERMISSION] = "custom permission ",
    [CUSTOM_SETTING_ACCESS] = "custom setting ",
    [DATASPACE_SCOPE] = "data space ",
    [EMAIL_ROUTING_ADDRESS_ACCESS] = "email routing address ",
    [EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS] = "external credential principal ",
    [EXTERNAL_DATA_SOURCE_ACCESS] = "external data source ",
    [FLOW_ACCESS] = "flow ",
    [GEN_COMPUTING_SUMMARY_DEF_ACCESS] = "summary definition ",
    [PAGE_ACCESS] = "page ",
    [RECORD_TYPE_VISIBILITY] = "record type ",
    [SERVICE_PRESENCE_STATUS_ACCESS] = "service presence status ",
    [TAB_SETTING] = "tab ",
    [USER_PERMISSION] = "user permission ",
};

/* The heads that differ, for people. Of long texts it is said that they differ, not how. */
static const struct {
    const char *name;
    bool is_long;
} head_names[ELEMENT_COUNT] = {
    [DESCRIPTION] = {"description", true},
    [ENRICHMENTS] = {"enrichments", true},
    [HAS_ACTIVATION_REQUIRED] = {"session activation", false},
    [LABEL] = {"label", false},
    [LICENSE] = {"licence", false},
};

typedef struct {
    bool color;
    Buf *out;
} Writer;

static void begin_line(Writer *w, const char *indent, char sign)
{
    const char *code = sign == '+' ? "32" : sign == '-' ? "31" : "33";
    buf_format(w->out, "%s", indent);
    if (w->color)
        buf_format(w->out, "\033[%sm", code);
    buf_format(w->out, "%c ", sign);
}

static void end_line(Writer *w)
{
    buf_put(w->out, w->color ? S("\033[0m\n") : S("\n"));
}

/* --- entries ------------------------------------------------------------------------------------ */

static void put_entry(Writer *w, const GrantDifference *d, char sign, uint32_t bits)
{
    Arena scratch = {0};
    const char *noun = nouns[d->kind];
    begin_line(w, "  ", sign);
    buf_put(w->out, str_of(noun));
    put_visible(w->out, d->key);
    if (!difference_is_switch(d->kind)) {
        DifferenceWords words = difference_words(&scratch, d->kind, bits, d->was, d->is);
        for (size_t i = 0; i < words.count; i++) {
            buf_put(w->out, i ? S(", ") : S(": "));
            buf_put(w->out, words.items[i]);
        }
    }
    end_line(w);
    arena_free(&scratch);
}

static void put_head(Writer *w, const HeadDifference *d)
{
    const char *name = head_names[d->kind].name;
    begin_line(w, "  ", '~');
    buf_put(w->out, str_of(name ? name : element_table[d->kind].xml));
    if (!head_names[d->kind].is_long) {
        buf_put(w->out, S(": "));
        put_visible(w->out, d->was.n ? d->was : S("none"));
        buf_put(w->out, S(" \u2192 "));
        put_visible(w->out, d->is.n ? d->is : S("none"));
    }
    end_line(w);
}

/* --- sets --------------------------------------------------------------------------------------- */

/* "HubSpot Integration (HubSpot_Integration)" */
static void put_name(Writer *w, const PermissionSet *set)
{
    put_visible(w->out, set->label.s);
    buf_put(w->out, S(" ("));
    put_visible(w->out, set->api_name.s);
    buf_byte(w->out, ')');
}

static void put_set_line(Writer *w, const SetDifference *set)
{
    static const char signs[] = {[SET_GAINED] = '+', [SET_LOST] = '-', [SET_RENAMED] = '~'};
    if (set->state == SET_CHANGED) {
        put_name(w, difference_set(set));
        buf_byte(w->out, '\n');
        return;
    }
    begin_line(w, "", signs[set->state]);
    put_name(w, difference_set(set));
    if (set->state == SET_RENAMED) {
        buf_put(w->out, S(": was "));
        put_visible(w->out, set->was->api_name.s);
    } else {
        buf_put(w->out, set->state == SET_GAINED ? S(": new") : S(": gone"));
    }
    end_line(w);
}

static void put_set(Writer *w, const SetDifference *set)
{
    put_set_line(w, set);
    for (size_t i = 0; i < set->head_count; i++)
        put_head(w, &set->heads[i]);
    for (size_t i = 0; i < set->grant_count; i++) {
        const GrantDifference *d = &set->grants[i];
        if (d->gained)
            put_entry(w, d, '+', d->gained);
        if (d->lost)
            put_entry(w, d, '-', d->lost);
    }
}

void write_difference_text(const Differences *differences, bool color, Buf *out)
{
    Writer w = {color, out};
    for (size_t i = 0; i < differences->count; i++)
        put_set(&w, &differences->items[i]);
    if (!differences->count) {
        buf_put(out, differences->losses_only ? S("nothing is lost\n") : S("nothing differs\n"));
        return;
    }
    buf_format(out, "%zu set%s: ", differences->count,
               differences->count == 1 ? " differs" : "s differ");
    if (!differences->losses_only)
        buf_format(out, "%zu gained, ", differences->gained);
    buf_format(out, "%zu lost\n", differences->lost);
}
