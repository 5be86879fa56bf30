/* SPDX-License-Identifier: MIT */
#include "http/body.h"

#include "base/spool.h"

#define PIECE ((size_t)16 << 10)
#define STATUS_TOO_LARGE 413

/* `received` counts what was sent, also beyond the limit, where nothing is kept. */
static struct spool *collect(struct context *context, body_reader read, void *self,
                             uint64_t *received)
{
    char piece[PIECE];
    struct spool *spool = NULL;
    size_t got = PIECE;
    while (got == PIECE) {
        got = read(self, piece, PIECE);
        *received += got;
        if (got > 0 && *received <= (uint64_t)context->config->spool_max) {
            spool = spool == NULL ? spool_new(context) : spool;
            spool_add(spool, piece, got);
        }
    }
    return spool;
}

bool body_read(struct context *context, body_reader read, void *self, int64_t length,
               struct slice *body)
{
    uint64_t received = 0;
    struct spool *spool = collect(context, read, self, &received);
    *body = slice_of("");
    if (received > (uint64_t)context->config->spool_max) {
        return context_fail(context, (struct error){.code = "PGRST102",
                                                    .message = "The body is too large",
                                                    .status = STATUS_TOO_LARGE});
    }
    if (length != LENGTH_UNKNOWN && received != (uint64_t)length) {
        return context_fail_with(context, "PGRST102",
                                 "The body is %s than its Content-Length",
                                 received < (uint64_t)length ? "shorter" : "longer");
    }
    return spool == NULL ||
           (!spool_failed(context, spool) && spool_map(context, spool, body));
}
