import Foundation

extension Browser {
    /// A finger on the middle of an element, and off it again.
    /// - Parameter times: 2 is a double tap.
    package func tap(_ selector: String, index: Int = 0, times: Int = 1) async throws {
        let place: [Double]? = try await run(
            """
            const one = document.querySelectorAll(\(quoted(selector)))[\(index)];
            if (!one) return null;
            const box = one.getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
            """)
        guard let place else { throw Failure(description: "there is no \(selector) (\(index)) to touch") }
        for _ in 0..<times { try await stroke([(place[0], place[1])]) }
    }

    /// A finger that goes from point to point, in CSS pixels.
    package func stroke(_ points: [(Double, Double)]) async throws {
        for (index, point) in points.enumerated() {
            try await tell(
                "Input.dispatchTouchEvent",
                ["type": index == 0 ? "touchStart" : "touchMove", "touchPoints": [["x": point.0, "y": point.1]]])
        }
        try await tell("Input.dispatchTouchEvent", ["type": "touchEnd", "touchPoints": [[String: Int]]()])
    }

    /// A key by its name and number, with Control or without.
    package func strike(_ key: String, number: Int, control: Bool = false) async throws {
        for type in ["rawKeyDown", "keyUp"] {
            try await tell(
                "Input.dispatchKeyEvent",
                ["type": type, "key": key, "windowsVirtualKeyCode": number, "modifiers": control ? 2 : 0])
        }
    }

    /// What somebody who stands before a screen could not touch or read: whatever is smaller than 72 px, closer than 12 px to another, within
    /// 3 % of an edge, and text that is cut or leaves what it belongs to.
    package func crowded() async throws -> [String] {
        try await run(
            """
            const wrong = [], [wide, high] = [innerWidth, innerHeight];
            const name = (one) => one.tagName.toLowerCase() + "." + [...one.classList].join(".") + " " + (one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 24);
            const seen = (one) => { const box = one.getBoundingClientRect();
              return box.width && box.height && !one.closest(".unseen") && one.checkVisibility({ visibilityProperty: true }); };
            const boxes = [...document.querySelectorAll("button, a[href], input")].filter(seen).map((one) => [one, one.getBoundingClientRect()]);
            boxes.forEach(([one, box], index) => {
              if (box.left < wide * .03 - .5 || box.right > wide * .97 + .5 || box.top < high * .03 - .5 || box.bottom > high * .97 + .5) wrong.push(name(one) + " is at the edge");
              if (box.width < 71.5 || box.height < 71.5) wrong.push(name(one) + " is " + Math.round(box.width) + " x " + Math.round(box.height));
              for (const [other, its] of boxes.slice(index + 1)) {
                if (one.contains(other) || other.contains(one)) continue;
                const apart = Math.max(Math.max(box.left, its.left) - Math.min(box.right, its.right), Math.max(box.top, its.top) - Math.min(box.bottom, its.bottom));
                if (apart < 11.5) wrong.push(name(one) + " is " + Math.round(apart) + " px from " + name(other));
              }
            });
            const texts = document.createTreeWalker(document.querySelector(".stage"), NodeFilter.SHOW_TEXT), range = document.createRange();
            for (let node = texts.nextNode(); node; node = texts.nextNode()) {
              const one = node.parentElement;
              if (!node.data.trim() || !seen(one) || one.closest("svg")) continue;
              range.selectNodeContents(node);
              const text = range.getBoundingClientRect();
              if (text.left < -1 || text.right > wide + 1 || text.top < -1 || text.bottom > high + 1) wrong.push(name(one) + " leaves the screen");
              for (let at = one; at && at !== document.body; at = at.parentElement) {
                const box = at.getBoundingClientRect();
                if (!box.width) continue;
                const cuts = /hidden|clip/.test(getComputedStyle(at).overflow), slack = cuts ? 2 : 8;
                if (!cuts && !at.matches("button, a, .field, .head, .letter, .side, .foot")) continue;
                if (text.left < box.left - 1 || text.right > box.right + 1 || text.top < box.top - slack || text.bottom > box.bottom + slack) {
                  wrong.push(name(one) + " leaves " + name(at));
                  break;
                }
              }
            }
            return [...new Set(wrong)];
            """)
    }

    private func quoted(_ text: String) -> String { "`\(text.replacing("`", with: "\\`"))`" }
}
