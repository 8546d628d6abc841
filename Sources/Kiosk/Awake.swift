import Faults
import Glibc
import Work

/// Keeps the display and the machine from going to sleep while nobody touches anything. The page asks its browser for the same; this
/// is for where that does not reach.
struct Awake: Sendable {
    private let surroundings: Surroundings
    private let inhibitor: String?
    private let xset: String?

    /// Blocks.
    init(on surface: Surface, in surroundings: Surroundings) {
        self.surroundings = surroundings
        inhibitor = surroundings.hasSystemd ? surroundings.program("systemd-inhibit") : nil
        xset = surface == .x11 ? surroundings.program("xset") : nil
    }

    /// Until the task is cancelled.
    func hold(_ say: @Sendable (String) -> Void) async {
        guard let inhibitor else { return }
        // However this process ends, tail ends within a second, and with it what it holds.
        let words = [
            inhibitor, "--what=idle:sleep", "--who=Boothkit", "--why=The guests' screen is shown.", "tail",
            "--pid=\(getpid())", "-f", "/dev/null",
        ]
        let child = Child(words, adding: surroundings.variables, output: .captured(4_096))
        let outcome = await child.result()
        guard !Task.isCancelled else { return }
        say("systemd-inhibit does not keep this machine awake (\(outcome.lastLine ?? "\(outcome.end)"))")
    }

    /// The screen saver of X11 and its saving of energy, which each start of a desktop may switch on.
    func wakeDisplay() async {
        guard let xset else { return }
        _ = await Child([xset, "s", "off", "-dpms"], adding: surroundings.variables).result(within: .seconds(5))
    }
}

extension Child.Outcome {
    /// The last that it said, for a line of a log.
    var lastLine: String? {
        text.split(whereSeparator: \.isNewline).last.map { String($0.prefix(300)).onOneLine }
    }
}
