"""Secrets in the places where nobody looks for them, each with the same mark."""

import json
from typing import Any

SECRET = "hush"

ODD: dict[str, Any] = {
    "checkout-link": SECRET,
    "PRIVATE LINK": SECRET,
    "Api.Key": SECRET,
    "aWsAcCessKeyId": SECRET,
    "maps in lists": {"a": [[{"b": [{"ACCESSTOKEN": SECRET}]}]]},
    "a map under it": {"Credentials": {"a": [SECRET]}},
    "a set under it": {"passcodes": {SECRET, "other"}},
    "as a tag": {"Key": "api_key", "Value": SECRET},
    "beside another name": {"name": "Amira", "key": "accessToken", "value": SECRET},
    "in the naming part": {"name": "accessToken", "key": SECRET},
    "by its label": {"field": "Access token", "text": SECRET},
    "a pair": [["x-api-key", SECRET]],
    "JSON in words": f'it said {{"access_token": "{SECRET}"}} to us',
    "JSON that was cut": f'{{"password": "{SECRET}", "x": [1,',
    "JSON with a mark before it": f'\ufeff{{"password": "{SECRET}"}}',
    "JSON in JSON in words": json.dumps(f'{{"a": {json.dumps({"token": SECRET})}'),
    "another language's JSON": f"{{'password': '{SECRET}'}}",
    "in a sentence": f"Password: {SECRET}",
    "in a form": f"a=1&client_secret={SECRET}&b=2",
    "in an address": f"see https://amira:{SECRET}@host.example/x",
    "after an underscore": f"token_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ9.{SECRET}",
    "a key file": f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END",
    "as stored": json.dumps({"name": {"S": "apiKey"}, "value": {"S": SECRET}}),
    "binaries as stored": json.dumps({"a": {"BS": [SECRET]}}),
    "a name that is one": {f"sk_live_{SECRET}": 1},
}
