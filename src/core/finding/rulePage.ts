const rulePages = 'https://github.com/oci-recipes/vscode-oci-recipes/blob/main/docs/rules';

/**
 * The address of the page that explains a rule. The many names that the syntax of a Dockerfile can be found under
 * (`DockerfileUnknownInstruction`, …) share one page.
 */
export function rulePage(rule: string): string {
  return `${rulePages}/${rule.startsWith('Dockerfile') ? 'DockerfileSyntax' : rule}.md`;
}
