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
    const uint32_t *index = map_find(&model->retired_index, name);
    return index ? &model->retired[*index] : NULL;
}

const PermissionSet *model_shared(const Model *model, Str name)
{
    const uint32_t *index = map_find(&model->shared_index, name);
    return index ? &model->shared[*index] : NULL;
}

const Environment *model_environment(const Model *model, Str name)
{
    for (size_t i = 0; i < model->environment_count; i++)
        if (str_is(model->environments[i].name.s, name))
            return &model->environments[i];
    return NULL;
}

const PermissionSet *model_set(const Model *model, Str api_name)
{
    const uint32_t *place = map_find_nocase(&model->set_index, api_name);
    return place ? model->sets[*place] : NULL;
}

const EnvironmentUser *environment_user(const Environment *environment, Str username)
{
    const uint32_t *place = map_find_nocase(&environment->user_index, username);
    return place ? &environment->users[*place] : NULL;
}

const EnvironmentUser *environment_retired_user(const Environment *environment, Str username)
{
    const uint32_t *place = map_find_nocase(&environment->retired_index, username);
    return place ? &environment->retired_users[*place] : NULL;
}

/* From the last to the first, so that each leads to the one behind it. */
void model_index_allows(Model *model)
{
    model->allow_index = (Map){0};
    for (size_t i = model->allow_count; i-- > 0;) {
        Allow *allow = &model->allows[i];
        bool last;
        uint32_t *first = map_put(&model->allow_index, &model->arena, allow->about.s, &last);
        allow->next = last ? NULL : &model->allows[*first];
        *first = (uint32_t)i;
    }
}

const Allow *model_allows_about(const Model *model, Str about)
{
    const uint32_t *first = map_find(&model->allow_index, about);
    return first ? &model->allows[*first] : NULL;
}

const Allow *model_allow(const Model *model, Str rule, Str about)
{
    const Allow *allow = model_allows_about(model, about);
    while (allow && !str_is(allow->rule.s, rule))
        allow = allow->next;
    return allow;
}

bool environment_has_members(const Environment *environment)
{
    for (size_t i = 0; i < environment->user_count; i++)
        if (environment->users[i].keys.groups.count || environment->users[i].keys.queues.count)
            return true;
    return false;
}

bool environment_grants(const Environment *environment, ElementKind kind)
{
    for (size_t i = 0; i < environment->set_count; i++) {
        size_t count;
        const Grant *grants = grants_of_kind(&environment->sets[i]->grants, (uint8_t)kind, &count);
        for (size_t k = 0; k < count; k++)
            if (grants[k].on)
                return true;
    }
    return false;
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
