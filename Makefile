# Targets are one or two lines; logic lives in Python. `make` alone lists them, `make check` is exactly what CI runs.

PYTHON ?= python3
PORT ?= 8080
STACK ?= local
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: rights plan deploy destroy secrets audit redrive crowd digest hold explain recompute export sweep help setup check format-check lint types imports rules test format schema practices run demo replay-day policy platforms new-platform replay doctor crisis gifs indexes package lock classify month coverage cost coldstart bench faults soak clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## make .venv with everything pinned in requirements-dev.txt; the other targets do it on demand

$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and "Heard needs Python 3.11 or newer and found %d.%d. Name one: make PYTHON=python3.12 ..." % v[:2] or 0)'
	@if [ -L .venv ]; then echo ".venv is a link to another checkout's, which this would empty. Remove the link." >&2; exit 1; fi
	@echo "Making .venv with what requirements-dev.txt pins; this takes a minute." >&2
	@$(PYTHON) -m venv --clear .venv >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt >&2
	@touch $@

# --- before a pull request ---

check: format-check lint types imports rules test ## everything CI checks: the next six, in this order
	@echo "check: format, lint, types, imports, rules and tests hold"

format-check: $(READY) ## is the code formatted?
	$(BIN)/ruff format --check .

lint: $(READY) ## ruff's rules
	$(BIN)/ruff check .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

imports: $(READY) ## which way dependencies point
	$(BIN)/lint-imports --no-logo

rules: $(READY) ## check every brand and rule under brands/, examples included
	$(BIN)/python -m shared.cli rules

test: $(READY) ## the tests
	$(BIN)/pytest -n 2 --dist loadgroup

format: $(READY) ## format the code and fix what ruff can fix
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

# --- running it ---

run: $(READY) ## every door and the schedules in one process, on PORT (8080); STACK=emulators: as on Google Cloud
	PORT=$(PORT) $(BIN)/python -m functions.local.$(if $(filter emulators,$(STACK)),stack,main)

demo: $(READY) ## a recorded day against a pretend platform, on this machine alone; or with STACK=emulators
	$(BIN)/python -m demo.run --stack $(STACK)

replay-day: $(READY) ## replay a recorded day: FILE=path, and optionally BRAND=name JSON=1
	$(if $(FILE),,$(error replay-day needs a recorded day: make replay-day FILE=path))
	@$(BIN)/python -m demo.run --stack $(STACK) --file "$(FILE)" $(if $(BRAND),--brand "$(BRAND)") $(if $(JSON),--json)

digest: $(READY) ## look at a date's digest: DATE=2026-10-13 BRAND=name, optionally READER= LANGUAGE= NAMES= ANEW=1 NOOPEN=1
	$(if $(and $(BRAND),$(DATE)),,$(error digest needs both: make digest DATE=2026-10-13 BRAND=tern-kettle))
	@$(BIN)/python -m functions.local.digest "$(DATE)" "$(BRAND)" $(if $(READER),--reader "$(READER)") $(if $(LANGUAGE),--language "$(LANGUAGE)") $(if $(NAMES),--names "$(NAMES)") $(if $(ANEW),--anew) $(if $(NOOPEN),--no-open)

schema: $(READY) ## the JSON Schema with which editors check brands and rules
	$(BIN)/python -m shared.cli schema

practices: $(READY) ## docs/practices.md anew: what Heard does, and which tests show it
	@$(BIN)/python -m shared.practices

# --- platforms ---

policy: $(READY) ## what a machine may do on each platform, with the source of each rule; optionally PLATFORM=name
	@$(BIN)/python -m shared.cli policy $(if $(PLATFORM),--platform "$(PLATFORM)")

platforms: $(READY) ## docs/platforms anew, from the platform modules
	$(BIN)/python -m shared.cli platforms

new-platform: $(READY) ## a module and fixtures that run the contract, to be filled in: NAME=name
	$(if $(NAME),,$(error new-platform needs a name: make new-platform NAME=acorn))
	@$(BIN)/python -m shared.cli new-platform "$(NAME)"

replay: $(READY) ## send one fixture, signed now, to a running responder: PLATFORM=name CASE=name, optionally URL=address
	$(if $(and $(PLATFORM),$(CASE)),,$(error replay needs both: make replay PLATFORM=facebook CASE=comment))
	@$(BIN)/python -m functions.local.replay "$(PLATFORM)" "$(CASE)" $(if $(URL),--url "$(URL)")

