# SPDX-License-Identifier: Apache-2.0
"""Whether a delivery comes from the window: Standard Webhooks 1.0.0, with the standard library alone."""
import base64
import hashlib
import hmac
import time

TOLERANCE = 300  # seconds


def holds(secret, headers, body, now=None):
    """Whether one of the signatures is the secret's, over these very bytes, made just now.

    secret: as it was told (whsec_ and Base64). headers: of the request, by lower-case name. body: bytes, before anything reads them.
    """
    try:
        sent_at = int(headers["webhook-timestamp"])
        signed = f'{headers["webhook-id"]}.{sent_at}.'.encode() + body
        signatures = headers["webhook-signature"].split()
    except (KeyError, ValueError):
        return False
    if abs((time.time() if now is None else now) - sent_at) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    # There are two while a secret is being changed.
    return any(hmac.compare_digest(made, one.encode()) for one in signatures)
