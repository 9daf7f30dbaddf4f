# The two commands of the project. Both install what is missing first, and work
# offline once that is done.
#   make run     serve dashboard, API and live wall   (PORT, VAR_DIR, DEMO=0)
#   make test    format, lint, types, imports, checks, tests
# And one for whoever has five minutes more:
#   make soak    everything at once while parts are killed   (SOAK="--seed 7")

.PHONY: run test soak

run:
	@sh tools/setup.sh run
	@exec .venv/bin/python manage.py serve

test:
	@sh tools/setup.sh test
	@sh tools/check.sh

soak:
	@sh tools/setup.sh test
	@exec .venv/bin/python -m tools.soak $(SOAK)
