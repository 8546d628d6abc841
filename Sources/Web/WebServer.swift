public import Files
public import HTTP
import StrictJSON
public import Work

/// Serves events to operators and guests. Operators have all routes of the table, at one listener; guests have the pages behind
/// their links, at another one that knows nothing else.
public final class WebServer: Sendable {
    public struct Options: Sendable {
        /// Names that stand for the operators' listener elsewhere: `--host`.
        public var names: [String] = []
        /// Where the operators' secret is kept: `$XDG_STATE_HOME/boothkit`.
        public var state: String
        /// Where the files of pages are found: `operator/…` and `guest/…`.
        public var pages: SearchPath
        /// Where the words of pages are found.
        public var texts: SearchPath
        public var time = TimeSource.system

        public init(state: String, pages: SearchPath, texts: SearchPath) {
            (self.state, self.pages, self.texts) = (state, pages, texts)
        }
    }

    public let sites: [EventSite]
    let options: Options
    let access: Access

    public init(_ sites: [EventSite], options: Options) {
        (self.sites, self.options) = (sites, options)
        access = Access(names: options.names)
    }

    /// The answer to a request of the operators' listener.
    public func answer(_ request: Request) async -> Answer {
        Answer(status: 404)
    }
}
