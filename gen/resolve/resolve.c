/* The order of the steps, and the defaults of the run as a whole. */
#include "resolve/resolve.h"

#include "facts/facts.h"

void resolve(Model *model, Diag *d)
{
    if (!model->api.number)
        model->api.number = VERSION_DEFAULT;
    if (!model->environment_count) {
        Environment *production = LIST_ADD(&model->arena, model->environments,
                                           model->environment_count, model->environment_capacity);
        *production = (Environment){.name = {.s = S("production")}};
    }
    model_index_allows(model);
    resolve_templates(model, d);
    resolve_sets(model, d);
    resolve_environments(model, d);
    resolve_sensitivity(model);
}
