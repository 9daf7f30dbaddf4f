# The two commands of the project. Both install what is missing first, and work
# offline once that is done.
#   make run     serve dashboard, API and live wall   (PORT, VAR_DIR, DEMO=0)
#   make test    format, lint, types, imports, checks, tests

.PHONY: run test

run:
	@sh tools/setup.sh run
	@exec .venv/bin/python manage.py serve

test:
	@sh tools/setup.sh test
	@sh tools/check.sh
