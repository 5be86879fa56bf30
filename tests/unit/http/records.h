/* SPDX-License-Identifier: MIT
 *
 * records - a FastCGI client that speaks in raw records (FastCGI specification, 3.3), so
 * that a test can break them.
 */
#ifndef MYOREST_HTTP_RECORDS_H
#define MYOREST_HTTP_RECORDS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define RECORD_BEGIN 1
#define RECORD_END 3
#define RECORD_PARAMS 4
#define RECORD_STDIN 5
#define RECORD_STDOUT 6

#define KEEP 1
#define CLOSE 0

struct answer {
    char *text;
    size_t length;
    int is_whole; /* the end record came */
};

static inline int records_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = 10};
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    if (connect(file, (struct sockaddr *)&address, sizeof(address)) != 0) {
        close(file);
        return -1;
    }
    return file;
}

static inline int records_write(int file, const void *octets, size_t length)
{
    const char *at = octets;
    while (length > 0) {
        ssize_t done = send(file, at, length, MSG_NOSIGNAL);
        if (done <= 0) {
            return 0;
        }
        at += done;
        length -= (size_t)done;
    }
    return 1;
}

/* Content of any length, cut into records of at most 60,000 octets; none gives the empty
 * record that ends a stream. */
static inline int records_send(int file, int type, const void *content, size_t length)
{
    const char *at = content;
    int ok = 1;
    do {
        size_t part = length < 60000 ? length : 60000;
        unsigned char head[8] = {1,
                                 (unsigned char)type,
                                 0,
                                 1,
                                 (unsigned char)(part >> 8),
                                 (unsigned char)part,
                                 0,
                                 0};
        ok = ok && records_write(file, head, sizeof(head)) &&
             (part == 0 || records_write(file, at, part));
        at += part;
        length -= part;
    } while (ok && length > 0);
    return ok;
}

static inline int records_begin(int file, int keep)
{
    const unsigned char body[8] = {0, 1, (unsigned char)keep};
    return records_send(file, RECORD_BEGIN, body, sizeof(body));
}

static inline size_t records_add_variable(unsigned char *params, const char *name,
                                          const char *value)
{
    size_t a = strlen(name);
    size_t b = strlen(value);
    params[0] = (unsigned char)a;
    params[1] = (unsigned char)b;
    memcpy(params + 2, name, a);
    memcpy(params + 2 + a, value, b);
    return a + b + 2;
}

static inline int records_variables(int file, const char *method, const char *uri,
                                    const char *length)
{
    unsigned char params[1024];
    size_t used = records_add_variable(params, "REQUEST_METHOD", method);
    used += records_add_variable(params + used, "REQUEST_URI", uri);
    used += records_add_variable(params + used, "SCRIPT_NAME", "/rest/v1");
    used += records_add_variable(params + used, "CONTENT_LENGTH", length);
    return records_send(file, RECORD_PARAMS, params, used) &&
           records_send(file, RECORD_PARAMS, NULL, 0);
}

static inline int records_read(int file, void *octets, size_t length)
{
    char *at = octets;
    while (length > 0) {
        ssize_t done = recv(file, at, length, 0);
        if (done <= 0) {
            return 0;
        }
        at += done;
        length -= (size_t)done;
    }
    return 1;
}

/* What STDOUT records carried until the end record or the end of the connection. */
static inline struct answer records_answer(int file)
{
    struct answer answer = {.text = calloc(1, 1)};
    unsigned char head[8];
    while (!answer.is_whole && records_read(file, head, sizeof(head))) {
        size_t length = (size_t)head[4] << 8 | head[5];
        size_t padded = length + head[6];
        char *content = malloc(padded + 1);
        if (!records_read(file, content, padded)) {
            free(content);
            break;
        }
        if (head[1] == RECORD_STDOUT) {
            answer.text = realloc(answer.text, answer.length + length + 1);
            memcpy(answer.text + answer.length, content, length);
            answer.length += length;
            answer.text[answer.length] = '\0';
        }
        answer.is_whole = head[1] == RECORD_END;
        free(content);
    }
    return answer;
}

/* A whole request with a body of `length` octets. */
static inline int records_request(int file, int keep, const char *method, const char *uri,
                                  const char *body, size_t length)
{
    char text[32];
    snprintf(text, sizeof(text), "%zu", length);
    return records_begin(file, keep) &&
           records_variables(file, method, uri, length == 0 ? "" : text) &&
           (length == 0 || records_send(file, RECORD_STDIN, body, length)) &&
           records_send(file, RECORD_STDIN, NULL, 0);
}

#endif
