/* SPDX-License-Identifier: MIT */
#include "base/context.h"

bool context_fail(struct context *context, struct error error)
{
    if (!context_has_failed(context)) {
        if (error.status == 0) {
            error.status = status_of_code(error.code);
        }
        context->error = error;
    }
    return false;
}

bool context_fail_with(struct context *context, const char *code, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *message = arena_vprintf(context->arena, format, list);
    va_end(list);
    return context_fail(context, (struct error){.code = code, .message = message});
}

bool context_has_failed(const struct context *context)
{
    return context->error.code != NULL;
}