doctor: $(READY) ## what is wrong with each connection and account, and how to mend it; optionally URL=public address
	@$(BIN)/python -m functions.local.doctor $(if $(URL),--url "$(URL)")

crisis: $(READY) ## the crisis switch: BRAND=name STATE=on|off|show, optionally HOURS=24 OWNER="name" WHY="text"
	$(if $(and $(BRAND),$(STATE)),,$(error crisis needs both: make crisis BRAND=tern-kettle STATE=on))
	@$(BIN)/python -m functions.local.crisis "$(STATE)" "$(BRAND)" $(if $(HOURS),--hours "$(HOURS)") $(if $(OWNER),--owner "$(OWNER)") $(if $(WHY),--why "$(WHY)")

hold: $(READY) ## stop the clocks of a brand: BRAND= STATE=show|start|end REASON=platform_outage, optionally PLATFORM= SINCE= UNTIL= WHY= WHO=
	$(if $(and $(BRAND),$(STATE)),,$(error hold needs both: make hold BRAND=tern-kettle STATE=show))
	@$(BIN)/python -m functions.local.hold "$(STATE)" "$(BRAND)" $(if $(REASON),--reason "$(REASON)") $(if $(PLATFORM),--platform "$(PLATFORM)") $(if $(SINCE),--since "$(SINCE)") $(if $(UNTIL),--until "$(UNTIL)") $(if $(WHY),--why "$(WHY)") $(if $(WHO),--who "$(WHO)")

gifs: $(READY) ## GIFs from GIPHY for people to look at: BRAND= QUERY="thank you" SUITS=thanks, optionally LANGUAGE= RATING= MOST=
	$(if $(and $(BRAND),$(QUERY),$(SUITS)),,$(error gifs needs three: make gifs BRAND=tern-kettle QUERY="thank you" SUITS=thanks))
	@$(BIN)/python -m functions.local.gifs "$(BRAND)" "$(QUERY)" --suits "$(SUITS)" $(if $(LANGUAGE),--language "$(LANGUAGE)") $(if $(RATING),--rating "$(RATING)") $(if $(MOST),--most "$(MOST)")

# --- what was timed ---

explain: $(READY) ## one Interaction's whole story, each clock with what counted: INTERACTION=key or address, optionally WORDS=no ALL=1 ASCII=1
	$(if $(INTERACTION),,$(error explain needs one: make explain INTERACTION=key))
	@$(BIN)/python -m functions.local.explain "$(INTERACTION)" $(if $(filter no,$(WORDS)),--no-words) $(if $(ALL),--all) $(if $(ASCII),--ascii)

recompute: $(READY) ## clocks anew by today's calendars and targets: SINCE= WHY="text", optionally BRAND= UNTIL= WHO= DRY=1; or REPORT=number
	$(if $(or $(SINCE),$(REPORT)),,$(error recompute needs a date: make recompute SINCE=2026-11-01 WHY="a holiday was missing"))
	@$(BIN)/python -m functions.local.recompute $(if $(REPORT),--report "$(REPORT)",--since "$(SINCE)") $(if $(UNTIL),--until "$(UNTIL)") $(if $(BRAND),--brand "$(BRAND)") $(if $(WHY),--why "$(WHY)") $(if $(WHO),--who "$(WHO)") $(if $(DRY),--dry)

export: $(READY) ## figures, intervals and events as CSV and JSON Lines; optionally BRAND= SINCE= UNTIL= TO= FORMAT=csv|jsonl|both AGAIN=1
	@$(BIN)/python -m functions.local.export $(if $(BRAND),--brand "$(BRAND)") $(if $(SINCE),--since "$(SINCE)") $(if $(UNTIL),--until "$(UNTIL)") $(if $(TO),--to "$(TO)") $(if $(FORMAT),--format "$(FORMAT)") $(if $(AGAIN),--again)

# --- deploying it ---

DEPLOYMENT = --env "$(or $(ENV),prod)" $(if $(PROJECT),--project "$(PROJECT)") $(if $(REGION),--region "$(REGION)") $(if $(BRANDS),--brands "$(BRANDS)") $(if $(BRAND),--brand "$(BRAND)") $(if $(ALERTS),--alerts "$(ALERTS)") $(if $(DOMAIN),--domain "$(DOMAIN)") $(if $(DESK_DOMAIN),--desk-domain "$(DESK_DOMAIN)")

indexes: $(READY) ## infra/indexes.json, the indexes that the ledger's queries need in Firestore
	$(BIN)/python -m shared.cli indexes

