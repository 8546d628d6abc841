import Faults
import Work

/// Hands mails to a mail server, one recipient each.
struct MailSender: Sendable {
    let wire: Wire
    let server: Destination.MailServer
    let destination: Destination
    let secret: Secret?

    func send(_ item: Item) async -> Verdict {
        guard item.kind == .email || item.kind == .alert, let message = item.message else {
            return .refused("a mail server takes no \(item.kind.rawValue)")
        }
        // Whatever was checked when it was typed, nothing that ends a line comes here.
        do throws(DeliveryError) { _ = try MailAddress(message.recipient) } catch { return .refused(error.problem) }
        var files: [(file: SentFile, size: Int)] = []
        for file in item.files {
            guard SentFile.isFarName(file.name) else {
                return .refused("\"\(file.name)\" cannot be the name of an attachment")
            }
            guard let size = await file.size() else { return .refused("\(file.path ?? file.name): cannot be read") }
            files.append((file, size))
        }
        // Base64 makes a third more of them, and servers that say how much they take say about 35 MB.
        let isTooMuch = files.reduce(0) { $0 + $1.size } > Self.mostAttached
        var mail = MailMessage(
            from: server.from, to: message.recipient, title: message.title, text: message.text, html: message.html,
            files: isTooMuch ? [] : files, key: item.key, sent: wire.time.wall)
        let (verdict, code) = await send(mail)
        guard code == 552, !mail.files.isEmpty else { return verdict }
        // Too large for this server, which has surely not got it; the text has the link.
        mail.files = []
        return await send(mail).verdict
    }

    /// Of the attachments of one mail together, bytes.
    static let mostAttached = 10 << 20

    /// Connects, encrypts, logs in, and sends nothing.
    func probe() async -> Verdict { MailJudge.judge(await wire.send(order(nil, to: ""))) }

    private func send(_ mail: MailMessage) async -> (verdict: Verdict, code: Int) {
        let landing = await wire.send(order(mail.encoded, to: mail.to))
        return (MailJudge.judge(landing), landing.status)
    }

    private func order(_ text: MailText?, to recipient: String) -> Order {
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        let scheme = server.security == .tls ? "smtps" : "smtp"
        var order = Order(url: "\(scheme)://\(host):\(server.port)/\(server.from.address.domain)")
        order.mail = Order.Mail(
            from: server.from.address.text, recipient: recipient, needsTLS: server.security == .starttls, text: text)
        if let user = destination.user, let secret { order.login = (user, secret) }
        (order.ca, order.kBps) = (destination.ca, destination.kBps)
        order.reach = destination.lan ? (server.security == .none ? .localOnly : .anywhere) : .publicOnly
        // Greeting, TLS and login are all before the line stands.
        order.limits.connecting = .seconds(30)
        order.limits.silence = .seconds(60)
        return order
    }
}
