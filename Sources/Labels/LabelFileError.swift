import Foundation

/// A file or folder that the system refused, with what to do about it.
package struct LabelFileError: Error, Hashable, Sendable {
  /// What was being done.
  package enum Action: String, Hashable, Sendable {
    case makeFolder = "made"
    case openFolder = "opened"
    case create = "created"
    case write = "written"
    case read = "read"
    case rename = "put in its place"
    case remove = "removed"
  }

  /// Why it failed, as far as a person can act on it; anything else keeps its `errno`.
  package enum Cause: Hashable, Sendable {
    case diskFull, notAllowed, readOnly, notAFolder, isAFolder, missing, nameTooLong, tooManyFiles
    case deviceFailed
    case other(Int32)
  }

  package var action: Action
  package var path: String
  package var cause: Cause

  package init(_ action: Action, _ path: String, code: Int32) {
    self.action = action
    self.path = path
    cause = Cause(code: code)
  }

  /// What, why, and what to do next, on one line.
  package var message: String {
    "\(path) could not be \(action.rawValue): \(cause.words); \(cause.remedy)"
  }
}

extension LabelFileError.Cause {
  init(code: Int32) {
    self =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: .diskFull
      case EACCES, EPERM: .notAllowed
      case EROFS: .readOnly
      case ENOTDIR, ELOOP: .notAFolder
      case EISDIR, ENOTEMPTY, EEXIST: .isAFolder
      case ENOENT: .missing
      case ENAMETOOLONG: .nameTooLong
      case EMFILE, ENFILE: .tooManyFiles
      case EIO: .deviceFailed
      default: .other(code)
      }
  }

  fileprivate var words: String {
    switch self {
    case .diskFull: "the disk is full or its quota is used up"
    case .notAllowed: "this user may not"
    case .readOnly: "the disk is mounted read-only"
    case .notAFolder: "a part of the path is not a folder"
    case .isAFolder: "something else stands there"
    case .missing: "it, or the folder that it is in, is gone"
    case .nameTooLong: "the path is too long"
    case .tooManyFiles: "too many files are open"
    case .deviceFailed: "the disk reported an error"
    case .other(let code): "system error \(code)"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .diskFull: "free some space and run again, the label will be fetched then"
    case .notAllowed: "give the user that runs certmail the right to write there, then run again"
    case .readOnly: "choose another \"output\" in the job file or mount it for writing"
    case .notAFolder, .isAFolder: "move what stands there out of the way, then run again"
    case .missing: "run again, it will be made anew"
    case .nameTooLong: "choose a shorter \"output\" in the job file"
    case .tooManyFiles: "raise the limit (ulimit -n), then run again"
    case .deviceFailed: "check the disk before you go on"
    case .other: "look it up in errno(3), then run again"
    }
  }
}
