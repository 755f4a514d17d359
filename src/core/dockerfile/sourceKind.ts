/**
 * What a source of ADD is: a repository, a download or a path.
 * https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository
 */
export function sourceKind(value: string): 'path' | 'url' | 'git' {
  if (
    /^(?:git@|git:\/\/|ssh:\/\/|github\.com\/)/.test(value) ||
    /^https?:\/\/[^#?]*\.git(?:[#?].*)?$/s.test(value)
  ) {
    return 'git';
  }
  return /^(?:https?|ftp):\/\//i.test(value) ? 'url' : 'path';
}
