import ArgumentParser
import Foundation

/// A file that a command writes: whole or not at all, where it is an ordinary one.
struct OutputFile {
  let path: String

  /// What is wrong with a path that an option names, before anything was done for it.
  static func problem(_ path: String, of option: String) -> String? {
    switch path {
    case "": "\(option) '': give a file's name."
    case StandardInput.mark: "\(option) -: can't go to stdout; give a file's name."
    default: nil
    }
  }

  func write(_ text: String) throws {
    do {
      let url = URL(filePath: path)
      if isSpecial {
        // A device or a pipe must not be replaced by a file.
        let handle = try FileHandle(forWritingTo: url)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
      } else {
        try Data(text.utf8).write(to: url, options: .atomic)
      }
    } catch {
      Terminal.error("\(path): can't be written: \(reason(error))")
      throw ExitCode(ExitCodes.cannotWrite)
    }
  }

  private func reason(_ error: any Error) -> String {
    if isFolder { return "it is a folder" }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    let cause = (underlying ?? error) as NSError
    guard cause.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(cause.code)))
  }

  private var isFolder: Bool { type == .typeDirectory }
  private var isSpecial: Bool { type.map { $0 != .typeRegular } ?? false }

  /// Of what the path leads to, links followed; nil where nothing is there.
  private var type: FileAttributeType? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    return try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
  }
}
