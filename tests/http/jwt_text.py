# SPDX-License-Identifier: MIT
"""How a JWT is spelled; signed by HMAC here, by other keys in keys.py."""
import base64
import hashlib
import hmac
import json


def base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b'=').decode()


def part(value):
    octets = value if isinstance(value, bytes) else json.dumps(value, separators=(',', ':')).encode()
    return base64url(octets)


def sign(header, payload, secret):
    """Header and payload are objects, or the very octets."""
    text = part(header) + '.' + part(payload)
    name = header.get('alg') if isinstance(header, dict) else 'HS256'
    digest = {'HS384': hashlib.sha384, 'HS512': hashlib.sha512}.get(name, hashlib.sha256)
    key = secret if isinstance(secret, bytes) else secret.encode()
    return text + '.' + base64url(hmac.new(key, text.encode(), digest).digest())
