/// Works on `items`, at most `width` at a time, and hands each result to `body` as it comes.
///
/// - Parameters:
///   - goesOn: asked before each further item is begun; those under way are waited for.
///   - work: runs beside others.
///   - body: runs alone, where the caller does.
/// - Returns: whether every item was begun.
@discardableResult
func inParallel<Item: Sendable, Answer: Sendable>(
  _ items: [Item], width: Int, while goesOn: @autoclosure () -> Bool = true,
  _ work: @escaping @Sendable (Item) async throws -> Answer,
  each body: (Answer) async throws -> Void
) async throws -> Bool {
  try await withThrowingTaskGroup(of: Answer.self) { group in
    var rest = items[...]
    for item in rest.prefix(width) { group.addTask { try await work(item) } }
    rest = rest.dropFirst(width)
    while let answer = try await group.next() {
      try await body(answer)
      if goesOn(), let item = rest.popFirst() { group.addTask { try await work(item) } }
    }
    return rest.isEmpty
  }
}
