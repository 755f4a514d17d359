const rulePages = 'https://github.com/oci-recipes/vscode-oci-recipes/blob/main/docs/rules';

/**
 * The address of the page that explains a rule. The many names that the syntax of a Dockerfile can be found under
 * (`DockerfileUnknownInstruction`, …) share one page; ShellCheck's codes have theirs in its wiki.
 */
export function rulePage(rule: string): string {
  if (/^SC\d{4}$/.test(rule)) {
    return `https://www.shellcheck.net/wiki/${rule}`;
  }
  return `${rulePages}/${rule.startsWith('Dockerfile') ? 'DockerfileSyntax' : rule}.md`;
}
