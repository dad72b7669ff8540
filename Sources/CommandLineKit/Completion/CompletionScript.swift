/// The shells that a completion script can be written for.
enum CompletionScript: String, CaseIterable {
  case bash
  case zsh
  case fish

  /// The script for `root` and the commands beneath it.
  func text(for root: any ParsableCommand.Type) -> String {
    let tree = CompletionTree([root])
    return switch self {
    case .bash: bashScript(tree)
    case .zsh: zshScript(tree)
    case .fish: fishScript(tree)
    }
  }
}
