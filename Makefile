SHELL = /bin/bash
.PHONY: demo test build install lint format pages screens walks bench bench-quality bench-print bench-motion bench-web bench-screen bench-delivery golden soak sanitize \
	fuzz tsan

demo:
	scripts/demo

test:
	scripts/test

build:
	scripts/setup
	swift build -c release

# Programs into PREFIX/bin; layouts, printers, workflows and what else is data into PREFIX/share/boothkit, where the programs look for them;
# the services for systemd.
PREFIX ?= /usr/local
install:
	swift build -c release --static-swift-stdlib
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/boothkit
	install .build/release/render .build/release/booth $(DESTDIR)$(PREFIX)/bin
	cp -r events layouts printers recipes themes web workflows $(DESTDIR)$(PREFIX)/share/boothkit
	install -D scripts/models $(DESTDIR)$(PREFIX)/share/boothkit/scripts/models
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	for unit in boothkit boothkit-kiosk; do \
		sed 's|/usr/local|$(PREFIX)|' systemd/$$unit@.service >$(DESTDIR)$(PREFIX)/lib/systemd/system/$$unit@.service; \
	done

lint:
	swift format lint --strict -r Sources Tests Package.swift

format:
	swift format -i -r Sources Tests Package.swift

# All pages in a browser, with the sample captures: a contact sheet for each size, out/pages-SIZE.jpg, one of all languages on a
# phone, and the one of docs/.
PAGES = sessions gallery session-2 ask-print ask-looks ask-layout ask-delete outbox status doctor booth event layouts more \
	guest live waiting-en delete gone
