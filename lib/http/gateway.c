/* SPDX-License-Identifier: MIT */
#include "http/gateway.h"

#include <stdlib.h>

#include "http/cgi.h"
#include "http/fcgi.h"

struct gateway *gateway_new(void)
{
    const char *interface = getenv("GATEWAY_INTERFACE");
    return slice_starts_with(slice_of(interface), "CGI") ? cgi_gateway() : fcgi_gateway();
}
