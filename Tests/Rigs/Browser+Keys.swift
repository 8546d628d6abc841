extension Browser {
    /// A key of a real keyboard, which does what it does in a browser: Enter presses a button, Tab goes on to the next one.
    package enum Key: String, Sendable {
        case tab = "Tab"
        case enter = "Enter"
        case escape = "Escape"
        case backspace = "Backspace"
        case left = "ArrowLeft"
        case up = "ArrowUp"
        case right = "ArrowRight"
        case down = "ArrowDown"
        case pageDown = "PageDown"

        fileprivate var number: Int {
            switch self {
            case .backspace: 8
            case .tab: 9
            case .enter: 13
            case .escape: 27
            case .pageDown: 34
            case .left: 37
            case .up: 38
            case .right: 39
            case .down: 40
            }
        }
    }

    package func press(_ key: Key) async throws {
        guard key == .enter else { return try await strike(key.rawValue, number: key.number) }
        // Only a key that makes a character presses what has the focus.
        let event: [String: Any] = ["key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13]
        try await tell("Input.dispatchKeyEvent", event.merging(["type": "keyDown", "text": "\r"]) { $1 })
        try await tell("Input.dispatchKeyEvent", event.merging(["type": "keyUp"]) { $1 })
    }

    /// Types a text into whatever has the focus, key by key.
    package func type(_ text: String) async throws {
        for letter in text { try await press(String(letter)) }
    }

    /// Goes on by Tab, from wherever the focus is, until an element has it that a selector finds.
    package func reach(_ selector: String) async throws {
        for _ in 0..<60 {
            if try await run("return document.activeElement?.matches(`\(selector)`) ?? false") { return }
            try await press(.tab)
        }
        throw Failure(description: "nobody reaches \(selector) by Tab")
    }
}
