/* Templates: what a vendor asks for, as a definition to start from, and how sure that is. */
#ifndef MODEL_TEMPLATE_H
#define MODEL_TEMPLATE_H

#include "model/model.h"

/* Facts about the vendor's guide; empty texts are not said. */
typedef struct {
    Text name, summary;
    Text tool;                       /* what the integration is called, where that is shorter */
    Text guide, guide_seen, checked; /* address, what of it was seen, and when */
    Text sureness;                   /* documented, partly or inferred */
    Text api_only, api_only_says;    /* on an API-only user: works, fails or unknown; who says so */
    Text instead;                    /* where it fails: what to do */
    Text login, asks_for;            /* how it logs in; what the vendor asks for beyond need */
    TextList not_granted, sources;   /* what no permission set grants; addresses */
} TemplateHead;

/* A part that is off unless a definition names it. */
typedef struct {
    Text name, what; /* `for` */
    PermissionSet set;
    AssignList assign;
} TemplateOption;

struct Template {
    Str key; /* hubspot */
    TemplateHead head;
    PermissionSet set; /* its description and grants */
    AssignList assign;
    TemplateOption *options;
    size_t option_count, option_capacity;
};

#endif
