import Rigs
import Testing

/// Pages in a real browser, which starts once for all of them.
@Suite(.serialized, .enabled(if: Browser.missing == nil, "chromium and chromium-driver are missing"), .staged)
struct BrowserTests {
    var stage: Stage { Stage.current }
    var browser: Browser { Stage.current.browser }
}
