import Foundation
import Synchronization

/// A file of lines that only grows, each line whole on disk or not there at all.
final class RecordLog: Sendable {
  let path: String
  private let descriptor: Int32
  private let content: Mutex<Data>

  /// Opens and locks the file, and reads it; nothing in it is changed yet.
  ///
  /// The lock is the system's (flock), which lets go of it when the process ends in any way.
  init(locking path: String) throws(CampaignProblem) {
    self.path = path
    descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    // The object is whole before anything can throw, so that it is closed.
    content = Mutex(Data())
    guard descriptor >= 0 else { throw RecordLog.problem(.cannotWrite, path) }
    // Reading a pipe or a device would have no end.
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw CampaignProblem(
        .damaged, "\(path): is no ordinary file", remedy: "give another folder")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK
        ? CampaignProblem(
          .busy, "\(path): another runner is at work here", remedy: "wait for it, or end it")
        : RecordLog.problem(.cannotWrite, path)
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    guard let text = try? handle.readToEnd() ?? Data() else {
      throw RecordLog.problem(.damaged, path)
    }
    content.withLock { $0 = text }
    syncFolder()
  }

  deinit {
    guard descriptor >= 0 else { return }
    // A child between its fork and its exec still has the file open, and the lock with it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  var text: Data { content.withLock { $0 } }
  var lines: [Data] { RecordLog.lines(of: text) }

  /// The lines that were written whole.
  static func lines(of text: Data) -> [Data] {
    guard let end = text.lastIndex(of: newline) else { return [] }
    return text[..<end].split(separator: newline, omittingEmptySubsequences: false)
  }

  /// Cuts off a last line that was not written to its end; says so, where there was one.
  func mend() throws(CampaignProblem) -> String? {
    let text = text
    let whole = text.lastIndex(of: RecordLog.newline).map { text.index(after: $0) } ?? 0
    guard whole < text.count else { return nil }
    guard ftruncate(descriptor, off_t(whole)) == 0, fsync(descriptor) == 0 else {
      throw RecordLog.problem(.cannotWrite, path)
    }
    content.withLock { $0 = text.prefix(whole) }
    return "\(path): the last line was cut short (\(text.count - whole) bytes) and is taken out; "
      + "its run is captured again"
  }

  /// Adds a line; it is on disk when this returns, and where it throws nothing of it is left.
  func append(_ line: String) throws(CampaignProblem) {
    let before = lseek(descriptor, 0, SEEK_END)
    let bytes = Data((line + "\n").utf8)
    guard before >= 0, write(bytes), fsync(descriptor) == 0 else {
      let problem = RecordLog.problem(.cannotWrite, path)
      // Should this fail too, the next start finds the line without its end.
      if before >= 0 { _ = ftruncate(descriptor, before) }
      throw problem
    }
  }

  private func write(_ bytes: Data) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// A new file's name is in its folder, which has to reach the disk too.
  private func syncFolder() {
    let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
    let descriptor = Foundation.open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  private static let newline = UInt8(ascii: "\n")

  private static func problem(_ kind: CampaignProblem.Kind, _ path: String) -> CampaignProblem {
    let reason = String(cString: strerror(errno))
    return CampaignProblem(
      kind, "\(path): \(kind == .cannotWrite ? "can't be written" : "can't be read"): \(reason)",
      remedy: kind == .cannotWrite ? "what is in it is whole; make room and start again" : nil)
  }
}
