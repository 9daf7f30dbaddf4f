"""What Redis' library raises; nothing else of it is named outside the settings."""


def redis_errors() -> type[Exception]:
    """Return the class of them, for an ``except`` that is evaluated when it is needed.

    A server without Redis never loads its library.
    """
    from redis.exceptions import RedisError

    return RedisError
