import EventKernel
import MigrationModel
import Quantities
import Records

/// The one function of which everything else is a composition: a scenario becomes a record.
extension Scenario {
  public func predict() -> Record { record(of: MigrationModel.predict(input)) }

  /// A prediction as a record.
  public func record(of prediction: Prediction) -> Record {
    let run = prediction.typical
    let pause = prediction.byPause.pause
    var record = Record(
      kind: .predicted, run: name, scenario: json, outcome: prediction.outcome.word)
    record.reason = prediction.outcome.reason
    record.timeElapsed = prediction.byTime.timeElapsed?.wholeMilliseconds
    record.downtime = run.isManaged ? pause?.total.wholeMilliseconds : nil
    record.pause = pause?.total.wholeMilliseconds
    record.pauseNanoseconds = pause?.total.count
    record.pauseGuestClock = prediction.byPause.pauseByGuestClock?.wholeMilliseconds
    record.qemuTotalTime = prediction.byTime.qemuTotalTime?.wholeMilliseconds
    record.qemuDowntime = prediction.byPause.qemuDowntime?.wholeMilliseconds
    record.memoryTotal = input.guest.pages.bytes.count
    record.memoryProcessed =
      input.settings.hypervisor.processedCountsWholeStream ? run.bytes.total : run.bytes.ofRAM
    record.memoryConstant = run.bytes.zeroPages
    record.memoryNormal = run.bytes.normalPages
    record.memoryIteration = Int64(run.iterations)
    if let time = run.qemuTotalTime, time > .zero {
      record.memoryBytesPerSecond = Int64((Double(run.bytes.total) / time.seconds).rounded())
    }
    record.precopyBytes = run.precopyBytes
    record.downtimeBytes = run.bytes.ofRAM - run.precopyBytes
    record.postcopyBytes = 0
    if let storage = run.storage {
      let total = storage.total.count
      record.others["disk_total"] = .integer(total)
      record.others["disk_processed"] = .integer(storage.areComplete ? total : storage.copied.count)
      record.others["disk_remaining"] = .integer(
        storage.areComplete ? 0 : total - storage.copied.count)
    }
    record.rounds = run.rounds.map(Record.Round.init)
    let interval = PredictionInterval(
      prediction: prediction, noise: residualNoise, spread: ParameterSpread(of: self, prediction),
      roundsLeft: input.settings.stopRule.mostRounds.map { max(0, $0 + 1 - run.rounds.count) })
    record.prediction = PredictionDetails(
      seed: seed, replication: 1, digest: prediction.digest.description,
      level: IntervalShape.level, timeElapsedInterval: interval.totalTime,
      downtimeInterval: interval.downtime,
      downtimeParts: pause.map { parts in
        Dictionary(uniqueKeysWithValues: parts.parts.map { ($0.name, $0.span.count) })
      },
      path: [
        "goodput_bps": Int64((run.goodput * 8).rounded()),
        "send_buffer_bytes": run.sendBuffer.count,
        "largest_window_segments": Int64(run.largestWindow.rounded()),
      ],
      notes: notes + interval.notes + remarks(on: prediction),
      effective: values.map {
        EffectiveField(path: $0.path, value: $0.text, origin: $0.origin.description)
      })
    let verdicts = verdicts(on: record, by: prediction)
    record.prediction?.promises = verdicts
    return record
  }
}

extension Scenario {
  /// What the figures alone don't say.
  private func remarks(on prediction: Prediction) -> [String] {
    var remarks: [String] = []
    let run = prediction.byPause
    let limit = input.settings.stopRule.pagesLeft == nil ? run.downtimeLimit : .zero
    if limit > input.settings.downtimeLimit {
      remarks.append(
        "\(input.settings.manager.name) raised the downtime limit from "
          + "\(input.settings.downtimeLimit) to \(limit)")
    }
    if input.settings.method.streamsMemory, let pause = run.pause,
      pause.total - pause.suspended > limit, limit > .zero
    {
      let disks = pause.disks > .zero ? ", the disks' mirrors (\(pause.disks))" : ""
      let downtime = prediction.typical.isManaged ? "downtime" : "pause"
      remarks.append(
        "the \(downtime) exceeds its limit of \(limit): QEMU's estimate leaves out what the send "
          + "buffer holds (\(pause.backlog))\(disks), device state and round trips")
    }
    let page = 4096.0 * 8
    let scan = page / max(1e-12, input.hosts.normalPageScan.seconds)
    if scan < prediction.typical.goodput * 8 {
      remarks.append(
        "the migration thread is slower than the path: it sends \(DataRate(count: Int64(scan))) of "
          + "pages at most")
    }
    return remarks
  }
}

extension Record.Round {
  init(_ round: MigrationModel.Round) {
    self.init(
      round: round.number, endCause: round.endCause.rawValue,
      startNanoseconds: round.start.nanoseconds, durationNanoseconds: round.duration.count,
      pagesSent: round.sent.normal + round.sent.zero, zeroPagesSent: round.sent.zero,
      pagesDirtied: round.pagesDirtied, pagesLeft: round.pagesLeft,
      bandwidthBitsPerSecond: round.bandwidth, thresholdBytes: round.threshold, throttle: nil)
  }
}
