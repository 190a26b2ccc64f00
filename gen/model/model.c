/* Small helpers of the model. */
#include "model/model.h"

void text_list_add(TextList *list, Arena *a, Text text)
{
    *LIST_ADD(a, list->items, list->count, list->capacity) = text;
}

const Integration *model_integration(const Model *model, Str name)
{
    const uint32_t *index = map_find(&model->integration_index, name);
    return index ? &model->integrations[*index] : NULL;
}

const Integration *model_retired(const Model *model, Str name)
{
    for (size_t i = 0; i < model->retired_count; i++)
        if (str_is(model->retired[i].name.s, name))
            return &model->retired[i];
    return NULL;
}

const PermissionSet *model_shared(const Model *model, Str name)
{
    const uint32_t *index = map_find(&model->shared_index, name);
    return index ? &model->shared[*index] : NULL;
}

bool integration_is_in(const Integration *integration, const Environment *environment)
{
    for (size_t i = 0; i < integration->environments.count; i++)
        if (str_is(integration->environments.items[i].s, environment->name.s))
            return true;
    return integration->environments.count == 0;
}

bool set_is_in(const PermissionSet *set, const Environment *environment)
{
    return !set->owner || integration_is_in(set->owner, environment);
}
