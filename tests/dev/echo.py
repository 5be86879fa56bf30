#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A FastCGI program that stands in for ours: it answers with what it was sent, as JSON.

It accepts on file descriptor 0, keeps a connection when asked to, and gives it up when
somebody else waits. The query string asks for misbehaviour: die, sleep=S, status=N,
header=NAME:VALUE (percent-encoded), size=N.
"""
import json
import os
import select
import socket
import struct
import sys
import time
import urllib.parse


def read_exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def read_pairs(data):
    pairs, at = {}, 0
    while at < len(data):
        lengths = []
        for _ in "nv":
            if data[at] < 128:
                lengths.append(data[at])
                at += 1
            else:
                lengths.append(struct.unpack("!I", data[at:at + 4])[0] & 0x7FFFFFFF)
                at += 4
        name, value = data[at:at + lengths[0]], data[at + lengths[0]:at + sum(lengths)]
        pairs[name.decode("latin-1")] = value.decode("latin-1")
        at += sum(lengths)
    return pairs


def read_request(connection):
    streams, keep = {4: b"", 5: b""}, False
    while True:
        _, kind, number, length, padding, _ = struct.unpack("!BBHHBB", read_exactly(connection, 8))
        content = read_exactly(connection, length + padding)[:length]
        if kind == 1:
            keep = bool(content[2] & 1)
        elif content:
            streams[kind] += content
        elif kind == 5:
            return number, keep, read_pairs(streams[4]), streams[5]


def send(connection, number, kind, data):
    for start in range(0, len(data), 65000):
        piece = data[start:start + 65000]
        connection.sendall(struct.pack("!BBHHBB", 1, kind, number, len(piece), 0, 0) + piece)


def answer(connection, number, params, body):
    wishes = urllib.parse.parse_qsl(params.get("QUERY_STRING", ""), keep_blank_values=True)
    head, size = "Content-Type: application/json; charset=utf-8\r\n", 0
    for name, value in wishes:
        if name == "die":
            print("dying for", params.get("REQUEST_METHOD"), file=sys.stderr, flush=True)
            os._exit(1)
        elif name == "sleep":
            time.sleep(float(value))
        elif name == "status":
            head += f"Status: {value}\r\n"
        elif name == "header":
            head += value.replace(":", ": ", 1) + "\r\n"
        elif name == "size":
            size = int(value)
    document = {"params": params, "octets": len(body), "environment": dict(os.environ),
                "user": os.getuid(), "process": os.getpid(), "filling": "x" * size}
    send(connection, number, 6, (head + "\r\n" + json.dumps(document) + "\n").encode())
    connection.sendall(struct.pack("!BBHHBB8x", 1, 3, number, 8, 0, 0))


def serve(listener, connection):
    while True:
        number, keep, params, body = read_request(connection)
        answer(connection, number, params, body)
        if not keep:
            return
        ready, _, _ = select.select([connection, listener], [], [])
        if connection not in ready:
            return


def main():
    if len(os.environ.get("JWT_SECRET", "x" * 32)) < 32:
        sys.exit("JWT_SECRET: at least 32 octets are needed")
    listener = socket.socket(fileno=0)
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                serve(listener, connection)
            except (EOFError, OSError):
                pass


if __name__ == "__main__":
    main()