package: $(READY) ## a package of each door in build/packages; optionally BRANDS=folder EXTRA="ses pubsub"
	$(BIN)/python -m infra.package $(if $(BRANDS),--brands "$(BRANDS)") $(foreach one,$(EXTRA),--extra $(one))

plan: $(READY) ## what deploying would do and cost: ENV=prod, PROJECT= REGION= or infra/environments/<env>.toml, optionally BRANDS= BRAND= ALERTS= DOMAIN= DESK_DOMAIN=
	@$(BIN)/python -m infra.deploy plan $(DEPLOYMENT)

deploy: $(READY) ## the same, and do it after asking; YES=1 does not ask
	@$(BIN)/python -m infra.deploy deploy $(DEPLOYMENT) $(if $(YES),--yes)

destroy: $(READY) ## say what would go; DATA=delete removes everything, the ledger too, after asking
	@$(BIN)/python -m infra.deploy destroy $(DEPLOYMENT) $(if $(DATA),--data "$(DATA)") $(if $(YES),--yes)

secrets: $(READY) ## versions of secrets: DO=list|put|rotate|swap|retire NAME=HEARD_..., never a value; it is asked for, or piped in
	@$(BIN)/python -m infra.secrets $(or $(DO),list) $(if $(NAME),"$(NAME)") $(if $(GIVEN),--given) $(DEPLOYMENT)

rights: $(READY) ## who may do what by a plan: FILE=plan.json, optionally CHECK=page
	$(if $(FILE),,$(error rights needs a plan: terraform show -json plan.out > plan.json; make rights FILE=plan.json))
	@$(BIN)/python -m infra.matrix --plan "$(FILE)" $(if $(CHECK),--check "$(CHECK)")

redrive: $(READY) ## hand dead letters in again: ENV=prod, optionally PROJECT= REGION= DRY=1 PLATFORM= BRAND= OLDER=2h NEWER=3d MOST=1000
	@$(BIN)/python -m infra.redrive --env "$(or $(ENV),prod)" $(if $(PROJECT),--project "$(PROJECT)") $(if $(REGION),--region "$(REGION)") $(if $(DRY),--dry) $(if $(PLATFORM),--platform "$(PLATFORM)") $(if $(BRAND),--brand "$(BRAND)") $(if $(OLDER),--older "$(OLDER)") $(if $(NEWER),--newer "$(NEWER)") $(if $(MOST),--most "$(MOST)")

audit: $(READY) ## build/sbom.json, and what osv.dev knows of every pinned release; OFFLINE=1 asks nobody
	@$(BIN)/python -m infra.audit $(if $(OFFLINE),--offline)

lock: $(READY) ## requirements.lock anew from requirements.txt; asks the package index
	$(BIN)/python -m infra.lock

# --- slower looks ---

coverage: $(READY) ## the tests again, with the lines and branches that none of them reaches
	$(BIN)/pytest -n 2 --dist loadgroup --cov --cov-report=term

month: $(READY) ## a simulated month of 30,000 Interactions through the real flows, judged; optionally SIZE= SEED=
	@$(BIN)/python -m tests.month $(if $(SIZE),--size $(SIZE)) $(if $(SEED),--seed $(SEED))

classify: $(READY) ## how well questions and sorts are told, on the labelled texts, beside two baselines
	@$(BIN)/python -m tests.classify

cost: $(READY) ## billed operations and money per million Interactions, counted on the emulator
	$(BIN)/python -m tests.bench.cost

coldstart: $(READY) ## from process start to the first 200, per door, beside a bare function
	$(BIN)/python -m tests.bench.coldstart

sweep: $(READY) ## what one run of watch reads and writes with 1,000 to 100,000 open clocks, on both stores
	$(BIN)/python -m tests.bench.sweep

crowd: $(READY) ## what the digest of a day of a million costs, and that memory does not grow; optionally SIZE= STORE=firestore
	@$(BIN)/python -m tests.bench.digest $(if $(SIZE),--size $(SIZE)) $(if $(STORE),--store $(STORE))

bench: $(READY) ## throughput and p99 of receive, CPU of acknowledge, lag from webhook to answer
	$(BIN)/python -m tests.bench

faults: $(READY) ## what reliability promises, broken on purpose on the emulators; ten minutes
	$(BIN)/pytest -m faults tests/faults

soak: $(READY) ## the slow suites, which `make test` leaves out
	$(BIN)/pytest -m slow

clean: ## remove .venv, caches and build/; never var/, where a local run keeps its state
	rm -rf .venv build htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
