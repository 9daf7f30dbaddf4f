"""Human-readable profile ids in the shape ``SillyPandasDeny``.

The words are those of the ``human-id`` package: adjective, noun, verb. A million
combinations: an id is no secret, and two draws may meet, so whoever stores one does
it under the condition that no such profile exists, and draws again when it does.
"""

import secrets
from collections.abc import Callable, Sequence

from human_id import dictionary

# Words that nobody wants to wear on a name badge, alone or beside the others.
_UNKIND_WORDS = (
    "bad black cold dark dead difficult foreign hot low military poor religious short"
    " white wrong death girl guy problem thing war cut die kill lose"
)
_UNKIND = frozenset(_UNKIND_WORDS.split())

_ADJECTIVES, _NOUNS, _VERBS = (
    tuple(word.capitalize() for word in words if word not in _UNKIND)
    for words in (dictionary.adjectives, dictionary.nouns, dictionary.verbs)
)

# From this attempt on, two digits are added: the plain shapes are running out.
_CROWDED = 5


def draw_profile_id(
    attempt: int = 0, *, choose: Callable[[Sequence[str]], str] = secrets.choice
) -> str:
    """Return a fresh id; after five lost attempts one with two digits at the end.

    ``choose`` is replaced where ids must come out the same again, as in a demo.
    """
    words = (choose(words) for words in (_ADJECTIVES, _NOUNS, _VERBS))
    digits = [choose("0123456789") for _ in range(2 if attempt >= _CROWDED else 0)]
    return "".join([*words, *digits])
