/* SPDX-License-Identifier: MIT
 *
 * The audit log is only read: no API role may write it.
 */
#include "cgi/serve.h"

static const struct resource audit_log_resource = {
    .name = "audit_log",
    .table = "audit_log",
    .has_uuid_subjects = true,
};

int main(void)
{
    return serve(&audit_log_resource);
}
