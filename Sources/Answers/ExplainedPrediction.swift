import MigrationModel
import Quantities
import Scenarios

/// A prediction's own figures as sentences.
struct ExplainedPrediction {
  let scenario: Scenario
  let prediction: Prediction

  private var input: MigrationInput { scenario.input }

  var summary: String {
    let outcome = prediction.outcome
    if let reason = outcome.reason { return "\(outcome.word): \(reason)" }
    let time = prediction.byTime.totalTime.map { " in \($0.shown)" } ?? ""
    let run = prediction.byPause
    let pause = run.pause.map { ", the guest down for \($0.total.shown)" } ?? ""
    let ofQEMU =
      run.isManaged ? "" : run.qemuDowntime.map { " (QEMU's own figure: \($0.shown))" } ?? ""
    return "\(outcome.word)\(time)\(pause)\(ofQEMU)"
  }

  // MARK: Total time

  var time: [String] {
    guard prediction.outcome.word != "refused" else { return [] }
    if let hole = input.path.blackHole { return ["nothing passes: \(hole)"] }
    var items: [String] = []
    let usual = scenario.usualInput(of: prediction)
    if let shares = prediction.byTime.timeShares(of: usual), prediction.outcome == .completed {
      let total = shares.total
      func item(_ span: Span, _ words: String) {
        guard span.count * 200 >= total.count else { return }
        items.append("\(span.share(of: total)): \(words) (\(span.shown))")
      }
      item(shares.disks, "copying disks, until their mirrors were READY and memory could begin")
      // Zero pages come last, where something else sets their pace.
      for (index, part) in shares.once.enumerated() {
        let pages = index == 0 ? "sending each page once" : "passing over zero pages"
        item(part.span, "\(pages), at the pace of \(part.cause.words)")
      }
      item(shares.again, "sending again what the guest dirtied meanwhile")
      item(shares.preparation, "before the stream: the manager's preparation and round trips")
      item(shares.stopped, "with the guest stopped")
    }
    return items + [bounds] + limitInWindows + pathChanges
  }

  /// "the path allows 37 Mbit/s, the send buffer 812.3 Mbit/s, …".
  private var bounds: String {
    let bounds = scenario.usualInput(of: prediction).rateBounds
    let words = bounds.enumerated().map { index, bound in
      "\(bound.cause.words) \(index == 0 ? "allows " : "")\(bound.rate)"
    }
    return words.joined(separator: ", ") + ": the least of these sets the pace"
  }

  // MARK: Downtime

  /// What each part of a pause is; a part that has no words here says its own name.
  private static let partWords = [
    "suspended": "suspended, while what was left went as before",
    "stop": "stopping the vCPUs and flushing the guest's disks",
    "disks": "what the disks' mirrors had still to copy, and their last round trips; the send "
      + "buffer drained meanwhile",
    "backlog": "what the send buffer held when they stopped, which the limit knows nothing of",
    "pages": "the last pages",
    "device-state": "the devices' state",
    "propagation": "the last byte's way, and its acknowledgement's",
    "scanning": "the migration thread's own time for the last pages",
    "load": "the destination's loading of that state",
    "resume": "the manager's resuming of the guest",
    "round-trips": "round trips of the manager's protocol",
  ]

  /// What the parts are where the guest does not run meanwhile.
  private var stoppedWords: [String: String] {
    guard !input.settings.method.streamsMemory else { return [:] }
    return [
      "disks": "copying its disks", "pages": "copying the checkpoint's file",
      "scanning": "going over its pages, to save them and to restore them",
    ]
  }

  var downtime: [String] {
    guard let pause = prediction.byPause.pause, prediction.outcome == .completed else { return [] }
    let total = pause.total
    let parts = pause.parts.filter { $0.span.count * 200 >= total.count }
      .sorted { $0.span > $1.span }
    let run = prediction.byPause
    // Without a return path it leaves some of the pause out, and what came before its own stop.
    let ofQEMU =
      run.isManaged
      ? []
      : run.qemuDowntime.map { figure in
        [
          "QEMU's own figure of \(figure.shown) begins when QEMU itself stops the guest and ends "
            + "when its socket has the last byte; the guest's pause of \(total.shown) is told here"
        ]
      } ?? []
    let aboutLimit = input.settings.method.streamsMemory ? [limit(pause)] : []
    return aboutLimit + ofQEMU
      + parts.map { name, span in
        let words =
          stoppedWords[name] ?? ExplainedPrediction.partWords[name]
          ?? name.split(separator: "-").joined(separator: " ")
        return "\(span.share(of: total)): \(words) (\(span.shown))"
      }
  }

  private func limit(_ pause: Pause) -> String {
    let rule = input.settings.stopRule
    guard rule.stopsByWhatItFinds else {
      return
        "the rule goes by counts of passes and of pages sent: neither a downtime limit nor what "
        + "is left for the stop has a say"
    }
    if let pages = rule.pagesLeft {
      return
        "the rule allows \(pages) (\(pages.bytes)) for the last round; the downtime limit plays "
        + "no part"
    }
    let limit = input.settings.downtimeLimit
    let rest = pause.total - pause.pages
    return
      "the limit of \(limit.shown) is about the last pages alone: these take "
      + "\(pause.pages.shown), and the rest (\(rest.shown)) comes on top"
  }
}

extension Span {
  /// Milliseconds are as fine as anybody measures these; cut off as records do it.
  var shown: String { count >= 1_000_000 ? inWholeMilliseconds.description : description }

  /// "23 %".
  fileprivate func share(of whole: Span) -> String {
    let percent = Double(count) / Double(max(1, whole.count)) * 100
    return percent < 9.5
      ? Decimals.percent(percent) : "\(Int64(percent.rounded())) %"
  }
}
