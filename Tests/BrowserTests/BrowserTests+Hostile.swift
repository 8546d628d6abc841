import Rigs
import Testing

extension BrowserTests {
    /// Nothing of what somebody typed has become markup, has run, or leads anywhere.
    private func expectText(_ place: String, at location: SourceLocation = #_sourceLocation) async throws {
        let found: [String] = try await browser.run(
            """
            const wrong = window.xss === undefined ? [] : ["a script has run"];
            for (const one of document.querySelectorAll("*")) {
              for (const { name } of one.attributes) if (name.startsWith("on")) wrong.push(one.tagName + " has " + name);
              if (one.matches("iframe, base, marquee, math, object, embed, meta[http-equiv=refresh]")) wrong.push(one.tagName);
              if (one.matches("script") && !one.src.startsWith(location.origin)) wrong.push("a script of somebody's");
              const leads = one.getAttribute("href") ?? one.getAttribute("src") ?? "";
              if (/^\\s*(java\\s*script|data|vbscript):/i.test(leads) || new URL(leads, location.href).origin !== location.origin) wrong.push(leads);
            }
            if (location.host.includes("evil")) wrong.push(location.href);
            return wrong;
            """)
        #expect(found == [], "\(place)", sourceLocation: location)
        try await stage.expectNoComplaint(place, at: location)
    }

    @Test func `Whatever somebody has typed is text on every page of operators`() async throws {
        try await browser.resize(1_280, 800)
        for page in Self.operatorPages + ["outbox?all=1"] where page != "session?number=2" {
            try await stage.open(page, at: stage.hostile)
            try await expectText(page)
        }
        var texts = ""
        for number in 1...(HostileWords.all.count + HostileEvent.share - 1) / HostileEvent.share {
            try await stage.open("session?number=\(number)", at: stage.hostile)
            try await browser.act("document.querySelector('details')?.setAttribute('open', '')")
            texts += try await browser.run("return document.querySelector('main').textContent", as: String.self)
            try await expectText("session \(number)")
            // Looks and layouts have no words of guests.
            for index in number == 1 ? [0, 1, 2, 3] : [0, 3] {
                try await browser.act("document.querySelectorAll('.actions button')[\(index)].click()")
                try await browser.wait(until: "document.querySelector('dialog[open]')")
                try await expectText("session \(number), \(Self.questions[index])")
                try await browser.press("Escape")
                try await browser.wait(until: "!document.querySelector('dialog')")
            }
        }
        // They were there to be seen: a page that shows nothing proves nothing.
        let missing = HostileWords.all.filter {
            !$0.unicodeScalars.contains("\0") && !texts.contains($0)
        }
        #expect(missing == [])
        try await stage.open(
            "sessions?q=%3Cscript%3Ewindow.xss%3D1%3C%2Fscript%3E&effect=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.xss%3D1%3E",
            at: stage.hostile)
        try await expectText("filters in the address")
        #expect(try await browser.run("return document.title.includes('<img src=x onerror=window.xss=1>')"))
    }

    @Test func `Whatever an event is called is text on its guests' pages`() async throws {
        for number in [1, 5] {
            let link = stage.hostile.guests + "/s/\(try await stage.token(number, of: "hostile"))/"
            for name in ["", "live", "delete"] {
                try await browser.open(link + name)
                try await browser.wait(until: "document.querySelector('h1')")
                try await expectText("/s/…/\(name)")
                guard name != "delete" else { continue }
                #expect(
                    try await browser.run(
                        "return document.querySelector('h1').textContent.includes('<img src=x onerror=window.xss=1>')"))
            }
        }
        try await browser.open(stage.hostile.guests + "/s/%3Cscript%3Ewindow.xss=1%3C%2Fscript%3E/")
        #expect(try await browser.run("return window.xss === undefined && !document.body.textContent.includes('xss')"))
        _ = try await browser.complaints()
    }
}
