# The server with everything that it needs, for DEBUG off. It holds no setting of an
# installation: those come from the environment when it starts.
FROM python:3.11-slim-bookworm AS build

WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
# More to install, such as sentry-sdk.
ARG OPTIONAL=""
# hadolint ignore=SC2086
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        -r requirements.txt ${OPTIONAL}
COPY . .
# Nothing but static files comes of these settings. What is compiled here need not be at
# each start, where nothing can be written.
RUN DEBUG=false SECRET_KEY=for-this-step ALLOWED_HOSTS=localhost \
        COGNITO_USER_POOL_ID=for-this-step COGNITO_CLIENT_ID=for-this-step \
        STATIC_ROOT=/app/collected VAR_DIR=/tmp/build \
        /venv/bin/python manage.py collectstatic --noinput \
    && /venv/bin/python -m compileall -q /app /venv

FROM python:3.11-slim-bookworm

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin biztech
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
# VAR_DIR takes a few bytes; the rest of the file system may be read-only.
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DEBUG=false \
    PORT=8000 \
    STATIC_ROOT=/app/collected \
    VAR_DIR=/tmp/biztech
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-m", "tools.container.alive"]
ENTRYPOINT ["python", "manage.py"]
CMD ["serve", "--host", "0.0.0.0"]
