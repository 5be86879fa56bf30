/* SPDX-License-Identifier: MIT
 *
 * models - the compiled-in models of a program; scripts/models writes the .c file.
 *
 * Apart from model.h, so that only mains see the global and everything else takes the
 * models it works on as a parameter of that name.
 */
#ifndef MYOREST_MODELS_H
#define MYOREST_MODELS_H

#include "schema/model.h"

extern const struct models models;

#endif
