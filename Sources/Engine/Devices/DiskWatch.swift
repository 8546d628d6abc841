import Sessions
import Work

/// Sees to what depends on the disk, every second: stranded pictures, sessions.json, the free space.
struct DiskWatch: Sendable {
    let context: Context

    func run() async {
        let folder = context.record.folder
        repeat {
            if await context.stranded.retry() { context.troubles.recovered(.picture) }
            do throws(SessionsError) { _ = try await context.record.saveHistoryIfDue() } catch {
                context.say("sessions.json: \(error)")
            }
            if let free = await context.time.offPool({ try? folder.freeSpace() }) {
                context.view.change { $0.free = free }
            }
        } while (try? await context.time.sleep(for: .seconds(1))) != nil
    }
}
