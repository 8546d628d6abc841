import Capture
import Sessions
import Work

/// What is done once, after the last session.
struct Closing: Sendable {
    let context: Context

    init(_ context: Context) { self.context = context }

    func close(_ watchers: [Task<Void, Never>], waitsForPrints: Bool) async {
        context.watchdog.rest()
        if waitsForPrints { await allPrinted() }
        _ = await context.stranded.retry()
        for watcher in watchers { watcher.cancel() }
        // What does not end by itself is left behind: the booth's end does not hang on a transport.
        _ = await context.time.within(.seconds(60)) { for watcher in watchers { await watcher.value } }
        await context.camera.close()
        // Also what came of a picture which came with the camera's last words.
        await context.lanes.close(within: .seconds(60))
        await context.saveHistory()
        context.say("the booth is closed")
    }

    /// Until nothing is to be printed any more; a printer that makes no progress for a minute is left to the next launch.
    private func allPrinted() async {
        guard context.prints != nil else { return }
        var (last, since) = (Int.max, context.time.now)
        while !context.view.now.isClosing, context.time.now - since < .seconds(60) {
            let left = await context.waitingPrints()
            if left == 0 { return }
            if left < last { (last, since) = (left, context.time.now) }
            let (printed, view) = (context.view.now.figures.printed, context.view)
            // A print that came out is seen at once; whatever else became of one, soon.
            _ = await context.time.within(.milliseconds(500)) {
                await view.first { $0.figures.printed != printed || $0.isClosing }
            }
        }
    }
}

extension Context {
    func saveHistory() async {
        do throws(SessionsError) { try await record.saveHistory() } catch {
            // Whoever plugs the drive in again starts the booth again, which then writes it.
            if !isOfStorage(error) { say("\(error)") }
        }
    }

    /// Prints that have been asked for and have not come out.
    func waitingPrints() async -> Int {
        (try? await record.outboxCount(kinds: [.print], states: [.pending, .sending])) ?? 0
    }
}
