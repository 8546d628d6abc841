import Foundation
import Rigs

/// Rows 2 and 3: how late a frame of the camera is drawn, and what many of them cost.
enum Frames {
    static let steps = #"{"step":"attract"},{"step":"countdown","seconds":60},{"step":"capture"}"#

    private struct Seen: Decodable {
        let number: Int
        let at: Double
    }

    private struct Found {
        let late: Times
        let shown: Double
        let paints: Double
    }

    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(steps, pace: 0.1)) { screen in
            try await begin(screen)
            let usual = try await measured(20, on: screen)
            try await screen.slow(down: 20)
            try await Task.sleep(for: .seconds(5))
            let slow = try await measured(20, on: screen)
            // No page reaches more by this way.
            try await screen.browser.act(bare)
            try await Task.sleep(for: .seconds(5))
            let floor = try await measured(20, on: screen)
            return [
                Row(
                    name: "2 frame in the booth → drawn, 25 frames/s, p95 of \(usual.late.sorted.count)",
                    value: usual.late.at(0.95), unit: "ms", judge: .most, goal: 30),
                Row(name: "2 the same, median", value: usual.late.middle, unit: "ms", judge: .most, goal: 30),
                Row(name: "2 frames shown a second, of 25", value: usual.shown, unit: "/s", judge: .least, goal: 23),
                Row(
                    name: "2 slowed 20x: frame → drawn, p95 of \(slow.late.sorted.count)", value: slow.late.at(0.95),
                    unit: "ms", judge: .most, goal: 200),
                Row(
                    name: "2 slowed 20x: the latest, where nothing piles up", value: slow.late.most, unit: "ms",
                    judge: .most,
                    goal: 400),
                Row(name: "2 slowed 20x: paints a second", value: slow.paints, unit: "/s", judge: .least, goal: 30),
                Row(
                    name: "2 slowed 20x: a page with nothing but a canvas, p95 of \(floor.late.sorted.count)",
                    value: floor.late.at(0.95), unit: "ms", judge: .most, goal: 200),
                Row(
                    name: "2 slowed 20x: paints a second of that page", value: floor.paints, unit: "/s", judge: .least,
                    goal: 30),
            ]
        }
    }

    /// Puts a page in place of the guests' screen that has nothing but a canvas and asks for the live view in the same way.
    private static let bare = """
        const ask = window.fetch, canvas = document.createElement("canvas");
        window.fetch = (address, ...rest) => String(address).includes("/api/live") ? new Promise(() => {}) : ask(address, ...rest);
        [canvas.width, canvas.height] = [960, 640];
        document.body.replaceChildren(canvas);
        const paint = canvas.getContext("2d", { alpha: false });
        (async () => {
          for (let after = 0;;) {
            const answer = await ask(`/api/live?after=${after}`);
            if (answer.status !== 200) continue;
            after = Number(answer.headers.get("X-Frame"));
            const frame = await createImageBitmap(await answer.blob());
            paint.drawImage(frame, 0, 0);
            frame.close();
          }
        })();
        """

    /// To the countdown, whose live view is there.
    static func begin(_ screen: Screen) async throws {
        try await screen.wait(for: "attract")
        try await screen.goOn()
        try await screen.wait(for: "countdown")
        try await screen.wait(until: "(() => { \(Screen.canvas) return canvasNow(); })()")
        // A frame counts as drawn when the animation frame begins that brings it to the glass. This looks on where the page draws: to read the glass again and again would cost more than the page does.
        try await screen.browser.act(
            """
            const { drawImage: draw } = CanvasRenderingContext2D.prototype;
            \(BarCode.reading)
            window.seen = [];
            CanvasRenderingContext2D.prototype.drawImage = function (picture, ...place) {
              draw.call(this, picture, ...place);
              if (this.canvas.width < 200 || picture.width < 200) return;
              const number = numberOn(picture);
              requestAnimationFrame(() => { if (number !== undefined) seen.push({ number, at: performance.timeOrigin + performance.now() }); });
            };
            """)
        do { try await screen.wait(until: "window.seen.length > 0") } catch {
            throw Failure(description: "no number is read on the live view: \(error)")
        }
    }

    private static func measured(_ seconds: Int, on screen: Screen) async throws -> Found {
        try await screen.browser.act("seen.length = 0")
        try await Task.sleep(for: .seconds(seconds))
        let seen: [Seen] = try await screen.browser.run("return seen")
        let given = try screen.booth.frames()
        // Another animation, beside the page's own.
        let paints: Int = try await screen.browser.runAsync(
            """
            const end = performance.now() + 5000;
            let count = 0;
            while (performance.now() < end) { await new Promise((next) => requestAnimationFrame(next)); count += 1; }
            return count;
            """)
        // Its number comes again after some seconds: it is the newest one that was given before it was seen. The first that is seen may
        // have been there for long.
        let late = seen.dropFirst().compactMap { one -> Double? in
            given.last { $0.at <= one.at && $0.count % BarCode.count == one.number }.map { one.at - $0.at }
        }
        guard late.count > seconds else { throw Failure(description: "only \(late.count) frames were seen") }
        return Found(
            late: Times(late), shown: Double(seen.count) / Double(seconds),
            paints: Double(paints) / 5)
    }
}

/// Row 3: a night's frames, as fast as they are drawn.
enum Memory {
    private static let frames = Int(ProcessInfo.processInfo.environment["BOOTHKIT_FRAMES"] ?? "") ?? 200_000

    static func rows() async throws -> [Row] {
        try await Screen.on(Booth(Frames.steps, rate: 500, pace: 0.005)) { screen in
            try await screen.browser.act(
                "window.fetched = 0; const get = window.fetch; window.fetch = (...all) => { if (String(all[0]?.url ?? all[0]).includes('/api/live')) fetched += 1; return get(...all); };"
            )
            try await Frames.begin(screen)
            let began = ContinuousClock.now
            var (sizes, drawn) = ([(at: Double, size: Double)](), 0)
            let tree = screen.processes
            repeat {
                try await Task.sleep(for: .seconds(5))
                sizes.append(((ContinuousClock.now - began).seconds, tree.renderer))
                let now: Int = try await screen.browser.run("return fetched")
                guard now > drawn else { throw Failure(description: "the live view stopped after \(drawn) frames") }
                drawn = now
            } while drawn < frames
            let settled = sizes.filter { $0.at > 60 }.map(\.size)
            let first = Times(Array(settled.prefix(6))).middle
            let last = Times(Array(settled.suffix(6))).middle
            return [
                Row(
                    name: "3 \(drawn) frames: renderer's memory at most", value: Times(sizes.map(\.size)).most,
                    unit: "MB",
                    judge: .most, goal: 200),
                Row(
                    name: "3 growth after the first minute", value: first > 0 ? (last / first - 1) * 100 : 0, unit: "%",
                    judge: .most, goal: 5),
                Row(
                    name: "3 frames a second", value: Double(drawn) / (ContinuousClock.now - began).seconds, unit: "/s",
                    judge: .least, goal: 25),
            ]
        }
    }
}
