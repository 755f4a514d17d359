/** Doubles the sign of `${` and `%{`, so that bake reads the text as it is instead of evaluating it. */
export function escapeText(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&');
}
