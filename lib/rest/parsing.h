/* SPDX-License-Identifier: MIT
 *
 * parsing - a reader that can say what it stumbled over, as Parsec's combinators do.
 *
 * What is read is a tree of parts, as data. A part reads or fails, having read something
 * or nothing; having failed with something read it is not tried in another way. What was
 * expected at the furthest place is kept even where the part goes on without it. Slow,
 * for texts that have been refused already.
 */
#ifndef MYOREST_PARSING_H
#define MYOREST_PARSING_H

#include "base/arena.h"
#include "base/slice.h"

enum part_kind {
    ONE_OF,       /* a character of `text` */
    NONE_OF,      /* a character that is none of `text` */
    LETTER,       /* of any script */
    DIGIT,        /* of ASCII */
    ANY,          /* any character; of none it stands still */
    TEXT,         /* `text` itself */
    SEQUENCE,     /* one part after the other */
    CHOICE,       /* the first part that reads */
    MANY,         /* a part as often as it reads */
    TRY,          /* a part that, failing, has read nothing */
    AHEAD,        /* a part that, reading, has read nothing */
    NOT_FOLLOWED, /* nothing, where a part does not read */
    BUT,          /* a part, if what it reads is not `text` */
};

struct part {
    enum part_kind kind;
    const char *text;
    const char *label; /* what it is called instead of what it is made of */
    const struct part *const *parts;
};

enum message_kind { STUMBLED, UNEXPECTED, EXPECTED };

struct message {
    enum message_kind kind;
    const char *text;
};

/* All that was found or expected at one place. */
struct report {
    size_t at;
    size_t count;
    const struct message *messages;
};

struct outcome {
    bool is_read;
    bool has_moved;
    size_t at;
    struct report report;
};

/* Reads the part from the beginning of the text; what follows it may be anything. Lives
 * until the arena is reset. */
struct outcome parsing_read(struct arena *arena, const struct part *part,
                            struct slice text);

/* The place behind the UTF-8 character at `at`. */
size_t parsing_next(struct slice text, size_t at);

#endif
