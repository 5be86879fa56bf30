/* SPDX-License-Identifier: MIT
 *
 * headers_fuzz - Prefer, Accept, Content-Type and Range, one to a line.
 */
#include "http/negotiation.h"
#include "http/preferences.h"
#include "rest/media.h"
#include "rest/range.h"
#include "tests/fuzz/fuzz.h"

static void check_types(struct context *context, const struct request *request)
{
    struct media_types accepted = negotiation_accept(context->arena, request);
    HOLDS(accepted.count == 0 || accepted.items != NULL);
    for (size_t i = 0; i < accepted.count; i++) {
        media_type_parameter(context->arena, accepted.items[i], "charset");
        media_type_parameter(context->arena, accepted.items[i], "for");
    }
    struct media_type type = negotiation_content_type(context->arena, request);
    HOLDS(slice_is_present(type.name));
}

static bool run(struct context *context, const struct request *request)
{
    static const struct models none;
    const struct media_request wanted = {.models = &none, .schema = "s", .name = "t"};
    const struct query query = {0};
    struct preferences preferences;
    struct media media;
    struct range range;
    check_types(context, request);
    preferences_parse(context, request, &preferences);
    bool is_fine = preferences_check(context, &preferences) &&
                   media_negotiate(context, request, &wanted, &media) &&
                   range_resolve(context, request, &query, &range);
    HOLDS(!is_fine || (range.offset >= 0 && range.limit >= -1));
    return is_fine;
}

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t size)
{
    static const char *const names[] = {"prefer", "accept", "content-type", "range",
                                        "prefer"};
    struct context *context = fuzz_context();
    struct slice rest =
        slice_copy(context->arena, (struct slice){(const char *)octets, size});
    struct header headers[ARRAY_LENGTH(names)];
    size_t count = 0;
    while (count < ARRAY_LENGTH(names) && slice_is_present(rest)) {
        headers[count] = (struct header){slice_of(names[count]), slice_cut(&rest, '\n')};
        count++;
    }
    const struct request request = {
        .method = SLICE("GET"), .headers = headers, .header_count = count};
    HOLDS(run(context, &request) != context_has_failed(context));
    fuzz_end(context);
    return 0;
}
