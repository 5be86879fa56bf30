# SPDX-License-Identifier: MIT
"""Keys for RS256 and ES256: made with openssl, spelled as a JWK Set.

    keys.py DIRECTORY       makes rsa.pem, ec.pem, other.pem, p384.pem and jwks.json there
"""
import json
import pathlib
import subprocess
import sys

from jwt_text import base64url


def openssl(*arguments, data=b''):
    return subprocess.run(['openssl', *map(str, arguments)], input=data, capture_output=True, check=True).stdout


def make(directory):
    for name, options in {'rsa': ('RSA', 'rsa_keygen_bits:2048'), 'other': ('RSA', 'rsa_keygen_bits:2048'),
                          'ec': ('EC', 'ec_paramgen_curve:P-256'), 'p384': ('EC', 'ec_paramgen_curve:P-384')}.items():
        openssl('genpkey', '-algorithm', options[0], '-pkeyopt', options[1], '-out', directory / (name + '.pem'))


def public(path):
    """The public key's PEM, which an attacker would know."""
    return openssl('pkey', '-in', path, '-pubout')


def jwk(path, kid):
    if b'RSA' in openssl('pkey', '-in', path, '-noout', '-text')[:40] or path.name in ('rsa.pem', 'other.pem'):
        modulus = openssl('rsa', '-in', path, '-noout', '-modulus').decode().strip().split('=')[1]
        return {'kty': 'RSA', 'kid': kid, 'alg': 'RS256', 'use': 'sig', 'n': base64url(bytes.fromhex(modulus)), 'e': 'AQAB'}
    size, curve, name = (48, 'P-384', 'ES384') if path.name == 'p384.pem' else (32, 'P-256', 'ES256')
    point = openssl('pkey', '-in', path, '-pubout', '-outform', 'DER')[-2 * size:]
    return {'kty': 'EC', 'kid': kid, 'alg': name, 'use': 'sig', 'crv': curve,
            'x': base64url(point[:size]), 'y': base64url(point[size:])}


def write_set(path, keys):
    """Moved into place, as scripts/jwks does."""
    new = path.with_suffix('.new')
    new.write_text(json.dumps({'keys': keys}))
    new.chmod(0o644)
    new.replace(path)


def signature(path, text):
    """RS256, or ES256 as JWT wants it: r and s side by side, not DER."""
    der = openssl('dgst', '-sha256', '-sign', path, data=text.encode())
    if path.name in ('rsa.pem', 'other.pem'):
        return der
    size = 48 if path.name == 'p384.pem' else 32
    numbers, at = [], 3 if der[1] & 0x80 else 2
    for _ in range(2):
        length = der[at + 1]
        numbers.append(int.from_bytes(der[at + 2:at + 2 + length], 'big').to_bytes(size, 'big'))
        at += 2 + length
    return b''.join(numbers)


if __name__ == '__main__':
    where = pathlib.Path(sys.argv[1])
    make(where)
    write_set(where / 'jwks.json', [jwk(where / 'rsa.pem', 'rsa'), jwk(where / 'ec.pem', 'ec')])
