#!/bin/sh
# Everything that must hold before a change is finished, cheapest first.
set -eu
cd "$(dirname "$0")/.."
python=$PWD/.venv/bin/python
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
# The tests start many processes; what is compiled once need not be again in each.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*"; }
step() { say "== $*"; }
first() { say "$1"; }

in_development() { ENV_FILE=/dev/null DEBUG=true VAR_DIR="$state" "$@"; }

in_production() {
    ENV_FILE=/dev/null DEBUG=false VAR_DIR="$state" ENVIRONMENT=PROD \
        SECRET_KEY="$("$python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        ALLOWED_HOSTS=identity.example.org PUBLIC_URL=https://identity.example.org \
        COGNITO_USER_POOL_ID=us-west-2_example COGNITO_CLIENT_ID=example \
        PROFILE_BUCKET=biztech-profile-pictures \
        EVENT_IMAGES_BUCKET=biztech-event-images MAIL_BACKEND=ses \
        MAIL_FROM=dev@ubcbiztech.com MAIL_WEBHOOK_SECRET=sns:example "$@"
}

step format
"$python" -m ruff format --check --quiet .
step lint
"$python" -m ruff check --quiet .
step scripts
if [ -f tools/js/node_modules/.installed ]; then
    # The programs themselves: their starters need Node, which may have left again.
    "$(first tools/js/node_modules/@biomejs/cli-*/biome)" check --error-on-warnings \
        static interactions/tests/wall_page
    "$(first tools/js/node_modules/@typescript/typescript-*/lib/tsc)" -p jsconfig.json
else
    say "THE PAGES' SCRIPTS ARE NOT CHECKED: run \`make test\` online"
fi
step types
in_development "$python" -m mypy .
step imports
.venv/bin/lint-imports
step dependencies
.venv/bin/deptry .
.venv/bin/deptry --extend-exclude tools/ --ignore DEP004 .
step "configuration of development"
in_development "$python" manage.py check --fail-level WARNING
step "configuration of production"
in_production "$python" manage.py check --deploy --fail-level WARNING
step tests
# Which client speaks to DynamoDB: our own, or with CLIENT=botocore the stock one.
DYNAMODB_CLIENT=${CLIENT:-} "$python" -m pytest -n auto --dist loadfile --no-loadscope-reorder \
    --max-worker-restart 0
