package import MailModel

extension JobFile {
  /// The job as one shard works on it: ledger, output and sandbox store of its own, its part of the
  /// budget and of the requests at once, and everything else, the name in the tokens included,
  /// unchanged.
  ///
  /// Lists stay where they are: each part reads them, and the same list again is a no-op.
  package func part(_ shard: Shard) -> JobFile {
    var part = self
    part.part = shard
    part.ledger = shard.path(ledger)
    part.output = "\(output)/\(shard.folderName)"
    part.input.done = nil
    part.limits.spendPerRun = limits.spendPerRun.map(shard.part(of:))
    part.limits.concurrentRequests = max(1, limits.concurrentRequests / shard.count)
    if case .sandbox(var files) = api.address {
      files.store = shard.path(files.store)
      part.api.address = .sandbox(files)
    }
    return part
  }
}
