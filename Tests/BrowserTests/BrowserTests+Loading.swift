import Foundation
import Rigs
import Testing

extension BrowserTests {
    /// Gathers what the browser tells of a page from its very beginning.
    private static let observer = """
        window.seen = { shift: 0, paint: 0 };
        new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.shift += one.value; })
          .observe({ type: "layout-shift", buffered: true });
        new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.paint = one.startTime; })
          .observe({ type: "largest-contentful-paint", buffered: true });
        """

    private func limit(_ megabits: Double, latency: Double, slowness: Int) async throws {
        try await browser.tell("Network.enable", [:])
        try await browser.tell(
            "Network.emulateNetworkConditions",
            [
                "offline": false, "latency": latency, "downloadThroughput": megabits < 0 ? -1 : megabits * 125_000,
                "uploadThroughput": megabits < 0 ? -1 : 100_000,
            ])
        try await browser.tell("Emulation.setCPUThrottlingRate", ["rate": slowness])
        try await browser.tell("Network.setCacheDisabled", ["cacheDisabled": megabits > 0])
    }

    @Test func `A guest's page is light, and nothing of it moves while it loads, at any size`() async throws {
        let link = stage.party.guests + "/s/\(try await stage.token())/"
        try await browser.open(link)
        let bytes: [Int] = try await browser.runAsync(
            "const size = async (name) => (await (await fetch(name)).arrayBuffer()).byteLength; return [await size('./'), await size('page.css'), await size('../icon.svg')]"
        )
        print("guest's page: \(bytes[0]) bytes, its style \(bytes[1]), its icon \(bytes[2]), no script")
        #expect(bytes.reduce(0, +) <= 15_000)
        try await browser.withScript(Self.observer) {
            for (width, height) in Stage.sizes {
                try await browser.resize(width, height)
                // Slow enough that pictures come long after the words.
                try await limit(4, latency: 40, slowness: 1)
                try await browser.open(link)
                try await browser.wait(
                    until:
                        "document.readyState === 'complete' && [...document.images].slice(0, 1).every((one) => one.complete)"
                )
                try await browser.act("scrollTo(0, 100000)")
                try await browser.wait(until: "[...document.images].every((one) => one.complete)")
                let shift: Double = try await browser.runAsync(
                    "return await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(seen.shift))))"
                )
                print("guest's page at \(width): CLS \(shift)")
                #expect(shift == 0, "at \(width)")
            }
            try await limit(-1, latency: 0, slowness: 1)
        }
    }

    /// How soon is printed, and nothing here goes by it: the machine may do something else besides.
    @Test(arguments: [(20.0, 20.0), (1.6, 150.0)])
    func `A guest's picture is small, and comes on a bad network, too`(megabits: Double, latency: Double) async throws {
        let link = stage.party.guests + "/s/\(try await stage.token())/"
        try await browser.resize(390, 844)
        try await browser.withScript(Self.observer) {
            try await limit(megabits, latency: latency, slowness: 4)
            try await browser.open(link)
            try await browser.wait(until: "document.images[0].complete && seen.paint > 0")
            let figures: [Double] = try await browser.runAsync(
                """
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
                const first = document.images[0], its = performance.getEntriesByName(first.currentSrc)[0];
                return [seen.paint, its.encodedBodySize];
                """)
            print(
                "guest's page at \(megabits) Mbit/s, \(Int(latency)) ms, processor four times as slow: LCP \(Int(figures[0])) ms with a picture of \(Int(figures[1])) bytes"
            )
            #expect(figures[1] <= 350_000)
        }
        try await limit(-1, latency: 0, slowness: 1)
    }
}
