# The two commands of the project. Both install what is missing first, and work
# offline once that is done.
#   make run     serve dashboard, API and live wall   (PORT, VAR_DIR, DEMO=0)
#   make test    format, lint, types, imports, checks, tests   (CLIENT=botocore)
# And three for whoever has five minutes more:
#   make soak    everything at once while parts are killed   (SOAK="--seed 7")
#   make bench   our server beside others that do the same   (BENCH=--quick)
#   make storm   the storms of the tests, ten times as large   (STORM_SIZE=10)

# What is compiled once need not be at every start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test soak storm bench

run:
	@sh tools/setup.sh run
	@exec .venv/bin/python manage.py serve

test:
	@sh tools/setup.sh test
	@CLIENT=$(CLIENT) sh tools/check.sh

soak:
	@sh tools/setup.sh test
	@exec .venv/bin/python -m tools.soak $(SOAK)

storm: export STORM_SIZE ?= 10
storm:
	@sh tools/setup.sh test
	@exec .venv/bin/python -m pytest -n auto -k storm payments interactions events core

bench:
	@sh tools/setup.sh bench
	@exec .venv/bin/python -m benchmarks $(BENCH)
