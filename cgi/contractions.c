/* SPDX-License-Identifier: MIT */
#include "cgi/serve.h"
#include "clinical/emg_data_repository.h"

int main(void)
{
    return serve(&contraction_resource);
}
