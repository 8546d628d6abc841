package import StrictJSON

/// The way to a camera: a process with libgphoto2 in it, or a stand-in for tests.
package protocol Link: Sendable {
    /// One request at a time. After `timedOut` or `ended` the link is dead.
    func ask(_ request: Request, within deadline: Duration) async throws(LinkError) -> Reply
    /// Ends it, at once and whatever it is doing; nothing answers afterwards.
    func end()
    /// The last lines that libgphoto2 said, oldest first.
    var log: [String] { get }
}

package struct Reply: Sendable, Equatable {
    package var value: JSONValue
    package var bytes: [UInt8]

    package init(_ value: JSONValue = [:], bytes: [UInt8] = []) { (self.value, self.bytes) = (value, bytes) }

    var node: JSONNode { JSONNode(value, at: .document("camera")) }
}

package enum LinkError: Error, Sendable, Equatable {
    /// The camera's answer: libgphoto2's code, and what its context and its log said.
    case refused(code: Int, text: String)
    case timedOut
    /// The process ended or sent nonsense.
    case ended(String)
    case cannotStart(program: String, reason: String)
    case cancelled
}
