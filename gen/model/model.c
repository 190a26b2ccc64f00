/* Small helpers of the model. */
#include "model/model.h"

void text_list_add(TextList *list, Arena *a, Text text)
{
    *LIST_ADD(a, list->items, list->count, list->capacity) = text;
}
