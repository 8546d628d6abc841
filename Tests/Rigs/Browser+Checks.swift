import Foundation

extension Browser {
    /// What assistive technology would stumble over, by axe, and what axe could not decide and nobody has looked at; nothing when all
    /// is well.
    /// - Parameter rules: the only ones that are asked; nil: all.
    package func violations(_ axe: String, rules: [String]? = nil) async throws -> [String] {
        let isThere: Bool = try await run("return typeof axe === 'object'")
        if !isThere { try await tell("Runtime.evaluate", ["expression": axe]) }
        let chosen = rules.map { "runOnly: { type: \"rule\", values: \($0) }, " } ?? ""
        let reviewed = Axe.reviewed.map { "[\"\($0.rule)\", \"\($0.said)\", \"\($0.at)\"]" }.joined(separator: ", ")
        return try await runAsync(
            """
            const found = await axe.run(document, { \(chosen)preload: false, resultTypes: ["violations", "incomplete"] });
            const reviewed = [\(reviewed)];
            const words = (node) => [...node.any, ...node.all, ...node.none].map(({ message }) => message).join(" ") || node.failureSummary || "";
            const lines = ({ id, nodes }, kind) => {
              const open = kind ? nodes.filter((node) => !reviewed.some(([rule, said, at]) => rule === id && words(node).includes(said) && node.target.join(" ").includes(at))) : nodes;
              return open.length ? [kind + id + ": " + open.slice(0, 3).map((node) => node.target.join(" ") + " " + words(node)).join("; ")] : [];
            };
            return [...found.violations.flatMap((one) => lines(one, "")), ...found.incomplete.flatMap((one) => lines(one, "undecided: "))];
            """)
    }

    /// What axe does not see: whatever can be touched and is off the page, too small or under something else, and text that is cut.
    package func misplaced(smallest: Int = 44) async throws -> [String] {
        try await run(
            """
            const wrong = [], smallest = \(smallest);
            const name = (one) => one.tagName.toLowerCase() + (one.className ? "." + String(one.className).split(" ")[0] : "")
              + " " + JSON.stringify((one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 30));
            const top = document.querySelector("dialog[open]") ?? document.body;
            if (document.documentElement.scrollWidth > innerWidth + 1) {
              wrong.push("the page is " + document.documentElement.scrollWidth + " px wide, its window " + innerWidth);
            }
            const isSeen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && one.getClientRects().length;
            const scrolls = (one) => { for (let at = one.parentElement; at; at = at.parentElement)
              if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth + 1) return true; return false; };
            // What floats over the page, or lies in what scrolls by itself, may cover something for a while.
            const floats = (one) => { for (let at = one; at && at !== top; at = at.parentElement) {
              const { position, overflowX, overflowY } = getComputedStyle(at);
              if (position === "fixed" || position === "sticky" || /auto|scroll/.test(overflowX + overflowY)) return true; } return false; };
            const touched = [];
            for (const one of top.querySelectorAll("a[href], button, input, select, textarea, summary")) {
              if (!isSeen(one) || one.classList.contains("skip")) continue;
              const label = one.matches("[type=checkbox], [type=radio]") ? one.closest("label") : undefined;
              const box = (label ?? one).getBoundingClientRect();
              if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(one)) wrong.push(name(one) + " is off the page");
              const isInText = one.matches("p > a, dd > a, li > span > a");
              if (!isInText && (box.width < smallest - .5 || box.height < smallest - .5)) {
                wrong.push(name(one) + " is " + Math.round(box.width) + " x " + Math.round(box.height));
              }
              if (!floats(one)) touched.push([label ?? one, box]);
            }
            touched.forEach(([one, mine], index) => {
              for (const [other, its] of touched.slice(index + 1)) {
                const [across, down] = [Math.min(mine.right, its.right) - Math.max(mine.left, its.left), Math.min(mine.bottom, its.bottom) - Math.max(mine.top, its.top)];
                // A choice in the corner of a card lies on that card by intention.
                if (across > 1 && down > 1 && !one.contains(other) && !other.contains(one) && !other.matches(".choose") && !one.matches(".choose")) {
                  wrong.push(name(one) + " and " + name(other) + " lie on each other");
                }
              }
            });
            const limits = new Map();
            // The element within which what is too wide or too high is not seen.
            const limit = (one) => {
              if (!one || one === top) return undefined;
              if (!limits.has(one)) {
                const { overflowX } = getComputedStyle(one);
                limits.set(one, /hidden|clip/.test(overflowX) ? one : /auto|scroll/.test(overflowX) ? undefined : limit(one.parentElement));
              }
              return limits.get(one);
            };
            const texts = document.createTreeWalker(top, NodeFilter.SHOW_TEXT), range = document.createRange();
            for (let node = texts.nextNode(); node; node = texts.nextNode()) {
              const one = node.parentElement, box = node.data.trim() && limit(one);
              if (!box || box.clientWidth < 3 || one.closest(".cut, .badges, select, textarea, video, svg") || !isSeen(one)) continue;
              range.selectNodeContents(node);
              const [text, edge] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
              if (text.right > edge.right + 1 || text.left < edge.left - 1 || text.bottom > edge.bottom + 2) wrong.push(name(one) + " is cut");
            }
            return wrong;
            """)
    }
}

/// The rules of axe, which no Debian package has: `scripts/axe` fetches them once.
package enum Axe {
    /// What axe leaves to a person, by its rule and some words of its message and of the selector, and what was found when one looked.
    static let reviewed: [(rule: String, said: String, at: String)] = [
        // A dialogue is opaque; axe sees that its lines stand over different elements of the page behind it.
        ("color-contrast", "partially overlaps other elements", ".dialog-"),
        // The digit of a countdown: half a screen high, white on a dark disc.
        ("color-contrast", "too short to determine", ".digit"),
        // Guests' films have no words of their own.
        ("video-caption", "captions are available", "video"),
    ]

    /// nil with `whyNot` where they cannot be had.
    package static let script: String? = found.text
    package static let whyNot: String? = found.whyNot

    private static let found: (text: String?, whyNot: String?) = {
        let caches = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
        let file = caches + "/boothkit/axe.min.js"
        if let text = try? String(contentsOfFile: file, encoding: .utf8) { return (text, nil) }
        let run = Programs.run(Programs.root + "/scripts/axe", [file])
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            return (nil, "axe cannot be had: \(run.said.suffix(300))")
        }
        return (text, nil)
    }()
}
