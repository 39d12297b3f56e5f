# `make run` shows the whole kit working on this machine; `make test` tests it.
# Both install what they need first (Debian packages with root or sudo).

# One set of flags everywhere: other flags would build Fyne's C code again.
# x11: touch does not work under native Wayland.
export GOFLAGS := -tags=x11 -buildvcs=false

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LDFLAGS := -X github.com/nuanxin/station-kit/internal/build.version=$(VERSION)
TOOL    := go tool -modfile=tools/go.mod
PACKAGES := ./...
GOFILES = $(shell git ls-files '*.go' | grep -v '\.pb\.go$$')

# Where `make run` keeps its data, and further flags of the demonstration.
DATA ?= data
DEMO ?=

# Sizes of the long runs.
FUZZTIME  ?= 1m
BENCHTIME ?= 3000x
# The largest journal `make bench` measures (10000000 takes a quarter of an hour
# and 5 GB), and a folder that keeps the filled files for the next time.
BENCH_RECORDS ?= 1000000
BENCH_CACHE   ?=
# What the fleet's bench drains, how many stations its country has, how many
# clients come back after how long; in full 1000000, 186100, 10000, 150s.
FLEET_RECORDS  ?= 200000
FLEET_STATIONS ?= 20000
FLEET_CLIENTS  ?= 1000
FLEET_OUTAGE   ?= 90s
# How often `make crash` kills a station and cuts its power. LOSSYFS=off leaves
# the power cuts out, here and in `make test`, where there is no /dev/fuse.
KILLS ?= 2000
CUTS  ?= 20000
# What `make bench-kiosk` does: how many sessions memory is watched over (in full
# 10000, one to two hours), how long the kiosk is left alone, how often it is pressed.
KIOSK_SESSIONS ?= 200
IDLE_SECONDS   ?= 30
PRESSES        ?= 100x
# How many cards `make soak` places.
CARDS ?= 100000

# How many inputs `make monkey` makes, from which seed on.
TAPS        ?= 20000
MONKEY_SEED ?= 1

# How many seeds `make sim` simulates, from SEED on: most with stations on paper,
# some with the real one, some of these with stations declared lost, some with the
# hubs on SQLite.
SEED          ?= 1
SEEDS         ?= 100000
STATION_SEEDS ?= 10000
LOST_SEEDS    ?= 10000
SQLITE_SEEDS  ?= 500

BUILD_DEBS := gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libxkbcommon-dev
RUN_DEBS   := $(BUILD_DEBS) xvfb libgl1-mesa-dri imagemagick
# A machine that has npm otherwise keeps its own.
NPM_DEBS   := $(shell command -v npm >/dev/null || echo npm)
TEST_DEBS  := $(RUN_DEBS) prometheus rabbitmq-server fuse3 mosquitto postgresql chromium zbar-tools fonts-noto-cjk git $(NPM_DEBS)
DATA_DEBS  := libharfbuzz-bin fonts-noto-cjk unicode-data bzip2 protobuf-compiler espeak-ng sox rime-data-pinyin-simp

.PHONY: run build test race lint fmt generate fuzz bench bench-kiosk gallery soak crash monkey sim sim-planted clean deps-build deps-run deps-test deps-generate deps-gallery

run: deps-run build
	bin/demo --bin bin --data $(DATA) $(DEMO)

build: deps-build
	go build -ldflags '$(LDFLAGS)' -o bin/nuanxin-hub ./sync/cmd/hub
	go build -ldflags '$(LDFLAGS)' -o bin/nuanxin-station ./station/cmd/station
	go build -ldflags '$(LDFLAGS)' -o bin/nuanxin-bridge ./firmware-bridge/cmd/bridge
	go build -ldflags '$(LDFLAGS)' -o bin/nuanxin-kiosk ./kiosk
	go build -ldflags '$(LDFLAGS)' -o bin/demo ./packaging/demo

test: deps-test
	go vet $(PACKAGES)
	go test -timeout 20m $(PACKAGES)

race: deps-test
	go test -race -timeout 40m $(PACKAGES)

lint:
	@test -z "$$($(TOOL) gofumpt -l $(GOFILES) | tee /dev/stderr)" || { echo 'run: make fmt'; exit 1; }
	$(TOOL) staticcheck $(PACKAGES)
	@$(TOOL) govulncheck $(PACKAGES) || echo 'govulncheck did not run: it needs its database from the network'

fmt:
	@$(TOOL) gofumpt -w $(GOFILES)