pages:
	rm -rf out/pages
	scripts/samples out/captures --size 1800x1200
	BOOTHKIT_PAGES=$(CURDIR)/out/pages BOOTHKIT_CAPTURES=$(CURDIR)/out/captures swift test --filter BrowserTests
	for size in 390 768 1280 1920; do \
		scripts/contact-sheet out/pages-$$size.jpg 640 8 $(PAGES:%=out/pages/%-$$size.png); \
	done
	scripts/contact-sheet out/pages-languages.jpg 640 18 out/pages/*-{de,fr,es,it,ar,pseudo}-390.png
	scripts/contact-sheet docs/pages.jpg 420 6 $$(for page in $(PAGES); do \
		echo out/pages/$$page-390.png out/pages/$$page-1280.png; done)

# The guests' screen in a browser: a contact sheet for each language and size, out/screens-LANG-SIZE.jpg, one of the themes, the one
# of docs/, and the four screens that README.md shows.
SCREENS = attract attract-live closed closed-picture consent layout effect countdown capturing review review-strip review-postcard select draw draw-postcard draw-over survey stars \
	text email phone copies printing share share-here share-coming share-none share-sent motion thanks stopped trouble review-paper
screens:
	rm -rf out/screens
	scripts/samples out/captures --size 1800x1200
	BOOTHKIT_SCREENS=$(CURDIR)/out/screens BOOTHKIT_CAPTURES=$(CURDIR)/out/captures swift test --filter ScreenTests
	for language in en de ar pseudo; do for size in 1080x1920 1920x1080 1280x800 800x480; do \
		scripts/contact-sheet out/screens-$$language-$$size.jpg 480 6 $(SCREENS:%=out/screens/%-$$language-$$size.png); \
	done; done
	scripts/contact-sheet out/screens-themes.jpg 480 6 out/screens/*-{midnight,garden}-1920x1080.png
	scripts/contact-sheet docs/screens.jpg 400 6 $$(for screen in attract-live effect countdown review draw-postcard email copies share thanks; do \
		echo out/screens/$$screen-en-1920x1080.png out/screens/$$screen-en-1080x1920.png; done) \
		out/screens/{attract,share}-{midnight,garden}-1920x1080.png
	for screen in attract-live countdown review share; do \
		vipsthumbnail out/screens/$$screen-en-1920x1080.png --size 720 -o $(CURDIR)/docs/screen-$${screen%-live}.jpg[Q=82,strip]; done

# Whole sessions of a browser before a booth, at every step: left alone, stopped, begun anew, killed; with double taps, clocks that
# jump and lines that lose what is said. The tests walk the shortest of them.
walks:
	BOOTHKIT_WALKS=1 swift test --filter 'BrowserTests.Walks'

# CPU time beside the physical floor, bench/README.md; takes minutes.
bench:
	swift build -c release
	.build/release/bench

# Scores of the same pictures; pip install numpy pillow ssimulacra2, PYTHON names the interpreter.
bench-quality:
	swift build -c release
	.build/release/bench --quality

# A print server of the tests on loopback; ten prints, each also as a command.
PRINT_SERVER = Tests/Rigs/print-server
bench-print:
	swift build -c release
	dir=$$(mktemp -d /tmp/boothkit-bench-print-XXXXXX) && trap "$(PRINT_SERVER) stop $$dir; rm -rf $$dir" EXIT && \
	$(PRINT_SERVER) start $$dir 28631 && \
	CUPS_SERVER=127.0.0.1:28631 XDG_STATE_HOME=$$dir .build/release/bench --print rx1 --rounds 10

# Films beside x264 alone on their finished frames; needs ffmpeg.
bench-motion:
	swift build -c release
	.build/release/bench --motion

# Pages: requests a second, memory, 500 visitors beside sessions, lists of 100,000 sessions; four minutes. What browsers measure is
# printed by BrowserTests.
bench-web:
	swift build -c release
	.build/release/bench --web

# The guests' screen in Debian's chromium, with a booth whose camera numbers its frames: ten minutes, and as long as 200,000 frames
# (BOOTHKIT_FRAMES) take. SCREEN chooses rows: bytes rest taps frames digits double kills streams kiosk memory.
bench-screen:
	swift build -c release --product screen-figures
	.build/release/screen-figures $(SCREEN)

# What sending reaches beside the curl command, rclone and plain sockets; slow lines need root. Then captures that are kept while
# items leave, on this disk.
bench-delivery:
	swift build -c release --product delivery-figures
	swift build -c release --product record-figures
	swift build -c release --product booth
	.build/release/delivery-figures
	dir=$$(mktemp -d bench-XXXXXX) && trap "rm -rf $$dir" EXIT && \
	.build/release/booth event new $$dir/for --name Bench >/dev/null && mkdir $$dir/event && \
	cp $$dir/for/workflow.json $$dir/event/ && .build/release/record-figures beside $$dir/event 300

# Renders every golden case and compares it with its picture.
golden:
	swift run -c release render --check Tests/GoldenImages

# A thousand renders in one process: memory and descriptors must not grow. Then a booth that is killed a thousand
# times, power cuts (as root), an event of 100,000 sessions; prints while everything breaks; 1,000 shots and faults; a
# night of 500 visits with all of it; 2,000 items to a far side that loses things, the sender killed all the time; a
# thousand mails by each way that a server can go wrong, and uploads killed midway (scripts/far-sides).
soak:
	swift run -c release bench --soak 1000
	scripts/soak-record
	PRINT_SOAK=200 swift test --filter PrintSoakTests
	BOOTHKIT_SOAK=1000 swift test --filter 'CaptureTests.(SoakTests|FigureTests|PTPSoakTests)'
	BOOTHKIT_NIGHT=500 swift test --filter 'EngineTests.NightTests'
	BOOTHKIT_SENDING=2000 swift test --filter 'BoothTests.(SendingKillTests|ArrivalTests)'
	scripts/far-sides
	BOOTHKIT_SOAK=1000 swift test --filter 'DeliveryTests.(MailTests|KilledUploadTests)'

# The decoders and the pictures under AddressSanitizer and UndefinedBehaviorSanitizer; BOOTHKIT_CORPUS=DIR adds every file
# below that folder. LeakSanitizer is left out: GLib and Fontconfig keep what they once took.
sanitize:
	ASAN_OPTIONS=detect_leaks=0 swift test --build-path .build/sanitize --sanitize=address \
		-Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined \
		--filter '^(ImagingTests|EffectsTests|CompositorTests|StrictJSONTests|FilesTests)\.'

# Ten minutes of libFuzzer for each decoder; FUZZ_SECONDS and FUZZ="boxes exif" say otherwise.
fuzz:
	scripts/fuzz $(FUZZ)

# The tests under ThreadSanitizer, in a build of their own. scripts/tsan.supp names what it reports of others' code, and
# scripts/tsan-mutex.c tells it what it cannot see.
tsan:
	swift build --build-tests --sanitize=thread --scratch-path .build/tsan
	clang -shared -fPIC -O1 -Wall -o .build/tsan/tsan-mutex.so scripts/tsan-mutex.c -ldl
	G_SLICE=always-malloc SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 LD_PRELOAD=$(CURDIR)/.build/tsan/tsan-mutex.so \
	TSAN_OPTIONS="suppressions=$(CURDIR)/scripts/tsan.supp halt_on_error=0" \
	swift test --skip-build --sanitize=thread --scratch-path .build/tsan
