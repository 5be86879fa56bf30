/* SPDX-License-Identifier: MIT */
#include "rest/form.h"

#include "base/growing.h"
#include "base/json.h"
#include "http/request.h"

/* A NUL is kept: PostgreSQL says that \u0000 is not text. */
static bool is_utf8(struct slice text)
{
    while (text.len > 0) {
        size_t nul = slice_find(text, '\0');
        if (!slice_is_text(slice_until(text, nul))) {
            return false;
        }
        text = slice_from(text, nul + 1);
    }
    return true;
}

static struct slice cut_part(struct slice *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != '&' && rest->ptr[end] != ';') {
        end++;
    }
    struct slice part = slice_until(*rest, end);
    *rest = slice_from(*rest, end + 1);
    return part;
}

bool form_parse(struct context *context, struct slice body, struct form *out)
{
    struct growing fields = {0};
    while (body.len > 0) {
        struct slice value = cut_part(&body);
        if (value.len == 0) {
            continue;
        }
        struct slice name = slice_cut(&value, '=');
        struct form_field *field =
            growing_add(context->arena, &fields, sizeof(struct form_field));
        field->name = percent_decode(context->arena, name, true);
        field->value = slice_is_present(value)
                           ? percent_decode(context->arena, value, true)
                           : slice_of("");
        if (!is_utf8(field->name) || !is_utf8(field->value)) {
            return context_fail_with(context, "PGRST102",
                                     "Invalid form: the text is not UTF-8");
        }
    }
    *out = (struct form){fields.items, fields.count};
    return true;
}

struct slice form_to_json(struct arena *arena, const struct form *form)
{
    struct strbuf json = strbuf_new(arena, 0);
    strbuf_add_char(&json, '{');
    for (size_t i = 0; i < form->count; i++) {
        strbuf_add_text(&json, i == 0 ? "" : ",");
        json_write_string(&json, form->fields[i].name);
        strbuf_add_char(&json, ':');
        json_write_string(&json, form->fields[i].value);
    }
    strbuf_add_char(&json, '}');
    return strbuf_slice(&json);
}
