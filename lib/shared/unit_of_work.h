/* SPDX-License-Identifier: MIT
 *
 * unit_of_work - several calls of repositories in one transaction: all of it or nothing.
 *
 *     static bool store_recording(void *self, struct context *context,
 *                                 const struct store *store)
 *     {
 *         struct emg_data_repository data;
 *         return emg_data_repository_open(context, store, &data) && ...;
 *     }
 *     ok = unit_of_work_run(context, store, store_recording, &recording);
 *
 * Repositories of the unit are opened on the store that its body is given; within the
 * body any other store of the same database is refused (PGRSTX00), and that one
 * afterwards. It may act as several actors, one after the other (store_act_as()).
 */
#ifndef MYOREST_UNIT_OF_WORK_H
#define MYOREST_UNIT_OF_WORK_H

#include "shared/store.h"

/* True keeps what was done through `store`, which lives until the body returns. */
typedef bool (*unit_of_work_body)(void *self, struct context *context,
                                  const struct store *store);

/* Runs `body` in a transaction; in a savepoint when `store` is a body's itself. It ends
 * when the body returns: kept if that returned true, no call in it has failed and the
 * context has no error, else rolled back, with the first error in the context (40000 when
 * there is none, or when a call failed and its error was put aside). A call that may fail
 * is a unit of its own within: its error put aside, context->error = (struct error){0},
 * the outer one goes on.
 *
 * A unit is never run again here. Where failure_is_retryable() says so, nothing of it was
 * kept, and the caller may: connection lost inside (PGRST000), deadlock (40P01),
 * serialization (40001). Lost under the COMMIT nobody knows: PGRST001. A body that ends
 * the process, or never returns until the server ends its connection, has kept nothing.
 *
 * The transaction is READ COMMITTED, or what the store's role has as its
 * default_transaction_isolation. Reads inside take part in it and are not read-only. */
bool unit_of_work_run(struct context *context, const struct store *store,
                      unit_of_work_body body, void *self) MUST_CHECK;

#endif
