/* SPDX-License-Identifier: MIT */
#include "cgi/serve.h"
#include "clinical/patient_repository.h"

int main(void)
{
    return serve(&patient_resource);
}
