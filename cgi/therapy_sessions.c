/* SPDX-License-Identifier: MIT */
#include "clinical/therapy_session_repository.h"
#include "cgi/serve.h"

int main(void)
{
    return serve(&therapy_session_resource);
}
