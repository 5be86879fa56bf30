/* SPDX-License-Identifier: MIT */
#include "db/binding.h"

/* PostgreSQL takes no message of 1 GiB or more (MaxAllocSize); some of it is framing. */
#define OCTETS_LIMIT (((size_t)1 << 30) - ((size_t)1 << 20))
#define COUNT_LIMIT 65535

static bool refuse_nul(struct context *context)
{
    return context_fail(
        context,
        (struct error){.code = "22021",
                       .message = "invalid byte sequence for encoding \"UTF8\": 0x00"});
}

static bool refuse_size(struct context *context)
{
    return context_fail(
        context,
        (struct error){.code = "54000",
                       .message = "The values of the request are too large",
                       .details = "A statement carries at most 1 GiB in 65535 values.",
                       .status = 413});
}

static bool has_nul(struct slice text)
{
    return text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL;
}

static bool add(struct context *context, const struct parameter *parameter,
                struct binding *out)
{
    struct slice value = parameter->value;
    if (value.len > OCTETS_LIMIT - out->octets) {
        return refuse_size(context);
    }
    if (!parameter->is_binary && has_nul(value)) {
        return refuse_nul(context);
    }
    bool as_it_is =
        !slice_is_present(value) || parameter->is_binary || parameter->is_terminated;
    out->values[out->count] = as_it_is ? value.ptr : slice_string(context->arena, value);
    out->lengths[out->count] = (int)value.len;
    out->formats[out->count] = parameter->is_binary ? 1 : 0;
    out->octets += value.len;
    out->count++;
    return true;
}

bool binding_build(struct context *context, const struct statement *statement,
                   struct binding *out)
{
    size_t count = statement->parameter_count;
    if (count > COUNT_LIMIT || statement->sql.len > OCTETS_LIMIT) {
        return refuse_size(context);
    }
    if (has_nul(statement->sql)) {
        return refuse_nul(context);
    }
    struct arena *arena = context->arena;
    *out = (struct binding){
        .values = arena_alloc(arena, count * sizeof(*out->values)),
        .lengths = arena_alloc(arena, count * sizeof(*out->lengths)),
        .formats = arena_alloc(arena, count * sizeof(*out->formats)),
        .octets = statement->sql.len,
    };
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = add(context, &statement->parameters[i], out);
    }
    return ok;
}
