/* SPDX-License-Identifier: MIT */
#include "cgi/serve.h"
#include "clinical/therapy_session_repository.h"

int main(void)
{
    return serve(&therapy_session_resource);
}