generate: deps-generate
	mkdir -p bin
	GOBIN=$(CURDIR)/bin go -C tools install google.golang.org/protobuf/cmd/protoc-gen-go
	PATH=$(CURDIR)/bin:$$PATH go generate $(PACKAGES)

# Every fuzz target for FUZZTIME each.
fuzz:
	@set -e; for package in $$(go list $(PACKAGES)); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	    echo "$$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package; \
	  done; done

bench:
	go test -run '^$$' -bench . -benchtime $(BENCHTIME) ./station/seal/ ./firmware-bridge/scanner/ ./firmware-bridge/wedge/ ./sync/wire/ ./sync/edge/ ./sync/mqtt/ ./sync/hub/
	go test -run '^$$' -bench . -benchtime 20x -timeout 0 ./firmware-bridge/sim/
	BENCH_RECORDS=$(BENCH_RECORDS) BENCH_CACHE=$(BENCH_CACHE) \
	  go test -run '^$$' -bench . -benchtime 500x -timeout 0 ./internal/stationbench/
	FLEET_RECORDS=$(FLEET_RECORDS) FLEET_STATIONS=$(FLEET_STATIONS) FLEET_CLIENTS=$(FLEET_CLIENTS) FLEET_OUTAGE=$(FLEET_OUTAGE) BENCH_CACHE=$(BENCH_CACHE) \
	  go test -run '^$$' -bench . -benchtime 1x -timeout 0 ./internal/fleetbench/

# The kiosk's feel, in its real window: a machine that is busy otherwise shows it.
bench-kiosk: deps-test
	go test -run '^$$' -bench 'FirstFrame|Errands' -benchtime 10x -timeout 0 ./internal/e2e/
	go test -run '^$$' -bench PressToPixel -benchtime $(PRESSES) -timeout 0 ./internal/e2e/
	KIOSK_SESSIONS=$(KIOSK_SESSIONS) IDLE_SECONDS=$(IDLE_SECONDS) \
	  go test -run '^$$' -bench 'Idle|Sessions' -benchtime 1x -timeout 0 ./internal/e2e/

# A picture of each screen into docs/screens, and the page that shows them.
gallery: deps-gallery
	rm -f docs/screens/*.png
	CGO_ENABLED=0 go test -count=1 -run '^TestExhibition$$' ./kiosk/screen/ -exhibition $(CURDIR)/docs/screens
	pngquant --force --ext .png --speed 1 --strip 128 docs/screens/*.png

soak:
	CARDS=$(CARDS) go test -count=1 -v -run '^TestSoak$$' -timeout 0 ./firmware-bridge/sim/

crash: deps-test
	KILLS=$(KILLS) CUTS=$(CUTS) go test -count=1 -v -timeout 0 ./internal/crash/

# The kiosk's screens under random taps, cards, codes, phones and faults. A
# seed that fails does the same again.
monkey:
	SEED=$(MONKEY_SEED) TAPS=$(TAPS) CGO_ENABLED=0 go test -count=1 -v -run '^TestMonkey$$' -timeout 0 ./internal/monkey/

sim:
	GOGC=400 SEED=$(SEED) SEEDS=$(SEEDS) STATION_SEEDS=$(STATION_SEEDS) LOST_SEEDS=$(LOST_SEEDS) SQLITE_SEEDS=$(SQLITE_SEEDS) \
	  go test -count=1 -v -timeout 0 -run '^TestFleet' ./internal/fleetsim/

# Breaks the kit in a dozen ways, one after the other, and has the simulation
# find each.
sim-planted:
	PLANTED=1 go test -count=1 -v -timeout 0 -run '^TestPlantedBugsAreFound$$' ./internal/fleetsim/

clean:
	rm -rf bin

# Each deps target installs only what is missing, and says so.
define install
@missing=$$(for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
if [ -n "$$missing" ]; then \
  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
  echo "Installing:" $$missing; \
  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
fi
endef

deps-build:
	$(call install,$(BUILD_DEBS))
deps-run:
	$(call install,$(RUN_DEBS))
deps-test:
	$(call install,$(TEST_DEBS))
	@$(MAKE) --no-print-directory $(AXE)
deps-generate:
	$(call install,$(DATA_DEBS))

# What judges the phone page's accessibility in tests; nothing of it is shipped.
AXE := internal/chromium/axe/node_modules/.package-lock.json
$(AXE): internal/chromium/axe/package-lock.json
	cd internal/chromium/axe && npm ci --loglevel=error && touch node_modules/.package-lock.json
deps-gallery:
	$(call install,pngquant)
