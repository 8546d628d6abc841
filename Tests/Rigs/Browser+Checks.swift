import Foundation

extension Browser {
    /// What assistive technology would stumble over, by axe; nothing when all is well.
    package func violations(_ axe: String) async throws -> [String] {
        let isThere: Bool = try await run("return typeof axe === 'object'")
        if !isThere { try await tell("Runtime.evaluate", ["expression": axe]) }
        return try await runAsync(
            """
            const found = await axe.run(document, { resultTypes: ["violations"] });
            return found.violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map((node) =>
              node.target.join(" ") + " " + (node.any[0]?.message ?? node.failureSummary)).join("; "));
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
            for (const one of top.querySelectorAll("a[href], button, input, select, textarea, summary")) {
              if (!isSeen(one) || one.classList.contains("skip")) continue;
              const label = one.matches("[type=checkbox], [type=radio]") ? one.closest("label") : undefined;
              const box = (label ?? one).getBoundingClientRect();
              if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(one)) wrong.push(name(one) + " is off the page");
              const isInText = one.matches("p > a, dd > a, li > span > a");
              if (!isInText && (box.width < smallest - .5 || box.height < smallest - .5)) {
                wrong.push(name(one) + " is " + Math.round(box.width) + " x " + Math.round(box.height));
              }
            }
            for (const one of top.querySelectorAll("*")) {
              if (!isSeen(one) || one.matches(".cut, .badges, input, select, textarea, video, svg, svg *")) continue;
              const ownText = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
              const style = getComputedStyle(one);
              if (ownText && style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 2) {
                wrong.push(name(one) + " is cut");
              }
            }
            return wrong;
            """)
    }
}

/// The rules of axe, which no Debian package has: `scripts/axe` fetches them once.
package enum Axe {
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
